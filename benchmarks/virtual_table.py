# ruff: noqa: ANN401, N803, FBT001, FBT002, PLR0913 - the names and types of AWS
"""A DynamoDB table that is made as it is read, and counts: the real adapters work on it as if it held a million pieces.

What is written is kept. What is only read comes from `Background`: each partition tells its size, and makes an item when it is asked for.
Requests are answered as DynamoDB answers them: in the order of sort keys, at most 1 MB a page. Units are counted as AWS bills them:
4 KB a read, half of it where consistency is not asked for; 1 KB a write, once more for each index, twice in a transaction.
"""

import json
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any, Protocol

from botocore.exceptions import ClientError

from chalicelib.aws.attributes import from_attributes, to_attributes

Item = dict[str, Any]
PAGE = 1_000_000
"""Bytes of a query's page at most."""
_PREFIXES = {None: "", "by_status": "gsi1", "by_casefile": "gsi2", "by_time": "gsi3"}
_KEY = re.compile(
    r"\w*pk = :pk(?: AND (?:begins_with\(\w*sk, :(?P<prefix>\w+)\)|\w*sk (?P<sign>>=|[<>]) :(?P<place>\w+)"
    r"|\w*sk BETWEEN :(?P<low>\w+) AND :(?P<high>\w+)))?$"
)
_CLAUSE = re.compile(r"(SET|REMOVE|ADD) (.*?)(?= (?:SET|REMOVE|ADD) |$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """A partition of the table or of an index, in the order of its sort keys."""

    count: int
    place: Callable[[int], str]
    """Sort key of an item, by its number."""
    item: Callable[[int], Item]
    """The item as plain attributes, by its number."""


class Background(Protocol):
    """What was there before."""

    def partition(self, index: str | None, pk: str) -> Partition | None:
        """Give a partition of the table, or of an index."""


class VirtualTable:
    """A client of DynamoDB, as far as the adapters use it."""

    def __init__(self, background: Background) -> None:
        """Begin with what was there before, and nothing counted."""
        self._background = background
        self._written: dict[str, dict[str, Item]] = defaultdict(dict)
        self.requests = Counter[str]()
        self.reads = self.writes = 0.0

    # -- reads

    def get_item(self, Key: Item, ConsistentRead: bool = False, **_: Any) -> Item:
        """See DynamoDB."""
        found = self._one(Key)
        self._read("GetItem", [found] if found else [], ConsistentRead)
        return {"Item": found} if found else {}

    def batch_get_item(self, RequestItems: Mapping[str, Any]) -> Item:
        """See DynamoDB; each item is rounded up by itself."""
        ((table, asked),) = RequestItems.items()
        found = [item for key in asked["Keys"] if (item := self._one(key))]
        self.requests["BatchGetItem"] += 1
        self.reads += sum(max(1, ceil(_size(item) / 4096)) for item in found) + len(asked["Keys"]) - len(found)
        return {"Responses": {table: found}}

    def query(
        self,
        *,
        IndexName: str | None = None,
        KeyConditionExpression: str,
        Limit: int | None = None,
        ScanIndexForward: bool = True,
        ConsistentRead: bool = False,
        ExclusiveStartKey: Item | None = None,
        FilterExpression: str = "",
        **words: Any,
    ) -> Item:
        """See DynamoDB."""
        values = {name.removeprefix(":"): value for name, value in from_attributes(words["ExpressionAttributeValues"]).items()}
        low, high = _bounds(KeyConditionExpression, values)
        name = f"{_PREFIXES[IndexName]}sk"
        if ExclusiveStartKey:
            start = from_attributes(ExclusiveStartKey)[name]
            low, high = (max(low, start + "\0"), high) if ScanIndexForward else (low, min(high, start))
        page, size = list[Item](), 0
        for item in self._ordered(IndexName, values["pk"], low, high, forward=ScanIndexForward):
            page.append(item)
            size += _size(item)
            if len(page) == Limit or size >= PAGE:
                break
        self._read("Query", page, ConsistentRead)
        is_last = len(page) != Limit and size < PAGE
        kept = [item for item in page if item["line"] == words["ExpressionAttributeValues"][":line"]] if FilterExpression else page
        answer: Item = {"Count": len(kept)} if words.get("Select") == "COUNT" else {"Count": len(kept), "Items": kept}
        return answer if is_last else answer | {"LastEvaluatedKey": {each: page[-1][each] for each in ("pk", "sk", name)}}

    def _ordered(self, index: str | None, pk: str, low: str, high: str, *, forward: bool) -> Iterator[Item]:
        """Give the items of a partition between two sort keys, the first included and the last not."""
        prefix = _PREFIXES[index]
        items = self._written[pk].values() if index is None else (each for some in self._written.values() for each in some.values())
        written = {each[f"{prefix}sk"]["S"]: each for each in items if each.get(f"{prefix}pk", {}).get("S") == pk}
        own = sorted((place for place in written if low <= place < high), reverse=not forward)
        partition = self._background.partition(index, pk)
        there = iter(()) if partition is None else _between(partition, low, high, forward=forward)
        place, number = next(there, (None, 0))
        for mine in [*own, None]:
            while place is not None and partition is not None and (mine is None or (place < mine if forward else place > mine)):
                made = to_attributes(partition.item(number))
                if made["sk"]["S"] not in self._written.get(made["pk"]["S"], {}):
                    yield made
                place, number = next(there, (None, 0))
            if mine is not None:
                yield written[mine]

    def _one(self, key: Item) -> Item | None:
        pk, sk = key["pk"]["S"], key["sk"]["S"]
        if sk in self._written[pk]:
            return self._written[pk][sk]
        partition = self._background.partition(None, pk)
        at = bisect_left(range(partition.count), sk, key=partition.place) if partition else 0
        return to_attributes(partition.item(at)) if partition and at < partition.count and partition.place(at) == sk else None

    def _read(self, request: str, items: list[Item], consistent: bool) -> None:
        self.requests[request] += 1
        self.reads += max(1, ceil(sum(map(_size, items)) / 4096)) * (1 if consistent else 0.5)

    # -- writes

    def put_item(self, Item: Item, ConditionExpression: str = "", **_: Any) -> Item:
        """See DynamoDB; the only condition that is looked at is that there is no such item."""
        self.requests["PutItem"] += 1
        self._put(Item, ConditionExpression)
        self.writes += _write_units(Item)
        return {}

    def batch_write_item(self, RequestItems: Mapping[str, Any]) -> Item:
        """See DynamoDB."""
        self.requests["BatchWriteItem"] += 1
        for request in next(iter(RequestItems.values())):
            self._put(request["PutRequest"]["Item"])
            self.writes += _write_units(request["PutRequest"]["Item"])
        return {}

    def update_item(self, **words: Any) -> Item:
        """See DynamoDB."""
        self.requests["UpdateItem"] += 1
        item = self._update(**words)
        self.writes += _write_units(item)
        return {"Attributes": item}

    def transact_write_items(self, TransactItems: list[Item]) -> Item:
        """See DynamoDB."""
        self.requests["TransactWriteItems"] += 1
        for step in TransactItems:
            ((kind, words),) = step.items()
            if kind == "ConditionCheck":
                self.writes += 2
                continue
            item = self._update(**words) if kind == "Update" else words["Item"]
            if kind == "Put":
                self._put(item, words.get("ConditionExpression", ""), "TransactionCanceledException")
            self.writes += _write_units(item) + ceil(_size(item) / 1024)
        return {}

    def _put(self, item: Item, condition: str = "", code: str = "ConditionalCheckFailedException") -> None:
        if "attribute_not_exists(pk)" in condition and self._one(item):
            raise ClientError({"Error": {"Code": code}, "CancellationReasons": [{"Code": "ConditionalCheckFailed"}]}, "PutItem")  # type: ignore[typeddict-unknown-key]
        self._written[item["pk"]["S"]][item["sk"]["S"]] = item

    def _update(
        self,
        Key: Item,
        UpdateExpression: str,
        ExpressionAttributeValues: Item | None = None,
        ExpressionAttributeNames: Mapping[str, str] | None = None,
        **_: Any,
    ) -> Item:
        names, values = ExpressionAttributeNames or {}, ExpressionAttributeValues or {}
        item = dict(self._one(Key) or Key)
        for clause, words in _CLAUSE.findall(UpdateExpression):
            for part in re.split(r", (?![^(]*\))", words):
                name, _, value = part.replace(" = ", " ").partition(" ")
                name = names.get(name, name)
                if clause == "REMOVE":
                    item.pop(name, None)
                elif clause == "SET":
                    item[name] = values[value] if value in values else item.get(name, item.get(value.rpartition(" ")[2].rstrip(")")))
                else:
                    item[name] = {"N": str(int(item.get(name, {"N": "0"})["N"]) + int(values[value]["N"]))}
        self._put(item)
        return item


def _bounds(condition: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Lowest sort key of a query, and the first one above it."""
    found, last = _KEY.fullmatch(condition), chr(0x10FFFF)
    if found is None:
        raise ValueError(f"no such condition is understood: {condition}")
    if found["prefix"]:
        return values[found["prefix"]], values[found["prefix"]] + last
    if found["low"]:
        return values[found["low"]], values[found["high"]] + "\0"
    if found["sign"]:
        place = values[found["place"]]
        return {"<": ("", place), ">": (place + "\0", last), ">=": (place, last)}[found["sign"]]
    return "", last


def _between(partition: Partition, low: str, high: str, *, forward: bool) -> Iterator[tuple[str, int]]:
    numbers = range(partition.count)
    begin, end = bisect_left(numbers, low, key=partition.place), bisect_left(numbers, high, key=partition.place)
    return ((partition.place(number), number) for number in (range(begin, end) if forward else range(end - 1, begin - 1, -1)))


def _size(item: Item) -> int:
    """Bytes of an item as DynamoDB counts them: names and values, without the marks of types."""
    return len(re.sub(r'\{"[SNLMB]{1,4}": |[{}",:]', "", json.dumps(item, ensure_ascii=False)).encode())


def _write_units(item: Item) -> int:
    """Write units of an item in the table and in its indexes."""
    return ceil(_size(item) / 1024) * (1 + sum(f"gsi{number}pk" in item for number in (1, 2, 3)))
