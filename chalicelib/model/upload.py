"""Objects in the inbox, and the links and upload slots that the archive signs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One version of one object in the inbox."""

    key: str
    """S3 key, URL-decoded."""
    version: str
    size: int
    """Bytes."""
    uploaded_at: datetime
    """UTC, aware."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An announced upload and its batch, before accession."""

    upload: Upload
    batch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A presigned URL, valid for some minutes."""

    url: str
    expires_at: datetime
    """UTC, aware."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """An upload slot: a presigned POST form for one key, valid for some minutes."""

    url: str
    fields: Mapping[str, str] = field(repr=False)
    """Form fields, which precede the file."""
    expires_at: datetime
    """UTC, aware."""
