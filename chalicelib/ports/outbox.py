"""Port of the outbox, the bucket from which the ministry reads receipts and reports."""

from collections.abc import Iterator
from typing import Protocol


class Outbox(Protocol):
    """Receipts and reports for the ministry."""

    def put(self, key: str, body: str, media_type: str) -> None:
        """Write a receipt or report."""

    def receipts(self) -> Iterator[str]:
        """Read the JSON of every receipt."""

    def report_lines(self, key: str) -> Iterator[str] | None:
        """Read a receipt or report line by line; None if it does not exist."""
