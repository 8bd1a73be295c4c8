"""Events of a piece in the vocabulary of PREMIS; each is written in the transaction that causes it, and never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

EventType = Literal[
    "ingestion",
    "duplication",
    "refusal",
    "reading",
    "filing",
    "review",
    "failure",
    "retrial",
    "rereading",
    "decision",
    "redaction",
    "division",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event of one file of a batch."""

    type: EventType
    at: datetime
    """UTC, aware."""
    batch: str
    line: str
    piece: str | None = None
    digest: str | None = None
    detail: str | None = None
    """Code: reason of a refusal or failure, OCR engine of a reading, kind of a decision; digest of a masked copy."""
