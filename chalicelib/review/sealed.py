"""The guardian's desk: what is sealed off is looked at by whoever has the right, and released, withdrawn, or sealed again.

Whatever is decided, nothing of what such a piece says is written down: its changes tell the decision and why, and who may release sees
the page itself, which is written down before it leaves.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.access.links import OriginalLink, PageImageLink, original_link, page_image_link
from chalicelib.access.text_pages import cut_text
from chalicelib.analysis.sensitivity.screening import screen
from chalicelib.model.codec import stamp, to_plain
from chalicelib.model.cursor import cursor_of, place_of, split_page
from chalicelib.model.decision import GUARDED, Decision, PieceState, told_change
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
from chalicelib.review.masked_copies import Hidden, bring_copy, make_copy
from chalicelib.text.download_name import MEDIA_TYPES

Answer = dict[str, Any]
Guarded = Literal["release", "withdraw", "redact", "seal"]

_HISTORY = 100
_PAGES = 10
_OWN = frozenset({"released", "sealed", "redact", "status"})
"""What a guardian's decision takes the place of."""
_LEFT_BY_PEOPLE = ("status", "reason", "matricule", "type", "type_confidence", "fields", "evidence", "like", "duplicate_of")
"""What a piece gets back that archivists had decided of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a guardian decides of a piece."""

    edition: int
    """Of the piece, as it was looked at."""
    decision: Guarded
    note: str
    """Why; never what the piece says."""
    hide: tuple[Hidden, ...] = ()
    """Of a copy that is to be made: what it must not show. Without any, a copy is made on paper and scanned."""


def list_sealed(archive: Archive, *, cursor: str | None = None, limit: int = 20) -> Answer:
    """Read a page of what waits for a guardian, the oldest first.

    Raises:
        ReaderError: `invalid` for a cursor of another list.
    """
    after = place_of(cursor, "sealed")
    found, last = split_page(archive.register.pieces_awaiting_review("sealed_off", after=after, limit=limit + 1), limit)
    return {"pieces": [_told(piece) for piece, _ in found], "next": cursor_of(last[0].place, "sealed") if last else None}


def read_sealed(reader: Reader, name: str, archive: Archive, *, cursor: str | None = None) -> Answer:
    """Show where to look: the lines that seal, and the text of the pages on which they stand.

    Raises:
        ReaderError: `not_found`, or `invalid` for a cursor of another text.
        TransientError: it could not be journalled.
    """
    piece = _guarded(reader, name, archive)
    place = place_of(cursor, "sealed", piece.piece)
    transcript = archive.vault.transcript(piece.digest) or Transcript(reader="", pages=())
    prohibition = screen(transcript)
    suspect = [page for page in transcript.pages if prohibition is None or page.number in prohibition.pages]
    pages, following = cut_text(suspect, place, _PAGES)
    history = archive.register.decisions(piece.piece, limit=_HISTORY)
    original = _original(piece, archive)
    record_consultation("text", reader, Subject(piece=piece.piece), archive, role="guardian")
    return _told(piece) | {
        "pages_in_all": original.pages,
        "size": original.size,
        "media_type": MEDIA_TYPES[original.extension],
        "digest": original.digest,
        "places": to_plain(prohibition.places) if prohibition else [],
        "pages": [_page_told(each) for each in pages],
        "next": cursor_of(following, "sealed", piece.piece) if following else None,
        "history": [told_change(each) for each in history if each.decision in GUARDED],
    }


def _page_told(page: Page) -> Answer:
    lines = [{"text": each.text, "confidence": each.confidence, "box": list(each.box)} for each in page.lines]
    return {"number": page.number, "lines": lines}


def link_sealed(reader: Reader, name: str, archive: Archive) -> OriginalLink:
    """Give a link to the original: what the reading missed, and handwriting, is seen by eye alone.

    Raises:
        ReaderError: `not_found`.
        TransientError: it could not be signed or journalled.
    """
    piece = _guarded(reader, name, archive)
    link = original_link(piece, _original(piece, archive), archive)
    record_consultation("download", reader, Subject(piece=piece.piece), archive, role="guardian")
    return link


def link_sealed_page(reader: Reader, name: str, page: int, archive: Archive) -> PageImageLink:
    """Give a link to the picture of one page.

    Raises:
        ReaderError: `not_found`, or `no_picture` where the page cannot be drawn.
        TransientError: it could not be drawn, signed or journalled.
    """
    piece = _guarded(reader, name, archive)
    link = page_image_link(_original(piece, archive), page, archive)
    record_consultation("image", reader, Subject(piece=piece.piece, page=page), archive, role="guardian")
    return link


def judge(reader: Reader, name: str, judgement: Judgement, archive: Archive) -> Answer:
    """Release a piece, withdraw it, keep it sealed off until a copy without the words has come, or seal it again.

    A released piece is read, typed and filed as any other, and no later reading seals it. What an archivist had decided before it was
    sealed off stands again. To seal takes back a release or a withdrawal, or closes a piece that the guard has let pass.

    A copy is made before the decision is written, and comes in after it, by the inbox as any scan: it is read, passes the guard and is
    filed. The piece stays sealed off. Whoever dies in between leaves a piece that awaits its copy: it is asked for again.

    Raises:
        ReaderError: `not_found`; of a copy `invalid`, `still_forbidden` where it would be sealed off again, or `copy_too_long`.
        ConflictError: it was moved since it was looked at, or what is asked does not follow on how it stands.
        TransientError: a service was busy, or the copy could not be made in time.
    """
    piece = _guarded(reader, name, archive, any_piece=judgement.decision == "seal" and reader.may("review"))
    original = archive.register.original(piece.digest)
    shut = piece.status == "sealed_off"
    if original is None or piece.edition != judgement.edition or shut == (judgement.decision == "seal"):
        raise ConflictError("conflict", "the piece has moved")
    if judgement.hide and judgement.decision != "redact":
        raise ReaderError("invalid", "hide")
    copy = make_copy(original, judgement.hide, archive) if judgement.hide else None
    outcome = _OUTCOMES[judgement.decision](piece, original, archive)
    change = Decision(
        piece=piece.piece,
        edition=piece.edition + 1,
        at=archive.clock.now(),
        by=reader.name,
        decision=judgement.decision,
        note=judgement.note,
        before=PieceState(status=piece.status, reason=piece.reason if piece.closed_to_all else None),
        after=PieceState(status=outcome.status, reason=outcome.reason),
    )
    settlement = Settlement(piece=piece, outcome=outcome, decision=change)
    if copy:
        settlement = replace(settlement, event="redaction", detail=copy.digest)
    if not settle(settlement, archive):
        raise ConflictError("conflict", "the piece has moved, or is in somebody's hand")
    if copy:
        bring_copy(piece, copy, archive)
    now = archive.register.piece(piece.piece)
    return _told(now or piece)


def _release(piece: Piece, original: Original, archive: Archive) -> Outcome:
    """Assess the piece without screening it."""
    before = _as_people_left_it(piece, archive)
    stood = ("status",) if before.status in ("refused", "duplicate") else ()
    open_piece = replace(before, decided=(*(each for each in before.decided if each not in _OWN), "released", *stood))
    assessment = assess_kept(original, archive, released=True)
    outcome = outcome_of(open_piece, assessment, archive, confidence=original.confidence)
    kept = archive.register.piece(before.duplicate_of) if before.duplicate_of else None
    if outcome.status == "duplicate" and not is_filed_with(kept, before):
        return outcome_of_orphan(open_piece, kept, archive, confidence=original.confidence)
    return replace(outcome, decided=open_piece.decided)


def _as_people_left_it(piece: Piece, archive: Archive) -> Piece:
    """Give back what archivists had decided: while a piece is sealed off, it holds none of it."""
    history = archive.register.decisions(piece.piece, limit=_HISTORY)
    last = next((each.after for each in history if each.decision not in GUARDED), None)
    if last is None or last.status not in ("filed", "refused", "duplicate"):
        return replace(piece, decided=tuple(each for each in piece.decided if each in _OWN))
    return replace(piece, **{each: getattr(last, each) for each in _LEFT_BY_PEOPLE})


def _withdraw(piece: Piece, original: Original, _: Archive) -> Outcome:
    decided = (*(each for each in piece.decided if each not in _OWN), "status")
    return Outcome(status="refused", reason="withdrawn", type=FORBIDDEN, confidence=original.confidence, decided=decided)


def _redact(piece: Piece, original: Original, _: Archive) -> Outcome:
    """It stays as it is; a copy without the words comes in as a piece of its own."""
    return replace(sealed_outcome(confidence=original.confidence), decided=tuple(dict.fromkeys((*piece.decided, "redact"))))


def _seal(piece: Piece, original: Original, _: Archive) -> Outcome:
    decided = (*(each for each in piece.decided if each not in _OWN), "sealed")
    return replace(sealed_outcome(confidence=original.confidence), decided=decided)


_OUTCOMES: dict[Guarded, Callable[[Piece, Original, Archive], Outcome]] = {
    "release": _release,
    "withdraw": _withdraw,
    "redact": _redact,
    "seal": _seal,
}
DECISIONS: tuple[Guarded, ...] = get_args(Guarded)


def _guarded(reader: Reader, name: str, archive: Archive, *, any_piece: bool = False) -> Piece:
    """Read a piece that a guardian decides of: one that is sealed off, or on which a guardian has decided."""
    piece = archive.register.piece(name) if reader.may("decide_sealed_off") and is_piece(name) else None
    if piece is None or not (piece.closed_to_all or piece.released or (any_piece and piece.status not in ("waiting", "failed"))):
        raise ReaderError("not_found", "not there, or not sealed off")
    return piece


def _original(piece: Piece, archive: Archive) -> Original:
    original = archive.register.original(piece.digest)
    if original is None:
        raise ReaderError("not_found", "no original")
    return original


def _told(piece: Piece) -> Answer:
    """Tell of a piece what is not what it says."""
    return {
        "piece": piece.piece,
        "batch": piece.batch,
        "name": piece.name,
        "registered_at": stamp(piece.registered_at),
        "edition": piece.edition,
        "status": piece.status,
        "reason": piece.reason,
        "folder": piece.claim.matricule,
        "released": piece.released,
        "redact": "redact" in piece.decided,
    }
