"""What a servant reports of their own case file: an error in a piece, or a piece that is not there."""

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
"""What may follow what."""
MOST_OPEN = 10
"""Reports of one account that wait for an answer."""
LONGEST = 1_000
"""Letters of a report, and of an answer."""
_NAME = re.compile(r"[A-Z0-9]{1,32}-[0-9a-f]{20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification:
    """One report, and what became of it."""

    report: str
    """See `name_report`."""
    matricule: str
    """Normalised: whose case file, which is also who reports."""
    kind: RectificationKind
    at: datetime
    """UTC, aware."""
    text: str = field(repr=False)
    """In the servant's own words: for the archivists who answer, and for nobody else."""
    piece: str | None = None
    """Of an error."""
    type: str | None = None
    """The nomenclature's code: what is missing, or what the piece should be."""
    status: RectificationStatus = "open"
    answer: str = field(default="", repr=False)
    by: str | None = None
    """Who answered: the user name."""
    moved_at: datetime | None = None
    """When that was."""

    @property
    def place(self) -> str:
        """Tell where it stands in the archivists' list: by time."""
        return f"{self.at.isoformat()}#{self.report}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RectificationEvent:
    """One thing that was done to a report, for the journal; not what it says."""

    report: str
    matricule: str
    at: datetime
    """UTC, aware."""
    deed: Literal["reported", "answered", "closed"]
    by: str
    """The user name."""
    piece: str | None = None


def name_rectification(matricule: str, at: datetime, text: str) -> str:
    """Name a report so that it leads to its case file, and stands by time among the others.

    >>> is_report(name_rectification("12345", datetime.fromisoformat("2026-11-23T08:00:00+00:00"), "x"))
    True
    """
    moment = f"{int(at.timestamp() * 1000):012x}"
    return f"{matricule}-{moment}{hashlib.sha256(f'{at.isoformat()}{text}'.encode()).hexdigest()[:8]}"


def is_rectification(text: str) -> bool:
    """Say whether a text could be the name of a report."""
    return _NAME.fullmatch(text) is not None
