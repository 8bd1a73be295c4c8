"""Keys and items of the register's one DynamoDB table.

| pk                    | sk                      | item                         | read                                         |
|-----------------------|-------------------------|------------------------------|----------------------------------------------|
| `BATCH#<name>`        | `#META`                 | a batch                      | with its sums in one query                   |
| `BATCH#<name>`        | `#TALLY#<0-7>`          | its sums, in eight shards    | shard = line id mod 8                        |
| `ARRIVALS#<name>`     | `ARRIVAL#<arrival id>`  | the line of an upload        | one arrival; all of a batch                  |
| `LINES#<name>`        | `LINE#<line id>`        | one file of the batch        | one line; all of a batch (receipt)           |
| `LINES#<name>`        | `LINE#<line id>.<part>` | a piece of a divided file    | with its file; all of a file when one moves  |
| `JOURNAL#<name>`      | `EVENT#<at>#<line>#<t>` | an event                     | all of a batch, or of a line, in time        |
| `ORIGINAL#<digest>`   | `#META`                 | an original and its reading  | one original                                 |
| `ORIGINAL#<digest>`   | `PIECE#<piece id>`      | a piece of the original      | one piece; all of an original                |
| `PAGES`               | `MONTH#<month>`         | pages that OCR was asked for | before each reading; ceiling of the month    |
| `BOOKMARKS`           | `<duty>`                | how far a long duty has got  | before and after each of its steps           |
| `ROSTER`              | `#POINTER`              | the roster in force          | before each filing                           |
| `ROSTER#<generation>` | `<folded>#<matricule>`  | a servant                    | all of a folded matricule                    |
| `CONSULTED#<subject>` | `<at>#<id>`             | a consultation               | by page, the latest first                    |
| `ACCOUNTS`            | `<matricule>`           | a servant's account          | one, many, or all when a roster changes      |
| `ACCOUNT#<matricule>` | `<at>#<deed>`           | an event of an account       | by page, the latest first                    |
| `ACCESS`              | `#KEPT`                 | archived in the vault until  | by each sweep                                |
| `NAMES#<two letters>` | `<heading>#<matricule>` | a servant by name            | by the beginning of a heading, by page       |
| `BORN#<day>`          | `<matricule>`           | a servant by birth date      | some of a day                                |
| `SPELLING#<spelling>` | `<word>`                | a word of a name             | all with the spelling key of a misspelt word |
| `ACT#<figures>`       | `<day>#<piece>`         | a filed piece by its number  | by page, the latest act first; expires later |
| `ACTLIKE#<figures>`   | `<day>#<piece>`         | the same, a figure left out  | some, for a number that was misread          |
| `SIGNED#<sound>`      | `<day>#<piece>`         | the same, by its signatory   | by page, likewise                            |
| `ACTDAY#<decade>`     | `<day>#<piece>`         | the same, by its day         | by page, likewise                            |
| `SIGNINS#<user name>` | `<at>#<outcome>`        | a sign-in, or an attempt     | by page, the latest first                    |
| `CHANGES#<piece>`     | `<at>#<edition>`        | a decision                   | by piece, the latest first                   |
| `TWINS#<piece>`       | `<piece>`               | a duplicate of the piece     | when the piece leaves its case file          |
| `CAME#<matricule>`    | `<piece>`               | fingerprint of a piece that  | after each filing; expires                   |
|                       |                         | came into the case file      |                                              |
| `LISTED#<piece>`      | `<mark of selection>`   | a waiting piece in one       | by selection, see index `by_status`; expires |
|                       |                         | selection of the queue       | once the piece has left it                   |
| `DECIDED#<reader>`    | `<hour>`                | decisions of a reader        | hours of a day; expires                      |
| `TRIES#<mark>`        | `#META`                 | attempts by account, address | before each attempt; expires; keyed digest   |
| `ANSWERED#<mark>`     | `#META`                 | the last answered challenge  | before and at each answer                    |
|                       |                         | of an account; keyed digest  |                                              |
| `SESSION#<mark>`      | `#META`                 | an open session, its refresh | at each refresh; expires                     |
|                       |                         | token; by a keyed digest     |                                              |
| `FIGURES`             | `#REACHED`              | the sums of all days         | for the statistics; before each counting     |
| `FIGURES`             | `DAY#<day>`             | the sums of a day            | days of a period                             |
| `FIGURES`             | `QUEUE#<ministry>`      | pieces in review, by day     | all ministries                               |
| `FIGURES`             | `PLACE#<ministry>#<p.>` | case files of a ministry in  | all                                          |
|                       |                         | a province                   |                                              |
| `FIGURES`             | `EXPECTED#<generation>` | servants by ministry and     | for the statistics                           |
|                       |                         | province                     |                                              |
| `FIGURES`             | `TURN#<batch>`          | how far a batch is counted   | by each counting; expires once it is done    |
| `FINDINGS#<round>`    | `SUM#<ministry>`        | completeness of a ministry   | all of a round; expires                      |
| `FINDINGS#<r.>#<min.>`| `AFTER#<place>`         | findings of a page of the    | all of a ministry, in the roster's order;    |
|                       |                         | roster, of a ministry        | expires                                      |
| `DISCREPANCY#<id>`    | `#META`                 | roster and archive differ    | one, many; by list, see index `by_time`      |
| `DISCREPANCIES#<m.>`  | `SUM#<ministry>`        | discrepancies of a ministry  | all of a month                               |
| `DUELISTS`            | `<day>`                 | a due list that is finished  | all; expires                                 |
| `DUE#<round>`         | `SUM#<ministry>`        | lines of a ministry's list   | all of a round; expires                      |
| `DUE#<round>#<min.>`  | `<province>#<kind>#`    | what is due for a servant    | by province, kind and month, by page; all of |
|                       | `<month>#<matricule>`   |                              | a ministry; expires                          |
| `COUNTED#<batch>`     | `LINE#<line id>`        | what a line adds to the sums | when the line has moved                      |
| `HOLDING#<matricule>` | `#META`                 | pieces counted in a case file| when one has moved                           |
| `REPORTS#<matricule>` | `<report>`              | a rectification              | one; by page, the latest first               |
| `REPORTS#<matricule>` | `#OPEN`                 | number of open ones          | before each new one                          |
| `REPORTED#<matricule>`| `<at>#<report>#<deed>`  | an event of a rectification  | by page, the latest first                    |
| `CAREER#<matricule>`  | `<at>#<event>#<number>` | a decision on an event of a  | all of a case file                           |
|                       |                         | career                       |                                              |
| `CAREERS#<matricule>` | `<event>`               | how many decisions are taken | condition of each new decision               |
|                       |                         | on an event                  |                                              |
| `NOTICE#<matricule>`  | `#META`                 | a wish for mail, no address  | one; all, as `NOTICES` in index `by_status`  |
| `SCHEMA`              | `#META`                 | the table's schema version   | at the start of each process                 |

Index `by_status` (gsi1pk, gsi1sk), sparse:
`OPEN` / name: batches that are not closed; `WAITING#<batch>` / time#digest: originals that wait for OCR, and `WAITING#` alone: for OCR
anew; `READING` / time#digest: originals in OCR; `LEFT` / time#piece: pieces that left a case file, until their duplicates are restored;
`DIVIDING` / time#piece: divided files, until their pieces are there; `REFUSED#<batch>` / time#line: refused and failed lines of a batch;
`REVIEW#<filters>`, `ALIKE#<proposal>`, `LIKELY#<matricule>` / time#piece: pieces that wait for an archivist, under each choice of filters
that they answer to, by what is proposed, and by the likeliest servant (`model.review_queue`).
Index `by_casefile` (gsi2pk, gsi2sk):
`CASEFILE#<normalised matricule>` / time#piece: filed pieces of a case file; `READER#<user name>` / time#id: a reader's actions.
Index `by_time` (gsi3pk, gsi3sk):
`BATCHES` / time of opening#name: all batches; `ACCESS#<day>` / time#id: consultations and sign-ins of a day of UTC;
`DEEDS#<day>` / time#matricule or piece: events of accounts and rectifications, decisions on pieces and careers;
`REPORTS#<status>` / time#report: rectifications; `SEALED` / time#piece: pieces that wait for a guardian;
`DISCREPANCY#<kind>#<state>` and `…#gone` / ministry#province#matricules: discrepancies.

A leased piece has `claimed_by` and `claimed_until`. A consultation's subject is a normalised matricule; of a piece in no case file, the
piece; of a receipt, the batch. User names are in small letters. Attempts under unknown user names are in sixteen shards,
`SIGNINS#?<0-f>`, counted by the hour.

Nothing is scanned: a read costs the same with a hundred pieces or ten million, except those of a whole batch. Sums are sharded, since
transactions that meet on one item fail with TransactionConflict, which SDKs do not retry. Lines, arrivals and journal of a batch have
partitions of their own, which spreads an upload of many files, and lets the sums be read alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from chalicelib.aws.attributes import Item
from chalicelib.model.account import Account, AccountEvent
from chalicelib.model.audit import Consultation, SignIn
from chalicelib.model.batch import Batch
from chalicelib.model.career import CareerDecision
from chalicelib.model.codec import to_plain
from chalicelib.model.decision import Decision
from chalicelib.model.event import Event
from chalicelib.model.identifiers import digest_of_piece, fold, normalise
from chalicelib.model.piece import LOST, BatchLine, Original, Piece
from chalicelib.model.rectification import Rectification, RectificationEvent
from chalicelib.model.register import Restored
from chalicelib.model.review_queue import mark_of, selections_of
from chalicelib.model.servant import Servant
from chalicelib.text.act_headings import act_entries
from chalicelib.text.names import SHORTEST, headings_of, spellings_of

SHARDS = 8
"""Of a batch's sums: see above."""
_IN_NAME_INDEX = frozenset({"matricule", "written", "name", "first_names", "birth_date"})
"""Attributes of a servant in the name index; the roster in force has the others."""

NEW: Item = {"ConditionExpression": "attribute_not_exists(pk)"}
"""The condition that there is no item under the key."""


def key_of(pk: str, sk: str) -> Item:
    """Return a primary key."""
    return {"pk": pk, "sk": sk}


def plain_of(value: object) -> Item:
    """Return a value as plain attributes."""
    plain: Item = to_plain(value)
    return plain


def original_key(digest: str) -> Item:
    """Key of an original."""
    return key_of(f"ORIGINAL#{digest}", "#META")


def pages_key(month: str) -> Item:
    """Key of a month's count of pages."""
    return key_of("PAGES", f"MONTH#{month}")


def piece_key(piece: str) -> Item:
    """Key of a piece."""
    return key_of(f"ORIGINAL#{digest_of_piece(piece)}", f"PIECE#{piece}")


def batch_key(name: str) -> Item:
    """Key of a batch."""
    return key_of(f"BATCH#{name}", "#META")


def shard_keys(name: str) -> list[Item]:
    """Keys of the eight shards of a batch's sums."""
    return [key_of(f"BATCH#{name}", f"#TALLY#{shard}") for shard in range(SHARDS)]


def line_key(line: BatchLine) -> Item:
    """Key of a line."""
    return key_of(f"LINES#{line.batch}", f"LINE#{line.line}")


def tally_key(batch: str, line: str) -> Item:
    """Key of the shard of sums that a line counts in."""
    return key_of(f"BATCH#{batch}", f"#TALLY#{int(line[:2], 16) % SHARDS}")


def arrival_item(batch: str, arrival: str, line: str) -> Item:
    """Return an arrival as an item."""
    return key_of(f"ARRIVALS#{batch}", f"ARRIVAL#{arrival}") | {"line": line}


def line_item(line: BatchLine) -> Item:
    """Return a line as an item; refused and failed lines are in the index of their batch too."""
    return line_key(line) | plain_of(line) | refused_place(line)


def refused_place(line: BatchLine) -> Item:
    """Index attributes of a refused or failed file; none for others."""
    if line.status not in LOST or line.part:
        return {}
    return {"gsi1pk": f"REFUSED#{line.batch}", "gsi1sk": f"{line.taken_at.isoformat()}#{line.line}"}


def event_item(event: Event) -> Item:
    """Return an event as an item."""
    return key_of(f"JOURNAL#{event.batch}", f"EVENT#{event.at.isoformat()}#{event.line}#{event.type}") | plain_of(event)


def batch_item(batch: Batch) -> Item:
    """Return a batch as an item."""
    place = {} if batch.status == "closed" else {"gsi1pk": "OPEN", "gsi1sk": batch.name}
    return batch_key(batch.name) | plain_of(batch) | place | {"gsi3pk": "BATCHES", "gsi3sk": batch.place}


def original_item(original: Original) -> Item:
    """Return an original as an item, indexed by the step of OCR it waits for or is in."""
    place: Item = {}
    if original.status == "waiting" and original.route == "textract":
        place = {"gsi1pk": f"WAITING#{original.ocr_queue}", "gsi1sk": f"{original.registered_at.isoformat()}#{original.digest}"}
    if original.status == "reading" and original.started_at:
        place = {"gsi1pk": "READING", "gsi1sk": f"{original.started_at.isoformat()}#{original.digest}"}
    return original_key(original.digest) | plain_of(original) | place


def piece_item(piece: Piece) -> Item:
    """Return a piece as an item, indexed by its case file, or by the guardians' queue; `listing_items` list it for archivists."""
    place: Item = {}
    if piece.status == "filed" and piece.matricule:
        place = {"gsi2pk": f"CASEFILE#{normalise(piece.matricule)}", "gsi2sk": piece.place}
    if piece.awaited == "sealed_off":
        place = {"gsi3pk": "SEALED", "gsi3sk": piece.place}
    return piece_key(piece.piece) | plain_of(piece) | place


def listing_items(piece: Piece) -> Iterator[Item]:
    """Return the items that list a waiting piece, one for each selection of the review queue that it stands in."""
    for selection in selections_of(piece):
        yield key_of(f"LISTED#{piece.piece}", mark_of(selection)) | {"gsi1pk": selection, "gsi1sk": piece.place}


def act_items(piece: Piece) -> Iterator[Item]:
    """Return the items that list a filed piece among the acts: by its number, its signatory, its day and its type."""
    for entry in act_entries(piece):
        yield key_of(entry.heading, entry.place) | {"figures": entry.figures, "signatory": entry.signatory, "type": entry.type}


def came_item(piece: Piece, until: datetime) -> Item:
    """Return the item that tells for some days that a piece came into its case file: the index may not show the piece yet."""
    key = key_of(f"CAME#{normalise(piece.matricule or '')}", piece.piece)
    return key | {"fingerprint": piece.fingerprint, "expires_at": int(until.timestamp())}


def decided_key(reader: str, at: datetime) -> Item:
    """Key of the number of decisions that a reader took in one hour."""
    return key_of(f"DECIDED#{reader}", at.astimezone(UTC).strftime("%Y-%m-%dT%H"))


def duplicate_item(kept: str, twin: str) -> Item:
    """Return the item that lists a piece as a duplicate of another; the piece may have ceased to be one."""
    return key_of(f"TWINS#{kept}", twin)


def left_place(piece: str, at: datetime) -> Item:
    """Index attributes of a piece that has left a case file."""
    return {"gsi1pk": "LEFT", "gsi1sk": f"{at.isoformat()}#{piece}"}


def dividing_place(piece: str, at: datetime) -> Item:
    """Index attributes of a divided file whose pieces are not all registered yet."""
    return {"gsi1pk": "DIVIDING", "gsi1sk": f"{at.isoformat()}#{piece}"}


def decision_item(decision: Decision) -> Item:
    """Return a decision as an item, indexed by day and reader."""
    by_day = action_place(decision.at, decision.piece, decision.by)
    return key_of(f"CHANGES#{decision.piece}", decision.place) | plain_of(decision) | by_day


def action_place(at: datetime, what: str, by: str) -> Item:
    """Index attributes of an action, by day and by reader."""
    place = f"{at.isoformat()}#{what}"
    return {"gsi2pk": f"READER#{by}", "gsi2sk": place, "gsi3pk": f"DEEDS#{at.date().isoformat()}", "gsi3sk": place}


def changed_attributes(before: Item, after: Item) -> Item:
    """Return the attributes that an update sets, and those that it removes (None); always the status, which conditions name.

    >>> changed_attributes({"status": "waiting", "job": "a"}, {"status": "waiting", "pages": 2})
    {'job': None, 'pages': 2, 'status': 'waiting'}
    """
    names = sorted({name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} | {"status"})
    return {name: after.get(name) for name in names}


def servant_key(generation: str, matricule: str) -> Item:
    """Key of a servant in a roster."""
    return key_of(f"ROSTER#{generation}", f"{fold(matricule)}#{matricule}")


def heading_key(heading: str, matricule: str) -> Item:
    """Key of a servant in the name index."""
    return key_of(f"NAMES#{heading[:SHORTEST]}", f"{heading}#{matricule}")


def name_index_items(servant: Servant) -> Iterator[Item]:
    """Return a servant's items in the name index: one for each heading, and one for the birth date."""
    told = {name: value for name, value in plain_of(servant).items() if name in _IN_NAME_INDEX}
    for heading in headings_of(servant):
        if len(heading) >= SHORTEST:
            yield heading_key(heading, servant.matricule) | told
    if servant.birth_date is not None:
        yield key_of(f"BORN#{servant.birth_date.isoformat()}", servant.matricule) | told


def spelling_items(words: Iterable[str]) -> Iterator[Item]:
    """Return words of names under each of their spelling keys."""
    return (key_of(f"SPELLING#{key}", word) for word in sorted(words) for key in sorted(spellings_of(word)))


def consultation_item(consultation: Consultation) -> Item:
    """Return a consultation as an item, indexed by reader and by day."""
    place = consultation.place
    by_reader = {"gsi2pk": f"READER#{consultation.reader}", "gsi2sk": place}
    by_day = {"gsi3pk": f"ACCESS#{consultation.at.date().isoformat()}", "gsi3sk": place}
    return key_of(f"CONSULTED#{consultation.subject}", place) | plain_of(consultation) | by_reader | by_day


def account_key(matricule: str) -> Item:
    """Key of a servant's account."""
    return key_of("ACCOUNTS", matricule)


def account_item(account: Account) -> Item:
    """Return an account as an item."""
    return account_key(account.matricule) | plain_of(account)


def account_event_item(event: AccountEvent) -> Item:
    """Return an event of an account as an item, indexed by day and reader."""
    by_day = action_place(event.at, event.matricule, event.by)
    return key_of(f"ACCOUNT#{event.matricule}", f"{event.at.isoformat()}#{event.deed}") | plain_of(event) | by_day


def sign_in_place(sign_in: SignIn) -> tuple[Item, Item]:
    """Return the key of a sign-in and its index attributes, by reader and by day."""
    name = sign_in.name.casefold()
    place = f"{sign_in.at.isoformat()}#{name}#{sign_in.outcome}"
    by_reader = {"gsi2pk": f"READER#{name}", "gsi2sk": place}
    return key_of(f"SIGNINS#{name}", sign_in.place), by_reader | {"gsi3pk": f"ACCESS#{sign_in.at.date().isoformat()}", "gsi3sk": place}


def rectification_key(report: str) -> Item:
    """Key of a rectification."""
    return key_of(f"REPORTS#{report.partition('-')[0]}", report.partition("-")[2])


def rectification_item(report: Rectification) -> Item:
    """Return a rectification as an item, indexed by status."""
    return rectification_key(report.report) | plain_of(report) | {"gsi3pk": f"REPORTS#{report.status}", "gsi3sk": report.place}


def rectification_event_item(event: RectificationEvent) -> Item:
    """Return an event of a rectification as an item, indexed by day and reader."""
    place = f"{event.at.isoformat()}#{event.report}#{event.deed}"
    return key_of(f"REPORTED#{event.matricule}", place) | plain_of(event) | action_place(event.at, event.report, event.by)


def career_decision_item(decision: CareerDecision) -> Item:
    """Return a decision on an event of a career as an item, indexed by day and reader."""
    by_day = action_place(decision.at, decision.matricule, decision.by)
    return key_of(f"CAREER#{decision.matricule}", decision.place) | plain_of(decision) | by_day


def restored_items(value: Restored) -> Iterator[Item]:
    """Return a restored value as its items."""
    match value:
        case (batch, arrival, line):
            yield arrival_item(batch, arrival, line)
        case _:
            yield _ITEMS[type(value)](value)
    if not isinstance(value, Piece):
        return
    yield from listing_items(value)
    yield from act_items(value)
    if value.duplicate_of:
        yield duplicate_item(value.duplicate_of, value.piece)


_ITEMS: Mapping[type, Callable[[Any], Item]] = {
    Batch: batch_item,
    BatchLine: line_item,
    Decision: decision_item,
    Event: event_item,
    Original: original_item,
    Piece: piece_item,
}
"""How restored values are written."""


def digest_of(item: Item) -> str:
    """Return the digest of the original that an item belongs to."""
    return str(item["pk"]).removeprefix("ORIGINAL#")
