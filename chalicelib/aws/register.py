"""The register's port on DynamoDB; `table` has its keys.

Conditions are the whole safety here: every change says what must still be so, and a rival that won raises `ConflictError`.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.faults import is_busy, translated
from chalicelib.aws.items import ATTEMPTS, Items, name_of, pause
from chalicelib.aws.table import (
    NEW,
    QUEUES,
    SCHEMA_VERSION,
    Item,
    arrival_item,
    as_key_condition,
    batch_item,
    change_item,
    changes,
    digest_of,
    event_item,
    from_attributes,
    given,
    key_of,
    left_place,
    line_item,
    line_key,
    name_items,
    original_item,
    original_key,
    piece_item,
    piece_key,
    plain_of,
    refused_place,
    restored_items,
    servant_key,
    shard_keys,
    spelling_items,
    sum_shards,
    tally_key,
    to_attributes,
    twin_item,
    when,
)
from chalicelib.model.batch import Batch, Tally
from chalicelib.model.codec import from_plain
from chalicelib.model.decision import Decision, Lease
from chalicelib.model.errors import ConflictError, TransientError
from chalicelib.model.event import Event
from chalicelib.model.identifiers import digest_of_piece
from chalicelib.model.piece import (
    LOST,
    REREADINGS,
    BatchLine,
    Original,
    Outcome,
    Piece,
    Status,
    leaves,
    settled_line,
    settled_pages,
    settled_piece,
)
from chalicelib.model.register import Entry, Heading, Known, Restored, RosterPointer
from chalicelib.model.servant import Servant
from chalicelib.text.names import SHORTEST, words_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_MOST = 100
"""Servants that are asked for by name at once."""
_WRITERS = 8
"""Threads, where a list is long; the client's pool has ten connections."""
_POINTER_AGE = 5.0
"""Seconds for which the roster in force may stand in memory."""
_FREE = "(attribute_not_exists(claimed_by) OR claimed_by = :by OR claimed_until <= :now)"
"""Whether somebody may decide of a piece."""
_CONFLICTS = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}


class RegisterTable:
    """The register's port on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        """Speak to the table called `name`."""
        self._client = client
        self._name = name
        self._items = Items(client, name)
        self._opened: set[str] = set()
        self._pointer: tuple[float, RosterPointer] | None = None

    def schema_version(self) -> int:
        """See `Register`."""
        try:
            self._items.write(key_of("SCHEMA", "#META") | {"version": SCHEMA_VERSION}, NEW)
        except ConflictError:
            found = self._items.one(key_of("SCHEMA", "#META"))
            return int(found["version"]) if found else SCHEMA_VERSION
        return SCHEMA_VERSION

    # -- rosters

    def roster_pointer(self) -> RosterPointer | None:
        """See `Register`."""
        if self._pointer and time.monotonic() - self._pointer[0] < _POINTER_AGE:
            return self._pointer[1]
        item = self._items.one(key_of("ROSTER", "#POINTER"))
        self._pointer = (time.monotonic(), from_plain(RosterPointer, item)) if item else None
        return self._pointer[1] if self._pointer else None

    def find_servants(self, generation: str, folded: str) -> Sequence[Servant]:
        """See `Register`."""
        return [from_plain(Servant, item) for item in self._query(f"ROSTER#{generation}", f"{folded}#")]

    def roster_page(self, generation: str, after: str | None, limit: int) -> tuple[Sequence[Servant], str | None]:
        """See `Register`."""
        query = as_key_condition(when("pk = :pk AND sk > :after", pk=f"ROSTER#{generation}", after=after or " "))
        items = list(self._items.found({"ConsistentRead": True} | query, limit))
        return [from_plain(Servant, item) for item in items], items[-1]["sk"] if len(items) == limit else None

    def put_servants(self, generation: str, servants: Iterable[Servant]) -> None:
        """See `Register`."""
        self._items.put(servant_key(generation, each.matricule) | plain_of(each) for each in servants)

    def servants_by_matricule(self, generation: str, matricules: Sequence[str]) -> Mapping[str, Servant]:
        """See `Register`."""
        keys = [servant_key(generation, each) for each in dict.fromkeys(matricules)]
        found = (from_plain(Servant, item) for item in self._items.many(keys[:_MOST]).values())
        return {servant.matricule: servant for servant in found}

    def put_name_index(self, servants: Iterable[Servant]) -> None:
        """See `Register`. The first roster is half a million items: several writers share them."""
        words = set[str]()

        def items() -> Iterator[Item]:
            for servant in servants:
                words.update((*words_of(servant.name), *words_of(servant.first_names)))
                yield from name_items(servant)
            yield from spelling_items(words)

        self._items.put(items(), writers=_WRITERS)

    def find_names(self, beginning: str, *, after: str | None, limit: int) -> Sequence[Heading]:
        """See `Register`."""
        query = when("pk = :pk AND begins_with(sk, :prefix)", pk=f"NAMES#{beginning[:SHORTEST]}", prefix=beginning)
        start = {"ExclusiveStartKey": to_attributes(key_of(f"NAMES#{beginning[:SHORTEST]}", after))} if after else {}
        items = self._items.found(as_key_condition(query) | start, limit)
        return [Heading(heading=str(item["sk"]).rpartition("#")[0], servant=from_plain(Servant, item)) for item in items]

    def find_born_on(self, day: date, *, limit: int) -> Sequence[Servant]:
        """See `Register`."""
        query = as_key_condition(when("pk = :pk", pk=f"BORN#{day.isoformat()}"))
        return [from_plain(Servant, item) for item in self._items.found(query, limit)]

    def find_spellings(self, keys: Iterable[str], *, limit: int) -> Sequence[str]:
        """See `Register`."""

        def ask(key: str) -> list[str]:
            query = as_key_condition(when("pk = :pk", pk=f"SPELLING#{key}"))
            return [str(item["sk"]) for item in self._items.found(query, limit)]

        with ThreadPoolExecutor(_WRITERS) as readers:
            return sorted({word for words in readers.map(ask, sorted(keys)) for word in words})

    def put_roster_in_force(self, pointer: RosterPointer, *, seen: RosterPointer | None) -> None:
        """See `Register`."""
        condition: Item = NEW
        if seen is not None:
            condition = when("generation = :seen AND uploaded_at = :then", seen=seen.generation, then=seen.uploaded_at.isoformat())
        self._pointer = None
        self._items.write(key_of("ROSTER", "#POINTER") | plain_of(pointer), condition)

    # -- batches

    def open_batch(self, name: str, at: datetime) -> None:
        """See `Register`."""
        if name in self._opened:
            return
        with suppress(ConflictError):  # it exists
            self._items.write(batch_item(Batch(name=name, opened_at=at)), NEW)
        self._opened.add(name)

    def record_manifest(self, name: str, key: str, announced: int) -> None:
        """See `Register`."""
        self._update(f"BATCH#{name}", "#META", "SET manifest_key = :key, announced = :announced", key=key, announced=announced)

    def record_marker(self, name: str, at: datetime) -> None:
        """See `Register`."""
        self._update(f"BATCH#{name}", "#META", "SET marked_at = :at", at=at.isoformat())

    def batch(self, name: str) -> tuple[Batch, Tally] | None:
        """See `Register`."""
        items = list(self._query(f"BATCH#{name}", "#"))
        if not items or items[0]["sk"] != "#META":
            self._opened.discard(name)
            return None
        return from_plain(Batch, items[0]), sum_shards(items[1:])

    def open_batches(self) -> Sequence[str]:
        """See `Register`."""
        return [item["gsi1sk"] for item in self._index("OPEN")]

    def reopen_batch(self, batch: Batch, at: datetime) -> None:
        """See `Register`."""
        self._update_batch(
            batch,
            "closed",
            "SET #status = :next, opened_at = :at, gsi1pk = :open, gsi1sk = :name, gsi3pk = :all, gsi3sk = :place REMOVE marked_at",
            next="open",
            at=at.isoformat(),
            open="OPEN",
            name=batch.name,
            all="BATCHES",
            place=replace(batch, opened_at=at).place,
        )

    def close_batch(self, batch: Batch, *, moves: int, at: datetime) -> Batch:
        """See `Register`."""
        change = "SET #status = :next, revision = :revision, closed_at = :at, closed_moves = :moves"
        self._update_batch(batch, "open", change, next="closing", revision=batch.revision + 1, at=at.isoformat(), moves=moves)
        found = self.batch(batch.name)
        if found is None:
            raise ConflictError("conflict", "the batch has gone")
        return found[0]

    def record_receipt(self, batch: Batch, *, moves: int) -> None:
        """See `Register`."""
        self._update_batch(batch, "closing", "SET #status = :next, closed_moves = :moves REMOVE gsi1pk, gsi1sk", next="closed", moves=moves)

    # -- arrivals and lines

    def arrivals(self, batch: str) -> Mapping[str, str]:
        """See `Register`."""
        return {item["sk"].removeprefix("ARRIVAL#"): item["line"] for item in self._query(f"ARRIVALS#{batch}", "ARRIVAL#")}

    def line_of_arrival(self, batch: str, arrival: str) -> str | None:
        """See `Register`."""
        item = self._items.one(key_of(f"ARRIVALS#{batch}", f"ARRIVAL#{arrival}"))
        return item["line"] if item else None

    def line(self, batch: str, line: str) -> BatchLine | None:
        """See `Register`."""
        item = self._items.one(key_of(f"LINES#{batch}", f"LINE#{line}"))
        return from_plain(BatchLine, item) if item else None

    def lines(self, batch: str, *, after: str | None = None) -> Iterator[BatchLine]:
        """See `Register`."""
        query = as_key_condition(when("pk = :pk AND sk > :after", pk=f"LINES#{batch}", after=f"LINE#{after or ''}"))
        return (from_plain(BatchLine, item) for item in self._items.found({"ConsistentRead": True} | query))

    def register_arrival(self, entry: Entry) -> None:
        """See `Register`."""
        line = entry.line
        moves: dict[str, int] = {line.status: 1, "failed": -1} if entry.revives else {line.status: 1, "lines": 1}
        moves |= _pages_of(line, 1)
        steps = [
            self._put(arrival_item(line.batch, entry.arrival, line.line), new=not entry.revives),
            self._put(line_item(line), new=not entry.revives, was="failed"),
            self._tally(line, moves, entry.event.at),
            self._put(event_item(entry.event)),
        ]
        if entry.original is not None:
            steps.append(self._put(original_item(entry.original), new=True))
        elif entry.seen is not None:
            steps.append({"ConditionCheck": self._keyed(original_key(entry.seen.digest)) | when("#status = :seen", seen=entry.seen.status)})
        if entry.piece is not None:
            steps.append(self._put(piece_item(entry.piece), new=True))
        self._transact(steps)

    def record_repeated_arrival(self, batch: str, arrival: str, line: str) -> None:
        """See `Register`."""
        self._items.write(arrival_item(batch, arrival, line))

    def refused_lines(self, batch: str, *, limit: int) -> Sequence[BatchLine]:
        """See `Register`."""
        query = as_key_condition(when("gsi1pk = :pk", pk=f"REFUSED#{batch}"))
        places = list(self._items.found({"IndexName": "by_status", "ScanIndexForward": False} | query, limit))
        found = self._items.many([key_of(each["pk"], each["sk"]) for each in places])
        lines = (from_plain(BatchLine, found[name_of(each)]) for each in places if name_of(each) in found)
        return [line for line in lines if line.status in LOST]

    # -- originals and pieces

    def look_up(self, batch: str, line: str, piece: str) -> Known:
        """See `Register`."""
        keys = {
            "line": key_of(f"LINES#{batch}", f"LINE#{line}"),
            "original": original_key(digest_of_piece(piece)),
            "piece": piece_key(piece),
        }
        found = self._items.many(list(keys.values()))
        kinds: dict[str, type[Any]] = {"line": BatchLine, "original": Original, "piece": Piece}
        read = {name: from_plain(kinds[name], found[name_of(key)]) for name, key in keys.items() if name_of(key) in found}
        return Known(**read)

    def original(self, digest: str) -> Original | None:
        """See `Register`."""
        item = self._items.one(original_key(digest))
        return from_plain(Original, item) if item else None

    def originals(self, digests: Sequence[str]) -> Sequence[Original]:
        """See `Register`."""
        keys = [original_key(digest) for digest in digests]
        found = self._items.many(keys)
        return [from_plain(Original, found[name_of(key)]) for key in keys if name_of(key) in found]

    def pieces_of_original(self, digest: str) -> Sequence[Piece]:
        """See `Register`."""
        return [from_plain(Piece, item) for item in self._query(f"ORIGINAL#{digest}", "PIECE#")]

    def piece(self, piece: str) -> Piece | None:
        """See `Register`."""
        item = self._items.one(piece_key(piece))
        return from_plain(Piece, item) if item else None

    def waiting_readings(self, batch: str, limit: int) -> Sequence[str]:
        """See `Register`."""
        return [digest_of(item) for item in self._index(f"WAITING#{batch}", limit=limit)]

    def reading_count(self) -> int:
        """See `Register`."""
        return sum(1 for _ in self._index("READING"))

    def stale_readings(self, before: datetime) -> Sequence[str]:
        """See `Register`."""
        return [digest_of(item) for item in self._index("READING", before=before.isoformat())]

    def reading_started(self, original: Original, job: str, at: datetime) -> None:
        """See `Register`."""
        change = "SET #status = :next, job = :job, started_at = :at, gsi1pk = :reading, gsi1sk = :place"
        place = f"{at.isoformat()}#{original.digest}"
        try:
            self._move(original, ("waiting",), change, next="reading", job=job, at=at.isoformat(), reading="READING", place=place)
        except ConflictError:
            return  # its notice came first

    def reading_succeeded(self, original: Original, confidence: float | None) -> Original:
        """See `Register`."""
        change = "SET #status = :next, confidence = :confidence, again = :again REMOVE gsi1pk, gsi1sk"
        return self._move(original, ("waiting", "reading"), change, next="transcribed", confidence=confidence, again=False)

    def retry_reading(self, original: Original) -> None:
        """See `Register`."""
        change = "SET #status = :next, attempt = :attempt, gsi1pk = :queue, gsi1sk = :place REMOVE job, started_at"
        place = f"{original.registered_at.isoformat()}#{original.digest}"
        queue = f"WAITING#{original.batch}"
        self._move(
            original, ("waiting", "reading", "failed"), change, next="waiting", attempt=original.attempt + 1, queue=queue, place=place
        )

    def reread_original(self, original: Original) -> None:
        """See `Register`. The job stays: by it a late notice of the reading that stands is known."""
        change = "SET #status = :next, attempt = :attempt, again = :again, gsi1pk = :queue, gsi1sk = :place REMOVE started_at"
        place = {"queue": f"WAITING#{REREADINGS}", "place": f"{original.registered_at.isoformat()}#{original.digest}"}
        self._move(original, ("transcribed",), change, next="waiting", attempt=original.attempt + 1, again=True, **place)

    def rereading_failed(self, original: Original) -> Original:
        """See `Register`."""
        change = "SET #status = :next, again = :again REMOVE gsi1pk, gsi1sk"
        return self._move(original, ("waiting", "reading"), change, next="transcribed", again=False)

    def reading_failed(self, original: Original) -> None:
        """See `Register`."""
        self._move(original, ("waiting", "reading"), "SET #status = :next REMOVE gsi1pk, gsi1sk", next="failed")

    def settle_piece(self, piece: Piece, line: BatchLine, outcome: Outcome, event: Event, change: Decision | None = None) -> bool:
        """See `Register`."""
        become, after = settled_line(line, outcome), settled_piece(piece, outcome)
        facts = changes(piece_item(piece), piece_item(after))
        if leaves(piece, after):
            facts |= left_place(piece.piece, event.at)
        steps = [
            self._set(piece_key(piece.piece), facts, piece.status, edition=piece.edition, change=change),
            self._set(line_key(line), changes(line_item(line), line_item(become)), line.status),
            self._tally(line, _moved(line, become), event.at),
            self._put(event_item(event)),
        ]
        if change is not None:
            steps.append(self._put(change_item(change), new=True))
        if outcome.status == "duplicate" and outcome.duplicate_of:
            # The act stays in its case file by the other one: of two who leave out one for the other, one is told.
            filed = when("#status = :filed AND matricule = :matricule", filed="filed", matricule=outcome.matricule)
            steps.append({"ConditionCheck": self._keyed(piece_key(outcome.duplicate_of)) | filed})
            steps.append(self._put(twin_item(outcome.duplicate_of, piece.piece)))
        try:
            self._transact(steps)
        except ConflictError:
            return False
        return True

    def duplicates_of(self, piece: str) -> Sequence[Piece]:
        """See `Register`."""
        query = as_key_condition(when("pk = :pk", pk=f"TWINS#{piece}"))
        keys = [piece_key(str(item["sk"])) for item in self._items.found({"ConsistentRead": True} | query)]
        pieces = [from_plain(Piece, item) for item in self._items.many(keys).values()]
        return [each for each in pieces if each.status == "duplicate" and each.duplicate_of == piece]

    def find_orphaning_pieces(self, before: datetime) -> Sequence[str]:
        """See `Register`."""
        return [str(item["sk"]).removeprefix("PIECE#") for item in self._index("LEFT", before=before.isoformat())]

    def record_duplicates_restored(self, piece: Piece) -> None:
        """See `Register`."""
        try:
            with translated():
                self._client.update_item(
                    **self._keyed(piece_key(piece.piece)),
                    UpdateExpression="REMOVE gsi1pk, gsi1sk",
                    **when("edition = :seen", seen=piece.edition),
                )
        except ConflictError:
            return  # it has moved since: somebody looks again

    def retry_piece(self, piece: Piece, event: Event) -> None:
        """See `Register`."""
        line = self.line(piece.batch, piece.line)
        if line is None:
            raise ConflictError("conflict", "the line has gone")
        facts = {"status": "waiting", "reason": None}
        steps = [
            self._set(piece_key(piece.piece), facts, "failed"),
            self._set(line_key(line), facts | dict.fromkeys(refused_place(line)), "failed"),
            self._tally(line, {"waiting": 1, "failed": -1} | _pages_of(line, -1), event.at),
            self._put(event_item(event)),
        ]
        self._transact(steps)

    def batch_events(self, batch: str) -> Iterator[Event]:
        """See `Register`."""
        return (from_plain(Event, item) for item in self._query(f"JOURNAL#{batch}", "EVENT#"))

    # -- for readers

    def casefile_pieces(self, matricule: str, *, after: str | None, limit: int) -> Sequence[Piece]:
        """See `Register`."""
        found = self._places("by_casefile", 2, f"CASEFILE#{matricule}", after=after, limit=limit)
        return [from_plain(Piece, item) for item in found]

    def pieces_with_originals(self, pieces: Sequence[str]) -> Mapping[str, tuple[Piece, Original]]:
        """See `Register`."""
        keys = {piece: (piece_key(piece), original_key(digest_of_piece(piece))) for piece in dict.fromkeys(pieces)}
        found = self._items.many(list({name_of(key): key for pair in keys.values() for key in pair}.values()))
        items = {piece: [found[name_of(key)] for key in pair if name_of(key) in found] for piece, pair in keys.items()}
        whole = {piece: pair for piece, pair in items.items() if len(pair) == len(keys[piece])}
        return {piece: (from_plain(Piece, pair[0]), from_plain(Original, pair[1])) for piece, pair in whole.items()}

    def latest_batches(self, *, before: str | None, limit: int) -> Sequence[tuple[Batch, Tally]]:
        """See `Register`."""
        batches = [from_plain(Batch, item) for item in self._places("by_time", 3, "BATCHES", before=before, limit=limit)]
        found = self._items.many([key for batch in batches for key in shard_keys(batch.name)])
        shards = {batch.name: [found[name_of(key)] for key in shard_keys(batch.name) if name_of(key) in found] for batch in batches}
        return [(batch, sum_shards(shards[batch.name])) for batch in batches]

    # -- for those who decide

    def pieces_awaiting_review(self, status: Status, *, after: str | None, limit: int) -> Sequence[tuple[Piece, Lease | None]]:
        """See `Register`."""
        words = "gsi3pk = :pk" + (" AND gsi3sk > :after" if after else "")
        query = as_key_condition(when(words, pk=QUEUES[status], **({"after": after} if after else {})))
        return [_leased(item) for item in self._items.found({"IndexName": "by_time"} | query, limit)]

    def piece_with_lease(self, piece: str) -> tuple[Piece, Lease | None] | None:
        """See `Register`."""
        item = self._items.one(piece_key(piece))
        return _leased(item) if item else None

    def acquire_lease(self, piece: Piece, lease: Lease, *, now: datetime) -> None:
        """See `Register`."""
        condition = when(
            f"#status = :was AND edition = :seen AND {_FREE}",
            was=piece.status,
            seen=piece.edition,
            by=lease.by,
            now=now.isoformat(),
            until=lease.until.isoformat(),
        )
        change = "SET claimed_by = :by, claimed_until = :until"
        with translated():
            self._client.update_item(**self._keyed(piece_key(piece.piece)), UpdateExpression=change, **condition)

    def release_lease(self, piece: str, by: str) -> None:
        """See `Register`."""
        try:
            with translated():
                self._client.update_item(
                    **self._keyed(piece_key(piece)), UpdateExpression="REMOVE claimed_by, claimed_until", **when("claimed_by = :by", by=by)
                )
        except ConflictError:
            return  # it is in nobody's hand, or in another's

    def decisions(self, piece: str, *, limit: int) -> Sequence[Decision]:
        """See `Register`."""
        query = as_key_condition(when("pk = :pk", pk=f"CHANGES#{piece}"))
        return [
            from_plain(Decision, item) for item in self._items.found({"ConsistentRead": True, "ScanIndexForward": False} | query, limit)
        ]

    def decisions_on(self, day: date) -> Iterator[Decision]:
        """See `Register`."""
        query = as_key_condition(when("gsi3pk = :pk", pk=f"DEEDS#{day.isoformat()}"))
        found = self._items.found({"IndexName": "by_time"} | query)
        return (from_plain(Decision, item) for item in found if str(item["pk"]).startswith("CHANGES#"))

    def earliest_batches(self, *, after: str | None, limit: int) -> Sequence[Batch]:
        """See `Register`."""
        found = self._places("by_time", 3, "BATCHES", after=after or " ", limit=limit)
        return [from_plain(Batch, item) for item in found]

    # -- rebuilding

    def restore(self, values: Iterable[Restored]) -> None:
        """See `Register`."""
        tallies: dict[str, Item] = {}
        self._items.put(item for value in values for item in restored_items(value, tallies))
        self._items.put(tallies.values())

    # -- how it is said to DynamoDB

    def _query(self, pk: str, prefix: str) -> Iterator[Item]:
        query = when("pk = :pk AND begins_with(sk, :prefix)", pk=pk, prefix=prefix)
        yield from self._items.found({"ConsistentRead": True} | as_key_condition(query))

    def _index(self, pk: str, *, limit: int | None = None, before: str | None = None) -> Iterator[Item]:
        words = "gsi1pk = :pk" + (" AND gsi1sk < :before" if before else "")
        query = as_key_condition(when(words, pk=pk, **({"before": before} if before else {})))
        yield from self._items.found({"IndexName": "by_status"} | query, limit)

    def _places(self, index: str, number: int, pk: str, *, after: str | None = None, before: str | None = None, limit: int) -> list[Item]:  # noqa: PLR0913 - one question
        """Read a part of an index: forward from `after`, or, the latest first, backward from `before` or from the end."""
        names = f"gsi{number}pk = :pk" + (f" AND gsi{number}sk > :place" if after else f" AND gsi{number}sk < :place" if before else "")
        place = after or before
        query = as_key_condition(when(names, pk=pk, **({"place": place} if place else {})))
        backward = {"ScanIndexForward": False} if index == "by_time" and not after else {}
        return list(self._items.found({"IndexName": index} | backward | query, limit))

    def _update(self, pk: str, sk: str, change: str, **values: Any) -> None:  # noqa: ANN401 - attribute values
        with translated():
            self._client.update_item(**self._keyed(key_of(pk, sk)), UpdateExpression=change, **given(values))

    def _update_batch(self, batch: Batch, status: str, change: str, **values: Any) -> None:  # noqa: ANN401 - as above
        words: Item = {"ConditionExpression": "#status = :was AND revision = :seen", "ExpressionAttributeNames": {"#status": "status"}}
        words |= given(values | {"was": status, "seen": batch.revision})
        with translated():
            self._client.update_item(**self._keyed(key_of(f"BATCH#{batch.name}", "#META")), UpdateExpression=change, **words)

    def _move(self, original: Original, expected: tuple[str, ...], change: str, **values: Any) -> Original:  # noqa: ANN401 - as above
        states = {f"was{number}": status for number, status in enumerate(expected)}
        words: Item = {
            "ConditionExpression": f"attempt = :seen AND #status IN ({', '.join(':' + name for name in states)})",
            "ExpressionAttributeNames": {"#status": "status"},
        }
        words |= given(values | states | {"seen": original.attempt})
        with translated():
            moved = self._client.update_item(
                **self._keyed(original_key(original.digest)), UpdateExpression=change, ReturnValues="ALL_NEW", **words
            )
        return from_plain(Original, from_attributes(moved["Attributes"]))

    def _keyed(self, key: Item) -> Item:
        return {"TableName": self._name, "Key": to_attributes(key)}

    def _put(self, item: Item, *, new: bool = False, was: str | None = None) -> Item:
        condition: Item = when("#status = :was", was=was) if was else {}
        condition = NEW if new else condition
        return {"Put": {"TableName": self._name, "Item": to_attributes(item)} | condition}

    def _set(self, key: Item, facts: Mapping[str, Any], was: str, *, edition: int | None = None, change: Decision | None = None) -> Item:
        facts = dict(facts) | ({"claimed_by": None, "claimed_until": None} if change else {})
        kept = {name: value for name, value in facts.items() if value is not None}
        gone = [name for name in facts if name not in kept]
        words = (
            "SET "
            + ", ".join(f"#{name} = :{name}" for name in kept)
            + (" REMOVE " + ", ".join(f"#{name}" for name in gone) if gone else "")
        )
        names = {"ExpressionAttributeNames": {f"#{name}": name for name in facts}}
        return {
            "Update": self._keyed(key)
            | {
                "UpdateExpression": words,
                "ConditionExpression": "#status = :was"
                + (" AND edition = :seen" if edition is not None else "")
                + (f" AND {_FREE}" if change else ""),
            }
            | names
            | given(
                kept
                | {"was": was}
                | ({"seen": edition} if edition is not None else {})
                | ({"by": change.by, "now": change.at.isoformat()} if change else {})
            )
        }

    def _tally(self, line: BatchLine, moves: Mapping[str, int], at: datetime) -> Item:
        sums = {**moves, "moves": 1}
        change = "ADD " + ", ".join(f"#{name} :{name}" for name in sums) + " SET moved_at = :at"
        names = {"ExpressionAttributeNames": {f"#{name}": name for name in sums}}
        return {
            "Update": self._keyed(tally_key(line.batch, line.line))
            | {"UpdateExpression": change}
            | names
            | given(sums | {"at": at.isoformat()})
        }

    def _transact(self, steps: list[Item]) -> None:
        """All or nothing; waits out rivals, raises `ConflictError` when a condition no longer holds."""
        for attempt in range(ATTEMPTS):
            try:
                self._client.transact_write_items(TransactItems=steps)  # type: ignore[arg-type]
            except ClientError as error:
                codes = {reason.get("Code") for reason in error.response.get("CancellationReasons", [])}
                if "ConditionalCheckFailed" in codes:
                    raise ConflictError("conflict", "a condition no longer holds") from error
                if not (codes & _CONFLICTS or is_busy(error)):
                    raise
                pause(attempt)
            except BotoCoreError as error:
                raise TransientError("unreachable", type(error).__name__) from error
            else:
                return
        raise TransientError("busy", "a transaction met rivals too often")


def _pages_of(line: BatchLine, sign: int) -> dict[str, int]:
    """What a line's end adds to the pages of its batch, or takes away; one in which nothing was counted moves nothing."""
    pages = settled_pages(line)
    return {"pages": sign * pages} if pages else {}


def _moved(line: BatchLine, become: BatchLine) -> dict[str, int]:
    """How the sums of a batch move with a line."""
    if become.status == line.status:
        return {}
    return {line.status: -1, become.status: 1} | (_pages_of(become, 1) if line.status == "waiting" else {})


def _leased(item: Item) -> tuple[Piece, Lease | None]:
    """Read a piece, and who has it in hand."""
    by, until = item.get("claimed_by"), item.get("claimed_until")
    return from_plain(Piece, item), Lease(by=by, until=datetime.fromisoformat(until)) if by and until else None
