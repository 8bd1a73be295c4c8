"""The audit trail's values: consultations, sign-ins, and the entries that an auditor reads."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from chalicelib.model.reader import Role

ConsultationAction = Literal[
    "casefile",
    "consultations",
    "account",
    "search",
    "act_search",
    "piece",
    "text",
    "image",
    "download",
    "copy",
    "receipt",
    "refused_files",
    "reports",
    "photo",
    "sealed_list",
    "deposit",
    "journal",
    "export",
    "letters",
    "plan",
    "career",
    "statement",
    "reconciliation",
    "reconciled",
    "due_list",
]
"""`copy`: the whole case file as one PDF; `consultations`: who opened a case file; `refused_files`: names of files that a batch refused;
`search`: in one case file; `act_search`: acts of the whole archive, with their servants; `reports`, `sealed_list`: a list; `photo`: a page
of the photo of a report; `letters`: letters to the servants of a ministry, to print; `plan`: a version of the
roadmap's plan was put in force; `career`: the timeline of a case file; `statement`: the same, to print;
`reconciliation`: discrepancies between roster and archive, a list; `reconciled`: a decision on one;
`due_list`: what is due for servants, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """A consultation: something that one reader was given. A deposit is the right to put files into a batch."""

    action: ConsultationAction
    at: datetime
    """UTC, aware."""
    reader: str
    """User name."""
    role: Role
    """Role that admitted the reader; `servant` for their own case file."""
    matricule: str | None = None
    """Normalised matricule of the case file; None for a piece in no case file, and for receipts."""
    piece: str | None = None
    page: int | None = None
    """Page of a page image."""
    batch: str | None = None
    """Batch of a receipt or a deposit."""
    session: str = ""
    """`jti` of the ID token."""
    asked: str = ""
    """Query of an audit (days, reader, matricule, action), or batch and number of files of a deposit."""
    files: tuple[str, ...] | None = None
    """Files of a deposit, as paths below the batch; kept, but not shown in the audit trail."""

    @property
    def id(self) -> str:
        """Id, 16 hex digits, the same for each repetition of the write."""
        parts = [self.action, self.at.isoformat(), self.reader, self.matricule or "", self.piece or "", self.batch or "", self.session]
        parts += [self.asked] if self.asked else []
        parts += [str(self.page)] if self.page else []
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    @property
    def place(self) -> str:
        """Sort key by time."""
        return f"{self.at.isoformat()}#{self.id}"

    @property
    def subject(self) -> str:
        """What was opened: a case file, else a piece in none, else a batch, else a list or the audit trail."""
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
    "access_refused",
]

OF_ANYBODY: frozenset[SignInOutcome] = frozenset({"refused", "code_refused", "throttled", "reset_asked"})
"""Outcomes that are possible without an account; every other one proves that the account exists."""

SIGN_INS_KEPT = timedelta(days=3 * 366)
"""Retention of sign-in attempts: 3 years, as for traces of consultation in French practice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A sign-in attempt, a sign-out, a change of a password or authenticator, or an access that was refused to the signed-in reader."""

    name: str
    """User name; for an unknown name its shard, see `unknown_name_shard`."""
    at: datetime
    """UTC, aware; the first time, where several attempts are counted together."""
    outcome: SignInOutcome
    address: str = ""
    """Address of the viewer; empty where several attempts are counted together."""
    times: int = 1
    """Number of attempts in this hour of UTC; above 1 only where `counts` holds."""
    person: str | None = None
    """Name of the person in the user pool, of a successful sign-in; None where the pool has none."""

    @property
    def counts(self) -> bool:
        """Whether attempts of this kind are counted by the hour, so that attempts cannot fill the table."""
        return self.outcome in {"throttled", "access_refused"} or self.name.startswith("?")

    @property
    def place(self) -> str:
        """Sort key in the account's list."""
        at = self.at.replace(minute=0, second=0, microsecond=0) if self.counts else self.at
        return f"{at.isoformat()}#{self.outcome}"


def unknown_name_shard(typed: str) -> str:
    """One of sixteen shards for unknown user names, which are not recorded themselves.

    >>> unknown_name_shard("x"), unknown_name_shard("y")
    ('?2', '?a')
    """
    return "?" + hashlib.sha256(typed.encode("utf-8", "surrogatepass")).hexdigest()[0]


AuditKind = Literal["consultation", "sign_in", "account", "decision", "report", "career", "refusal"]
"""Consultation, sign-in attempt, action on an account, decision on a piece, rectification request, decision on an
event of a career, refused accesses of an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """An entry of the audit trail."""

    at: datetime
    """UTC, aware."""
    place: str
    """Sort key by time."""
    kind: AuditKind
    action: str
    """Code, specific to the kind."""
    reader: str
    """User name; `roster` or `administer` without a sign-in."""
    role: str | None = None
    """Role that admitted the reader."""
    matricule: str | None = None
    """Case file or account."""
    piece: str | None = None
    detail: str = ""
    """Batch of a receipt, page of an image, address of a sign-in, status of a piece before and after, in words of the code."""
    note: str = ""
    """Reason of a decision or of a change of an account, in the person's words; empty for other kinds."""


AccessRecord = Mapping[str, Any]
"""A consultation or a sign-in as the register holds it, keys and all, in values that JSON knows."""
