"""Port of the batches: their state and sums, arrivals, lines and journal."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.model.batch import Batch, Tally
from chalicelib.model.event import Event
from chalicelib.model.piece import BatchLine
from chalicelib.model.register import AccessionEntry


class Batches(Protocol):
    """Batches of uploads, from the first arrival to the receipt."""

    def open_batch(self, name: str, at: datetime) -> None:
        """Open a batch; nothing happens if it exists."""

    def record_manifest(self, name: str, key: str, announced: int) -> None:
        """Record the key of a batch's manifest and the number of files it announces."""

    def record_marker(self, name: str, at: datetime) -> None:
        """Record when the marker of a complete batch arrived."""

    def batch(self, name: str) -> tuple[Batch, Tally] | None:
        """Read a batch and its sums."""

    def recount(self, name: str) -> Tally:
        """Write the sums of a batch anew, from all its lines and events; raise `ConflictError` if a line moves meanwhile."""

    def open_batches(self) -> Sequence[str]:
        """Return the names of the batches that are not closed."""

    def reopen_batch(self, batch: Batch, at: datetime) -> None:
        """Open a closed batch again, for a new revision of its receipt; raise `ConflictError` if it is no longer as given."""

    def close_batch(self, batch: Batch, *, moves: int, at: datetime) -> Batch:
        """Set an open batch to closing under the next revision; raise `ConflictError` if it is no longer as given."""

    def record_receipt(self, batch: Batch, *, moves: int, missing: int = 0, lost: int = 0) -> None:
        """Set a closing batch to closed; its receipt counts so many moves, and files without a line that are missing or lost.

        Raises:
            ConflictError: the batch is no longer as given.
        """

    def latest_batches(self, *, before: str | None, limit: int) -> Sequence[tuple[Batch, Tally]]:
        """Return batches with their sums, the most recently opened first; `before` is a batch's `place`."""

    def earliest_batches(self, *, after: str | None, limit: int) -> Sequence[Batch]:
        """Return batches in the order of their opening; `after` is a batch's `place`."""

    def register_arrival(self, entry: AccessionEntry) -> None:
        """Write an arrival with its line, original, piece and event at once; raise `ConflictError` if one of them has changed."""

    def record_repeated_arrival(self, batch: str, arrival: str, line: str) -> None:
        """Write an arrival that belongs to an existing line."""

    def arrivals(self, batch: str) -> Mapping[str, str]:
        """Return the line of every arrival of a batch, by arrival id."""

    def known_arrivals(self, places: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        """Filter the registered arrivals: pairs of batch and arrival id, in few requests."""

    def lines_of_arrivals(self, places: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], BatchLine]:
        """Return the lines of the registered arrivals among pairs of batch and arrival id, in few requests."""

    def line_of_arrival(self, batch: str, arrival: str) -> str | None:
        """Return the line of one arrival; None if it is not registered."""

    def line(self, batch: str, line: str) -> BatchLine | None:
        """Read one line."""

    def lines(self, batch: str, *, after: str | None = None) -> Iterator[BatchLine]:
        """Read the lines of a batch in the order of their ids, from the one behind `after` on."""

    def refused_lines(self, batch: str, *, limit: int) -> Sequence[BatchLine]:
        """Return refused and failed lines of a batch, the latest first; lines of the last moments may be absent."""

    def batch_events(self, batch: str) -> Iterator[Event]:
        """Read the events of a batch in the order of time."""

    def line_events(self, batch: str, line: str) -> Iterator[Event]:
        """Read the events of one line in the order of time."""
