"""Batches, arrivals, lines and journal in the register's table; `table` has the keys."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from chalicelib.aws.attributes import Item, as_key_condition, expression_values, when
from chalicelib.aws.faults import translated
from chalicelib.aws.items import TableAdapter, name_of
from chalicelib.aws.statements import Transaction, ended_pages
from chalicelib.aws.table import (
    NEW,
    arrival_item,
    batch_item,
    batch_key,
    event_item,
    key_of,
    line_item,
    original_item,
    original_key,
    piece_item,
    shard_keys,
    tally_key,
)
from chalicelib.model.batch import Batch, Tally
from chalicelib.model.batch_line import counted_pages, is_sealed
from chalicelib.model.codec import from_plain
from chalicelib.model.errors import ConflictError
from chalicelib.model.event import Event
from chalicelib.model.identifiers import file_line_id
from chalicelib.model.piece import LOST, OUTCOMES, BatchLine
from chalicelib.model.register import AccessionEntry

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class BatchesTable(TableAdapter):
    """Port `Batches` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        """Use the table called `name`."""
        super().__init__(client, name)
        self._opened: set[str] = set()

    def open_batch(self, name: str, at: datetime) -> None:
        """See `Batches`."""
        if name in self._opened:
            return
        with suppress(ConflictError):  # it exists
            self._items.write(batch_item(Batch(name=name, opened_at=at)), NEW)
        self._opened.add(name)

    def record_manifest(self, name: str, key: str, announced: int) -> None:
        """See `Batches`."""
        self._update(name, "SET manifest_key = :key, announced = :announced", key=key, announced=announced)

    def record_marker(self, name: str, at: datetime) -> None:
        """See `Batches`."""
        self._update(name, "SET marked_at = :at", at=at.isoformat())

    def batch(self, name: str) -> tuple[Batch, Tally] | None:
        """See `Batches`."""
        items = list(self._items.beginning_with(f"BATCH#{name}", "#"))
        if not items or items[0]["sk"] != "#META":
            self._opened.discard(name)
            return None
        return from_plain(Batch, items[0]), sum_shards(items[1:])

    def recount(self, name: str) -> Tally:
        """See `Batches`. A move meanwhile has changed the shard of its line, and the write's condition does not hold."""
        seen = {shard["sk"]: shard.get("moves") for shard in self._items.beginning_with(f"BATCH#{name}", "#TALLY#")}
        shards = counted_shards(name, self.lines(name), self.batch_events(name))
        for shard in shards:
            moves = seen.get(shard["sk"])
            same = {"ConditionExpression": "attribute_not_exists(moves)"} if moves is None else when("moves = :moves", moves=moves)
            self._items.write(shard, same)
        return sum_shards(shards)

    def open_batches(self) -> Sequence[str]:
        """See `Batches`."""
        return [item["gsi1sk"] for item in self._items.forward("by_status", "OPEN")]

    def reopen_batch(self, batch: Batch, at: datetime) -> None:
        """See `Batches`."""
        self._update_batch(
            batch,
            "closed",
            "SET #status = :next, first_opened_at = if_not_exists(first_opened_at, opened_at), opened_at = :at, gsi1pk = :open,"
            " gsi1sk = :name, gsi3pk = :all, gsi3sk = :place REMOVE marked_at, closed_at",
            next="open",
            at=at.isoformat(),
            open="OPEN",
            name=batch.name,
            all="BATCHES",
            place=replace(batch, opened_at=at).place,
        )

    def close_batch(self, batch: Batch, *, moves: int, at: datetime) -> Batch:
        """See `Batches`."""
        change = "SET #status = :next, revision = :revision, closed_at = :at, closed_moves = :moves"
        self._update_batch(batch, "open", change, next="closing", revision=batch.revision + 1, at=at.isoformat(), moves=moves)
        found = self.batch(batch.name)
        if found is None:
            raise ConflictError("conflict", "the batch has gone")
        return found[0]

    def record_receipt(self, batch: Batch, *, moves: int, missing: int = 0, lost: int = 0) -> None:
        """See `Batches`."""
        sums = "closed_moves = :moves, missing_files = :missing, lost_files = :lost"
        change = f"SET #status = :next, {sums} REMOVE gsi1pk, gsi1sk"
        self._update_batch(batch, "closing", change, next="closed", moves=moves, missing=missing, lost=lost)

    def latest_batches(self, *, before: str | None, limit: int) -> Sequence[tuple[Batch, Tally]]:
        """See `Batches`."""
        batches = [from_plain(Batch, item) for item in self._items.backward("by_time", "BATCHES", before=before, limit=limit)]
        found = self._items.many([key for batch in batches for key in shard_keys(batch.name)])
        shards = {batch.name: [found[name_of(key)] for key in shard_keys(batch.name) if name_of(key) in found] for batch in batches}
        return [(batch, sum_shards(shards[batch.name])) for batch in batches]

    def earliest_batches(self, *, after: str | None, limit: int) -> Sequence[Batch]:
        """See `Batches`."""
        return [from_plain(Batch, item) for item in self._items.forward("by_time", "BATCHES", after=after, limit=limit)]

    def register_arrival(self, entry: AccessionEntry) -> None:
        """See `Batches`."""
        line = entry.line
        moves: dict[str, int] = {line.status: 1, "failed": -1} if entry.revives else {line.status: 1, "lines": 1}
        moves |= ended_pages(line, 1)
        transaction = Transaction(self._client, self._name)
        transaction.put(arrival_item(line.batch, entry.arrival, line.line), new=not entry.revives)
        transaction.put(line_item(line), new=not entry.revives, was="failed")
        transaction.count(line, moves, entry.event.at)
        transaction.put(event_item(entry.event))
        if entry.original is not None:
            transaction.put(original_item(entry.original), new=True)
        elif entry.seen is not None:
            transaction.require(original_key(entry.seen.digest), when("#status = :seen", seen=entry.seen.status))
        if entry.piece is not None:
            transaction.put(piece_item(entry.piece), new=True)
        transaction.commit()

    def record_repeated_arrival(self, batch: str, arrival: str, line: str) -> None:
        """See `Batches`."""
        self._items.write(arrival_item(batch, arrival, line))

    def arrivals(self, batch: str) -> Mapping[str, str]:
        """See `Batches`."""
        return {item["sk"].removeprefix("ARRIVAL#"): item["line"] for item in self._items.beginning_with(f"ARRIVALS#{batch}", "ARRIVAL#")}

    def known_arrivals(self, places: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        """See `Batches`."""
        found = self._items.many([key_of(f"ARRIVALS#{batch}", f"ARRIVAL#{arrival}") for batch, arrival in dict.fromkeys(places)])
        return {(pk.removeprefix("ARRIVALS#"), sk.removeprefix("ARRIVAL#")) for pk, sk in found}

    def lines_of_arrivals(self, places: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], BatchLine]:
        """See `Batches`."""
        arrivals = self._items.many([key_of(f"ARRIVALS#{batch}", f"ARRIVAL#{arrival}") for batch, arrival in dict.fromkeys(places)])
        wanted = {name: (f"LINES#{name[0].removeprefix('ARRIVALS#')}", f"LINE#{item['line']}") for name, item in arrivals.items()}
        lines = self._items.many([key_of(*key) for key in dict.fromkeys(wanted.values())])
        return {
            (pk.removeprefix("ARRIVALS#"), sk.removeprefix("ARRIVAL#")): from_plain(BatchLine, lines[key])
            for (pk, sk), key in wanted.items()
            if key in lines
        }

    def line_of_arrival(self, batch: str, arrival: str) -> str | None:
        """See `Batches`."""
        item = self._items.one(key_of(f"ARRIVALS#{batch}", f"ARRIVAL#{arrival}"))
        return item["line"] if item else None

    def line(self, batch: str, line: str) -> BatchLine | None:
        """See `Batches`."""
        item = self._items.one(key_of(f"LINES#{batch}", f"LINE#{line}"))
        return from_plain(BatchLine, item) if item else None

    def lines(self, batch: str, *, after: str | None = None) -> Iterator[BatchLine]:
        """See `Batches`."""
        query = as_key_condition(when("pk = :pk AND sk > :after", pk=f"LINES#{batch}", after=f"LINE#{after or ''}"))
        return (from_plain(BatchLine, item) for item in self._items.found({"ConsistentRead": True} | query))

    def refused_lines(self, batch: str, *, limit: int) -> Sequence[BatchLine]:
        """See `Batches`."""
        places = list(self._items.backward("by_status", f"REFUSED#{batch}", before=None, limit=limit))
        found = self._items.many([key_of(each["pk"], each["sk"]) for each in places])
        lines = (from_plain(BatchLine, found[name_of(each)]) for each in places if name_of(each) in found)
        return [line for line in lines if line.status in LOST]

    def batch_events(self, batch: str) -> Iterator[Event]:
        """See `Batches`."""
        return (from_plain(Event, item) for item in self._items.beginning_with(f"JOURNAL#{batch}", "EVENT#"))

    def line_events(self, batch: str, line: str) -> Iterator[Event]:
        """See `Batches`. DynamoDB reads the batch's journal, whose keys are times, and sends the events of the line alone."""
        query: Item = {
            "KeyConditionExpression": "pk = :pk AND begins_with(sk, :prefix)",
            "FilterExpression": "#line = :line",
            "ExpressionAttributeNames": {"#line": "line"},
        }
        query |= expression_values({"pk": f"JOURNAL#{batch}", "prefix": "EVENT#", "line": line})
        return (from_plain(Event, item) for item in self._items.found({"ConsistentRead": True} | query))

    def _update(self, name: str, change: str, **values: Any) -> None:  # noqa: ANN401 - attribute values
        with translated():
            self._client.update_item(**self._keyed(batch_key(name)), UpdateExpression=change, **expression_values(values))

    def _update_batch(self, batch: Batch, status: str, change: str, **values: Any) -> None:  # noqa: ANN401 - attribute values
        words: Item = {"ConditionExpression": "#status = :was AND revision = :seen", "ExpressionAttributeNames": {"#status": "status"}}
        words |= expression_values(values | {"was": status, "seen": batch.revision})
        with translated():
            self._client.update_item(**self._keyed(batch_key(batch.name)), UpdateExpression=change, **words)


def counted_shards(batch: str, lines: Iterable[BatchLine], events: Iterable[Event]) -> list[Item]:
    """Count the sums of a batch from its lines and events, and return the shards that count something."""
    shards = {key["sk"]: key for key in shard_keys(batch)}
    for line in lines:
        if line.part:
            continue  # the line of its file counts
        sums = shards[tally_key(batch, line.line)["sk"]]
        for name, number in (("lines", 1), (line.status, 1), ("pages", counted_pages(line)), ("sealed", int(is_sealed(line)))):
            sums[name] = sums.get(name, 0) + number
    for event in events:
        if event.type == "division" and file_line_id(event.line) != event.line:
            continue  # a new piece moves nothing
        sums = shards[tally_key(batch, event.line)["sk"]]
        sums["moves"] = sums.get("moves", 0) + 1
        sums["moved_at"] = max(sums.get("moved_at", ""), event.at.isoformat())
    return [sums for sums in shards.values() if "lines" in sums or "moves" in sums]


_SUMS = ("lines", "waiting", "moves", "pages", "sealed", *OUTCOMES)
"""Of a batch."""


def sum_shards(shards: Sequence[Item]) -> Tally:
    """Return the sums of a batch from its shards."""
    total = {name: sum(int(shard.get(name, 0)) for shard in shards) for name in _SUMS}
    moved = max((shard["moved_at"] for shard in shards if "moved_at" in shard), default=None)
    return Tally(
        lines=total["lines"],
        waiting=total["waiting"],
        moves=total["moves"],
        moved_at=datetime.fromisoformat(moved).astimezone(UTC) if moved else None,
        pages=total["pages"],
        counts={name: total[name] for name in OUTCOMES},
        sealed=max(0, total["sealed"]),  # earlier code did not count them
    )
