"""The audit trail's values: consultations, sign-ins, and the entries that an auditor reads."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from chalicelib.model.reader import Role

ConsultationAction = Literal["casefile", "search", "piece", "text", "image", "download", "receipt", "deposit", "journal", "export"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """One thing that one reader was given; of a deposit, the right to put files into a batch."""

    action: ConsultationAction
    at: datetime
    """UTC, aware."""
    reader: str
    """The user name."""
    role: Role
    """In which the reader was let in: `servant` to their own case file alone."""
    matricule: str | None = None
    """Normalised: whose case file; None where a piece is in none, or where a receipt is of a whole batch."""
    piece: str | None = None
    page: int | None = None
    """Of which the picture was given."""
    batch: str | None = None
    """Of a receipt or a deposit."""
    session: str = ""
    """The ID token's `jti`."""
    asked: str = ""
    """Of the journal, what was asked: days, reader, matricule, action; of a deposit, its batch and how many files."""
    files: tuple[str, ...] | None = None
    """Of a deposit, where below its batch: kept, and never told with the journal."""

    @property
    def id(self) -> str:
        """Name the consultation: 16 hex digits, the same however often its writing is repeated."""
        parts = [self.action, self.at.isoformat(), self.reader, self.matricule or "", self.piece or "", self.batch or "", self.session]
        parts += [self.asked] if self.asked else []
        parts += [str(self.page)] if self.page else []
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    @property
    def place(self) -> str:
        """Tell where it stands in a list by time."""
        return f"{self.at.isoformat()}#{self.id}"

    @property
    def subject(self) -> str:
        """Name what was opened: a case file, else a piece that is in none, else a batch, else the journal."""
        return self.matricule or self.piece or self.batch or self.action


SignInOutcome = Literal[
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

OF_ANYBODY: frozenset[SignInOutcome] = frozenset({"refused", "code_refused", "throttled", "reset_asked"})
"""Outcomes that need no account; every other proves that there is one."""

SIGN_INS_KEPT = timedelta(days=3 * 366)
"""For how long traces of consultations are kept; those of the door too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One thing that happened at the door."""

    name: str
    """The user name; of a name that nobody is known by, its drawer: see `drawer_of`."""
    at: datetime
    """UTC, aware; the first time, where several are counted as one."""
    outcome: SignInOutcome
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


def unknown_name_shard(typed: str) -> str:
    """Name one of sixteen drawers for names that nobody is known by: what they are is not written down.

    >>> unknown_name_shard("x"), unknown_name_shard("y")
    ('?2', '?a')
    """
    return "?" + hashlib.sha256(typed.encode("utf-8", "surrogatepass")).hexdigest()[0]


AuditKind = Literal["consultation", "sign_in", "account", "decision", "report"]
"""What was opened; who came in, or tried; what was done to an account; what a person decided of a piece; what a servant reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One thing that somebody did."""

    at: datetime
    """UTC, aware."""
    place: str
    """Where it stands in its list: by time."""
    kind: AuditKind
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


AccessRecord = Mapping[str, Any]
"""A consultation or a sign-in as the register holds it, keys and all, in values that JSON knows."""
