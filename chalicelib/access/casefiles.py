"""One case file for its readers: its filed pieces, and who consulted it.

1. Check that the reader may open the case file; one that does not exist and one that is not the reader's get the same refusal.
2. Read a page of the list. 3. Record the consultation, except a servant's of their own lists. 4. Return the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.access.pieces import PieceSummary, summary_of
from chalicelib.career.filed_pieces import casefile_of, read_filed
from chalicelib.model.audit import Consultation
from chalicelib.model.cursor import ListPage, cursor_of, place_of, split_page
from chalicelib.model.errors import ReaderError
from chalicelib.model.reader import Reader
from chalicelib.model.servant import Servant
from chalicelib.personnel.directory import servant_in_force
from chalicelib.ports.archive import Archive

_SIFTED = 200
"""Consultations of one read among which those of others are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case file, with a page of its pieces."""

    matricule: str
    """Normalised."""
    written: str
    """Matricule as the roster writes it."""
    name: str | None
    """None where the roster in force does not list the servant."""
    first_names: str | None
    servant: Servant | None
    """As the roster in force lists them, for other readers than the servant."""
    pieces: ListPage[PieceSummary]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedConsultation:
    """A consultation of a case file, with the name of the piece."""

    consultation: Consultation
    name: str | None
    """None where no piece was opened, or where it is no longer in the case file."""


def read_casefile(reader: Reader, matricule: str, archive: Archive, *, cursor: str | None = None, limit: int = 50) -> CaseFile:
    """Read a case file and a page of its pieces, in the order of their registration.

    A servant's own case file may be empty; any other exists if the roster lists its servant or a piece is filed in it.

    Args:
        reader: the signed-in reader.
        matricule: normalised; any other writing of it names no case file.
        archive: the ports.
        cursor: of the page.
        limit: most pieces of the page.

    Raises:
        ReaderError: `not_found`; `invalid` for a cursor of another list.
        TransientError: the consultation could not be recorded.
    """
    check_may_open(reader, matricule)
    after = place_of(cursor, "casefile", matricule)
    servant = servant_in_force(matricule, archive.register)
    listed, last = split_page(archive.register.casefile_pieces(matricule, after=after, limit=limit + 1), limit)
    if servant is None and not listed and matricule != reader.matricule:
        raise ReaderError("not_found", "no such case file")
    pieces = read_filed(matricule, listed, archive)
    if matricule != reader.matricule:
        record_consultation("casefile", reader, Subject(matricule=matricule), archive)
    return CaseFile(
        matricule=matricule,
        written=(servant.written if servant else "") or matricule,
        name=servant.name if servant else None,
        first_names=servant.first_names if servant else None,
        servant=servant if matricule != reader.matricule else None,
        pieces=ListPage(
            entries=tuple(summary_of(piece, original, reader) for piece, original in pieces),
            next=cursor_of(last.place, "casefile", matricule) if last else None,
        ),
    )


def read_consultations(  # noqa: PLR0913 - which page of which list
    reader: Reader, matricule: str, archive: Archive, *, others: bool = False, cursor: str | None = None, limit: int = 50
) -> ListPage[NamedConsultation]:
    """Read a page of the consultations of a case file, the latest first; with `others` without the reader's own.

    Raises:
        ReaderError: `not_found`; `invalid` for a cursor of another list.
        TransientError: the consultation could not be recorded.
    """
    check_may_open(reader, matricule)
    before = place_of(cursor, "consultations", matricule)
    found = _of_others(reader, matricule, before, limit + 1, archive) if others else _all(matricule, before, limit + 1, archive)
    page, last = split_page(found, limit)
    if not page and matricule != reader.matricule and not _exists(matricule, archive):
        raise ReaderError("not_found", "no such case file")
    pieces = archive.register.pieces_with_originals(list({each.piece for each in page if each.piece}))
    names = {piece.piece: piece.name for piece, _ in pieces.values() if casefile_of(piece) == matricule}
    if matricule != reader.matricule:
        record_consultation("consultations", reader, Subject(matricule=matricule), archive)
    return ListPage(
        entries=tuple(NamedConsultation(consultation=each, name=names.get(each.piece or "")) for each in page),
        next=cursor_of(last.place, "consultations", matricule) if last else None,
    )


def _all(matricule: str, before: str | None, limit: int, archive: Archive) -> Sequence[Consultation]:
    return archive.consultations.list_for(matricule, before=before, limit=limit)


def _of_others(reader: Reader, matricule: str, before: str | None, limit: int, archive: Archive) -> Sequence[Consultation]:
    """Consultations by anybody but the reader, from as many pages as that takes."""
    found: list[Consultation] = []
    while len(found) < limit and (page := _all(matricule, before, _SIFTED, archive)):
        found += [each for each in page if each.reader != reader.name]
        before = page[-1].place
    return found[:limit]


def check_may_open(reader: Reader, matricule: str) -> None:
    """Check that a reader may open a case file.

    Raises:
        ReaderError: `not_found`.
    """
    if not reader.may_open(matricule):
        raise ReaderError("not_found", "not theirs")


def own_matricule(reader: Reader) -> str:
    """Normalised matricule of the reader's own case file.

    Raises:
        ReaderError: `not_found`: the reader has none.
    """
    if reader.matricule is None or not reader.may_open(reader.matricule):
        raise ReaderError("not_found", "no case file of their own")
    return reader.matricule


def _exists(matricule: str, archive: Archive) -> bool:
    return servant_in_force(matricule, archive.register) is not None or bool(
        archive.register.casefile_pieces(matricule, after=None, limit=1)
    )
