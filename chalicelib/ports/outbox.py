"""Port of the outbox, the bucket from which the ministry reads receipts and reports."""

from collections.abc import Iterator
from typing import Protocol


class Outbox(Protocol):
    """What the ministry reads back."""

    def put(self, key: str, body: str, media_type: str) -> None:
        """Write one report."""

    def receipts(self) -> Iterator[str]:
        """Read every receipt's JSON."""

    def report_lines(self, key: str) -> Iterator[str] | None:
        """Read one report line by line; None where there is none."""
