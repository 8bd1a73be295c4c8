"""Port of the discrepancies between roster and archive: by id, and by kind, state, ministry and province."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from chalicelib.model.reconciliation import Discrepancy, DiscrepancySelection, DiscrepancySum


class Discrepancies(Protocol):
    """Discrepancies, and their sums by ministry and month."""

    def many(self, names: Sequence[str]) -> Mapping[str, Discrepancy]:
        """Read up to a hundred discrepancies by their ids; unknown ones are left out."""

    def put(self, value: Discrepancy, *, seen: Discrepancy | None) -> None:
        """Write a discrepancy; raise `ConflictError` if the one that stands is no longer `seen`, or if one stands where none was seen."""

    def some(self, selection: DiscrepancySelection, *, after: str | None, limit: int) -> Sequence[Discrepancy]:
        """Read a list from behind the place `after`; the ministry and the province of the selection bound it.

        A province without a ministry does not bound it: all provinces are given. The list is some moments old.
        """

    def put_sum(self, month: str, sum_: DiscrepancySum) -> None:
        """Write the sum of a ministry in a month; repeatable."""

    def sums(self, month: str) -> Sequence[DiscrepancySum]:
        """Read the sums of a month, by the names of the ministries."""
