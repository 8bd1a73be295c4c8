"""Port of the findings: what comparisons of all case files with the nomenclature found, by round and ministry, until they expire."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.model.completeness import FindingsPart, MinistrySum
from chalicelib.model.roster_round import RosterRound


class Findings(Protocol):
    """Findings of each round in parts, and the sums of its ministries."""

    def put_parts(self, round_: RosterRound, parts: Sequence[FindingsPart], *, until: datetime) -> None:
        """Write parts of a round, which may be deleted after `until`; the same part may be written again."""

    def parts(self, round_: RosterRound, ministry: str) -> Iterator[FindingsPart]:
        """Read the parts of a ministry in the order of the roster."""

    def reports(self, round_: RosterRound, ministry: str) -> Iterator[tuple[str, MinistrySum]]:
        """Read the CSV lines and the sum of each part of a ministry, in the order of the roster."""

    def put_sum(self, round_: RosterRound, sum_: MinistrySum, *, until: datetime) -> None:
        """Write the sum of a ministry; repeatable."""

    def sums(self, round_: RosterRound) -> Sequence[MinistrySum]:
        """Read the sums of a round, by the names of the ministries."""
