"""What happened, in PREMIS words; written in the transaction that made it happen, never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

EventType = Literal[
    "ingestion", "duplication", "refusal", "reading", "filing", "review", "failure", "retrial", "rereading", "decision", "redaction"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to one file of a batch."""

    type: EventType
    at: datetime
    """UTC, aware."""
    batch: str
    line: str
    piece: str | None = None
    digest: str | None = None
    detail: str | None = None
    """A stable word: the reason of a refusal or a failure, the reader of a reading, what a person decided; the digest of a copy."""
