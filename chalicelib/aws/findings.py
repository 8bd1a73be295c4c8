"""Findings of completeness in the register's table; `table` has the keys.

The findings of a part are one text of JSON beside the lines of its CSV, so that a report is made of a few large texts.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from chalicelib.aws.items import TableAdapter
from chalicelib.aws.table import key_of, plain_of
from chalicelib.model.codec import from_plain, to_plain
from chalicelib.model.completeness import CaseFileFinding, FindingsPart, MinistrySum
from chalicelib.model.roster_round import RosterRound


class FindingsTable(TableAdapter):
    """Port `Findings` on DynamoDB."""

    def put_parts(self, round_: RosterRound, parts: Sequence[FindingsPart], *, until: datetime) -> None:
        """See `Findings`."""
        expires = {"expires_at": int(until.timestamp())}
        self._items.put(
            key_of(f"FINDINGS#{round_.name}#{part.ministry}", f"AFTER#{part.after}")
            | {"findings": _packed(part.findings), "lines": part.lines, "sum": plain_of(part.sum)}
            | expires
            for part in parts
        )

    def parts(self, round_: RosterRound, ministry: str) -> Iterator[FindingsPart]:
        """See `Findings`."""
        for item in self._items.beginning_with(f"FINDINGS#{round_.name}#{ministry}", "AFTER#"):
            yield FindingsPart(
                ministry=ministry,
                after=str(item["sk"]).removeprefix("AFTER#"),
                findings=_unpacked(item["findings"]),
                lines=item["lines"],
                sum=from_plain(MinistrySum, item["sum"]),
            )

    def reports(self, round_: RosterRound, ministry: str) -> Iterator[tuple[str, MinistrySum]]:
        """See `Findings`."""
        for item in self._items.beginning_with(f"FINDINGS#{round_.name}#{ministry}", "AFTER#"):
            yield item["lines"], from_plain(MinistrySum, item["sum"])

    def put_sum(self, round_: RosterRound, sum_: MinistrySum, *, until: datetime) -> None:
        """See `Findings`."""
        self._items.write(key_of(f"FINDINGS#{round_.name}", f"SUM#{sum_.ministry}") | plain_of(sum_), until=until)

    def sums(self, round_: RosterRound) -> Sequence[MinistrySum]:
        """See `Findings`."""
        return [from_plain(MinistrySum, item) for item in self._items.beginning_with(f"FINDINGS#{round_.name}", "SUM#")]


def _packed(findings: Sequence[CaseFileFinding]) -> str:
    return json.dumps(to_plain(findings), ensure_ascii=False, separators=(",", ":"))


def _unpacked(text: str) -> tuple[CaseFileFinding, ...]:
    return tuple(from_plain(CaseFileFinding, plain) for plain in json.loads(text))
