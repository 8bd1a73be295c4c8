"""Who signed in, and who tried: the journal's part that tells of the door."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Outcome = Literal[
    "signed_in",
    "challenged",
    "refused",
    "code_refused",
    "throttled",
    "signed_out",
    "signed_out_everywhere",
    "password_changed",
    "password_refused",
    "password_reset",
    "reset_asked",
    "totp_on",
    "totp_off",
]

OF_ANYBODY: frozenset[Outcome] = frozenset({"refused", "code_refused", "throttled", "reset_asked"})
"""Outcomes that need no account; every other proves that there is one."""

KEPT = timedelta(days=3 * 366)
"""For how long traces of consultations are kept; those of the door too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One thing that happened at the door."""

    name: str
    """The user name; of a name that nobody is known by, its drawer: see `drawer_of`."""
    at: datetime
    """UTC, aware; the first time, where several are counted as one."""
    outcome: Outcome
    address: str = ""
    """Of the viewer; left out where several are counted as one."""
    times: int = 1
    """How often, in this hour of UTC: more than once only where nobody let in can be told from nobody at all."""

    @property
    def counts(self) -> bool:
        """Say whether such are counted by the hour, so that nobody fills the table by trying."""
        return self.outcome == "throttled" or self.name.startswith("?")

    @property
    def place(self) -> str:
        """Tell where it stands in its account's list."""
        at = self.at.replace(minute=0, second=0, microsecond=0) if self.counts else self.at
        return f"{at.isoformat()}#{self.outcome}"


def drawer_of(typed: str) -> str:
    """Name one of sixteen drawers for names that nobody is known by: what they are is not written down.

    >>> drawer_of("x"), drawer_of("y")
    ('?2', '?a')
    """
    return "?" + hashlib.sha256(typed.encode("utf-8", "surrogatepass")).hexdigest()[0]
