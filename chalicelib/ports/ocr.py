"""Port of the OCR engine."""

from collections.abc import Sequence
from typing import Protocol

from chalicelib.model.piece import Original
from chalicelib.model.transcript import Page


class OcrEngine(Protocol):
    """Asynchronous OCR: Textract, or its double on the local stack."""

    def start(self, original: Original) -> str:
        """Start a reading and return its job; raise `TransientError` if the engine is busy, `ReadingError` if it refuses the document."""

    def result_pages(self, job: str) -> Sequence[Page]:
        """Read the pages of a finished job."""

    def job_status(self, job: str) -> str:
        """Return `IN_PROGRESS`, `SUCCEEDED`, `FAILED` or `PARTIAL_SUCCESS`; `UNKNOWN` if the engine has forgotten the job."""
