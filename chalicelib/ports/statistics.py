"""Port of the statistics: sums of days, case files and review queues."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from chalicelib.model.event import Event
from chalicelib.model.piece import BatchLine
from chalicelib.model.statistics import ArchiveTotals, BatchProgress, Counted, Holding, PlaceCount, Recount, ReviewQueue, Totals


class Statistics(Protocol):
    """Sums that one counting at a time keeps up to date."""

    def totals(self) -> ArchiveTotals:
        """Read the sums of all days and how far they are counted."""

    def uncounted_batches(self) -> Sequence[str]:
        """Return the batches that are not counted to their end."""

    def batch_progress(self, batch: str) -> BatchProgress | None:
        """Return how far a batch is counted."""

    def events(self, batch: str, *, after: str, limit: int) -> Sequence[tuple[str, Event]]:
        """Return events of a batch in the order of time, each with its place; `after` is a place, or the beginning of one."""

    def lines(self, batch: str, lines: Sequence[str]) -> Sequence[BatchLine]:
        """Read lines of a batch; absent lines are left out."""

    def counted_lines(self, batch: str, lines: Sequence[str]) -> Mapping[str, Counted]:
        """Read what lines of a batch have added to the sums."""

    def holdings(self, matricules: Sequence[str]) -> Mapping[str, Holding]:
        """Read the number of pieces counted in case files."""

    def review_queues(self) -> Sequence[ReviewQueue]:
        """Read the number of pieces that wait for a person, by ministry and day."""

    def places(self) -> Sequence[PlaceCount]:
        """Read the number of case files of each ministry in each province."""

    def expected_places(self, generation: str) -> Sequence[PlaceCount]:
        """Read the number of servants of each ministry in each province, in a generation of the roster; empty where it was not counted."""

    def expect_places(self, generation: str, places: Sequence[PlaceCount]) -> None:
        """Write the number of servants of each ministry in each province, in a generation of the roster; repeatable."""

    def days(self, first: date, last: date) -> Sequence[tuple[date, Totals]]:
        """Read the sums of days in order; days without any are left out."""

    def apply(self, recount: Recount, *, seen: int) -> None:
        """Write one step of counting; raise `ConflictError` if the edition of the sums is no longer `seen`."""
