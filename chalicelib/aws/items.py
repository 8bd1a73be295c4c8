"""Items of one DynamoDB table: single and bulk reads, queries, bulk writes; base of the adapters that share the table."""

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from botocore.exceptions import ClientError

from chalicelib.aws.attributes import Item, as_key_condition, from_attributes, to_attributes, when
from chalicelib.aws.faults import cancellation_codes, translated
from chalicelib.model.errors import TransientError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_BATCH_READ = 100
_BATCH_WRITE = 25
"""Items that BatchGetItem and BatchWriteItem take at once: DynamoDB's limits."""
ATTEMPTS = 8
"""Of a bulk read, a bulk write or a transaction, with pauses of 10 to 50 ms that double each time: about 8 s together."""

Index = Literal["by_status", "by_casefile", "by_time"]
_PREFIXES: dict[Index, str] = {"by_status": "gsi1", "by_casefile": "gsi2", "by_time": "gsi3"}
"""Of the attributes that are an index's keys."""


class Items:
    """Reads and writes of one table's items."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        """Use the table called `table`."""
        self._client = client
        self._table = table

    def one(self, key: Item) -> Item | None:
        """Read one item, consistently."""
        with translated():
            found = self._client.get_item(TableName=self._table, Key=to_attributes(key), ConsistentRead=True)
        return from_attributes(found["Item"]) if "Item" in found else None

    def many(self, keys: Sequence[Item]) -> dict[tuple[str, str], Item]:
        """Read many items, consistently, by their keys; absent items are left out.

        Raises:
            TransientError: the table was busy too often.
        """
        found: dict[tuple[str, str], Item] = {}
        for start in range(0, len(keys), _BATCH_READ):
            wanted = [to_attributes(key) for key in keys[start : start + _BATCH_READ]]
            found |= {name_of(item): item for item in self._some({self._table: {"Keys": wanted, "ConsistentRead": True}})}
        return found

    def found(self, query: Item, limit: int | None = None) -> Iterator[Item]:
        """Read the items of a query, page after page, at most `limit`."""
        start: Item = {}
        left = limit
        while True:
            room: Item = {"Limit": left} if left is not None else {}
            with translated():
                answer = self._client.query(TableName=self._table, **(query | room | start))
            yield from map(from_attributes, answer["Items"])
            left = None if left is None else left - len(answer["Items"])
            if "LastEvaluatedKey" not in answer or left == 0:
                return
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def beginning_with(self, pk: str, prefix: str) -> Iterator[Item]:
        """Read the items of a partition whose sort key has this prefix, in order, consistently."""
        query = when("pk = :pk AND begins_with(sk, :prefix)", pk=pk, prefix=prefix)
        yield from self.found({"ConsistentRead": True} | as_key_condition(query))

    def forward(
        self, index: Index, pk: str, *, after: str | None = None, before: str | None = None, limit: int | None = None
    ) -> Iterator[Item]:
        """Read a partition of an index in order: behind `after`, or up to `before`, or all of it."""
        yield from self.found(_indexed(index, pk, after=after, before=before), limit)

    def backward(self, index: Index, pk: str, *, before: str | None, limit: int) -> Iterator[Item]:
        """Read a partition of an index in reverse order, from `before` or from its end."""
        yield from self.found({"ScanIndexForward": False} | _indexed(index, pk, before=before), limit)

    def count(self, index: Index, pk: str, *, most: int) -> int:
        """Count a partition of an index of small items, up to `most`: one read, however long the partition is."""
        with translated():
            answer = self._client.query(TableName=self._table, Select="COUNT", Limit=most, **_indexed(index, pk))
        return int(answer["Count"])

    def write(self, item: Item, condition: Item | None = None, *, until: datetime | None = None) -> None:
        """Write an item if a condition holds; DynamoDB may delete it after `until`.

        Raises:
            ConflictError: the condition does not hold.
        """
        kept = item if until is None else item | {"expires_at": int(until.timestamp())}
        with translated():
            self._client.put_item(TableName=self._table, Item=to_attributes(kept), **(condition or {}))

    def put(self, items: Iterable[Item], *, writers: int = 1) -> None:
        """Write many items without a condition.

        Args:
            items: with distinct keys.
            writers: threads that write them.

        Raises:
            TransientError: the table was busy too often.
        """
        requests = ({"PutRequest": {"Item": to_attributes(item)}} for item in items)
        with ThreadPoolExecutor(writers) as pool:
            while chunks := [chunk for _ in range(writers * 4) if (chunk := list(islice(requests, _BATCH_WRITE)))]:
                list(pool.map(self._write, chunks))

    def _some(self, left: Any) -> Iterator[Item]:  # noqa: ANN401 - DynamoDB's own
        for attempt in range(ATTEMPTS):
            if attempt:
                pause(attempt)
            with translated():
                answer = self._client.batch_get_item(RequestItems=left)
            yield from map(from_attributes, answer["Responses"].get(self._table, []))
            left = answer.get("UnprocessedKeys")
            if not left:
                return
        raise TransientError("busy", "a bulk read was throttled too often")

    def _write(self, chunk: list[Item]) -> None:
        left: Any = {self._table: chunk}
        for attempt in range(ATTEMPTS):
            with translated():
                left = self._client.batch_write_item(RequestItems=left).get("UnprocessedItems", {})
            if not left:
                return
            pause(attempt)
        raise TransientError("busy", "a bulk write was throttled too often")


class TableAdapter:
    """Base of the adapters that keep a port's values in the register's table."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        """Use the table called `name`."""
        self._client = client
        self._name = name
        self._items = Items(client, name)

    def _keyed(self, key: Item) -> Item:
        """Return the arguments of a DynamoDB call that name one item."""
        return {"TableName": self._name, "Key": to_attributes(key)}

    def _put(self, item: Item, condition: Item | None = None) -> Item:
        """Return the write of an item as a step of a transaction."""
        return {"Put": {"TableName": self._name, "Item": to_attributes(item)} | (condition or {})}

    def _write_together(self, steps: list[Any]) -> bool:
        """Make the writes all together or not at all, and return whether their conditions held.

        Raises:
            TransientError: the table was busy, or a concurrent transaction wrote the same items.
        """
        try:
            with translated():
                self._client.transact_write_items(TransactItems=steps)
        except ClientError as error:
            codes = cancellation_codes(error)
            if "ConditionalCheckFailed" in codes:
                return False
            if "TransactionConflict" in codes:
                raise TransientError("busy", "a concurrent write to the same items") from error
            raise
        return True


def pause(attempt: int) -> None:
    """Wait before the next attempt, twice as long each time."""
    time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311 - jitter


def name_of(item: Item) -> tuple[str, str]:
    """Return an item's key, or a key, as a tuple."""
    return item["pk"], item["sk"]


def _indexed(index: Index, pk: str, *, after: str | None = None, before: str | None = None) -> Item:
    """Write the query for a partition of an index; the sort key has one bound at most."""
    prefix = _PREFIXES[index]
    place = after or before
    bound = f" AND {prefix}sk {'>' if after else '<'} :place" if place else ""
    return {"IndexName": index} | as_key_condition(when(f"{prefix}pk = :pk{bound}", pk=pk, **({"place": place} if place else {})))
