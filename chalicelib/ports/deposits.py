"""Port of signed upload slots, in the inbox and for the photos of reports."""

from typing import Protocol

from chalicelib.model.rectification import PhotoKind
from chalicelib.model.upload import Slot


class Deposits(Protocol):
    """Signed permissions to upload one file from the browser."""

    def upload_slot(self, batch: str, key: str, size: int) -> Slot:
        """Return the slot for one key of a batch and exactly `size` bytes."""

    def photo_slot(self, draft: str, size: int, kind: PhotoKind) -> Slot:
        """Return the slot for the draft of a report's photo, of one media type and exactly `size` bytes."""
