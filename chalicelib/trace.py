"""One line of the journal as an auditor reads it: who did what, when, to whose case file; never what a piece says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["consultation", "sign_in", "account", "decision", "report"]
"""What was opened; who came in, or tried; what was done to an account; what a person decided of a piece; what a servant reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One thing that somebody did."""

    at: datetime
    """UTC, aware."""
    place: str
    """Where it stands in its list: by time."""
    kind: Kind
    action: str
    """A stable word, of the kind."""
    reader: str
    """The user name; `roster` or `administer` where nobody signed in."""
    role: str | None = None
    """In which the reader was let in."""
    matricule: str | None = None
    """Whose case file, or account."""
    piece: str | None = None
    detail: str = ""
    """The batch of a receipt, the page of a picture, the address of a sign-in, why an account was changed, what a piece was and became."""
