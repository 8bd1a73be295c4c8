"""What readers are given: a case file, a piece, its text, a link to the original; decided here, and journalled before it leaves.

"Not yours" and "not there" are one answer, made of the same reads in the same order. A servant's look at the list of their own
pieces is not written down, for nothing leaves with it that the journal must tell; every text and every link is.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.access.pieces import as_they_stand, casefile_of, summary_of
from chalicelib.model.audit import Consultation
from chalicelib.model.codec import stamp
from chalicelib.model.cursor import cursor_of, place_of, split_page
from chalicelib.model.errors import ReaderError
from chalicelib.model.reader import Reader
from chalicelib.personnel.directory import servant_in_force
from chalicelib.ports.archive import Archive

Answer = dict[str, Any]


def read_casefile(reader: Reader, matricule: str, archive: Archive, *, cursor: str | None = None, limit: int = 50) -> Answer:
    """Read a page of a case file: its filed pieces, in the order of their registration.

    A servant's own file may be empty; anybody else's exists where the roster or a piece says so.

    Args:
        reader: who asks.
        matricule: normalised; any other writing of it names no case file.
        archive: the ports.
        cursor: of the page before.
        limit: pieces a page.

    Raises:
        ReaderError: `not_found`, or `invalid` for a cursor that is none of this file's.
        TransientError: it could not be journalled.
    """
    _check_may_open(reader, matricule)
    after = place_of(cursor, "casefile", matricule)
    servant = servant_in_force(matricule, archive.register)
    pieces, last = split_page(archive.register.casefile_pieces(matricule, after=after, limit=limit + 1), limit)
    if servant is None and not pieces and matricule != reader.matricule:
        raise ReaderError("not_found", "no such case file")
    standing = as_they_stand(pieces, archive)
    if matricule != reader.matricule:
        record_consultation("casefile", reader, Subject(matricule=matricule), archive)
    return {
        "matricule": matricule,
        "written": (servant.written if servant else "") or matricule,
        "name": servant.name if servant else None,
        "first_names": servant.first_names if servant else None,
        "pieces": [summary_of(piece, original) for piece, original in standing if casefile_of(piece) == matricule],
        "next": cursor_of(last.place, "casefile", matricule) if last else None,
    }


def read_consultations(reader: Reader, matricule: str, archive: Archive, *, cursor: str | None = None, limit: int = 50) -> Answer:
    """Read who opened a case file, the latest first; a piece that is no longer in it keeps its number and loses its name.

    Raises:
        ReaderError: `not_found`, or `invalid` for a cursor that is none of this list's.
    """
    _check_may_open(reader, matricule)
    before = place_of(cursor, "consultations", matricule)
    page, last = split_page(archive.consultations.list_for(matricule, before=before, limit=limit + 1), limit)
    if not page and matricule != reader.matricule and not _exists(matricule, archive):
        raise ReaderError("not_found", "no such case file")
    held = archive.register.pieces_with_originals(list({each.piece for each in page if each.piece}))
    names = {piece.piece: piece.name for piece, _ in held.values() if casefile_of(piece) == matricule}
    return {
        "consultations": [_told(each, names) for each in page],
        "next": cursor_of(last.place, "consultations", matricule) if last else None,
    }


def _check_may_open(reader: Reader, matricule: str) -> None:
    if not reader.may_open(matricule):
        raise ReaderError("not_found", "not theirs")


def _exists(matricule: str, archive: Archive) -> bool:
    return servant_in_force(matricule, archive.register) is not None or bool(
        archive.register.casefile_pieces(matricule, after=None, limit=1)
    )


def _told(consultation: Consultation, names: Mapping[str, str]) -> Answer:
    return {
        "at": stamp(consultation.at),
        "action": consultation.action,
        "role": "own" if consultation.role == "servant" else consultation.role,
        "reader": consultation.reader,
        "piece": consultation.piece,
        "page": consultation.page,
        "name": names.get(consultation.piece or ""),
    }
