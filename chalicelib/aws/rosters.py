"""Rosters in the register's table; `table` has the keys."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

from chalicelib.aws.attributes import Item, as_key_condition, to_attributes, when
from chalicelib.aws.items import TableAdapter
from chalicelib.aws.table import NEW, key_of, name_index_items, plain_of, servant_key, spelling_items
from chalicelib.model.codec import from_plain
from chalicelib.model.register import NameIndexEntry, RosterPointer
from chalicelib.model.servant import Servant
from chalicelib.text.names import SHORTEST, words_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_MOST = 100
"""Servants read by matricule in one request: BatchGetItem's limit."""
_WRITERS = 8
"""Threads for a long list; the client's pool has ten connections."""
_POINTER_AGE = 5.0
"""Seconds for which the pointer is kept in memory."""


class RostersTable(TableAdapter):
    """Port `Rosters` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        """Use the table called `name`."""
        super().__init__(client, name)
        self._pointer: tuple[float, RosterPointer] | None = None

    def roster_pointer(self) -> RosterPointer | None:
        """See `Rosters`."""
        if self._pointer and time.monotonic() - self._pointer[0] < _POINTER_AGE:
            return self._pointer[1]
        item = self._items.one(key_of("ROSTER", "#POINTER"))
        self._pointer = (time.monotonic(), from_plain(RosterPointer, item)) if item else None
        return self._pointer[1] if self._pointer else None

    def find_servants(self, generation: str, folded: str) -> Sequence[Servant]:
        """See `Rosters`."""
        return [from_plain(Servant, item) for item in self._items.beginning_with(f"ROSTER#{generation}", f"{folded}#")]

    def roster_page(self, generation: str, after: str | None, limit: int) -> tuple[Sequence[Servant], str | None]:
        """See `Rosters`."""
        query = as_key_condition(when("pk = :pk AND sk > :after", pk=f"ROSTER#{generation}", after=after or " "))
        items = list(self._items.found({"ConsistentRead": True} | query, limit))
        return [from_plain(Servant, item) for item in items], items[-1]["sk"] if len(items) == limit else None

    def put_servants(self, generation: str, servants: Iterable[Servant]) -> None:
        """See `Rosters`."""
        self._items.put(servant_key(generation, each.matricule) | plain_of(each) for each in servants)

    def servants_by_matricule(self, generation: str, matricules: Sequence[str]) -> Mapping[str, Servant]:
        """See `Rosters`."""
        keys = [servant_key(generation, each) for each in dict.fromkeys(matricules)]
        found = (from_plain(Servant, item) for item in self._items.many(keys[:_MOST]).values())
        return {servant.matricule: servant for servant in found}

    def put_name_index(self, servants: Iterable[Servant]) -> None:
        """See `Rosters`. The first roster is half a million items: several writers share them."""
        words = set[str]()

        def items() -> Iterator[Item]:
            for servant in servants:
                words.update((*words_of(servant.name), *words_of(servant.first_names)))
                yield from name_index_items(servant)
            yield from spelling_items(words)

        self._items.put(items(), writers=_WRITERS)

    def find_names(self, beginning: str, *, after: str | None, limit: int) -> Sequence[NameIndexEntry]:
        """See `Rosters`."""
        query = when("pk = :pk AND begins_with(sk, :prefix)", pk=f"NAMES#{beginning[:SHORTEST]}", prefix=beginning)
        start = {"ExclusiveStartKey": to_attributes(key_of(f"NAMES#{beginning[:SHORTEST]}", after))} if after else {}
        items = self._items.found(as_key_condition(query) | start, limit)
        return [NameIndexEntry(heading=str(item["sk"]).rpartition("#")[0], servant=from_plain(Servant, item)) for item in items]

    def find_born_on(self, day: date, *, limit: int) -> Sequence[Servant]:
        """See `Rosters`."""
        query = as_key_condition(when("pk = :pk", pk=f"BORN#{day.isoformat()}"))
        return [from_plain(Servant, item) for item in self._items.found(query, limit)]

    def find_spellings(self, keys: Iterable[str], *, limit: int) -> Sequence[str]:
        """See `Rosters`."""

        def ask(key: str) -> list[str]:
            query = as_key_condition(when("pk = :pk", pk=f"SPELLING#{key}"))
            return [str(item["sk"]) for item in self._items.found(query, limit)]

        with ThreadPoolExecutor(_WRITERS) as readers:
            return sorted({word for words in readers.map(ask, sorted(keys)) for word in words})

    def put_roster_in_force(self, pointer: RosterPointer, *, seen: RosterPointer | None) -> None:
        """See `Rosters`."""
        condition: Item = NEW
        if seen is not None:
            waits = {"pending": seen.pending} if seen.pending else {}
            words = "generation = :seen AND uploaded_at = :then AND " + ("pending = :pending" if waits else "attribute_not_exists(pending)")
            condition = when(words, seen=seen.generation, then=seen.uploaded_at.isoformat(), **waits)
        self._pointer = None
        self._items.write(key_of("ROSTER", "#POINTER") | plain_of(pointer), condition)
