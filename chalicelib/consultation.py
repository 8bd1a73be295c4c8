"""What readers are given: a case file, a piece, its text, a link to the original; decided here, and journalled before it leaves.

"Not yours" and "not there" are one answer, made of the same reads in the same order.
"""

from typing import Any

from chalicelib.access import Action, Consultation
from chalicelib.errors import ReaderError
from chalicelib.identifiers import fold
from chalicelib.paging import cursor_of, cut, place_of
from chalicelib.piece import Original, Piece
from chalicelib.ports import Archive
from chalicelib.reader import Reader
from chalicelib.roster import Servant

Answer = dict[str, Any]


def read_casefile(  # noqa: PLR0913 - who, what, which page, in which session
    reader: Reader, matricule: str, archive: Archive, *, cursor: str | None = None, limit: int = 50, session: str = ""
) -> Answer:
    """Read a page of a case file: its filed pieces, in the order of their registration.

    A servant's own file may be empty; anybody else's exists where the roster or a piece says so.

    Args:
        reader: who asks.
        matricule: normalised; any other writing of it names no case file.
        archive: the ports.
        cursor: of the page before.
        limit: pieces a page.
        session: the ID token's `jti`.

    Raises:
        ReaderError: `not_found`, or `invalid` for a cursor that is none of this file's.
        TransientError: it could not be journalled.
    """
    _check_may_open(reader, matricule)
    after = place_of(cursor, "casefile", matricule)
    servant = _servant(matricule, archive)
    pieces, last = cut(archive.register.casefile(matricule, after=after, limit=limit + 1), limit)
    if servant is None and not pieces and matricule != reader.matricule:
        raise ReaderError("not_found", "no such case file")
    originals = {each.digest: each for each in archive.register.originals(list({piece.digest for piece in pieces}))}
    if matricule != reader.matricule:
        _note("casefile", reader, archive, session, matricule=matricule)
    return {
        "matricule": matricule,
        "written": (servant.written if servant else "") or matricule,
        "name": servant.name if servant else None,
        "first_names": servant.first_names if servant else None,
        "pieces": [_entry(piece, originals[piece.digest]) for piece in pieces if piece.status == "filed" and piece.digest in originals],
        "next": cursor_of(last.place, "casefile", matricule) if last else None,
    }


def _check_may_open(reader: Reader, matricule: str) -> None:
    if not reader.may_open(matricule):
        raise ReaderError("not_found", "not theirs")


def _servant(matricule: str, archive: Archive) -> Servant | None:
    """Ask the roster in force for a servant by the exact matricule."""
    pointer = archive.register.settings_roster()
    found = archive.register.servants(pointer.generation, fold(matricule)) if pointer else ()
    return next((servant for servant in found if servant.matricule == matricule), None)


def _note(action: Action, reader: Reader, archive: Archive, session: str, *, matricule: str | None, piece: str | None = None) -> None:
    """Write down who is about to be given what; nothing leaves if this fails."""
    role = "servant" if matricule is not None and matricule == reader.matricule else "archivist"
    at = archive.clock.now()
    consultation = Consultation(
        action=action, at=at, reader=reader.name, role=role, matricule=matricule, piece=piece, session=session  # type: ignore[arg-type]
    )
    archive.consultations.note(consultation)


def _entry(piece: Piece, original: Original) -> Answer:
    """Tell of a piece what a list tells."""
    act_date = next((field.value for field in piece.fields if field.name == "act_date"), None)
    return {
        "piece": piece.piece,
        "name": piece.name,
        "type": piece.type,
        "date": act_date,
        "year": int(act_date[:4]) if act_date else None,
        "registered_at": piece.registered_at.isoformat(),
        "pages": original.pages,
        "size": original.size,
        "media_type": original.media_type,
        "status": piece.status,
        "confidence": original.confidence,
    }
