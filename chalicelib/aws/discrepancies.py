"""Discrepancies in the register's table; `table` has the keys."""

from collections.abc import Mapping, Sequence

from chalicelib.aws.attributes import Item, as_key_condition, when
from chalicelib.aws.items import TableAdapter
from chalicelib.aws.table import NEW, key_of, plain_of
from chalicelib.model.codec import from_plain
from chalicelib.model.reconciliation import Discrepancy, DiscrepancySelection, DiscrepancySum, heading_of, place_prefix


class DiscrepanciesTable(TableAdapter):
    """Port `Discrepancies` on DynamoDB."""

    def many(self, names: Sequence[str]) -> Mapping[str, Discrepancy]:
        """See `Discrepancies`."""
        found = (from_plain(Discrepancy, item) for item in self._items.many([_key(name) for name in names]).values())
        return {each.id: each for each in found}

    def put(self, value: Discrepancy, *, seen: Discrepancy | None) -> None:
        """See `Discrepancies`."""
        condition = NEW if seen is None else when("edition = :seen", seen=seen.edition)
        place = {"gsi3pk": _heading(value), "gsi3sk": value.place}
        self._items.write(_key(value.id) | plain_of(value) | place, condition)

    def some(self, selection: DiscrepancySelection, *, after: str | None, limit: int) -> Sequence[Discrepancy]:
        """See `Discrepancies`."""
        heading, prefix = f"DISCREPANCY#{selection.heading}", ""
        if selection.ministry is not None:
            prefix = place_prefix(selection.ministry, selection.province)
        if not prefix:
            found = self._items.forward("by_time", heading, after=after, limit=limit)
        elif after is None:
            found = self._items.found(_query("begins_with(gsi3sk, :first)", heading, first=prefix), limit)
        else:
            # A key condition has one bound of the sort key: BETWEEN, which includes the place itself.
            words = "gsi3sk BETWEEN :first AND :last"
            between = self._items.found(_query(words, heading, first=after, last=f"{prefix}\U0010ffff"), limit + 1)
            found = iter([item for item in between if item["gsi3sk"] != after][:limit])
        return [from_plain(Discrepancy, item) for item in found]

    def put_sum(self, month: str, sum_: DiscrepancySum) -> None:
        """See `Discrepancies`."""
        self._items.write(key_of(f"DISCREPANCIES#{month}", f"SUM#{sum_.ministry}") | plain_of(sum_))

    def sums(self, month: str) -> Sequence[DiscrepancySum]:
        """See `Discrepancies`."""
        return [from_plain(DiscrepancySum, item) for item in self._items.beginning_with(f"DISCREPANCIES#{month}", "SUM#")]


def _key(name: str) -> Item:
    return key_of(f"DISCREPANCY#{name}", "#META")


def _heading(value: Discrepancy) -> str:
    return f"DISCREPANCY#{heading_of(value.kind, value.state, gone=bool(value.gone))}"


def _query(words: str, heading: str, **values: str) -> Item:
    return {"IndexName": "by_time"} | as_key_condition(when(f"gsi3pk = :pk AND {words}", pk=heading, **values))
