"""Events of accounts and rectifications with their present state, and decisions on careers: read for the vault, and restored.

Events and decisions never change. States do: of two copies of a state the later one counts, and a restored state never replaces a later
one.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.aws.attributes import Item, as_key_condition, when
from chalicelib.aws.items import Items, name_of
from chalicelib.aws.table import NEW, account_key, key_of, rectification_key
from chalicelib.model.errors import ConflictError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_PARTITIONS = ("ACCOUNT#", "REPORTED#", "CAREER#")
"""Partitions of the events that are read here; decisions on pieces are in the records of these."""
_AT_ONCE = 50
"""Events whose states are read in one request."""
_WRITERS = 8
"""Threads that write states; the client's pool has ten connections."""


class AuditDeeds:
    """Events and states of accounts and rectifications in the register's table."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        """Use the table called `name`."""
        self._items = Items(client, name)

    def on(self, day: str, since: datetime, until: datetime) -> Iterator[tuple[datetime, Item]]:
        """Read the events of a day of UTC between two times, each followed by the present state of its account or rectification, if any."""
        words = "gsi3pk = :pk AND gsi3sk BETWEEN :since AND :until"
        query = as_key_condition(when(words, pk=f"DEEDS#{day}", since=since.isoformat(), until=until.isoformat()))
        found: list[tuple[datetime, Item]] = []
        for item in self._items.found({"IndexName": "by_time"} | query):
            at = datetime.fromisoformat(str(item["gsi3sk"]).partition("#")[0])
            if str(item["pk"]).startswith(_PARTITIONS) and since <= at < until:
                found.append((at, item))
        for some in (found[start : start + _AT_ONCE] for start in range(0, len(found), _AT_ONCE)):
            standing = {name_of(item): item for item in self._states([item for _, item in some])}
            for at, item in some:
                yield at, item
                if not _is_decision(item) and (state := standing.get(name_of(_state_key(item)))) is not None:
                    yield at, state

    def restore(self, told: Iterable[Item]) -> list[Item]:
        """Write the states of accounts and rectifications again, and return the items that are no such states."""
        latest: dict[tuple[str, str], Item] = {}
        others: list[Item] = []
        for item in told:
            if not _is_state(item):
                others.append(item)
            elif name_of(item) not in latest or _changed_at(latest[name_of(item)]) < _changed_at(item):
                latest[name_of(item)] = item
        with ThreadPoolExecutor(_WRITERS) as writers:
            list(writers.map(self._restore_state, latest.values()))
            list(writers.map(self._recount_open, sorted({str(item["pk"]) for item in latest.values() if "report" in item})))
        return others

    def _states(self, deeds: Sequence[Item]) -> Sequence[Item]:
        keys = {name_of(key): key for key in (_state_key(each) for each in deeds if not _is_decision(each))}
        return list(self._items.many(list(keys.values())).values())

    def _restore_state(self, item: Item) -> None:
        """Write a state unless the table has a later one."""
        moved = "changed_at" if item["pk"] == "ACCOUNTS" else "moved_at"
        condition: Item = NEW
        if item.get(moved):
            older = f"{moved} < :moved" if moved == "changed_at" else f"attribute_not_exists({moved}) OR {moved} < :moved"
            condition = when(f"attribute_not_exists(pk) OR {older}", moved=item[moved])
        try:
            self._items.write(item, condition)
        except ConflictError:
            return  # the table has the same state, or a later one

    def _recount_open(self, pk: str) -> None:
        """Count a servant's open rectifications again."""
        query = as_key_condition(when("pk = :pk AND sk >= :first", pk=pk, first="0"))
        count = sum(item["status"] == "open" for item in self._items.found({"ConsistentRead": True} | query))
        self._items.write(key_of(pk, "#OPEN") | {"open": count})


def _state_key(deed: Item) -> Item:
    """Return the key of the account or rectification that an event is about."""
    return rectification_key(str(deed["report"])) if "report" in deed else account_key(str(deed["matricule"]))


def _is_decision(item: Item) -> bool:
    """Whether an item is a decision on a career: it is about no state but its own."""
    return str(item["pk"]).startswith("CAREER#")


def _is_state(item: Item) -> bool:
    return str(item["pk"]) == "ACCOUNTS" or str(item["pk"]).startswith("REPORTS#")


def _changed_at(item: Item) -> str:
    return str(item.get("changed_at") or item.get("moved_at") or "")
