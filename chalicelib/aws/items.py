"""How a table of DynamoDB is read and filled: what every adapter of the register asks alike; `table` has the keys."""

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from chalicelib.aws.faults import translated
from chalicelib.aws.table import Item, from_attributes, to_attributes
from chalicelib.model.errors import TransientError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_BATCH_READ = 100
_BATCH_WRITE = 25
"""DynamoDB's own limits."""
ATTEMPTS = 8


class Items:
    """The items of one table."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        """Speak to the table called `table`."""
        self._client = client
        self._table = table

    def one(self, key: Item) -> Item | None:
        """Read an item as it stands."""
        with translated():
            found = self._client.get_item(TableName=self._table, Key=to_attributes(key), ConsistentRead=True)
        return from_attributes(found["Item"]) if "Item" in found else None

    def many(self, keys: Sequence[Item]) -> dict[tuple[str, str], Item]:
        """Read many items, each as it stands; those that are there, by their keys.

        Raises:
            TransientError: the table was busy too often.
        """
        found: dict[tuple[str, str], Item] = {}
        for start in range(0, len(keys), _BATCH_READ):
            wanted = [to_attributes(key) for key in keys[start : start + _BATCH_READ]]
            found |= {name_of(item): item for item in self._some({self._table: {"Keys": wanted, "ConsistentRead": True}})}
        return found

    def found(self, query: Item, limit: int | None = None) -> Iterator[Item]:
        """Read what a query finds, page after page; `limit` is of items."""
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

    def write(self, item: Item, condition: Item | None = None, *, until: datetime | None = None) -> None:
        """Write an item, where a condition holds; it may be forgotten after `until`.

        Raises:
            ConflictError: the condition no longer holds.
        """
        kept = item if until is None else item | {"expires_at": int(until.timestamp())}
        with translated():
            self._client.put_item(TableName=self._table, Item=to_attributes(kept), **(condition or {}))

    def put(self, items: Iterable[Item], *, writers: int = 1) -> None:
        """Write many items that no condition guards.

        Args:
            items: each with another key.
            writers: threads that share them, where they are very many.

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


def pause(attempt: int) -> None:
    """Give way to rivals, longer at each attempt."""
    time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311 - jitter


def name_of(item: Item) -> tuple[str, str]:
    """Tell two items, or their keys, apart."""
    return item["pk"], item["sk"]
