"""Rectification requests of servants: an error in a piece, or a missing piece of their own case file."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
MOST_PHOTO_BYTES = 300 * 1024
"""Of a photograph: the browser makes it as small; 6 seconds on the slow line of docs/mesures.md."""
MOST_PDF_BYTES = 2 * 1024 * 1024
"""Of a PDF, which the browser cannot make smaller; 42 seconds on the same line."""
MOST_PHOTO_PAGES = 5
"""Of a PDF: all are rendered while the servant waits."""
PHOTO_KEPT = timedelta(days=90)
"""Time for which the photo of a request is kept (infra/buckets.yaml); what was added to the case file is a piece and stays."""
PhotoKind = Literal["jpeg", "pdf"]
_NAME = re.compile(r"[A-Z0-9]{1,32}-[0-9a-f]{20}")
_PHOTO = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPhoto:
    """The photograph or PDF beside a request. Nobody has read it: it may show anything."""

    digest: str
    """SHA-256 of its bytes, 64 lowercase hex digits."""
    kind: PhotoKind
    pages: int
    size: int
    """Bytes."""


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
    photo: ReportPhoto | None = None
    photo_added_at: datetime | None = None
    """UTC: when an archivist put the photo into the inbox, to become a piece."""

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
    deed: Literal["reported", "answered", "closed", "photo_added"]
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


def photo_draft(matricule: str) -> str:
    """Name of a servant's photo that belongs to no request yet: one for each servant, and it names nobody.

    >>> photo_draft("12345") == photo_draft("12345") != photo_draft("12346")
    True
    """
    return hashlib.sha256(f"draft\0{matricule}".encode()).hexdigest()[:32]


def photo_name(matricule: str, digest: str) -> str:
    """Name of the photo of a servant's request: the same for the same bytes, and it names nobody."""
    return hashlib.sha256(f"photo\0{matricule}\0{digest}".encode()).hexdigest()[:32]


def is_photo_name(text: str) -> bool:
    """Whether a text has the form of `photo_draft` and `photo_name`.

    >>> is_photo_name(photo_draft("12345")), is_photo_name("../12345")
    (True, False)
    """
    return _PHOTO.fullmatch(text) is not None
