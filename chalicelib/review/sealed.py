"""Sealed pieces: guardians read pieces with forbidden mentions, and release, withdraw, mask or seal them.

1. List the pieces that are sealed off, the oldest first.
2. Read where the forbidden mentions of one stand; link its original or the image of a page. Each, the list too, is a consultation,
   recorded first.
3. Judge the piece.

A decision is recorded with its reason; nothing of what the piece says is.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.access.links import OriginalLink, PageImageLink, page_image_link, piece_link
from chalicelib.access.text_pages import cut_text
from chalicelib.analysis.sensitivity.names import is_masked
from chalicelib.analysis.sensitivity.screening import ForbiddenPlace, check_words, screen
from chalicelib.model.cursor import ListPage, cursor_of, place_of, split_page
from chalicelib.model.decision import GUARDIAN_DECISIONS, MOST_DECISIONS, Decision, PieceState
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.identifiers import is_piece
from chalicelib.model.nomenclature import FORBIDDEN
from chalicelib.model.piece import Original, Outcome, Piece, is_filed_with
from chalicelib.model.reader import Reader
from chalicelib.model.register import Settlement
from chalicelib.model.transcript import Page, Transcript
from chalicelib.ports.archive import Archive
from chalicelib.processing.filing import settle
from chalicelib.processing.outcome import assess_kept, outcome_of, outcome_of_orphan, sealed_outcome
from chalicelib.review.masked_copies import MaskedPlace, bring_copy, make_copy

GuardianDecision = Literal["release", "withdraw", "redact", "seal"]

_PAGES = 10
"""Of a text, in one answer."""
_OWN = frozenset({"released", "sealed", "redact", "status"})
"""Earlier decisions that a guardian's decision replaces."""
_LEFT_BY_PEOPLE = ("status", "reason", "matricule", "type", "type_confidence", "fields", "evidence", "folder_alone", "like", "duplicate_of")
"""What a released piece gets back where archivists had decided on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A guardian's decision on a piece."""

    edition: int
    """Of the piece, as the guardian saw it."""
    decision: GuardianDecision
    note: str
    """Reason; never what the piece says."""
    hide: tuple[MaskedPlace, ...] = ()
    """Places that a masked copy must not show. Without any, the copy is made on paper and scanned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedEntry:
    """A sealed piece as the guardians' queue lists it."""

    piece: Piece
    copy: Piece | None = None
    """Its masked copy, once that has come in as a piece of its own."""

    @property
    def awaits_paper(self) -> bool:
        """Whether its copy is masked on paper: it comes in as any scan, unknown as a copy, and withdrawing this piece ends the wait."""
        return "redact" in self.piece.decided and self.piece.masked_copy is None


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPiece:
    """A sealed piece as a guardian reads it: where its forbidden mentions stand, and the text of those pages."""

    entry: SealedEntry
    name: str
    """File name as it came; on every other screen a name with a forbidden mention is masked."""
    original: Original
    places: tuple[ForbiddenPlace, ...]
    """Lines that hold a forbidden mention."""
    pages: tuple[Page, ...]
    """Pages with such lines; all pages where the screening finds none."""
    next: str | None
    """Cursor of the following pages."""
    history: tuple[Decision, ...]
    """Guardians' decisions on it, the latest first."""


def list_sealed(reader: Reader, archive: Archive, *, cursor: str | None = None, limit: int = 20) -> ListPage[SealedEntry]:
    """List the pieces that wait for a guardian, the oldest first.

    Raises:
        ReaderError: `invalid` for a cursor of another list.
        TransientError: the consultation could not be recorded.
    """
    after = place_of(cursor, "sealed")
    found, last = split_page(archive.register.sealed_pieces(after=after, limit=limit + 1), limit)
    record_consultation("sealed_list", reader, Subject(), archive, role="guardian")
    entries = tuple(_entry(each, archive) for each in found)
    return ListPage(entries=entries, next=cursor_of(last.place, "sealed") if last else None)


def _entry(piece: Piece, archive: Archive) -> SealedEntry:
    """Find the masked copy of a sealed piece; the bytes of a copy are those of one sealed piece."""
    copies = archive.register.pieces_of_original(piece.masked_copy) if piece.masked_copy else ()
    return SealedEntry(piece=piece, copy=next(iter(copies), None))


def read_sealed(reader: Reader, name: str, archive: Archive, *, cursor: str | None = None) -> SealedPiece:
    """Read where the forbidden mentions of a piece stand, and the text of those pages.

    Raises:
        ReaderError: `not_found`, or `invalid` for a cursor of another text.
        TransientError: the consultation could not be recorded.
    """
    piece = _for_guardian(reader, name, archive)
    place = place_of(cursor, "sealed", piece.piece)
    transcript = (archive.vault.transcript(piece.digest) or Transcript(reader="", pages=())).of_pages(piece.pages)
    screening = screen(transcript)
    suspect = [page for page in transcript.pages if screening is None or page.number in screening.pages]
    pages, following = cut_text(suspect, place, _PAGES)
    history = archive.register.decisions(piece.piece, limit=MOST_DECISIONS)
    original = _original(piece, archive)
    line = archive.register.line(piece.batch, piece.line) if is_masked(piece.name) else None
    record_consultation("text", reader, Subject(piece=piece.piece), archive, role="guardian")
    return SealedPiece(
        entry=_entry(piece, archive),
        name=line.key.rpartition("/")[2] if line else piece.name,
        original=original,
        places=screening.places if screening else (),
        pages=pages,
        next=cursor_of(following, "sealed", piece.piece) if following else None,
        history=tuple(each for each in history if each.decision in GUARDIAN_DECISIONS),
    )


def link_sealed(reader: Reader, name: str, archive: Archive) -> OriginalLink:
    """Link the original of a piece: handwriting, and what the OCR missed, is seen by eye alone.

    Raises:
        ReaderError: `not_found`.
        TransientError: the link could not be signed, or the consultation not recorded.
    """
    piece = _for_guardian(reader, name, archive)
    link = piece_link(piece, _original(piece, archive), archive)
    record_consultation("download", reader, Subject(piece=piece.piece), archive, role="guardian")
    return link


def link_sealed_page(reader: Reader, name: str, page: int, archive: Archive) -> PageImageLink:
    """Link the image of one page.

    Raises:
        ReaderError: `not_found`, or `no_picture` where the page cannot be rendered.
        TransientError: the image could not be rendered, the link signed or the consultation recorded.
    """
    piece = _for_guardian(reader, name, archive)
    link = page_image_link(piece, _original(piece, archive), page, archive)
    record_consultation("image", reader, Subject(piece=piece.piece, page=page), archive, role="guardian")
    return link


def judge(reader: Reader, name: str, judgement: Judgement, archive: Archive) -> Piece:
    """Decide on a sealed piece: release it, withdraw it, keep it sealed off until a masked copy has come, or seal it again.

    1. Read the piece; check that it stands as the guardian saw it.
    2. Make the masked copy, where places are to be hidden.
    3. Decide the outcome, and settle the piece.
    4. Put the copy into the inbox.

    A released piece is classified and filed as any other, and no later reading seals it; what an archivist had decided before
    stands again. Sealing takes back a release or a withdrawal, or closes a piece that the screening has let pass.

    A copy comes in as any scan does: it is read, screened and filed. The piece stays sealed off. After a crash between 3 and 4 the
    piece awaits its copy, and the guardian asks for it again.

    Returns:
        The piece as it stands now.

    Raises:
        ReaderError: `forbidden_word` in the note; `not_found`; of a copy `invalid`, `still_forbidden` where it would be sealed off
            again, or `copy_too_long`.
        ConflictError: it was moved since it was read, or the decision does not follow on its status.
        TransientError: a service was busy, or the copy could not be made in time.
    """
    check_words(judgement.note, "note")
    piece, original = _judged(reader, name, judgement, archive)
    copy = make_copy(piece, original, judgement.hide, archive) if judgement.hide else None
    outcome = _OUTCOMES[judgement.decision](piece, original, archive)
    outcome = replace(outcome, masked_copy=copy.digest if copy else None)
    settlement = Settlement(piece=piece, outcome=outcome, decision=_decision(reader, piece, outcome, judgement, archive))
    if copy:
        settlement = replace(settlement, event="redaction", detail=copy.digest)
    if not settle(settlement, archive):
        raise ConflictError("conflict", "the piece has moved, or somebody holds its lease")
    if copy:
        bring_copy(piece, copy, archive)
    return archive.register.piece(piece.piece) or piece


def _judged(reader: Reader, name: str, judgement: Judgement, archive: Archive) -> tuple[Piece, Original]:
    """Read the piece of a judgement, and check that the judgement applies to it."""
    piece = _for_guardian(reader, name, archive, any_piece=judgement.decision == "seal" and reader.may("review"))
    original = archive.register.original(piece.digest)
    is_sealed = piece.status == "sealed_off"
    if original is None or piece.edition != judgement.edition or is_sealed == (judgement.decision == "seal"):
        raise ConflictError("conflict", "the piece has moved")
    if judgement.hide and judgement.decision != "redact":
        raise ReaderError("invalid", "hide")
    return piece, original


def _decision(reader: Reader, piece: Piece, outcome: Outcome, judgement: Judgement, archive: Archive) -> Decision:
    """Make the decision as the register keeps it: status and reason alone, nothing of what the piece says."""
    return Decision(
        piece=piece.piece,
        edition=piece.edition + 1,
        at=archive.clock.now(),
        by=reader.name,
        decision=judgement.decision,
        note=judgement.note,
        before=PieceState(status=piece.status, reason=piece.reason if piece.closed_to_all else None),
        after=PieceState(status=outcome.status, reason=outcome.reason),
    )


def _release(piece: Piece, original: Original, archive: Archive) -> Outcome:
    """Assess the piece without screening it."""
    before = _as_people_left_it(piece, archive)
    stood = ("status",) if before.status in ("refused", "duplicate") else ()
    open_piece = replace(before, decided=(*(each for each in before.decided if each not in _OWN), "released", *stood))
    assessment = assess_kept(open_piece, original, archive)
    outcome = outcome_of(open_piece, assessment, archive, confidence=original.confidence)
    kept = archive.register.piece(before.duplicate_of) if before.duplicate_of else None
    if outcome.status == "duplicate" and not is_filed_with(kept, before):
        return outcome_of_orphan(open_piece, kept, archive, confidence=original.confidence)
    return replace(outcome, decided=open_piece.decided)


def _as_people_left_it(piece: Piece, archive: Archive) -> Piece:
    """Restore what archivists had decided; a sealed piece holds none of it."""
    history = archive.register.decisions(piece.piece, limit=MOST_DECISIONS)
    last = next((each.after for each in history if each.decision not in GUARDIAN_DECISIONS), None)
    if last is None or last.status not in ("filed", "refused", "duplicate"):
        return replace(piece, decided=tuple(each for each in piece.decided if each in _OWN))
    return replace(piece, **{each: getattr(last, each) for each in _LEFT_BY_PEOPLE})


def _withdraw(piece: Piece, original: Original, _: Archive) -> Outcome:
    decided = (*(each for each in piece.decided if each not in _OWN), "status")
    return Outcome(status="refused", reason="withdrawn", type=FORBIDDEN, confidence=original.confidence, decided=decided)


def _redact(piece: Piece, original: Original, _: Archive) -> Outcome:
    """Keep it sealed off; the masked copy becomes a piece of its own."""
    return replace(sealed_outcome(confidence=original.confidence), decided=tuple(dict.fromkeys((*piece.decided, "redact"))))


def _seal(piece: Piece, original: Original, _: Archive) -> Outcome:
    decided = (*(each for each in piece.decided if each not in _OWN), "sealed")
    return replace(sealed_outcome(confidence=original.confidence), decided=decided)


_OUTCOMES: dict[GuardianDecision, Callable[[Piece, Original, Archive], Outcome]] = {
    "release": _release,
    "withdraw": _withdraw,
    "redact": _redact,
    "seal": _seal,
}
DECISIONS: tuple[GuardianDecision, ...] = get_args(GuardianDecision)


def _for_guardian(reader: Reader, name: str, archive: Archive, *, any_piece: bool = False) -> Piece:
    """Read a piece on which a guardian may decide: sealed off, withdrawn or released; for sealing by hand, any that is read."""
    piece = archive.register.piece(name) if reader.may("decide_sealed_off") and is_piece(name) else None
    if piece is None or not (piece.closed_to_all or piece.released or (any_piece and piece.status not in ("waiting", "failed"))):
        raise ReaderError("not_found", "not there, or not sealed off")
    return piece


def _original(piece: Piece, archive: Archive) -> Original:
    original = archive.register.original(piece.digest)
    if original is None:
        raise ReaderError("not_found", "no original")
    return original
