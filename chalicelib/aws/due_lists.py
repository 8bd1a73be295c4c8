"""Due lists in the register's table; `table` has the keys.

A line is one text of JSON: a ministry's report reads thousands of them at once.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from chalicelib.aws.attributes import as_key_condition, when
from chalicelib.aws.items import TableAdapter
from chalicelib.aws.table import key_of, plain_of
from chalicelib.model.codec import from_plain, to_plain
from chalicelib.model.due import DueLine, DueList, DueSum
from chalicelib.model.roster_round import RosterRound

_LAST = "\uffff"
"""Behind every sort key that begins alike."""


class DueListsTable(TableAdapter):
    """Port `DueLists` on DynamoDB."""

    def put_lines(self, round_: RosterRound, lines: Sequence[DueLine], *, until: datetime) -> None:
        """See `DueLists`."""
        expires = {"expires_at": int(until.timestamp())}
        self._items.put(key_of(_of(round_, line.ministry), line.place) | {"line": _packed(line)} | expires for line in lines)

    def lines(self, round_: RosterRound, ministry: str) -> Iterator[DueLine]:
        """See `DueLists`."""
        query = as_key_condition(when("pk = :pk", pk=_of(round_, ministry)))
        return (_unpacked(item["line"]) for item in self._items.found(query))

    def some_lines(self, round_: RosterRound, ministry: str, group: str, *, after: str | None, limit: int) -> Sequence[DueLine]:
        """See `DueLists`."""
        first = f"{after}\0" if after else group or " "
        query = when("pk = :pk AND sk BETWEEN :first AND :last", pk=_of(round_, ministry), first=first, last=f"{group}{_LAST}")
        return [_unpacked(item["line"]) for item in self._items.found(as_key_condition(query), limit)]

    def put_sum(self, round_: RosterRound, sum_: DueSum, *, until: datetime) -> None:
        """See `DueLists`."""
        groups = json.dumps(to_plain(sum_.groups), ensure_ascii=False, separators=(",", ":"))
        self._items.write(key_of(f"DUE#{round_.name}", f"SUM#{sum_.ministry}") | {"ministry": sum_.ministry, "groups": groups}, until=until)

    def sums(self, round_: RosterRound) -> Sequence[DueSum]:
        """See `DueLists`."""
        found = self._items.beginning_with(f"DUE#{round_.name}", "SUM#")
        return [from_plain(DueSum, {"ministry": item["ministry"], "groups": json.loads(item["groups"])}) for item in found]

    def put_list(self, list_: DueList, *, until: datetime) -> None:
        """See `DueLists`."""
        self._items.write(key_of("DUELISTS", list_.day.isoformat()) | plain_of(list_), until=until)

    def finished(self) -> Sequence[DueList]:
        """See `DueLists`."""
        query = as_key_condition(when("pk = :pk", pk="DUELISTS")) | {"ConsistentRead": True, "ScanIndexForward": False}
        return [from_plain(DueList, item) for item in self._items.found(query)]


def _of(round_: RosterRound, ministry: str) -> str:
    return f"DUE#{round_.name}#{ministry}"


def _packed(line: DueLine) -> str:
    return json.dumps(to_plain(line), ensure_ascii=False, separators=(",", ":"))


def _unpacked(text: str) -> DueLine:
    return from_plain(DueLine, json.loads(text))
