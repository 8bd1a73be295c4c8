"""The register's one table, on one page: its keys, and how each value is an item.

| pk                    | sk                      | what                         | asked for                                    |
|-----------------------|-------------------------|------------------------------|----------------------------------------------|
| `BATCH#<name>`        | `#META`                 | the batch                    | with its sums in one query                   |
| `BATCH#<name>`        | `#TALLY#<0-7>`          | its sums, in eight shards    | shard = line id mod 8                        |
| `ARRIVALS#<name>`     | `ARRIVAL#<arrival id>`  | which line took an upload    | one arrival; all of a batch                  |
| `LINES#<name>`        | `LINE#<line id>`        | one file of the batch        | one line; all of a batch (receipt)           |
| `JOURNAL#<name>`      | `EVENT#<at>#<line>#<t>` | the journal                  | all of a batch, in time                      |
| `ORIGINAL#<digest>`   | `#META`                 | an original and its reading  | one original                                 |
| `ORIGINAL#<digest>`   | `PIECE#<piece id>`      | the original as a piece      | one piece; all of an original                |
| `ROSTER`              | `#POINTER`              | the roster in force          | before each filing                           |
| `ROSTER#<generation>` | `<folded>#<matricule>`  | a servant                    | all whose folded matricule is this           |
| `CONSULTED#<subject>` | `<at>#<id>`             | who opened a case file       | by page, the latest first                    |
| `ACCOUNTS`            | `<matricule>`           | a servant's account          | one, many, or all when a roster changes      |
| `ACCOUNT#<matricule>` | `<at>#<deed>`           | what was done to an account  | by page, the latest first                    |
| `ACCESS`              | `#KEPT`                 | up to when the vault has them| by each sweep                                |
| `NAMES#<two letters>` | `<heading>#<matricule>` | a servant by name            | by the beginning of a heading, by page       |
| `BORN#<day>`          | `<matricule>`           | a servant by day of birth    | some who were born on a day                  |
| `SPELLING#<spelling>` | `<word>`                | a word of somebody's name    | words that sound like a misspelt one         |
| `SIGNINS#<user name>` | `<at>#<outcome>`        | who signed in, who tried     | by page, the latest first                    |
| `CHANGES#<piece>`     | `<at>#<edition>`        | what a person changed        | by piece, the latest first                   |
| `TWINS#<piece>`       | `<piece>`               | one that was left out for it | when it leaves its case file                 |
| `TRIES#<mark>`        | `#META`                 | attempts of an account, or of| before each attempt; expires                 |
|                       |                         | an address; the mark hides it|                                              |
| `SPENT#<mark>`        | `#META`                 | a challenge that was answered| once; expires                                |
| `SESSION#<mark>`      | `#META`                 | an open session, its refresh | to go on with it; expires                    |
|                       |                         | token; the mark hides whose  |                                              |
| `FIGURES`             | `#REACHED`              | the sums of all days         | for the direction; before each counting      |
| `FIGURES`             | `DAY#<day>`             | what came in on a day        | some days                                    |
| `FIGURES`             | `QUEUE#<ministry>`      | what waits, by day           | all ministries                               |
| `FIGURES`             | `TURN#<batch>`          | how far a batch is counted   | by each counting; expires once it is at rest |
| `COUNTED#<batch>`     | `LINE#<line id>`        | what a line adds to the sums | when it has moved                            |
| `HOLDING#<matricule>` | `#META`                 | pieces counted in a case file| when one has moved                           |
| `REPORTS#<matricule>` | `<report>`              | what a servant reports       | one; by page, the latest first               |
| `REPORTS#<matricule>` | `#OPEN`                 | how many are open            | before one more                              |
| `REPORTED#<matricule>`| `<at>#<report>#<deed>`  | what was done to reports     | by page, the latest first                    |
| `SCHEMA`              | `#META`                 | the table's schema version   | before a migration                           |

Index `by_status` (gsi1pk, gsi1sk), sparse: `OPEN` / name: batches not closed; `WAITING#<batch>` / time#digest: readings to
begin, and `WAITING#` alone: to begin anew; `READING` / time#digest: readings under way; `LEFT` / time#piece: pieces that left a case file,
until their duplicates have been looked at; `REFUSED#<batch>` / time#line: files of a batch that were refused or failed.
Index `by_casefile` (gsi2pk, gsi2sk):
`CASEFILE#<normalised matricule>` / time#piece: pieces of a case file; `READER#<user name>` / time#id: what a reader opened.
Index `by_time` (gsi3pk, gsi3sk):
`BATCHES` / time of opening#name: all batches; `ACCESS#<day>` / time#id: who opened what, and who signed in, on a day of UTC;
`DEEDS#<day>` / time#matricule or piece: what was done to accounts and reports, and what people changed of pieces; `REPORTS#<status>` /
time#report; `REVIEW`, `SEALED` / time#piece: what waits for an archivist, or a guardian. A piece that somebody has in hand says so
(claimed_by, claimed_until).
A consultation's subject is a normalised matricule; where a piece is in no case file, the piece; of a receipt, the batch.

User names stand in small letters. What nobody is known by stands in sixteen drawers, `SIGNINS#?<0-f>`, and is counted by the hour.

Nothing is scanned: every question costs the same with a hundred pieces or ten million. Sums are sharded since a single item under
concurrency answers TransactionConflict, which SDKs do not retry; a batch's lines, arrivals and journal stand apart, so that a
bulk drop spreads over partitions and its sums are read alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from chalicelib.model.account import Account, AccountEvent
from chalicelib.model.audit import Consultation, SignIn
from chalicelib.model.batch import Batch, Tally
from chalicelib.model.codec import to_plain
from chalicelib.model.decision import Decision
from chalicelib.model.event import Event
from chalicelib.model.identifiers import digest_of_piece, fold, normalise
from chalicelib.model.piece import LOST, OUTCOMES, BatchLine, Original, Piece, Status, counted_pages
from chalicelib.model.rectification import Rectification, RectificationEvent
from chalicelib.model.register import Restored
from chalicelib.model.servant import Servant
from chalicelib.text.names import SHORTEST, headings_of, spellings_of

SCHEMA_VERSION = 1
"""Of the keys above; the template writes it as a tag."""
SHARDS = 8
_IN_LISTS = frozenset({"matricule", "written", "name", "first_names", "birth_date"})
"""Of a servant, in the lists of names: the roster in force has the rest."""

QUEUES: Mapping[Status, str] = {"to_review": "REVIEW", "sealed_off": "SEALED"}
"""Of what waits for a person: partitions of the index by_time."""

Item = dict[str, Any]
NEW: Item = {"ConditionExpression": "attribute_not_exists(pk)"}
"""The condition that nothing stands there yet."""

_serialise = TypeSerializer().serialize
_deserialise = TypeDeserializer().deserialize


def key_of(pk: str, sk: str) -> Item:
    """Write a key."""
    return {"pk": pk, "sk": sk}


def plain_of(value: object) -> Item:
    """Write a value as attributes' plain values."""
    plain: Item = to_plain(value)
    return plain


def original_key(digest: str) -> Item:
    """Where an original stands."""
    return key_of(f"ORIGINAL#{digest}", "#META")


def piece_key(piece: str) -> Item:
    """Where a piece stands."""
    return key_of(f"ORIGINAL#{digest_of_piece(piece)}", f"PIECE#{piece}")


def batch_key(name: str) -> Item:
    """Where a batch stands."""
    return key_of(f"BATCH#{name}", "#META")


def shard_keys(name: str) -> list[Item]:
    """Where the sums of a batch stand."""
    return [key_of(f"BATCH#{name}", f"#TALLY#{shard}") for shard in range(SHARDS)]


def line_key(line: BatchLine) -> Item:
    """Where a line stands."""
    return key_of(f"LINES#{line.batch}", f"LINE#{line.line}")


def tally_key(batch: str, line: str) -> Item:
    """Where the sums that a line counts in stand."""
    return key_of(f"BATCH#{batch}", f"#TALLY#{int(line[:2], 16) % SHARDS}")


def arrival_item(batch: str, arrival: str, line: str) -> Item:
    """Write an arrival."""
    return key_of(f"ARRIVALS#{batch}", f"ARRIVAL#{arrival}") | {"line": line}


def line_item(line: BatchLine) -> Item:
    """Write a line; one that was refused or failed also where such files of its batch are looked for."""
    return line_key(line) | plain_of(line) | refused_place(line)


def refused_place(line: BatchLine) -> Item:
    """Where a line stands that came to no case file by the file's fault or ours."""
    if line.status not in LOST:
        return {}
    return {"gsi1pk": f"REFUSED#{line.batch}", "gsi1sk": f"{line.taken_at.isoformat()}#{line.line}"}


def event_item(event: Event) -> Item:
    """Write an event."""
    return key_of(f"JOURNAL#{event.batch}", f"EVENT#{event.at.isoformat()}#{event.line}#{event.type}") | plain_of(event)


def batch_item(batch: Batch) -> Item:
    """Write a batch."""
    place = {} if batch.status == "closed" else {"gsi1pk": "OPEN", "gsi1sk": batch.name}
    return batch_key(batch.name) | plain_of(batch) | place | {"gsi3pk": "BATCHES", "gsi3sk": batch.place}


def original_item(original: Original) -> Item:
    """Write an original, in the index by what it waits for."""
    place: Item = {}
    if original.status == "waiting" and original.route == "textract":
        place = {"gsi1pk": f"WAITING#{original.turn}", "gsi1sk": f"{original.registered_at.isoformat()}#{original.digest}"}
    if original.status == "reading" and original.started_at:
        place = {"gsi1pk": "READING", "gsi1sk": f"{original.started_at.isoformat()}#{original.digest}"}
    return original_key(original.digest) | plain_of(original) | place


def piece_item(piece: Piece) -> Item:
    """Write a piece, in the indexes of where it is looked for: its case file, or what waits for a person."""
    place: Item = {}
    if piece.status == "filed" and piece.matricule:
        place = {"gsi2pk": f"CASEFILE#{normalise(piece.matricule)}", "gsi2sk": piece.place}
    if piece.awaited:
        place |= {"gsi3pk": QUEUES[piece.awaited], "gsi3sk": piece.place}
    return piece_key(piece.piece) | plain_of(piece) | place


def twin_item(kept: str, twin: str) -> Item:
    """Write that a piece is a duplicate of another; it may have ceased to be one."""
    return key_of(f"TWINS#{kept}", twin)


def left_place(piece: str, at: datetime) -> Item:
    """Where a piece stands that has left a case file."""
    return {"gsi1pk": "LEFT", "gsi1sk": f"{at.isoformat()}#{piece}"}


def change_item(change: Decision) -> Item:
    """Write what a person changed, in the list of its day too."""
    by_day = deed_place(change.at, change.piece, change.by)
    return key_of(f"CHANGES#{change.piece}", change.place) | plain_of(change) | by_day


def deed_place(at: datetime, what: str, by: str) -> Item:
    """Where a deed stands in the list of its day, and in that of who did it."""
    place = f"{at.isoformat()}#{what}"
    return {"gsi2pk": f"READER#{by}", "gsi2sk": place, "gsi3pk": f"DEEDS#{at.date().isoformat()}", "gsi3sk": place}


def changes(before: Item, after: Item) -> Item:
    """Tell what an update must set, and what it must remove (None); the status always, for conditions name it.

    >>> changes({"status": "waiting", "job": "a"}, {"status": "waiting", "pages": 2})
    {'job': None, 'pages': 2, 'status': 'waiting'}
    """
    names = sorted({name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} | {"status"})
    return {name: after.get(name) for name in names}


def servant_key(generation: str, matricule: str) -> Item:
    """Where a servant stands in a roster."""
    return key_of(f"ROSTER#{generation}", f"{fold(matricule)}#{matricule}")


def heading_key(heading: str, matricule: str) -> Item:
    """Where a servant stands under a heading."""
    return key_of(f"NAMES#{heading[:SHORTEST]}", f"{heading}#{matricule}")


def name_items(servant: Servant) -> Iterator[Item]:
    """Write a servant in the lists of names: under each heading, and by day of birth."""
    told = {name: value for name, value in plain_of(servant).items() if name in _IN_LISTS}
    for heading in headings_of(servant):
        if len(heading) >= SHORTEST:
            yield heading_key(heading, servant.matricule) | told
    if servant.birth_date is not None:
        yield key_of(f"BORN#{servant.birth_date.isoformat()}", servant.matricule) | told


def spelling_items(words: Iterable[str]) -> Iterator[Item]:
    """Write words of names under the spellings by which they are found."""
    return (key_of(f"SPELLING#{key}", word) for word in sorted(words) for key in sorted(spellings_of(word)))


def consultation_item(consultation: Consultation) -> Item:
    """Write a consultation: by case file, by reader and by day."""
    place = consultation.place
    by_reader = {"gsi2pk": f"READER#{consultation.reader}", "gsi2sk": place}
    by_day = {"gsi3pk": f"ACCESS#{consultation.at.date().isoformat()}", "gsi3sk": place}
    return key_of(f"CONSULTED#{consultation.subject}", place) | plain_of(consultation) | by_reader | by_day


def account_key(matricule: str) -> Item:
    """Where a servant's account stands."""
    return key_of("ACCOUNTS", matricule)


def account_item(account: Account) -> Item:
    """Write an account."""
    return account_key(account.matricule) | plain_of(account)


def account_event_item(event: AccountEvent) -> Item:
    """Write what was done to an account, in the list of its day too."""
    by_day = deed_place(event.at, event.matricule, event.by)
    return key_of(f"ACCOUNT#{event.matricule}", f"{event.at.isoformat()}#{event.deed}") | plain_of(event) | by_day


def sign_in_place(sign_in: SignIn) -> tuple[Item, Item]:
    """Where a sign-in stands, in its account's list and in that of its day."""
    name = sign_in.name.casefold()
    place = f"{sign_in.at.isoformat()}#{name}#{sign_in.outcome}"
    by_reader = {"gsi2pk": f"READER#{name}", "gsi2sk": place}
    return key_of(f"SIGNINS#{name}", sign_in.place), by_reader | {"gsi3pk": f"ACCESS#{sign_in.at.date().isoformat()}", "gsi3sk": place}


def report_key(report: str) -> Item:
    """Where a report stands."""
    return key_of(f"REPORTS#{report.partition('-')[0]}", report.partition("-")[2])


def report_item(report: Rectification) -> Item:
    """Write a report, in the list of its status too."""
    return report_key(report.report) | plain_of(report) | {"gsi3pk": f"REPORTS#{report.status}", "gsi3sk": report.place}


def report_event_item(event: RectificationEvent) -> Item:
    """Write what was done to a report, in the list of its day too."""
    place = f"{event.at.isoformat()}#{event.report}#{event.deed}"
    return key_of(f"REPORTED#{event.matricule}", place) | plain_of(event) | deed_place(event.at, event.report, event.by)


def restored_items(value: Restored, tallies: dict[str, Item]) -> Iterator[Item]:
    """Write one value as its items; a line also counts in its shard."""
    yield _restored(value, tallies)
    if isinstance(value, Piece) and value.duplicate_of:
        yield twin_item(value.duplicate_of, value.piece)


def _restored(value: Restored, tallies: dict[str, Item]) -> Item:
    match value:
        case Batch() | Original() | Piece() | Decision():
            return _ALONE[type(value)](value)
        case Event():
            sums = _shard(tallies, value.batch, value.line)
            sums["moves"] = sums.get("moves", 0) + 1
            sums["moved_at"] = max(sums.get("moved_at", ""), value.at.isoformat())
            return event_item(value)
        case BatchLine():
            sums = _shard(tallies, value.batch, value.line)
            sums["lines"] = sums.get("lines", 0) + 1
            sums[value.status] = sums.get(value.status, 0) + 1
            sums["pages"] = sums.get("pages", 0) + counted_pages(value)
            return line_item(value)
        case (batch, arrival, line):
            return arrival_item(batch, arrival, line)


_ALONE: Mapping[type, Callable[[Any], Item]] = {
    Batch: batch_item,
    Original: original_item,
    Piece: piece_item,
    Decision: change_item,
}
"""How a value is written that counts in no sums."""


def _shard(tallies: dict[str, Item], batch: str, line: str) -> Item:
    key = tally_key(batch, line)
    return tallies.setdefault(f"{key['pk']} {key['sk']}", key)


def sum_shards(shards: Sequence[Item]) -> Tally:
    """Add the shards up."""
    total = {name: sum(int(shard.get(name, 0)) for shard in shards) for name in ("lines", "waiting", "moves", "pages", *OUTCOMES)}
    moved = max((shard["moved_at"] for shard in shards if "moved_at" in shard), default=None)
    return Tally(
        lines=total["lines"],
        waiting=total["waiting"],
        moves=total["moves"],
        moved_at=datetime.fromisoformat(moved).astimezone(UTC) if moved else None,
        pages=total["pages"],
        counts={name: total[name] for name in OUTCOMES},
    )


def digest_of(item: Item) -> str:
    """Tell the original that an index found."""
    return str(item["pk"]).removeprefix("ORIGINAL#")


def to_attributes(plain: Mapping[str, Any]) -> Item:
    """Write plain values as DynamoDB's."""
    return {name: _serialise(_number(value)) for name, value in plain.items() if value is not None}


def _number(value: Any) -> Any:  # noqa: ANN401 - DynamoDB has no floats
    if isinstance(value, list):
        return [_number(each) for each in value]
    if isinstance(value, dict):
        return {name: _number(each) for name, each in value.items()}
    return Decimal(str(value)) if isinstance(value, float) else value


def from_attributes(item: Mapping[str, Any]) -> Item:
    """Read DynamoDB's values."""
    return {name: _deserialise(value) for name, value in item.items()}


def given(values: Mapping[str, Any]) -> Item:
    """Write the values of an expression."""
    return {"ExpressionAttributeValues": {f":{name}": _serialise(_number(value)) for name, value in values.items()}}


def when(words: str, **values: Any) -> Item:  # noqa: ANN401 - attribute values
    """Write a condition and its values."""
    names = {"ExpressionAttributeNames": {"#status": "status"}} if "#status" in words else {}
    return {"ConditionExpression": words} | names | given(values)


def as_key_condition(condition: Item) -> Item:
    """Write a condition as a query's."""
    return {("KeyConditionExpression" if name == "ConditionExpression" else name): value for name, value in condition.items()}
