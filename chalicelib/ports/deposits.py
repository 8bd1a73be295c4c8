"""Port of signed upload slots in the inbox."""

from typing import Protocol

from chalicelib.model.upload import Slot


class Deposits(Protocol):
    """Signed permissions to upload one file from the browser."""

    def upload_slot(self, batch: str, key: str, size: int) -> Slot:
        """Return the slot for one key of a batch and exactly `size` bytes."""
