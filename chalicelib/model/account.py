"""A servant's account: who may have one, how it stands, and the first password, which stands on paper alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.model.identifiers import normalise

AccountStatus = Literal["opening", "open", "closed"]
"""Begun, its slip not yet written; open; closed."""

AccountState = Literal["none", "first_password", "open", "closed"]
"""What the counter is told: no account; its own password not yet chosen; open; closed."""

Deed = Literal["opened", "reset", "closed", "reopened"]

Closer = Literal["roster", "person"]
"""Who closed an account: the roster, which may open it again, or a person, whom the roster does not overrule."""


CONSOLE = "administer"
"""By whom, where an administrator acted in the console or by the command: AWS's own trail says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the register knows of a servant's account; the password is nowhere."""

    matricule: str
    """Normalised; also the user name."""
    status: AccountStatus
    changed_at: datetime
    """UTC, aware."""
    password_at: datetime | None = None
    """When the last first password was given; None for an account that was made by hand."""
    closer: Closer | None = None
    """Of a closed account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEvent:
    """One thing that was done to an account, for the journal."""

    matricule: str
    at: datetime
    """UTC, aware."""
    deed: Deed
    by: str
    """The user name of the archivist, `administer` or `roster`."""
    reason: str = ""
    """In the archivist's words, or the roster's status."""
    totp_removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an account stands with whoever checks passwords."""

    enabled: bool
    must_change: bool
    """The first password has not been replaced by an own one."""
    matricule: str | None
    """The attribute that decides whose case file is read; normalised."""
    totp: bool
    groups: frozenset[str]
    """A servant is in none."""

    @property
    def state(self) -> AccountState:
        """In the counter's words."""
        if not self.enabled:
            return "closed"
        return "first_password" if self.must_change else "open"


def entitled(status: str, closing: Iterable[str]) -> bool:
    """Say whether a servant of this status may have an account; accents, case and the feminine do not matter.

    >>> closing = ("révoqué", "décédé")
    >>> entitled("Retraitée", closing), entitled("REVOQUEE", closing), entitled("", closing), entitled("non révoqué", closing)
    (True, False, True, True)

    Args:
        status: in the roster's words.
        closing: whole statuses that close an account.
    """
    return _bare(status) not in {_bare(word) for word in closing}


def _bare(word: str) -> str:
    """Write a status without accents, case, or the feminine's and plural's endings.

    >>> _bare("Révoquée"), _bare("démissionnaires")
    ('REVOQU', 'DEMISSIONNAIR')
    """
    return normalise(word).rstrip("ES")
