"""Port of the outbox, the bucket from which the ministry reads receipts and reports."""

from collections.abc import Iterator
from typing import Protocol

from chalicelib.model.batch_names import RECEIPTS


class Outbox(Protocol):
    """Receipts and reports for the ministry."""

    def put(self, key: str, body: str | bytes, media_type: str) -> None:
        """Write a receipt or report; a text as UTF-8."""

    def receipts(self, prefix: str = RECEIPTS, *, after: str = "") -> Iterator[str]:
        """List the keys of the receipts' JSON that have a prefix, in their order, from behind the key `after`."""

    def report_lines(self, key: str) -> Iterator[str] | None:
        """Read a receipt or report line by line; None if it does not exist."""
