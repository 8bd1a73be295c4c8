"""Rectification requests of servants: an error in a piece, or a missing piece of their own case file."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

RectificationKind = Literal["error", "missing"]
RectificationStatus = Literal["open", "answered", "closed"]

FOLLOWS: dict[RectificationStatus, frozenset[RectificationStatus]] = {
    "open": frozenset({"answered", "closed"}),
    "answered": frozenset({"closed"}),
    "closed": frozenset(),
}
"""Statuses that may follow a status."""
MOST_OPEN = 10
"""Open requests of one servant."""
LONGEST = 1_000
"""Characters of a request, and of an answer."""
_NAME = re.compile(r"[A-Z0-9]{1,32}-[0-9a-f]{20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification:
    """A rectification request and its answer."""

    report: str
    """Id: see `name_rectification`."""
    matricule: str
    """Normalised matricule of the servant who asks, and of the case file."""
    kind: RectificationKind
    at: datetime
    """UTC, aware."""
    text: str = field(repr=False)
    """The servant's words; only archivists read them."""
    piece: str | None = None
    """Piece with the error."""
    type: str | None = None
    """Type of the missing piece, or the right type of the piece (code of the nomenclature)."""
    status: RectificationStatus = "open"
    answer: str = field(default="", repr=False)
    by: str | None = None
    """User name of the archivist who answered."""
    moved_at: datetime | None = None
    """UTC: time of the answer."""

    @property
    def place(self) -> str:
        """Sort key in the archivists' list: time of the request."""
        return f"{self.at.isoformat()}#{self.report}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RectificationEvent:
    """An action on a rectification request, for the audit trail; without its text."""

    report: str
    matricule: str
    at: datetime
    """UTC, aware."""
    deed: Literal["reported", "answered", "closed"]
    by: str
    """The user name."""
    piece: str | None = None


def name_rectification(matricule: str, at: datetime, text: str) -> str:
    """Id of a request: matricule, then time in hex milliseconds, so that ids sort by time.

    >>> is_rectification(name_rectification("12345", datetime.fromisoformat("2026-11-23T08:00:00+00:00"), "x"))
    True
    """
    moment = f"{int(at.timestamp() * 1000):012x}"
    return f"{matricule}-{moment}{hashlib.sha256(f'{at.isoformat()}{text}'.encode()).hexdigest()[:8]}"


def is_rectification(text: str) -> bool:
    """Whether a text has the form of a request id."""
    return _NAME.fullmatch(text) is not None
