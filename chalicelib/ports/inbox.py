"""Port of the inbox, the bucket where scans arrive."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from chalicelib.model.upload import Upload


class Inbox(Protocol):
    """Uploads of the ministry."""

    @property
    def name(self) -> str:
        """The name of the bucket."""

    def open_upload(self, upload: Upload) -> AbstractContextManager[tuple[Path, str]]:
        """Open an upload as a temporary file, with its SHA-256; raise `PermanentError("vanished")` if it is gone."""

    def read_object(self, key: str, version: str | None = None) -> bytes:
        """Read a small object: a manifest or a roster."""

    def uploads(self, prefix: str = "", *, after: str = "") -> Iterator[Upload]:
        """List every version of every key with a prefix, in the order of keys, from behind the key `after`."""

    def put_copy(self, copy: str, key: str) -> None:
        """Copy a redacted PDF from the work bucket to a key of the inbox, as a new upload."""

    def put_manifest(self, key: str, body: bytes) -> None:
        """Write the manifest of a batch that the archive itself brings in."""

    def mark_kept(self, upload: Upload) -> None:
        """Tag an upload as kept in the vault, so that its lifecycle rule deletes it."""
