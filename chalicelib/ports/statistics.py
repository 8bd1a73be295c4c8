"""Port of the statistics."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from chalicelib.model.event import Event
from chalicelib.model.piece import BatchLine
from chalicelib.model.statistics import ArchiveTotals, BatchProgress, Counted, Holding, Recount, ReviewQueue, Totals


class Statistics(Protocol):
    """The figures, kept up to date by one counting at a time."""

    def totals(self) -> ArchiveTotals:
        """Read the sums of all days, and how far they go."""

    def uncounted_batches(self) -> Sequence[str]:
        """Name the batches that are not counted to their end."""

    def batch_progress(self, batch: str) -> BatchProgress | None:
        """Tell how far a batch is counted."""

    def events(self, batch: str, *, after: str, limit: int) -> Sequence[tuple[str, Event]]:
        """Read some events of a batch, in time, each with its place; `after` is a place, or the beginning of one."""

    def lines(self, batch: str, lines: Sequence[str]) -> Sequence[BatchLine]:
        """Read lines of a batch as they stand; those that are there."""

    def counted(self, batch: str, lines: Sequence[str]) -> Mapping[str, Counted]:
        """Read what lines of a batch added."""

    def holdings(self, matricules: Sequence[str]) -> Mapping[str, Holding]:
        """Read how many pieces are counted in case files."""

    def review_queues(self) -> Sequence[ReviewQueue]:
        """Read what waits for a person, by ministry."""

    def days(self, first: date, last: date) -> Sequence[tuple[date, Totals]]:
        """Read the sums of days, in order; those on which something came in."""

    def apply(self, recount: Recount, *, seen: int) -> None:
        """Write one step; raise `ConflictError` if the edition is no longer as seen."""
