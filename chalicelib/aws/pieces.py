"""Pieces and their duplicates in the register's table; `table` has the keys."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from chalicelib.aws.attributes import as_key_condition, when
from chalicelib.aws.faults import translated
from chalicelib.aws.items import ATTEMPTS, TableAdapter, name_of
from chalicelib.aws.statements import Transaction, status_moves
from chalicelib.aws.table import (
    act_items,
    came_item,
    changed_attributes,
    decided_key,
    decision_item,
    dividing_place,
    duplicate_item,
    event_item,
    key_of,
    left_place,
    line_item,
    line_key,
    listing_items,
    original_key,
    piece_item,
    piece_key,
)
from chalicelib.model.batch_line import file_line_after, line_after
from chalicelib.model.codec import from_plain
from chalicelib.model.decision import Decision
from chalicelib.model.errors import ConflictError, TransientError
from chalicelib.model.event import Event
from chalicelib.model.identifiers import digest_of_piece, file_line_id
from chalicelib.model.piece import BatchLine, Original, Outcome, Piece, comes_into_casefile, leaves_casefile, piece_after
from chalicelib.model.register import ExistingEntries

_PARTS = 30
"""Pieces of one file that are registered at once, with three items each: a transaction has at most 100."""
_UNLISTED = timedelta(days=2)
"""Time after which DynamoDB may delete what is read no more: no role of the archive may delete an item."""


class PiecesTable(TableAdapter):
    """Port `Pieces` on DynamoDB."""

    def look_up(self, batch: str, line: str, piece: str) -> ExistingEntries:
        """See `Pieces`."""
        keys = {
            "line": key_of(f"LINES#{batch}", f"LINE#{line}"),
            "original": original_key(digest_of_piece(piece)),
            "piece": piece_key(piece),
        }
        found = self._items.many(list(keys.values()))
        kinds: dict[str, type[Any]] = {"line": BatchLine, "original": Original, "piece": Piece}
        read = {name: from_plain(kinds[name], found[name_of(key)]) for name, key in keys.items() if name_of(key) in found}
        return ExistingEntries(**read)

    def piece(self, piece: str) -> Piece | None:
        """See `Pieces`."""
        item = self._items.one(piece_key(piece))
        return from_plain(Piece, item) if item else None

    def pieces_of_original(self, digest: str) -> Sequence[Piece]:
        """See `Pieces`."""
        return [from_plain(Piece, item) for item in self._items.beginning_with(f"ORIGINAL#{digest}", "PIECE#")]

    def pieces_with_originals(self, pieces: Sequence[str]) -> Mapping[str, tuple[Piece, Original]]:
        """See `Pieces`."""
        keys = {piece: (piece_key(piece), original_key(digest_of_piece(piece))) for piece in dict.fromkeys(pieces)}
        found = self._items.many(list({name_of(key): key for pair in keys.values() for key in pair}.values()))
        items = {piece: [found[name_of(key)] for key in pair if name_of(key) in found] for piece, pair in keys.items()}
        whole = {piece: pair for piece, pair in items.items() if len(pair) == len(keys[piece])}
        return {piece: (from_plain(Piece, pair[0]), from_plain(Original, pair[1])) for piece, pair in whole.items()}

    def casefile_pieces(self, matricule: str, *, after: str | None, limit: int) -> Sequence[Piece]:
        """See `Pieces`."""
        found = self._items.forward("by_casefile", f"CASEFILE#{matricule}", after=after, limit=limit)
        return [from_plain(Piece, item) for item in found]

    def recent_fingerprints(self, matricule: str) -> Mapping[str, str]:
        """See `Pieces`."""
        query = as_key_condition(when("pk = :pk", pk=f"CAME#{matricule}"))
        return {str(item["sk"]): str(item["fingerprint"]) for item in self._items.found({"ConsistentRead": True} | query)}

    def settle_piece(  # noqa: PLR0913 - what one transaction writes
        self,
        piece: Piece,
        line: BatchLine,
        outcome: Outcome,
        event: Event,
        decision: Decision | None = None,
        *,
        beside: Sequence[str] = (),
    ) -> bool:
        """See `Pieces`."""
        for _ in range(ATTEMPTS):
            file = self._file_of(line)
            transaction = Transaction(self._client, self._name)
            _move_piece(transaction, piece, outcome, event, decision)
            _move_line(transaction, line, line_after(line, outcome), file, event.at)
            for other in beside:
                transaction.require(piece_key(other), when("#status = :waiting", waiting="waiting"))
            try:
                transaction.commit()
            except ConflictError:
                if file is None or self._file_of(line) == file:
                    return False
                continue  # another piece of the file has moved meanwhile, and with it what the file says of its pieces
            return True
        return False

    def _file_of(self, line: BatchLine) -> "_File | None":
        """Read the line of the file that a piece is some pages of, and those of all its pieces; None for a file's own line."""
        if not line.part:
            return None
        name = file_line_id(line.line)
        found = self._items.one(key_of(f"LINES#{line.batch}", f"LINE#{name}"))
        if found is None:
            raise ConflictError("conflict", "the file's line has gone")
        parts = self._items.beginning_with(f"LINES#{line.batch}", f"LINE#{name}.")
        return _File(from_plain(BatchLine, found), tuple(from_plain(BatchLine, part) for part in parts))

    def register_parts(self, parts: Sequence[tuple[Piece, BatchLine, Event]]) -> None:
        """See `Pieces`."""
        for start in range(0, len(parts), _PARTS):
            chunk = parts[start : start + _PARTS]
            try:
                self._put_parts(chunk)
            except ConflictError:
                for part in chunk:
                    with suppress(ConflictError):  # it exists
                        self._put_parts([part])

    def _put_parts(self, parts: Sequence[tuple[Piece, BatchLine, Event]]) -> None:
        transaction = Transaction(self._client, self._name)
        for piece, line, event in parts:
            for item in (piece_item(piece), line_item(line), event_item(event)):
                transaction.put(item, new=True)
        transaction.commit()

    def record_division(self, piece: Piece, line: BatchLine, at: datetime) -> None:
        """See `Pieces`."""
        for _ in range(ATTEMPTS):
            found = self._items.one(line_key(line))
            if found is None:
                raise ConflictError("conflict", "the file's line has gone")
            before = from_plain(BatchLine, found)
            parts = self._items.beginning_with(f"LINES#{line.batch}", f"LINE#{line.line}.")
            after = file_line_after(before, [from_plain(BatchLine, part) for part in parts])
            transaction = Transaction(self._client, self._name)
            finished = {"gsi1pk": None, "gsi1sk": None, "status": piece.status}
            transaction.update(piece_key(piece.piece), finished, piece.status, edition=piece.edition)
            if piece.status == "divided" and after != replace(before, edition=after.edition):
                facts = changed_attributes(line_item(before), line_item(after))
                transaction.update(line_key(line), facts, before.status, edition=before.edition)
                transaction.count(before, status_moves(before, after), at)
                event = Event(type="division", at=at, batch=line.batch, line=line.line, piece=piece.piece, digest=piece.digest)
                transaction.put(event_item(event))
            try:
                transaction.commit()
            except ConflictError:
                stands = self.piece(piece.piece)
                if stands is None or stands.edition != piece.edition:
                    return  # it was cut anew meanwhile
                continue
            return
        raise TransientError("busy", "the pieces of a file moved too often")

    def find_unfinished_divisions(self, before: datetime) -> Sequence[str]:
        """See `Pieces`."""
        return [str(item["sk"]).removeprefix("PIECE#") for item in self._items.forward("by_status", "DIVIDING", before=before.isoformat())]

    def retry_piece(self, piece: Piece, event: Event) -> None:
        """See `Pieces`."""
        found = self._items.one(key_of(f"LINES#{piece.batch}", f"LINE#{piece.line}"))
        if found is None:
            raise ConflictError("conflict", "the line has gone")
        line = from_plain(BatchLine, found)
        facts = {"status": "waiting", "reason": None}
        transaction = Transaction(self._client, self._name)
        transaction.update(piece_key(piece.piece), facts, "failed")
        _move_line(transaction, line, replace(line, status="waiting", reason=None), self._file_of(line), event.at)
        transaction.put(event_item(event))
        transaction.commit()

    def duplicates_of(self, piece: str) -> Sequence[Piece]:
        """See `Pieces`."""
        query = as_key_condition(when("pk = :pk", pk=f"TWINS#{piece}"))
        keys = [piece_key(str(item["sk"])) for item in self._items.found({"ConsistentRead": True} | query)]
        pieces = [from_plain(Piece, item) for item in self._items.many(keys).values()]
        return [each for each in pieces if each.status == "duplicate" and each.duplicate_of == piece]

    def find_orphaning_pieces(self, before: datetime) -> Sequence[str]:
        """See `Pieces`."""
        return [str(item["sk"]).removeprefix("PIECE#") for item in self._items.forward("by_status", "LEFT", before=before.isoformat())]

    def record_duplicates_restored(self, piece: Piece) -> None:
        """See `Pieces`."""
        try:
            with translated():
                self._client.update_item(
                    **self._keyed(piece_key(piece.piece)),
                    UpdateExpression="REMOVE gsi1pk, gsi1sk",
                    **when("edition = :seen AND gsi1pk = :left", seen=piece.edition, left="LEFT"),
                )
        except ConflictError:
            return  # the piece has changed, and its duplicates are looked at again


@dataclass(frozen=True, slots=True)
class _File:
    """The line of a divided file, and those of its pieces."""

    line: BatchLine
    parts: tuple[BatchLine, ...]

    def after(self, become: BatchLine) -> BatchLine:
        """The file's line once one of its pieces has moved."""
        return file_line_after(self.line, [*(part for part in self.parts if part.line != become.line), become])


def _move_piece(transaction: Transaction, piece: Piece, outcome: Outcome, event: Event, decision: Decision | None) -> None:
    """Move a piece, its places in the lists, and the journal."""
    after = piece_after(piece, outcome)
    facts = changed_attributes(piece_item(piece), piece_item(after))
    if leaves_casefile(piece, after):
        facts |= left_place(piece.piece, event.at)
    if comes_into_casefile(piece, after):
        transaction.put(came_item(after, event.at + _UNLISTED))
    if not after.pages and (after.status == "divided" or (after.status == "waiting" and decision is not None)):
        facts |= dividing_place(piece.piece, event.at)
    transaction.update(piece_key(piece.piece), facts, piece.status, edition=piece.edition, decision=decision)
    transaction.put(event_item(event))
    _list_anew(transaction, piece, after, event.at)
    if decision is not None:
        transaction.put(decision_item(decision), new=True)
        number = -1 if decision.decision == "undo" else 1
        transaction.add(decided_key(decision.by, decision.at), "decisions", number, decision.at + _UNLISTED)
    if outcome.status == "duplicate" and outcome.duplicate_of:
        # The kept piece must be filed: of two transactions that make two pieces duplicates of each other, one fails.
        filed = when("#status = :filed AND matricule = :matricule", filed="filed", matricule=outcome.matricule)
        transaction.require(piece_key(outcome.duplicate_of), filed)
        transaction.put(duplicate_item(outcome.duplicate_of, piece.piece))


def _move_line(transaction: Transaction, line: BatchLine, become: BatchLine, file: _File | None, at: datetime) -> None:
    """Move a line and the sums of its batch; of a piece of a divided file, the file's line moves with it, and the sums count that."""
    transaction.update(line_key(line), changed_attributes(line_item(line), line_item(become)), line.status)
    if file is None:
        transaction.count(line, status_moves(line, become), at)
        return
    after = file.after(become)
    transaction.update(
        line_key(file.line), changed_attributes(line_item(file.line), line_item(after)), file.line.status, edition=file.line.edition
    )
    transaction.count(file.line, status_moves(file.line, after), at)


def _list_anew(transaction: Transaction, piece: Piece, after: Piece, at: datetime) -> None:
    """Move a piece between the selections of the review queue, and between the lists of acts."""
    before, now = ({name_of(item): item for item in chain(listing_items(each), act_items(each))} for each in (piece, after))
    for name in now:
        if now[name] != before.get(name):
            transaction.put(now[name])
    for name in before.keys() - now.keys():
        transaction.unlist(key_of(*name), at + _UNLISTED)
