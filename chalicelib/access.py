"""Who opened what: one consultation, written before anything leaves, and kept as long as the case file."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.reader import Role

Action = Literal["casefile", "search", "piece", "text", "image", "download", "receipt", "deposit", "journal", "export"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """One thing that one reader was given; of a deposit, the right to put files into a batch."""

    action: Action
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
