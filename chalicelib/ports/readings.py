"""Port of the readings: originals, and how far their OCR has got."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.model.piece import Original


class Readings(Protocol):
    """Originals with the status of their OCR: waiting, reading, transcribed or failed."""

    def original(self, digest: str) -> Original | None:
        """Read one original."""

    def originals(self, digests: Sequence[str]) -> Sequence[Original]:
        """Read many originals in few requests, in the given order; unknown digests are left out."""

    def waiting_readings(self, batch: str, limit: int) -> Sequence[str]:
        """Return the digests of a batch whose OCR has not started, the earliest registered first."""

    def reading_count(self) -> int:
        """Count the originals in OCR."""

    def stale_readings(self, before: datetime) -> Sequence[str]:
        """Return the digests whose OCR started before a time and has not ended."""

    def reserve_pages(self, month: str, pages: int, most: int | None) -> bool:
        """Count pages for a month, in one step, unless there would be more than `most`; return whether they were counted.

        Args:
            month: as `2026-11`.
            pages: to count.
            most: of the month; None: any number.
        """

    def release_pages(self, month: str, pages: int) -> None:
        """Take pages off again."""

    def reserved_pages(self, month: str) -> int:
        """Return the pages counted for a month."""

    def reading_started(self, original: Original, job: str, at: datetime) -> None:
        """Record the start of OCR; nothing happens if it has already ended."""

    def reading_succeeded(self, original: Original, confidence: float | None) -> Original:
        """Record the success of OCR and return the original as it is now."""

    def reading_failed(self, original: Original) -> None:
        """Record the failure of OCR."""

    def retry_reading(self, original: Original) -> None:
        """Put an original back to waiting, for another attempt."""

    def reread_original(self, original: Original) -> None:
        """Put a transcribed original into the queue of readings anew; raise `ConflictError` if it is not transcribed."""

    def rereading_failed(self, original: Original) -> Original:
        """Record the failure of a reading anew, keep the earlier transcript, and return the original as it is now."""
