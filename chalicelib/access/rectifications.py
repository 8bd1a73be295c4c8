"""A servant reports an error or a missing piece of their own case file; an archivist answers.

What either writes is held against the guard's words: it is kept, and what must not be known of anybody is not kept because they wrote it
themselves. Whoever reports a page that says such a thing tells which page. Reports are in no log, no journal, no list for spreadsheets
and no search.
"""

from dataclasses import dataclass, replace
from typing import Any

from chalicelib.analysis.sensitivity.screening import check_words
from chalicelib.model.codec import stamp
from chalicelib.model.cursor import cursor_of, place_of, split_page
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import is_piece, normalise
from chalicelib.model.nomenclature import FORBIDDEN
from chalicelib.model.piece import Piece
from chalicelib.model.reader import Reader
from chalicelib.model.rectification import (
    FOLLOWS,
    LONGEST,
    MOST_OPEN,
    Rectification,
    RectificationEvent,
    RectificationKind,
    RectificationStatus,
    is_rectification,
    name_rectification,
)
from chalicelib.ports.archive import Archive

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What a servant says."""

    kind: RectificationKind
    text: str
    piece: str | None = None
    type: str | None = None


def file_report(reader: Reader, complaint: Complaint, archive: Archive) -> Answer:
    """Take a report in.

    Raises:
        ReaderError: `not_found` (no case file of their own, or a piece that is not in it), `unknown_type`, `invalid`,
            `forbidden_word`, `too_many_reports`.
    """
    matricule = own_matricule(reader)
    text = _words(complaint.text)
    _check(complaint, matricule, archive)
    at = archive.clock.now()
    report = Rectification(
        report=name_rectification(matricule, at, text),
        matricule=matricule,
        kind=complaint.kind,
        at=at,
        text=text,
        piece=complaint.piece,
        type=complaint.type,
    )
    event = RectificationEvent(report=report.report, matricule=matricule, at=at, deed="reported", by=reader.name, piece=report.piece)
    if not archive.rectifications.submit(report, event, most=MOST_OPEN):
        raise ReaderError("too_many_reports")
    return {"report": report.report}


def list_own(reader: Reader, archive: Archive, *, cursor: str | None = None, limit: int = 20) -> Answer:
    """Read one's own reports, the latest first, with what was answered.

    Raises:
        ReaderError: `not_found`, or `invalid` for a cursor of another list.
    """
    matricule = own_matricule(reader)
    before = place_of(cursor, "reports", matricule)
    page, last = split_page(archive.rectifications.list_of(matricule, before=before, limit=limit + 1), limit)
    return {"reports": [_told(each) for each in page], "next": cursor_of(last.report, "reports", matricule) if last else None}


def list_reports(archive: Archive, status: str, *, cursor: str | None = None, limit: int = 20) -> Answer:
    """Read reports of a status, the oldest first.

    Raises:
        ReaderError: `invalid`: no status, or a cursor of another list.
    """
    wanted = _status(status)
    after = place_of(cursor, "reports", wanted)
    page, last = split_page(archive.rectifications.list_by_status(wanted, after=after, limit=limit + 1), limit)
    held = archive.register.pieces_with_originals([each.piece for each in page if each.piece])
    names = {name: piece.name for name, (piece, _) in held.items() if not piece.closed_to_all}
    told = [_told(each) | {"matricule": each.matricule, "by": each.by, "name": names.get(each.piece or "")} for each in page]
    return {"reports": told, "next": cursor_of(last.place, "reports", wanted) if last else None}


def answer_report(reader: Reader, name: str, status: str, answer: str, archive: Archive) -> Answer:
    """Answer a report, or close it.

    Raises:
        ReaderError: `not_found`, `invalid`, `forbidden_word`, `conflict` where it has been closed.
        ConflictError: somebody else has answered meanwhile.
    """
    report = archive.rectifications.find(name) if is_rectification(name) else None
    if report is None:
        raise ReaderError("not_found", "no such report")
    wanted = _status(status)
    words = _words(answer) if answer.strip() or wanted == "answered" else report.answer
    if wanted not in FOLLOWS[report.status] or wanted == "open":
        raise ReaderError("conflict", f"{report.status} to {wanted}")
    at = archive.clock.now()
    after = replace(report, status=wanted, answer=words, by=reader.name, moved_at=at)
    event = RectificationEvent(report=report.report, matricule=report.matricule, at=at, deed=wanted, by=reader.name, piece=report.piece)
    archive.rectifications.update(after, event, seen=report)
    return _told(after) | {"matricule": report.matricule, "by": reader.name}


def own_matricule(reader: Reader) -> str:
    """Tell whose case file is the reader's own.

    Raises:
        ReaderError: `not_found`: they have none.
    """
    if reader.matricule is None or not reader.may_open(reader.matricule):
        raise ReaderError("not_found", "no case file of their own")
    return reader.matricule


def _check(complaint: Complaint, matricule: str, archive: Archive) -> None:
    if complaint.type is not None and (complaint.type == FORBIDDEN or archive.nomenclature.named(complaint.type) is None):
        raise ReaderError("unknown_type", "report")
    if complaint.piece is None:
        return
    found = archive.register.pieces_with_originals([complaint.piece]).get(complaint.piece) if is_piece(complaint.piece) else None
    if found is None or not _is_in(found[0], matricule):
        raise ReaderError("not_found", "not there or not theirs")


def _is_in(piece: Piece, matricule: str) -> bool:
    """Say whether a piece is filed in a case file; what is sealed off is in none."""
    return piece.status == "filed" and normalise(piece.matricule or "") == matricule


def _words(text: str) -> str:
    """Take what somebody wrote, line by line, without signs that nobody sees, and nothing that must not be kept."""
    lines = ("".join(letter for letter in line if letter.isprintable()).strip() for line in text.splitlines())
    words = "\n".join(lines).strip()
    if not words or len(words) > LONGEST:
        raise ReaderError("invalid", "text")
    check_words(" ".join(words.split()), "text")
    return words


def _status(said: str) -> RectificationStatus:
    for status in FOLLOWS:
        if said == status:
            return status
    raise ReaderError("invalid", "status")


def _told(report: Rectification) -> Answer:
    return {
        "report": report.report,
        "kind": report.kind,
        "piece": report.piece,
        "type": report.type,
        "text": report.text,
        "at": stamp(report.at),
        "status": report.status,
        "answer": report.answer or None,
        "answered_at": stamp(report.moved_at),
    }
