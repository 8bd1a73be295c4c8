"""Port of the due lists: their lines by round and ministry, how many there are, and which lists are finished; until they expire."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.model.due import DueLine, DueList, DueSum
from chalicelib.model.roster_round import RosterRound


class DueLists(Protocol):
    """Lines of each round, sums of its ministries, and the lists that are finished."""

    def put_lines(self, round_: RosterRound, lines: Sequence[DueLine], *, until: datetime) -> None:
        """Write lines of a round, which may be deleted after `until`; the same line may be written again."""

    def lines(self, round_: RosterRound, ministry: str) -> Iterator[DueLine]:
        """Read all lines of a ministry, by province, kind, month and servant."""

    def some_lines(self, round_: RosterRound, ministry: str, group: str, *, after: str | None, limit: int) -> Sequence[DueLine]:
        """Read at most `limit` lines of a ministry whose place begins with `group`, behind the place `after`."""

    def put_sum(self, round_: RosterRound, sum_: DueSum, *, until: datetime) -> None:
        """Write the sum of a ministry; repeatable."""

    def sums(self, round_: RosterRound) -> Sequence[DueSum]:
        """Read the sums of a round, by the names of the ministries."""

    def put_list(self, list_: DueList, *, until: datetime) -> None:
        """Note a list as finished, in place of an earlier one of its day."""

    def finished(self) -> Sequence[DueList]:
        """Read the finished lists, the latest day first."""
