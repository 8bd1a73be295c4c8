"""The register: one table, on one page.

| pk                    | sk                      | what                         | asked for                                    |
|-----------------------|-------------------------|------------------------------|----------------------------------------------|
| `BATCH#<name>`        | `#META`                 | the batch                    | with its sums in one query                   |
| `BATCH#<name>`        | `#TALLY#<0-7>`          | its sums, in eight shards    | shard = line id mod 8                        |
| `BATCH#<name>`        | `ARRIVAL#<arrival id>`  | which line took an upload    | one arrival; all of a batch                  |
| `BATCH#<name>`        | `LINE#<line id>`        | one file of the batch        | one line; all of a batch (receipt)           |
| `BATCH#<name>`        | `EVENT#<at>#<line>#<n>` | the journal                  | all of a batch, in time                      |
| `ORIGINAL#<digest>`   | `#META`                 | an original and its reading  | one original                                 |
| `ORIGINAL#<digest>`   | `PIECE#<piece id>`      | the original as a piece      | one piece; all of an original                |
| `ROSTER`              | `#POINTER`              | the roster in force          | before each filing                           |
| `ROSTER#<generation>` | `<folded>#<matricule>`  | a servant                    | all whose folded matricule is this           |
| `SCHEMA`              | `#META`                 | the table's schema version   | before a migration                           |

Index `by_status` (gsi1pk, gsi1sk), sparse: `OPEN` / name: batches not closed; `WAITING#<batch>` / time#digest: readings to
begin; `READING` / time#digest: readings under way. Index `by_casefile` (gsi2pk, gsi2sk): `CASEFILE#<matricule>` /
time#piece: pieces of a case file.

Nothing is scanned: every question costs the same with a hundred pieces or ten million. Sums are sharded since a single item under
concurrency answers TransactionConflict, which SDKs do not retry.
"""

import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.faults import is_busy, translated
from chalicelib.batch import Batch, Tally
from chalicelib.errors import ConflictError, TransientError
from chalicelib.identifiers import digest_of_piece, fold
from chalicelib.journal import Event
from chalicelib.piece import OUTCOMES, Line, Original, Outcome, Piece
from chalicelib.ports import Entry, Restored, RosterPointer
from chalicelib.records import from_plain, to_plain
from chalicelib.roster import Servant

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SCHEMA_VERSION = 1
"""Of the keys above; the template writes it as a tag."""
SHARDS = 8
_ATTEMPTS = 8
_BATCH_WRITE = 25
_CONFLICTS = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}

Item = dict[str, Any]

_serialise = TypeSerializer().serialize
_deserialise = TypeDeserializer().deserialize


class Table:
    """The register's port on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        """Speak to the table called `name`."""
        self._client = client
        self._name = name

    # -- rosters

    def settings_roster(self) -> RosterPointer | None:
        """See `Register`."""
        item = self._get("ROSTER", "#POINTER")
        return from_plain(RosterPointer, item) if item else None

    def servants(self, generation: str, folded: str) -> Sequence[Servant]:
        """See `Register`."""
        return [from_plain(Servant, item) for item in self._query(f"ROSTER#{generation}", f"{folded}#")]

    def put_servants(self, generation: str, servants: Iterable[Servant]) -> None:
        """See `Register`."""
        self.put_items(_key(f"ROSTER#{generation}", f"{fold(each.matricule)}#{each.matricule}") | to_plain(each) for each in servants)

    def point(self, pointer: RosterPointer, *, seen: RosterPointer | None) -> None:
        """See `Register`."""
        condition: Item = {"ConditionExpression": "attribute_not_exists(pk)"}
        if seen is not None:
            condition = _when("generation = :seen AND uploaded_at = :then", seen=seen.generation, then=seen.uploaded_at.isoformat())
        with translated():
            self._client.put_item(TableName=self._name, Item=_item(_key("ROSTER", "#POINTER") | to_plain(pointer)), **condition)

    # -- batches

    def open_batch(self, name: str, at: datetime) -> None:
        """See `Register`."""
        item = _batch_item(Batch(name=name, opened_at=at))
        try:
            with translated():
                self._client.put_item(TableName=self._name, Item=_item(item), ConditionExpression="attribute_not_exists(pk)")
        except ConflictError:
            return

    def note_manifest(self, name: str, key: str, announced: int) -> None:
        """See `Register`."""
        self._update(f"BATCH#{name}", "#META", "SET manifest_key = :key, announced = :announced", key=key, announced=announced)

    def note_marker(self, name: str, at: datetime) -> None:
        """See `Register`."""
        self._update(f"BATCH#{name}", "#META", "SET marked_at = :at", at=at.isoformat())

    def batch(self, name: str) -> tuple[Batch, Tally] | None:
        """See `Register`."""
        items = list(self._query(f"BATCH#{name}", "#"))
        if not items or items[0]["sk"] != "#META":
            return None
        return from_plain(Batch, items[0]), _sum(items[1:])

    def batches(self) -> Sequence[str]:
        """See `Register`."""
        return [item["gsi1sk"] for item in self._index("OPEN")]

    def reopen(self, batch: Batch, at: datetime) -> None:
        """See `Register`."""
        self._update_batch(
            batch,
            "closed",
            "SET #status = :next, opened_at = :at, gsi1pk = :open, gsi1sk = :name REMOVE marked_at",
            next="open",
            at=at.isoformat(),
            open="OPEN",
            name=batch.name,
        )

    def close(self, batch: Batch, *, moves: int, at: datetime) -> Batch:
        """See `Register`."""
        change = "SET #status = :next, revision = :revision, closed_at = :at, closed_moves = :moves"
        self._update_batch(batch, "open", change, next="closing", revision=batch.revision + 1, at=at.isoformat(), moves=moves)
        found = self.batch(batch.name)
        if found is None:
            raise ConflictError("conflict", "the batch has gone")
        return found[0]

    def closed(self, batch: Batch) -> None:
        """See `Register`."""
        self._update_batch(batch, "closing", "SET #status = :next REMOVE gsi1pk, gsi1sk", next="closed")

    # -- arrivals and lines

    def arrivals(self, batch: str) -> Mapping[str, str]:
        """See `Register`."""
        return {item["sk"].removeprefix("ARRIVAL#"): item["line"] for item in self._query(f"BATCH#{batch}", "ARRIVAL#")}

    def arrival(self, batch: str, arrival: str) -> str | None:
        """See `Register`."""
        item = self._get(f"BATCH#{batch}", f"ARRIVAL#{arrival}")
        return item["line"] if item else None

    def line(self, batch: str, line: str) -> Line | None:
        """See `Register`."""
        item = self._get(f"BATCH#{batch}", f"LINE#{line}")
        return from_plain(Line, item) if item else None

    def lines(self, batch: str) -> Iterator[Line]:
        """See `Register`."""
        return (from_plain(Line, item) for item in self._query(f"BATCH#{batch}", "LINE#"))

    def take(self, entry: Entry) -> None:
        """See `Register`."""
        line = entry.line
        moves = {line.status: 1, "failed": -1} if entry.revives else {line.status: 1, "lines": 1}
        steps = [
            self._put(_arrival_item(line.batch, entry.arrival, line.line), new=not entry.revives),
            self._put(_line_item(line), new=not entry.revives, was="failed"),
            self._tally(line, moves, entry.event.at),
            self._put(_event_item(entry.event)),
        ]
        if entry.original is not None:
            steps.append(self._put(_original_item(entry.original), new=True))
        elif entry.seen is not None:
            steps.append(
                {"ConditionCheck": self._keyed(_original_key(entry.seen.digest)) | _when("#status = :seen", seen=entry.seen.status)}
            )
        if entry.piece is not None:
            steps.append(self._put(_piece_item(entry.piece), new=True))
        self._transact(steps)

    def remember(self, batch: str, arrival: str, line: str) -> None:
        """See `Register`."""
        with translated():
            self._client.put_item(TableName=self._name, Item=_item(_arrival_item(batch, arrival, line)))

    # -- originals and pieces

    def original(self, digest: str) -> Original | None:
        """See `Register`."""
        item = self._get(f"ORIGINAL#{digest}", "#META")
        return from_plain(Original, item) if item else None

    def pieces(self, digest: str) -> Sequence[Piece]:
        """See `Register`."""
        return [from_plain(Piece, item) for item in self._query(f"ORIGINAL#{digest}", "PIECE#")]

    def piece(self, piece: str) -> Piece | None:
        """See `Register`."""
        item = self._get(f"ORIGINAL#{digest_of_piece(piece)}", f"PIECE#{piece}")
        return from_plain(Piece, item) if item else None

    def waiting(self, batch: str, limit: int) -> Sequence[str]:
        """See `Register`."""
        return [_digest_of(item) for item in self._index(f"WAITING#{batch}", limit=limit)]

    def reading_count(self) -> int:
        """See `Register`."""
        return sum(1 for _ in self._index("READING"))

    def stale(self, before: datetime) -> Sequence[str]:
        """See `Register`."""
        return [_digest_of(item) for item in self._index("READING", before=before.isoformat())]

    def begin(self, original: Original, job: str, at: datetime) -> None:
        """See `Register`."""
        change = "SET #status = :next, job = :job, started_at = :at, gsi1pk = :reading, gsi1sk = :place"
        place = f"{at.isoformat()}#{original.digest}"
        try:
            self._move(original, ("waiting",), change, next="reading", job=job, at=at.isoformat(), reading="READING", place=place)
        except ConflictError:
            return  # its notice came first

    def transcribed(self, original: Original, confidence: float | None) -> None:
        """See `Register`."""
        change = "SET #status = :next, confidence = :confidence REMOVE gsi1pk, gsi1sk"
        self._move(original, ("waiting", "reading"), change, next="transcribed", confidence=confidence)

    def reread(self, original: Original) -> None:
        """See `Register`."""
        change = "SET #status = :next, attempt = :attempt, gsi1pk = :queue, gsi1sk = :place REMOVE job, started_at"
        place = f"{original.registered_at.isoformat()}#{original.digest}"
        queue = f"WAITING#{original.batch}"
        self._move(
            original, ("waiting", "reading", "failed"), change, next="waiting", attempt=original.attempt + 1, queue=queue, place=place
        )

    def give_up(self, original: Original) -> None:
        """See `Register`."""
        self._move(original, ("waiting", "reading"), "SET #status = :next REMOVE gsi1pk, gsi1sk", next="failed")

    def settle(self, piece: Piece, outcome: Outcome, events: Sequence[Event], at: datetime) -> bool:
        """See `Register`."""
        line = self.line(piece.batch, piece.line)
        if line is None or line.status != "waiting":
            return False
        facts = {"status": outcome.status, "reason": outcome.reason, "matricule": outcome.matricule, "confidence": outcome.confidence}
        places = facts | (
            {"gsi2pk": f"CASEFILE#{outcome.matricule}", "gsi2sk": f"{piece.registered_at.isoformat()}#{piece.piece}"}
            if outcome.matricule
            else {}
        )
        places.pop("confidence")
        steps = [
            self._set(_piece_key(piece.piece), places, "waiting"),
            self._set(_line_key(line), facts, "waiting"),
            self._tally(line, {"waiting": -1, outcome.status: 1}, at),
            *(self._put(_event_item(event)) for event in events),
        ]
        try:
            self._transact(steps)
        except ConflictError:
            return False
        return True

    def retry(self, piece: Piece, event: Event) -> None:
        """See `Register`."""
        line = self.line(piece.batch, piece.line)
        if line is None:
            raise ConflictError("conflict", "the line has gone")
        facts = {"status": "waiting", "reason": None}
        steps = [
            self._set(_piece_key(piece.piece), facts, "failed"),
            self._set(_line_key(line), facts, "failed"),
            self._tally(line, {"waiting": 1, "failed": -1}, event.at),
            self._put(_event_item(event)),
        ]
        self._transact(steps)

    def journal(self, batch: str) -> Iterator[Event]:
        """See `Register`."""
        return (from_plain(Event, item) for item in self._query(f"BATCH#{batch}", "EVENT#"))

    # -- rebuilding

    def restore(self, values: Iterable[Restored]) -> None:
        """See `Register`."""
        tallies: dict[tuple[str, int], Item] = {}
        self.put_items(_restored(value, tallies) for value in values)
        self.put_items(tallies.values())

    def put_items(self, items: Iterable[Item]) -> None:
        """Write many items that no condition guards."""
        chunk: list[Item] = []
        for item in items:
            chunk.append({"PutRequest": {"Item": _item(item)}})
            if len(chunk) == _BATCH_WRITE:
                self._write(chunk)
                chunk = []
        if chunk:
            self._write(chunk)

    # -- how it is said to DynamoDB

    def _get(self, pk: str, sk: str) -> Item | None:
        with translated():
            found = self._client.get_item(TableName=self._name, Key=_item(_key(pk, sk)), ConsistentRead=True)
        return _plain(found["Item"]) if "Item" in found else None

    def _query(self, pk: str, prefix: str) -> Iterator[Item]:
        query = _when("pk = :pk AND begins_with(sk, :prefix)", pk=pk, prefix=prefix)
        yield from self._pages({"ConsistentRead": True} | _renamed(query))

    def _index(self, pk: str, *, limit: int | None = None, before: str | None = None) -> Iterator[Item]:
        words = "gsi1pk = :pk" + (" AND gsi1sk < :before" if before else "")
        query = _renamed(_when(words, pk=pk, **({"before": before} if before else {})))
        yield from self._pages({"IndexName": "by_status"} | query, limit)

    def _pages(self, query: Item, limit: int | None = None) -> Iterator[Item]:
        token: Item = {}
        left = limit
        while True:
            room = {"Limit": left} if left is not None else {}
            with translated():
                answer = self._client.query(TableName=self._name, **query, **room, **token)
            yield from map(_plain, answer["Items"])
            left = None if left is None else left - len(answer["Items"])
            if "LastEvaluatedKey" not in answer or left == 0:
                return
            token = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _update(self, pk: str, sk: str, change: str, **values: Any) -> None:  # noqa: ANN401 - attribute values
        with translated():
            self._client.update_item(**self._keyed(_key(pk, sk)), UpdateExpression=change, **_values(values))

    def _update_batch(self, batch: Batch, status: str, change: str, **values: Any) -> None:  # noqa: ANN401 - as above
        words = {"ConditionExpression": "#status = :was AND revision = :seen", "ExpressionAttributeNames": {"#status": "status"}}
        given = _values(values | {"was": status, "seen": batch.revision})
        with translated():
            self._client.update_item(**self._keyed(_key(f"BATCH#{batch.name}", "#META")), UpdateExpression=change, **words, **given)

    def _move(self, original: Original, expected: tuple[str, ...], change: str, **values: Any) -> None:  # noqa: ANN401 - as above
        states = {f"was{number}": status for number, status in enumerate(expected)}
        words = {
            "ConditionExpression": f"attempt = :seen AND #status IN ({', '.join(':' + name for name in states)})",
            "ExpressionAttributeNames": {"#status": "status"},
        }
        given = _values(values | states | {"seen": original.attempt})
        with translated():
            self._client.update_item(**self._keyed(_original_key(original.digest)), UpdateExpression=change, **words, **given)

    def _keyed(self, key: Item) -> Item:
        return {"TableName": self._name, "Key": _item(key)}

    def _put(self, item: Item, *, new: bool = False, was: str | None = None) -> Item:
        condition: Item = _when("#status = :was", was=was) if was else {}
        condition = {"ConditionExpression": "attribute_not_exists(pk)"} if new else condition
        return {"Put": {"TableName": self._name, "Item": _item(item)} | condition}

    def _set(self, key: Item, facts: Mapping[str, Any], was: str) -> Item:
        kept = {name: value for name, value in facts.items() if value is not None}
        gone = [name for name in facts if name not in kept]
        change = (
            "SET "
            + ", ".join(f"#{name} = :{name}" for name in kept)
            + (" REMOVE " + ", ".join(f"#{name}" for name in gone) if gone else "")
        )
        names = {"ExpressionAttributeNames": {f"#{name}": name for name in facts}}
        return {
            "Update": self._keyed(key)
            | {"UpdateExpression": change, "ConditionExpression": "#status = :was"}
            | names
            | _values(kept | {"was": was})
        }

    def _tally(self, line: Line, moves: Mapping[str, int], at: datetime) -> Item:
        sums = {**moves, "moves": 1}
        change = "ADD " + ", ".join(f"#{name} :{name}" for name in sums) + " SET moved_at = :at"
        names = {"ExpressionAttributeNames": {f"#{name}": name for name in sums}}
        return {
            "Update": self._keyed(_tally_key(line.batch, line.line))
            | {"UpdateExpression": change}
            | names
            | _values(sums | {"at": at.isoformat()})
        }

    def _transact(self, steps: list[Item]) -> None:
        """All or nothing; waits out rivals, raises `ConflictError` when a condition no longer holds."""
        for attempt in range(_ATTEMPTS):
            try:
                self._client.transact_write_items(TransactItems=steps)
            except ClientError as error:
                codes = {reason.get("Code") for reason in error.response.get("CancellationReasons", [])}
                if "ConditionalCheckFailed" in codes:
                    raise ConflictError("conflict", "a condition no longer holds") from error
                if not (codes & _CONFLICTS or is_busy(error)):
                    raise
                time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311 - jitter
            except BotoCoreError as error:
                raise TransientError("unreachable", type(error).__name__) from error
            else:
                return
        raise TransientError("busy", "a transaction met rivals too often")

    def _write(self, chunk: list[Item]) -> None:
        left = {self._name: chunk}
        for attempt in range(_ATTEMPTS):
            with translated():
                left = self._client.batch_write_item(RequestItems=left).get("UnprocessedItems", {})  # type: ignore[arg-type, assignment]
            if not left:
                return
            time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311 - jitter
        raise TransientError("busy", "a bulk write was throttled too often")


def _key(pk: str, sk: str) -> Item:
    return {"pk": pk, "sk": sk}


def _original_key(digest: str) -> Item:
    return _key(f"ORIGINAL#{digest}", "#META")


def _piece_key(piece: str) -> Item:
    return _key(f"ORIGINAL#{digest_of_piece(piece)}", f"PIECE#{piece}")


def _line_key(line: Line) -> Item:
    return _key(f"BATCH#{line.batch}", f"LINE#{line.line}")


def _tally_key(batch: str, line: str) -> Item:
    return _key(f"BATCH#{batch}", f"#TALLY#{int(line[:2], 16) % SHARDS}")


def _arrival_item(batch: str, arrival: str, line: str) -> Item:
    return _key(f"BATCH#{batch}", f"ARRIVAL#{arrival}") | {"line": line}


def _line_item(line: Line) -> Item:
    return _line_key(line) | to_plain(line)


def _event_item(event: Event) -> Item:
    return _key(f"BATCH#{event.batch}", f"EVENT#{event.at.isoformat()}#{event.line}#{event.type}") | to_plain(event)


def _batch_item(batch: Batch) -> Item:
    place = {} if batch.status == "closed" else {"gsi1pk": "OPEN", "gsi1sk": batch.name}
    return _key(f"BATCH#{batch.name}", "#META") | to_plain(batch) | place


def _original_item(original: Original) -> Item:
    place: Item = {}
    if original.status == "waiting" and original.route == "textract":
        place = {"gsi1pk": f"WAITING#{original.batch}", "gsi1sk": f"{original.registered_at.isoformat()}#{original.digest}"}
    if original.status == "reading" and original.started_at:
        place = {"gsi1pk": "READING", "gsi1sk": f"{original.started_at.isoformat()}#{original.digest}"}
    return _original_key(original.digest) | to_plain(original) | place


def _piece_item(piece: Piece) -> Item:
    place = (
        {"gsi2pk": f"CASEFILE#{piece.matricule}", "gsi2sk": f"{piece.registered_at.isoformat()}#{piece.piece}"} if piece.matricule else {}
    )
    return _piece_key(piece.piece) | to_plain(piece) | place


def _restored(value: Restored, tallies: dict[tuple[str, int], Item]) -> Item:
    """Write one value as its item; a line also counts in its shard."""
    match value:
        case Batch():
            return _batch_item(value)
        case Original():
            return _original_item(value)
        case Piece():
            return _piece_item(value)
        case Event():
            key = _tally_key(value.batch, value.line)
            sums = tallies.setdefault((value.batch, int(value.line[:2], 16) % SHARDS), dict(key))
            sums["moves"] = sums.get("moves", 0) + 1
            sums["moved_at"] = max(sums.get("moved_at", ""), value.at.isoformat())
            return _event_item(value)
        case Line():
            key = _tally_key(value.batch, value.line)
            sums = tallies.setdefault((value.batch, int(value.line[:2], 16) % SHARDS), dict(key))
            sums["lines"] = sums.get("lines", 0) + 1
            sums[value.status] = sums.get(value.status, 0) + 1
            return _line_item(value)
        case (batch, arrival, line):
            return _arrival_item(batch, arrival, line)


def _sum(shards: Sequence[Item]) -> Tally:
    """Add the shards up."""
    total = {name: sum(int(shard.get(name, 0)) for shard in shards) for name in ("lines", "waiting", "moves", *OUTCOMES)}
    moved = max((shard["moved_at"] for shard in shards if "moved_at" in shard), default=None)
    return Tally(
        lines=total["lines"],
        waiting=total["waiting"],
        moves=total["moves"],
        moved_at=datetime.fromisoformat(moved).astimezone(UTC) if moved else None,
        counts={name: total[name] for name in OUTCOMES},
    )


def _digest_of(item: Item) -> str:
    return str(item["pk"]).removeprefix("ORIGINAL#")


def _item(plain: Mapping[str, Any]) -> Item:
    return {name: _serialise(_number(value)) for name, value in plain.items() if value is not None}


def _number(value: Any) -> Any:  # noqa: ANN401 - DynamoDB has no floats
    return Decimal(str(value)) if isinstance(value, float) else value


def _plain(item: Mapping[str, Any]) -> Item:
    return {name: _deserialise(value) for name, value in item.items()}


def _values(values: Mapping[str, Any]) -> Item:
    return {"ExpressionAttributeValues": {f":{name}": _serialise(_number(value)) for name, value in values.items()}}


def _when(words: str, **values: Any) -> Item:  # noqa: ANN401 - attribute values
    names = {"ExpressionAttributeNames": {"#status": "status"}} if "#status" in words else {}
    return {"ConditionExpression": words} | names | _values(values)


def _renamed(condition: Item) -> Item:
    return {("KeyConditionExpression" if name == "ConditionExpression" else name): value for name, value in condition.items()}
