"""Port of the inbox, the bucket where scans arrive."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from chalicelib.model.upload import Upload


class Inbox(Protocol):
    """Where the ministry's scans arrive."""

    @property
    def name(self) -> str:
        """The bucket."""

    def open_upload(self, upload: Upload) -> AbstractContextManager[tuple[Path, str]]:
        """Lend the bytes as a file, with their SHA-256; raise `PermanentError("vanished")` where they are gone."""

    def read_object(self, key: str, version: str | None = None) -> bytes:
        """Read a small object: a manifest, a roster."""

    def uploads(self, prefix: str = "") -> Iterator[Upload]:
        """List every version below a prefix, oldest key first."""

    def put_copy(self, copy: str, key: str) -> None:
        """Put a copy that was made here, by its key in the work bucket, where it arrives as a scan does."""

    def mark_kept(self, upload: Upload) -> None:
        """Let the lifecycle expire an upload that is safe in the vault."""
