"""Review of cuts: an archivist says where the pieces of a scan begin, whatever was proposed, and may take it back.

1. Read how a scan is divided now, what was proposed, and how sure each place is.
2. Decide the first page of each piece. The scan's own piece says its pieces from then on.
3. Carry it out: pieces whose pages stay stay as they are, with what people decided of them; others are set aside, new ones are filed.

The original is neither read nor sent to the OCR again. Pages of a piece that is closed to readers are not shown, and stay together.
"""

from dataclasses import dataclass, replace

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.analysis.segmentation.page_signs import folio_of
from chalicelib.analysis.sensitivity.screening import check_words
from chalicelib.model.decision import MOST_DECISIONS, Decision, last_undoable, outcome_of_state, state_of
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.identifiers import file_line_id, is_piece
from chalicelib.model.piece import CUTS, Original, Outcome, Piece, piece_after, unchanged_outcome
from chalicelib.model.reader import Reader
from chalicelib.model.register import Settlement
from chalicelib.model.segmentation import PageBoundary, PageRole, PageSegment
from chalicelib.ports.archive import Archive
from chalicelib.processing.division import MOST_PIECES, divided, joined, parts_of, propose
from chalicelib.processing.filing import file_pieces, settle
from chalicelib.review.queue import find_reviewed, live_lease


@dataclass(frozen=True, slots=True, kw_only=True)
class CutPage:
    """A page of the scan, and where its image is found."""

    page: int
    """Number in the scan, from 1."""
    role: PageRole
    piece: str | None
    """The piece that it belongs to now; None of a separator sheet, which is in none, and where readers may not see it."""
    number: int = 0
    """Its number within the piece, from 1."""
    closed: bool = False
    """Whether its piece is closed to readers."""
    printed: int | None = None
    """Number printed on the page, where another order of the pages is proposed: its evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutsView:
    """How a scan is divided, and what was proposed."""

    file: Piece
    """The scan's own piece: its edition must be told with a decision."""
    original: Original
    pages: tuple[CutPage, ...]
    """In the order in which they are read: that of the scan, or the one that a person has confirmed."""
    pieces: tuple[Piece, ...]
    """As they stand, in the order of their pages; of a closed one only the pages may be told."""
    boundaries: tuple[PageBoundary, ...]
    """As proposed; none where nothing was measured of the scan."""
    undoable: bool
    """Whether the last decision on the cuts can be undone."""
    proposed_order: tuple[int, ...] = ()
    """Numbers of the pages in the order proposed, where that is another: fronts and backs were scanned in two passes."""

    @property
    def starts(self) -> tuple[int, ...]:
        """First pages of the pieces."""
        return tuple(piece.page_of_original(1) for piece in self.pieces)

    @property
    def confirmed(self) -> bool:
        """Whether a person has decided the cuts."""
        return CUTS in self.file.decided


@dataclass(frozen=True, slots=True, kw_only=True)
class CutsRequest:
    """An archivist's decision on the cuts of a scan."""

    edition: int
    """Of the scan's own piece, as the archivist saw it."""
    starts: tuple[int, ...] | None
    """Pages with which a piece begins; the first page need not be among them. None undoes the last decision."""
    in_proposed_order: bool = False
    """Whether the pages are read in the order proposed."""
    note: str = ""
    """Reason in the archivist's words."""


def read_cuts(reader: Reader, name: str, archive: Archive) -> CutsView:
    """Read how the scan that a piece comes from is divided.

    Raises:
        ReaderError: `not_found`.
        TransientError: the consultation could not be recorded.
    """
    file, original = _file_of(name, archive)
    record_consultation("piece", reader, Subject(piece=file.piece), archive, role="archivist")
    return _view(file, original, archive)


def decide_cuts(reader: Reader, name: str, request: CutsRequest, archive: Archive) -> CutsView:
    """Divide a scan as an archivist says, or take the last decision back.

    Raises:
        ReaderError: `not_found`; `taken` by another archivist; `invalid`: no such page; `too_many_pieces`; `closed_pages`: a closed
            piece would change; `nothing_to_undo`; `forbidden_word` in the note.
        ConflictError: it was cut since the archivist saw it, or has not been read yet.
    """
    check_words(request.note, "note")
    file, original = _file_of(name, archive)
    _check_free(reader, file, name, archive)
    if file.edition != request.edition or original.status != "transcribed":
        raise ConflictError("conflict", "the cuts have changed")
    before = _view(file, original, archive)
    outcome = _undone(before, archive) if request.starts is None else _as_decided(before, request)
    _check_closed(before, outcome)
    after = piece_after(file, outcome)
    decision = Decision(
        piece=file.piece,
        edition=after.edition,
        at=archive.clock.now(),
        by=reader.name,
        decision="cut" if request.starts is not None else "undo",
        note=request.note,
        before=state_of(file),
        after=state_of(after),
    )
    if not settle(Settlement(piece=file, outcome=outcome, decision=decision), archive):
        raise ConflictError("conflict", "the scan was cut meanwhile, or another archivist holds its lease")
    file_pieces(original, archive)
    return _view(*_file_of(file.piece, archive), archive)


def _file_of(name: str, archive: Archive) -> tuple[Piece, Original]:
    """Find the own piece of the scan that a piece comes from; any piece of it that is not closed leads there."""
    piece = archive.register.piece(name) if is_piece(name) else None
    if piece is None or piece.status not in ("divided", "waiting"):
        piece, _ = find_reviewed(name, archive)
    if piece.pages:
        line = archive.register.line(piece.batch, file_line_id(piece.line))
        piece = archive.register.piece(line.piece) if line and line.piece else None
    original = archive.register.original(piece.digest) if piece else None
    if piece is None or original is None or piece.closed_to_all or original.pages == 1:
        raise ReaderError("not_found", "no scan of several pages")
    return piece, original


def _check_free(reader: Reader, file: Piece, name: str, archive: Archive) -> None:
    """Refuse where another archivist holds the lease of the scan, or of the piece from which it was opened."""
    for each in dict.fromkeys((file.piece, name)):
        found = archive.register.piece_with_lease(each)
        live = live_lease(found[1], archive) if found else None
        if live and live.by != reader.name:
            raise ReaderError("taken")


def _view(file: Piece, original: Original, archive: Archive) -> CutsView:
    proposal = propose(original, archive)
    pieces = [file]
    if file.status == "divided":
        found = parts_of(file, archive.register.pieces_of_original(file.digest))
        pieces = sorted((each for each in found if each.status != "divided"), key=lambda each: each.pages)
    places = {page: (piece, number) for piece in pieces for number, page in enumerate(piece.pages or range(1, original.pages + 1), start=1)}
    plain: PageRole = "content"
    roles = proposal.roles if proposal else (plain,) * original.pages
    read = [page for segment in file.division for page in segment.pages]
    order = range(1, original.pages + 1) if read == sorted(read) else (*read, *sorted(set(range(1, original.pages + 1)) - set(read)))
    history = archive.register.decisions(file.piece, limit=MOST_DECISIONS)
    last = last_undoable(history)
    is_reordered = proposal is not None and proposal.reordered
    printed = _printed_numbers(original, archive) if is_reordered else {}
    return CutsView(
        file=file,
        original=original,
        pages=tuple(_page(page, roles[page - 1], places.get(page), printed.get(page)) for page in order),
        pieces=tuple(pieces),
        boundaries=proposal.boundaries if proposal else (),
        undoable=last is not None and last.decision == "cut",
        proposed_order=tuple(page for segment in proposal.segments for page in segment.pages) if proposal and is_reordered else (),
    )


def _printed_numbers(original: Original, archive: Archive) -> dict[int, int]:
    """Read the numbers printed on the pages of a scan, by page."""
    transcript = archive.vault.transcript(original.digest)
    found = {page.number: folio_of(page) for page in (transcript.pages if transcript else ())}
    return {page: folio.number for page, folio in found.items() if folio}


def _page(page: int, role: PageRole, place: tuple[Piece, int] | None, printed: int | None) -> CutPage:
    piece, number = place or (None, 0)
    if piece is None or piece.closed_to_all:
        return CutPage(page=page, role=role, piece=None, closed=piece is not None)
    return CutPage(page=page, role=role, piece=piece.piece, number=number, printed=printed)


def _as_decided(before: CutsView, request: CutsRequest) -> Outcome:
    """Make the outcome of the scan's own piece by the first pages of its pieces; a type that a separator sheet says stays."""
    first = set(request.starts or ())
    if not all(1 <= page <= before.original.pages for page in first) or (request.in_proposed_order and not before.proposed_order):
        raise ReaderError("invalid", "no such page, or no other order")
    pages = {page.page: page for page in before.pages}
    said: dict[int, PageSegment] = {each.pages[0]: each for each in before.file.division}
    segments: list[list[int]] = []
    for page in map(pages.__getitem__, before.proposed_order) if request.in_proposed_order else before.pages:
        if page.role == "separator":
            continue
        if not segments or page.page in first:
            segments.append([])
        segments[-1].append(page.page)
    segments = segments or [[page.page for page in before.pages]]  # nothing but separator sheets: one piece of them all
    if len(segments) > MOST_PIECES:
        raise ReaderError("too_many_pieces")
    division = tuple(replace(said.get(each[0], PageSegment(pages=())), pages=tuple(each)) for each in segments)
    is_whole = len(division) == 1 and division[0].pages == tuple(range(1, before.original.pages + 1))
    outcome = _as_one_piece(before) if is_whole else divided(before.file, division, before.original)
    return replace(outcome, decided=tuple(dict.fromkeys((*(outcome.decided or before.file.decided), CUTS))))


def _as_one_piece(before: CutsView) -> Outcome:
    """Make the outcome of a scan that is one piece: what people decided of it as one stands, the rest is filed anew."""
    file = before.file
    outcome = joined(file, before.original)
    if file.status == "divided" or not set(file.decided) - {CUTS}:
        return outcome
    return replace(unchanged_outcome(file, confidence=before.original.confidence), status="waiting", reason=None)


def _undone(before: CutsView, archive: Archive) -> Outcome:
    """Make the outcome that restores the cuts before the last decision on them, and its doubts."""
    last = last_undoable(archive.register.decisions(before.file.piece, limit=MOST_DECISIONS))
    if last is None or last.decision != "cut":
        raise ReaderError("nothing_to_undo")
    earlier = last.before
    if earlier.division:
        return replace(divided(before.file, earlier.division, before.original), decided=earlier.decided)
    restored = outcome_of_state(earlier, confidence=before.original.confidence)
    return replace(restored, status="waiting", reason=earlier.reason if earlier.status == "refused" else None, decided=earlier.decided)


def _check_closed(before: CutsView, outcome: Outcome) -> None:
    """Refuse cuts by which the pages of a closed piece would come into another."""
    after = {each.pages for each in outcome.division}
    if any(piece.closed_to_all and piece.pages not in after for piece in before.pieces):
        raise ReaderError("closed_pages")
