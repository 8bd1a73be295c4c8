"""Port of signed upload slots in the inbox."""

from typing import Protocol

from chalicelib.model.upload import Slot


class Deposits(Protocol):
    """Who signs what lets a browser put a file into the inbox."""

    def upload_slot(self, batch: str, key: str, size: int) -> Slot:
        """Sign for one key of a batch, and so many bytes."""
