"""Rectification reports: a servant reports an error or a missing piece of their own case file, an archivist answers.

Filing: 1. Check the text, screened for forbidden mentions as any piece is. 2. Check the type and the piece. 3. Have the photo, where there
is one, looked at and kept (`report_photos`). 4. Submit the report with its event, unless too many of the servant's reports are open.
Answering: 1. Find the report. 2. Check that its status may change so. 3. Screen the answer. 4. Update the report with its event.

The texts of reports stand in no log, no audit trail, no spreadsheet and no search.
"""

from dataclasses import dataclass, replace

from chalicelib.access.casefiles import own_matricule
from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.analysis.sensitivity.screening import check_words
from chalicelib.career.filed_pieces import casefile_of
from chalicelib.model.cursor import ListPage, cursor_of, place_of, split_page
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import is_piece
from chalicelib.model.nomenclature import FORBIDDEN
from chalicelib.model.reader import Reader
from chalicelib.model.rectification import (
    FOLLOWS,
    LONGEST,
    MOST_OPEN,
    Rectification,
    RectificationEvent,
    RectificationKind,
    RectificationStatus,
    ReportPhoto,
    is_rectification,
    name_rectification,
    photo_draft,
    photo_name,
)
from chalicelib.model.servant import Servant
from chalicelib.ports.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class RectificationRequest:
    """What a servant reports."""

    kind: RectificationKind
    text: str
    piece: str | None = None
    type: str | None = None
    """Code of the nomenclature."""
    photo: str | None = None
    """SHA-256 of the photo that the servant has sent into their slot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRectification:
    """A report, with the servant who made it and the name of the piece that it is about."""

    report: Rectification
    name: str | None
    """None where it is about no piece, or about one that nobody may read."""
    servant: Servant | None = None
    """As the roster in force lists them; None for one whom it does not list."""


def file_report(reader: Reader, request: RectificationRequest, archive: Archive) -> Rectification:
    """File a servant's report.

    Raises:
        ReaderError: `not_found` (the reader has no case file, or the piece is not in it), `unknown_type`, `invalid`,
            `forbidden_word`, `too_many_reports`, `photo_missing`, `photo_refused`.
        TransientError: the photo could not be looked at now.
    """
    matricule = own_matricule(reader)
    text = _checked_text(request.text)
    _check_subject(request, matricule, archive)
    photo = _taken(request.photo, matricule, archive) if request.photo else None
    at = archive.clock.now()
    report = Rectification(
        report=name_rectification(matricule, at, text),
        matricule=matricule,
        kind=request.kind,
        at=at,
        text=text,
        piece=request.piece,
        type=request.type,
        photo=photo,
    )
    event = RectificationEvent(report=report.report, matricule=matricule, at=at, deed="reported", by=reader.name, piece=report.piece)
    if not archive.rectifications.submit(report, event, max_open=MOST_OPEN):
        raise ReaderError("too_many_reports")
    return report


def list_own(reader: Reader, archive: Archive, *, cursor: str | None = None, limit: int = 20) -> ListPage[Rectification]:
    """List a servant's own reports, the latest first; that answers were read is recorded, so that they are no longer news.

    Raises:
        ReaderError: `not_found`; `invalid` for a cursor of another list.
        TransientError: the consultation could not be recorded.
    """
    matricule = own_matricule(reader)
    before = place_of(cursor, "reports", matricule)
    page, last = split_page(archive.rectifications.list_for(matricule, before=before, limit=limit + 1), limit)
    if any(each.moved_at for each in page):
        record_consultation("reports", reader, Subject(matricule=matricule), archive)
    return ListPage(entries=tuple(page), next=cursor_of(last.report, "reports", matricule) if last else None)


def list_reports(
    reader: Reader, archive: Archive, status: str, *, cursor: str | None = None, limit: int = 20
) -> ListPage[NamedRectification]:
    """List reports of a status, the oldest first.

    Raises:
        ReaderError: `invalid`: no such status, or a cursor of another list.
        TransientError: the consultation could not be recorded.
    """
    wanted = _status(status)
    after = place_of(cursor, "reports", wanted)
    page, last = split_page(archive.rectifications.list_by_status(wanted, after=after, limit=limit + 1), limit)
    pieces = archive.register.pieces_with_originals([each.piece for each in page if each.piece])
    names = {name: piece.name for name, (piece, _) in pieces.items() if not piece.closed_to_all}
    pointer = archive.register.roster_pointer()
    asking = sorted({each.matricule for each in page})
    servants = archive.register.servants_by_matricule(pointer.generation, asking) if pointer and asking else {}
    record_consultation("reports", reader, Subject(), archive)
    return ListPage(
        entries=tuple(
            NamedRectification(report=each, name=names.get(each.piece or ""), servant=servants.get(each.matricule)) for each in page
        ),
        next=cursor_of(last.place, "reports", wanted) if last else None,
    )


def answer_report(reader: Reader, name: str, status: str, answer: str, archive: Archive) -> Rectification:
    """Answer a report, or close it with or without an answer.

    Args:
        reader: an archivist.
        name: of the report.
        status: the next one, `answered` or `closed`.
        answer: may be empty where the report is closed: an earlier answer is kept.
        archive: the ports.

    Raises:
        ReaderError: `not_found`, `invalid`, `forbidden_word`; `conflict` where the status may not change so.
        ConflictError: the report was changed meanwhile.
    """
    report = archive.rectifications.find(name) if is_rectification(name) else None
    if report is None:
        raise ReaderError("not_found", "no such report")
    wanted = _status(status)
    text = _checked_text(answer) if answer.strip() or wanted == "answered" else report.answer
    if wanted not in FOLLOWS[report.status] or wanted == "open":
        raise ReaderError("conflict", f"{report.status} to {wanted}")
    at = archive.clock.now()
    after = replace(report, status=wanted, answer=text, by=reader.name, moved_at=at)
    event = RectificationEvent(report=report.report, matricule=report.matricule, at=at, deed=wanted, by=reader.name, piece=report.piece)
    archive.rectifications.update(after, event, seen=report)
    return after


def _taken(digest: str, matricule: str, archive: Archive) -> ReportPhoto:
    """Have the servant's draft looked at and kept, unless the report would be refused all the same.

    Raises:
        ReaderError: `photo_missing`, `photo_refused`, `too_many_reports`.
    """
    if archive.rectifications.count_open(matricule) >= MOST_OPEN:
        raise ReaderError("too_many_reports")
    return archive.page_images.take_photo(photo_draft(matricule), photo_name(matricule, digest), digest)


def _check_subject(request: RectificationRequest, matricule: str, archive: Archive) -> None:
    """Check that the type is in the nomenclature and that the piece is filed in the servant's case file."""
    if request.type is not None and (request.type == FORBIDDEN or archive.nomenclature.named(request.type) is None):
        raise ReaderError("unknown_type", "report")
    if request.piece is None:
        return
    found = archive.register.pieces_with_originals([request.piece]).get(request.piece) if is_piece(request.piece) else None
    if found is None or casefile_of(found[0]) != matricule:
        raise ReaderError("not_found", "not there or not theirs")


def _checked_text(text: str) -> str:
    """Text of a report or an answer, line by line, without unprintable characters.

    Raises:
        ReaderError: `invalid`: empty or too long; `forbidden_word`.
    """
    lines = ("".join(letter for letter in line if letter.isprintable()).strip() for line in text.splitlines())
    cleaned = "\n".join(lines).strip()
    if not cleaned or len(cleaned) > LONGEST:
        raise ReaderError("invalid", "text")
    check_words(" ".join(cleaned.split()), "text")
    return cleaned


def _status(text: str) -> RectificationStatus:
    for status in FOLLOWS:
        if text == status:
            return status
    raise ReaderError("invalid", "status")
