"""A stored receipt, read line by line: the receipt of a large batch would not fit in memory as values."""

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from chalicelib.ports.archive import Archive

_FILES, _END = '"files": [', "]"
"""Lines around those of the files (`ingest.receipt`)."""


class StoredReceipt:
    """Head, files and tail of a receipt, to be read in this order."""

    def __init__(self, lines: Iterator[str]) -> None:
        """Read the head.

        Raises:
            ValueError: it is no receipt.
        """
        self._lines = lines
        self.head: Mapping[str, Any] = json.loads("".join(_until(_FILES, lines)).rstrip(",") + "}")
        """Batch, revision, times and counts."""

    def files(self, first: int = 0) -> Iterator[Mapping[str, Any]]:
        """Read the files, one at a time, from the one with this number on."""
        lines = filter(None, _until(_END, self._lines))
        return (json.loads(line.rstrip(",")) for line in islice(lines, first, None))

    def tail(self) -> Mapping[str, Any]:
        """Read what follows the files: those that were ignored, and the manifest with its problems."""
        found: Mapping[str, Any] = json.loads("{" + "".join(self._lines))
        return found


def open_receipt(key: str, archive: Archive) -> StoredReceipt | None:
    """Open a receipt by its key in the outbox; None where there is none.

    Raises:
        ValueError: what is there is no receipt.
    """
    lines = archive.outbox.report_lines(key)
    return None if lines is None else StoredReceipt(lines)


def _until(beginning: str, lines: Iterator[str]) -> Iterator[str]:
    """Lines up to the first one with a beginning, which is consumed."""
    for line in lines:
        if line.startswith(beginning):
            return
        yield line
