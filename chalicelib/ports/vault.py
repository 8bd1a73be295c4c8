"""Port of the vault, the bucket that keeps originals, transcripts and records."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from chalicelib.model.audit import AccessRecord
from chalicelib.model.page_image import PageImage
from chalicelib.model.piece import BatchLine
from chalicelib.model.register import RosterPointer
from chalicelib.model.transcript import Transcript
from chalicelib.model.upload import Upload


class Vault(Protocol):
    """Archival storage: originals, their transcripts and records."""

    def keep_original(self, upload: Upload, digest: str, extension: str, path: Path) -> None:
        """Keep an original once, and prove that what was kept is what was read."""

    def keep_working_copy(self, digest: str, path: Path) -> None:
        """Put a working copy where Textract can read it."""

    def open_original(self, digest: str, extension: str) -> AbstractContextManager[Path]:
        """Lend an original as a file, once its bytes are proved to be those that were kept."""

    def keep_page_image(self, digest: str, picture: PageImage, path: Path) -> None:
        """Put the picture of a page where links lead to it."""

    def keep_redacted_copy(self, digest: str, path: Path) -> str:
        """Put a copy with places painted black where it can be fetched for some days, and tell its key."""

    def keep_transcript(self, digest: str, transcript: Transcript) -> None:
        """Keep the text beside its original."""

    def transcript(self, digest: str) -> Transcript | None:
        """Read it back."""

    def keep_record(self, line: BatchLine, record: Mapping[str, Any]) -> None:
        """Keep what is known of a line beside its original."""

    def record(self, line: BatchLine) -> dict[str, Any] | None:
        """Read it back."""

    def records(self) -> Iterator[dict[str, Any]]:
        """Read every record."""

    def keep_roster(self, generation: str, data: bytes) -> None:
        """Keep a roster as it came."""

    def roster(self, generation: str) -> bytes | None:
        """Read a roster back."""

    def keep_roster_pointer(self, pointer: RosterPointer) -> None:
        """Keep which roster is in force."""

    def roster_pointer(self) -> RosterPointer | None:
        """Read it back."""

    def keep_access_records(self, begun: datetime, accesses: Sequence[AccessRecord]) -> None:
        """Keep a page of who opened what and who signed in; the same page is kept once, and none is ever written over."""

    def access_records(self) -> Iterator[AccessRecord]:
        """Read every page back."""
