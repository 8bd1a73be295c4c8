"""Port of the queues between functions."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol

from chalicelib.model.upload import Arrival, Upload


class Queues(Protocol):
    """The queues."""

    def send_arrivals(self, arrivals: Iterable[Arrival]) -> None:
        """Send arrivals on to ingest, each in its batch's turn and its size's lane."""

    def announce_uploads(self, uploads: Iterable[Upload]) -> None:
        """Announce uploads again, as S3 would."""

    def send_roster(self, upload: Upload) -> None:
        """Have a roster loaded."""

    def wake_ocr(self, digest: str | None = None) -> None:
        """Wake the starter of readings."""

    def schedule_closing(self, batch: str, *, moves: int | None = None, after: timedelta = timedelta()) -> None:
        """Have a batch looked at for closing, later; `moves` lets the look be dropped when something happened since."""

    def send_ocr_notice(self, digest: str, job: str, standing: str) -> None:
        """Send a notice that Textract owed us."""
