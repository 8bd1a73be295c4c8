"""Review queue: pieces that wait for an archivist, one piece with all that is known of it, and who holds its lease.

1. List the queue, or what of it answers to a filter, the oldest piece first, or the latest; count it.
2. Take the lease of a piece, for 15 minutes: nobody else decides on it meanwhile.
3. Read the piece, with its candidates and its history.
4. Decide (`decisions`), or give the lease back.

To read one piece is a consultation, recorded before anything leaves; to read the list is not. A piece that is sealed off, or that
a guardian has withdrawn, is not found here. A filtered list costs what the whole one does, however many pieces wait: each selection of
the queue has its own entries (`model.review_queue`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.access.pieces import PartOfOriginal, part_of
from chalicelib.model.cursor import ListPage, cursor_of, place_of, split_page
from chalicelib.model.decision import GUARDIAN_DECISIONS, MOST_DECISIONS, Decision, DecisionKind, Lease, last_undoable
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.identifiers import is_piece, normalise
from chalicelib.model.piece import Original, Piece, Status
from chalicelib.model.reader import Reader
from chalicelib.model.review_queue import MOST_COUNTED, Count, QueueFilter, answers_to, counted, proposal_of
from chalicelib.model.servant import Servant
from chalicelib.ports.archive import Archive

LEASE = timedelta(minutes=15)
"""Duration of a lease; its holder may take it again."""
REVIEWED: frozenset[Status] = frozenset({"to_review", "filed", "duplicate", "refused"})
"""Statuses in which an archivist may decide on a piece."""
MOST_ALIKE = 20
"""Pieces that are decided on together, at most."""
_READ = 25
"""Pieces read at once in search of one without a lease: more than archivists who work at the same time."""

ANY = QueueFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewEntry:
    """A piece as the review queue lists it."""

    piece: Piece
    lease: Lease | None
    """None where nobody holds one."""
    part: PartOfOriginal | None = None
    """None where the piece is all pages of its original."""

    @property
    def reason(self) -> str | None:
        """Reason of the review."""
        return self.piece.review_reason


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """A page of the review queue, and how far the work is."""

    page: ListPage[ReviewEntry]
    waiting: Count
    """Pieces that answer to the filter."""
    elsewhere: int | None
    """Of the batch that was asked for: pieces to be verified that are not in this queue; None for several batches."""
    decided_today: int
    """Decisions that the reader has taken today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedPiece:
    """A piece with all that an archivist needs for a decision."""

    entry: ReviewEntry
    original: Original
    history: tuple[Decision, ...]
    """Decisions on it, the latest first."""
    servants: Mapping[str, Servant] = field(default_factory=dict)
    """Its owner and its candidates as the roster in force lists them, by normalised matricule."""
    proposed: bool = False
    """Whether the likeliest candidate is proposed; otherwise a person must choose."""

    @property
    def undoable(self) -> DecisionKind | None:
        """Decision that an archivist can undo here: the last that stands, if no guardian took it; cuts are undone in `cuts`."""
        last = last_undoable(self.history)
        return last.decision if last and last.decision not in {*GUARDIAN_DECISIONS, "cut"} else None

    @property
    def reread_since(self) -> bool:
        """Whether the piece has changed by itself since the last decision, as by a new reading."""
        return bool(self.history) and self.history[0].edition != self.entry.piece.edition


def list_queue(reader: Reader, archive: Archive, wanted: QueueFilter = ANY, *, cursor: str | None = None, limit: int = 20) -> QueuePage:
    """List the pieces that wait for an archivist and answer to a filter.

    Raises:
        ReaderError: `invalid` for a cursor of another list.
    """
    scope = ("review", wanted.selection, wanted.order)
    after = place_of(cursor, *scope)
    found = archive.register.queued_pieces(wanted.selection, after=after, limit=limit + 1, latest_first=wanted.order == "latest")
    page, last = split_page(found, limit)
    entries = [_entry(piece, lease, archive) for _, piece, lease in page if answers_to(piece, wanted)]
    return QueuePage(
        page=ListPage(entries=tuple(_with_parts(entries, archive)), next=cursor_of(last[0], *scope) if last else None),
        waiting=counted(archive.register.count_queued(wanted.selection, most=MOST_COUNTED)),
        elsewhere=_elsewhere(wanted, archive),
        decided_today=decided_today(reader, archive),
    )


def decided_today(reader: Reader, archive: Archive) -> int:
    """Number of decisions that a reader has taken since midnight in the archive's time zone."""
    local = archive.clock.now().astimezone(ZoneInfo(archive.settings.time_zone))
    return archive.register.decisions_since(reader.name, local.replace(hour=0, minute=0, second=0, microsecond=0))


def _elsewhere(wanted: QueueFilter, archive: Archive) -> int | None:
    """Pieces of a batch that its receipt counts as to be verified and that no archivist decides on."""
    only_batch = wanted.batch is not None and wanted == QueueFilter(batch=wanted.batch)
    found = archive.register.batch(wanted.batch) if wanted.batch and only_batch else None
    return found[1].sealed if found else None


def list_alike(reader: Reader, name: str, archive: Archive) -> tuple[ReviewEntry, ...]:
    """List the other pieces that wait with the same proposal, and whose lease nobody else holds.

    Raises:
        ReaderError: `not_found`.
    """
    piece, _ = find_reviewed(name, archive)
    proposal = proposal_of(piece)
    if proposal is None:
        return ()
    found = archive.register.queued_pieces(proposal.selection, after=None, limit=MOST_ALIKE + 1)
    alike = [
        _entry(each, lease, archive)
        for _, each, lease in found
        if each.piece != piece.piece and proposal_of(each) == proposal and _is_free(lease, reader, archive)
    ]
    return tuple(_with_parts(alike[: MOST_ALIKE - 1], archive))


def _with_parts(entries: Sequence[ReviewEntry], archive: Archive) -> Iterator[ReviewEntry]:
    """Add to the pieces of divided files which pages of it they are; the originals are read where there are such pieces."""
    parts = [entry.piece.piece for entry in entries if entry.piece.pages]
    found = archive.register.pieces_with_originals(parts) if parts else {}
    for entry in entries:
        _, original = found.get(entry.piece.piece, (None, None))
        yield replace(entry, part=part_of(entry.piece, original)) if original else entry


def read_reviewed(reader: Reader, name: str, archive: Archive) -> ReviewedPiece:
    """Read all that is known of a piece, and the decisions on it.

    Raises:
        ReaderError: `not_found`.
        TransientError: the consultation could not be recorded.
    """
    piece, lease = find_reviewed(name, archive)
    original = archive.register.original(piece.digest)
    if original is None:
        raise ReaderError("not_found", "no original")
    history = archive.register.decisions(piece.piece, limit=MOST_DECISIONS)
    matricule = normalise(piece.matricule or "") or None if piece.status == "filed" else None
    record_consultation("piece", reader, Subject(matricule=matricule, piece=piece.piece), archive, role="archivist")
    return ReviewedPiece(
        entry=replace(_entry(piece, lease, archive), part=part_of(piece, original)),
        original=original,
        history=tuple(history),
        servants=_servants(piece, archive),
        proposed=proposal_of(piece) is not None,
    )


def _servants(piece: Piece, archive: Archive) -> Mapping[str, Servant]:
    """Read the owner and the candidates of a piece from the roster in force."""
    pointer = archive.register.roster_pointer()
    named = {normalise(each) for each in (piece.matricule or "", *(each.matricule for each in piece.candidates))} - {""}
    return archive.register.servants_by_matricule(pointer.generation, sorted(named)) if pointer and named else {}


def claim(reader: Reader, name: str, archive: Archive) -> ReviewedPiece:
    """Take the lease of a piece, or prolong it.

    Raises:
        ReaderError: `not_found`; `taken`.
        TransientError: the consultation could not be recorded.
    """
    piece, _ = find_reviewed(name, archive)
    try:
        take_lease(reader, piece, archive)
    except ConflictError as conflict:
        raise ReaderError("taken") from conflict
    return read_reviewed(reader, name, archive)


def claim_next(reader: Reader, archive: Archive, wanted: QueueFilter = ANY, *, after: str | None = None) -> ReviewedPiece | None:
    """Take the lease of the first piece of a filtered queue that nobody else holds; None where there is none.

    Args:
        reader: an archivist.
        archive: the ports.
        wanted: the filter.
        after: name of a piece; only pieces that come after it in the queue.
    """
    place = find_reviewed(after, archive)[0].place if after else None
    while found := archive.register.queued_pieces(wanted.selection, after=place, limit=_READ, latest_first=wanted.order == "latest"):
        for _, piece, lease in found:
            if answers_to(piece, wanted) and _is_free(lease, reader, archive):
                try:
                    take_lease(reader, piece, archive)
                except ConflictError:
                    continue  # another archivist was quicker, or the index lags behind
                return read_reviewed(reader, piece.piece, archive)
        place = found[-1][0]
    return None


def put_back(reader: Reader, name: str, archive: Archive) -> None:
    """Give back the lease of a piece.

    Raises:
        ReaderError: `not_found`.
    """
    piece, _ = find_reviewed(name, archive)
    archive.register.release_lease(piece.piece, reader.name)


def find_reviewed(name: str, archive: Archive) -> tuple[Piece, Lease | None]:
    """Read a piece on which an archivist may decide.

    Raises:
        ReaderError: `not_found`.
    """
    found = archive.register.piece_with_lease(name) if is_piece(name) else None
    if found is None or found[0].closed_to_all or found[0].status not in REVIEWED:
        raise ReaderError("not_found", "not there, or not to be reviewed")
    return found


def take_lease(reader: Reader, piece: Piece, archive: Archive) -> None:
    """Lease a piece to a reader; raise `ConflictError` where it has moved or another reader holds its lease."""
    now = archive.clock.now()
    archive.register.acquire_lease(piece, Lease(by=reader.name, until=now + LEASE), now=now)


def _is_free(lease: Lease | None, reader: Reader, archive: Archive) -> bool:
    live = live_lease(lease, archive)
    return live is None or live.by == reader.name


def live_lease(lease: Lease | None, archive: Archive) -> Lease | None:
    """Return a lease as long as it lasts; None from its end on."""
    return lease if lease and lease.until > archive.clock.now() else None


def _entry(piece: Piece, lease: Lease | None, archive: Archive) -> ReviewEntry:
    return ReviewEntry(piece=piece, lease=live_lease(lease, archive))
