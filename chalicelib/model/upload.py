"""Objects in the inbox, and the links and upload slots that the archive signs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One version of one object in the inbox."""

    key: str
    """As S3 holds it, URL-decoded."""
    version: str
    size: int
    """Bytes."""
    uploaded_at: datetime
    """UTC, aware."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An upload that somebody announced, in its batch."""

    upload: Upload
    batch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that serves whoever holds it, for some minutes."""

    url: str
    expires_at: datetime
    """UTC, aware."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Where one file may be put, for some minutes, by whoever holds it: a form that S3 takes."""

    url: str
    fields: Mapping[str, str] = field(repr=False)
    """Of the form, before the file."""
    expires_at: datetime
    """UTC, aware."""
