"""Port of the OCR engine."""

from collections.abc import Sequence
from typing import Protocol

from chalicelib.model.piece import Original
from chalicelib.model.transcript import Page


class OcrEngine(Protocol):
    """Textract, or what stands in for it."""

    def start(self, original: Original) -> str:
        """Begin a reading and return its job; raise `TransientError` when too busy, `ReadingError` when it will not."""

    def result_pages(self, job: str) -> Sequence[Page]:
        """Read what a finished job wrote, all parts in order."""

    def job_status(self, job: str) -> str:
        """Ask how a job stands: `IN_PROGRESS`, `SUCCEEDED`, `FAILED`, `PARTIAL_SUCCESS`; `UNKNOWN` when it is forgotten."""
