"""Port of the vault, the bucket that keeps originals, transcripts and records."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from chalicelib.model.audit import AccessRecord
from chalicelib.model.page_facts import PageFacts
from chalicelib.model.page_image import PageImage
from chalicelib.model.piece import BatchLine
from chalicelib.model.reconciliation import KeptDecision
from chalicelib.model.register import RosterPointer
from chalicelib.model.segmentation import Segmentation
from chalicelib.model.transcript import Transcript
from chalicelib.model.upload import Upload

NO_RECORD = ""
"""Mark of a record that was never written."""


class Vault(Protocol):
    """Originals, and what is kept beside them: transcripts, records, rosters and access records."""

    def keep_original(self, upload: Upload, digest: str, extension: str, path: Path) -> None:
        """Keep an original once; the stored bytes are verified against the digest."""

    def keep_working_copy(self, digest: str, path: Path) -> None:
        """Write a working copy where Textract can read it."""

    def open_original(self, digest: str, extension: str) -> AbstractContextManager[Path]:
        """Open an original as a temporary file whose digest has been verified."""

    def keep_page_image(self, digest: str, image: PageImage, path: Path) -> None:
        """Write the image of a page where links lead to it."""

    def keep_redacted_copy(self, digest: str, path: Path) -> str:
        """Write a redacted PDF where it is kept for some days, and return its key."""

    def keep_casefile_copy(self, key: str, path: Path) -> None:
        """Write a copy of a case file where links lead to it, for some days."""

    def keep_transcript(self, digest: str, transcript: Transcript) -> None:
        """Write the transcript of an original."""

    def transcript(self, digest: str) -> Transcript | None:
        """Read the transcript of an original."""

    def keep_layer(self, digest: str, layer: Transcript) -> None:
        """Write the text layer of an original that is not its transcript."""

    def layer(self, digest: str) -> Transcript | None:
        """Read the text layer of an original that is not its transcript."""

    def keep_page_facts(self, digest: str, facts: Sequence[PageFacts]) -> None:
        """Write what the images of an original's pages measure."""

    def page_facts(self, digest: str) -> Sequence[PageFacts]:
        """Read the measures of an original's pages; none where nothing was measured."""

    def keep_segmentation(self, digest: str, proposal: Segmentation) -> None:
        """Write where an original might be cut."""

    def segmentation(self, digest: str) -> Segmentation | None:
        """Read where an original might be cut."""

    def keep_record(self, line: BatchLine, record: Mapping[str, Any], *, over: str | None = None) -> str | None:
        """Write the record of a line, everything a rebuild needs, and return its mark.

        Args:
            line: whose record it is.
            record: replaces what is kept.
            over: the mark of what it may replace, `NO_RECORD` where nothing may be kept yet; None: whatever is kept. Where another worker
                has written since, nothing is written, and None is returned.
        """

    def record_mark(self, line: BatchLine) -> str:
        """Return the mark of a line's record, which changes with each write; `NO_RECORD` without a record."""

    def record(self, line: BatchLine) -> dict[str, Any] | None:
        """Read the record of a line."""

    def records(self, *, after: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
        """Read the records of all lines, each with its place, in the order of places, from behind the place `after`.

        Records beside an original come first, those of the same original one behind the other; their places contain its digest.
        """

    def is_empty(self) -> bool:
        """Whether no original and no record is kept."""

    def keep_roster(self, generation: str, data: bytes) -> None:
        """Write a roster as it was uploaded."""

    def roster(self, generation: str) -> bytes | None:
        """Read a roster."""

    def rosters(self) -> Sequence[str]:
        """Name the generations of all rosters that are kept, in the order in which they were last written."""

    def keep_roster_pointer(self, pointer: RosterPointer) -> None:
        """Write the pointer to the roster in force."""

    def roster_pointer(self) -> RosterPointer | None:
        """Read the pointer to the roster in force."""

    def keep_access_records(self, begun: datetime, accesses: Sequence[AccessRecord]) -> None:
        """Write a page of access records; the same page is written once, and no page is overwritten."""

    def keep_decision(self, decision: KeptDecision) -> None:
        """Write the latest decision on a discrepancy."""

    def kept_decisions(self, *, after: str = "") -> Iterator[tuple[str, KeptDecision]]:
        """Read the decisions on discrepancies, each with its place, in the order of places, from behind the place `after`."""

    def access_pages(self, *, after: str = "") -> Iterator[tuple[str, Sequence[AccessRecord]]]:
        """Read the pages of access records, each with its place, in the order of time, from behind the place `after`."""
