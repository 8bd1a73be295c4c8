"""Port of the queues between functions."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Protocol

from chalicelib.model.upload import Arrival, Upload


class Queues(Protocol):
    """Messages to other functions."""

    def send_arrivals(self, arrivals: Iterable[Arrival]) -> None:
        """Send arrivals to ingest: small and large files to queues of their own, each batch in a message group of its own."""

    def announce_uploads(self, uploads: Iterable[Upload]) -> None:
        """Send S3's notification of uploads again."""

    def send_roster(self, upload: Upload) -> None:
        """Request the loading of a roster."""

    def wake_ocr(self, digest: str | None = None) -> None:
        """Wake the function that starts OCR."""

    def schedule_closing(self, batch: str, *, moves: int | None = None, after: timedelta = timedelta()) -> None:
        """Request the closing of a batch after a delay; with `moves` it is dropped if the batch has moved since."""

    def schedule_closings(self, batches: Iterable[str]) -> None:
        """Request the closing of many batches at once, in few requests."""

    def hide(self, queue: str, receipts: Sequence[str], seconds: int) -> None:
        """Hide received messages of a queue from other workers, for so many seconds from now; those that are no longer in flight are left.

        Args:
            queue: its name.
            receipts: receipt handles of the messages, ten at most.
            seconds: from 0 to 43,200, SQS's limit.
        """

    def send_ocr_notice(self, digest: str, job: str, status: str) -> None:
        """Send the notice of a finished job that Textract has not sent."""
