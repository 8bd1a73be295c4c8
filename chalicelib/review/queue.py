"""Review queue: pieces that wait for an archivist, one piece with all that is known of it, and who holds its lease.

1. List the queue, the oldest piece first.
2. Take the lease of a piece, for 15 minutes: nobody else decides on it meanwhile.
3. Read the piece, with its candidates and its history.
4. Decide (`decisions`), or give the lease back.

To read one piece is a consultation, recorded before anything leaves; to read the list is not. A piece that is sealed off, or that
a guardian has withdrawn, is not found here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.model.cursor import ListPage, cursor_of, place_of
from chalicelib.model.decision import GUARDIAN_DECISIONS, MOST_DECISIONS, Decision, DecisionKind, Lease, last_undoable
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.identifiers import is_piece, normalise
from chalicelib.model.piece import Original, Piece, Status
from chalicelib.model.reader import Reader
from chalicelib.ports.archive import Archive

LEASE = timedelta(minutes=15)
"""Duration of a lease; its holder may take it again."""
REVIEWED: frozenset[Status] = frozenset({"to_review", "filed", "duplicate", "refused"})
"""Statuses in which an archivist may decide on a piece."""
_READ = 100
"""Pieces read at once from the queue."""
_READS = 5
"""Reads for one page, at most, where only one reason is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewEntry:
    """A piece as the review queue lists it."""

    piece: Piece
    lease: Lease | None
    """None where nobody holds one."""

    @property
    def reason(self) -> str | None:
        """Reason of the review; a filed piece waits because it likely duplicates another."""
        return "near_duplicate" if self.piece.awaited and self.piece.status == "filed" else self.piece.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedPiece:
    """A piece with all that an archivist needs for a decision."""

    entry: ReviewEntry
    original: Original
    history: tuple[Decision, ...]
    """Decisions on it, the latest first."""

    @property
    def undoable(self) -> DecisionKind | None:
        """Decision that an archivist can undo: the last that stands, if no guardian took it."""
        last = last_undoable(self.history)
        return last.decision if last and last.decision not in GUARDIAN_DECISIONS else None

    @property
    def reread_since(self) -> bool:
        """Whether the piece has changed by itself since the last decision, as by a new reading."""
        return bool(self.history) and self.history[0].edition != self.entry.piece.edition


def list_queue(archive: Archive, *, cursor: str | None = None, limit: int = 20, reason: str | None = None) -> ListPage[ReviewEntry]:
    """List the pieces that wait for an archivist, the oldest first; where one reason is asked for, a page may be short.

    Raises:
        ReaderError: `invalid` for a cursor of another list.
    """
    place = place_of(cursor, "review", reason or "")
    most = _READ if reason else limit + 1
    entries: list[ReviewEntry] = []
    for _ in range(_READS):
        found = archive.register.pieces_awaiting_review("to_review", after=place, limit=most)
        for number, (piece, lease) in enumerate(found):
            entry = _entry(piece, lease, archive)
            entries += [entry] if reason in (None, entry.reason) else []
            place = piece.place
            if len(entries) == limit:
                has_more = number + 1 < len(found) or bool(reason and len(found) == _READ)
                return _page(entries, place if has_more else None, reason)
        if len(found) < most:
            return _page(entries, None, reason)
    return _page(entries, place, reason)


def _page(entries: Sequence[ReviewEntry], place: str | None, reason: str | None) -> ListPage[ReviewEntry]:
    return ListPage(entries=tuple(entries), next=cursor_of(place, "review", reason or "") if place else None)


def read_reviewed(reader: Reader, name: str, archive: Archive) -> ReviewedPiece:
    """Read all that is known of a piece, and the decisions on it.

    Raises:
        ReaderError: `not_found`.
        TransientError: the consultation could not be recorded.
    """
    piece, lease = _found(name, archive)
    original = archive.register.original(piece.digest)
    if original is None:
        raise ReaderError("not_found", "no original")
    history = archive.register.decisions(piece.piece, limit=MOST_DECISIONS)
    matricule = normalise(piece.matricule or "") or None if piece.status == "filed" else None
    record_consultation("piece", reader, Subject(matricule=matricule, piece=piece.piece), archive, role="archivist")
    return ReviewedPiece(entry=_entry(piece, lease, archive), original=original, history=tuple(history))


def claim(reader: Reader, name: str, archive: Archive) -> ReviewedPiece:
    """Take the lease of a piece, or prolong it.

    Raises:
        ReaderError: `not_found`; `taken`.
        TransientError: the consultation could not be recorded.
    """
    piece, _ = _found(name, archive)
    try:
        _lease(reader, piece, archive)
    except ConflictError as conflict:
        raise ReaderError("taken") from conflict
    return read_reviewed(reader, name, archive)


def claim_next(reader: Reader, archive: Archive, *, reason: str | None = None, after: str | None = None) -> ReviewedPiece | None:
    """Take the lease of the oldest piece that nobody else holds; None where there is none.

    Args:
        reader: an archivist.
        archive: the ports.
        reason: only pieces with this reason.
        after: name of a piece; only pieces that come after it in the queue.
    """
    place = _found(after, archive)[0].place if after else None
    for _ in range(_READS):
        found = archive.register.pieces_awaiting_review("to_review", after=place, limit=_READ)
        for piece, lease in found:
            if reason in (None, _entry(piece, lease, archive).reason) and _is_free(lease, reader, archive):
                try:
                    _lease(reader, piece, archive)
                except ConflictError:
                    continue  # another archivist was quicker, or the index lags behind
                return read_reviewed(reader, piece.piece, archive)
        if len(found) < _READ:
            return None
        place = found[-1][0].place
    return None


def put_back(reader: Reader, name: str, archive: Archive) -> None:
    """Give back the lease of a piece.

    Raises:
        ReaderError: `not_found`.
    """
    piece, _ = _found(name, archive)
    archive.register.release_lease(piece.piece, reader.name)


def _found(name: str, archive: Archive) -> tuple[Piece, Lease | None]:
    """Read a piece on which an archivist may decide."""
    found = archive.register.piece_with_lease(name) if is_piece(name) else None
    if found is None or found[0].closed_to_all or found[0].status not in REVIEWED:
        raise ReaderError("not_found", "not there, or not to be reviewed")
    return found


def _lease(reader: Reader, piece: Piece, archive: Archive) -> None:
    now = archive.clock.now()
    archive.register.acquire_lease(piece, Lease(by=reader.name, until=now + LEASE), now=now)


def _is_free(lease: Lease | None, reader: Reader, archive: Archive) -> bool:
    return lease is None or lease.by == reader.name or lease.until <= archive.clock.now()


def _entry(piece: Piece, lease: Lease | None, archive: Archive) -> ReviewEntry:
    return ReviewEntry(piece=piece, lease=lease if lease and lease.until > archive.clock.now() else None)
