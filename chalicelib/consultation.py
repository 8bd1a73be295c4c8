"""What readers are given: a case file, a piece, its text, a link to the original; decided here, and journalled before it leaves.

"Not yours" and "not there" are one answer, made of the same reads in the same order. A servant's look at the list of their own
pieces is not written down, for nothing leaves with it that the journal must tell; every text and every link is.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.access import Action, Consultation
from chalicelib.attachment import MEDIA_TYPES
from chalicelib.errors import ReaderError
from chalicelib.excerpt import cut_text
from chalicelib.identifiers import is_piece, normalise
from chalicelib.matching import servant_in_force
from chalicelib.paging import cursor_of, cut, place_of
from chalicelib.piece import Original, Piece
from chalicelib.ports import Archive
from chalicelib.reader import Reader
from chalicelib.records import stamp, to_plain
from chalicelib.showing import show_page

_AT_ONCE = 50
"""Pieces and originals that one request reads: a hundred items."""

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
    servant = servant_in_force(matricule, archive.register)
    pieces, last = cut(archive.register.casefile(matricule, after=after, limit=limit + 1), limit)
    if servant is None and not pieces and matricule != reader.matricule:
        raise ReaderError("not_found", "no such case file")
    standing = as_they_stand(pieces, archive)
    if matricule != reader.matricule:
        _note("casefile", reader, matricule, archive, session)
    return {
        "matricule": matricule,
        "written": (servant.written if servant else "") or matricule,
        "name": servant.name if servant else None,
        "first_names": servant.first_names if servant else None,
        "pieces": [_entry(piece, original) for piece, original in standing if _case_file(piece) == matricule],
        "next": cursor_of(last.place, "casefile", matricule) if last else None,
    }


def as_they_stand(pieces: Sequence[Piece], archive: Archive) -> list[tuple[Piece, Original]]:
    """Read pieces and their originals from the table itself: the index that listed them lags, and one may have been sealed off since."""
    names = [piece.piece for piece in pieces]
    held: dict[str, tuple[Piece, Original]] = {}
    for start in range(0, len(names), _AT_ONCE):
        held.update(archive.register.held(names[start : start + _AT_ONCE]))
    return [held[name] for name in names if name in held]


def read_piece(reader: Reader, name: str, archive: Archive, *, session: str = "") -> Answer:
    """Read what is known of a piece: its type, the fields found in it, its original.

    Raises:
        ReaderError: `not_found`.
        TransientError: it could not be journalled.
    """
    piece, original = _held(reader, name, archive)
    matricule = _case_file(piece)
    if matricule is None or matricule != reader.matricule:
        _note("piece", reader, matricule, archive, session, piece=piece.piece)
    return _entry(piece, original) | {
        "matricule": matricule,
        "type_confidence": piece.type_confidence,
        "fields": to_plain(piece.fields),
        "digest": piece.digest,
    }


def read_text(  # noqa: PLR0913 - who, what, which page, in which session
    reader: Reader, name: str, archive: Archive, *, cursor: str | None = None, limit: int = 10, session: str = ""
) -> Answer:
    """Read some pages of a piece's text; no answer is longer than a megabyte, a page may go on in the next one.

    Raises:
        ReaderError: `not_found`, or `invalid` for a cursor that is none of this text's.
        TransientError: it could not be journalled.
    """
    piece, _ = _held(reader, name, archive)
    place = place_of(cursor, "text", piece.piece)
    transcript = archive.vault.transcript(piece.digest)
    pages, following = cut_text(transcript.pages if transcript else (), place, limit)
    _note("text", reader, _case_file(piece), archive, session, piece=piece.piece)
    return {"piece": piece.piece, "pages": pages, "next": cursor_of(following, "text", piece.piece) if following else None}


def link_original(reader: Reader, name: str, archive: Archive, *, session: str = "") -> Answer:
    """Give a link to a piece's original: some minutes, one key, one version, always as a file to be saved.

    Raises:
        ReaderError: `not_found`.
        TransientError: it could not be signed or journalled.
    """
    piece, original = _held(reader, name, archive)
    link = archive.links.link(original, piece.name)
    _note("download", reader, _case_file(piece), archive, session, piece=piece.piece)
    return {"url": link.url, "expires_at": stamp(link.expires_at), "size": original.size, "type": MEDIA_TYPES[original.extension]}


def link_page(reader: Reader, name: str, page: int, archive: Archive, *, session: str = "") -> Answer:
    """Give a link to the picture of one page: some minutes, one page, shown and kept nowhere.

    Raises:
        ReaderError: `not_found`, also for a page that there is not; `no_picture` where it cannot be drawn.
        TransientError: it could not be drawn, signed or journalled.
    """
    piece, original = _held(reader, name, archive)
    shown = show_page(original, page, archive)
    _note("image", reader, _case_file(piece), archive, session, piece=piece.piece, page=page)
    return shown


def read_consultations(reader: Reader, matricule: str, archive: Archive, *, cursor: str | None = None, limit: int = 50) -> Answer:
    """Read who opened a case file, the latest first; a piece that is no longer in it keeps its number and loses its name.

    Raises:
        ReaderError: `not_found`, or `invalid` for a cursor that is none of this list's.
    """
    _check_may_open(reader, matricule)
    before = place_of(cursor, "consultations", matricule)
    page, last = cut(archive.consultations.of(matricule, before=before, limit=limit + 1), limit)
    if not page and matricule != reader.matricule and not _exists(matricule, archive):
        raise ReaderError("not_found", "no such case file")
    held = archive.register.held(list({each.piece for each in page if each.piece}))
    names = {piece.piece: piece.name for piece, _ in held.values() if _case_file(piece) == matricule}
    return {
        "consultations": [_told(each, names) for each in page],
        "next": cursor_of(last.place, "consultations", matricule) if last else None,
    }


def _check_may_open(reader: Reader, matricule: str) -> None:
    if not reader.may_open(matricule):
        raise ReaderError("not_found", "not theirs")


def _exists(matricule: str, archive: Archive) -> bool:
    return servant_in_force(matricule, archive.register) is not None or bool(archive.register.casefile(matricule, after=None, limit=1))


def _held(reader: Reader, name: str, archive: Archive) -> tuple[Piece, Original]:
    """Read a piece that the reader may read; whose it is and how it stands are told by the register, never by the request."""
    found = archive.register.held([name]).get(name) if is_piece(name) else None
    if found is None or not _may_read(reader, found[0]):
        raise ReaderError("not_found", "not there or not theirs")
    return found


def _may_read(reader: Reader, piece: Piece) -> bool:
    """A filed piece is its servant's and the archivists'; what the guard has not let pass is nobody's; any other the archivists'.

    The guard reads texts: what waits to be read, or could not be, has not passed it.
    """
    if piece.closed_to_all or piece.status == "waiting":
        return False
    if piece.status == "failed" or piece.reason == "text_lost":
        return reader.may("decide_sealed_off")
    matricule = _case_file(piece)
    return reader.may_open(matricule) if matricule else reader.may("review")


def _case_file(piece: Piece) -> str | None:
    """Tell whose case file a piece is in: what was merely claimed or proposed for a piece puts it in none."""
    return normalise(piece.matricule or "") or None if piece.status == "filed" else None


def _note(  # noqa: PLR0913 - one line of the journal
    action: Action,
    reader: Reader,
    matricule: str | None,
    archive: Archive,
    session: str,
    *,
    piece: str | None = None,
    page: int | None = None,
) -> None:
    """Write down who is about to be given what; nothing leaves if this fails."""
    consultation = Consultation(
        action=action,
        at=archive.clock.now(),
        reader=reader.name,
        role="servant" if matricule is not None and matricule == reader.matricule else "archivist",
        matricule=matricule,
        piece=piece,
        page=page,
        session=session,
    )
    archive.consultations.note(consultation)


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


def _entry(piece: Piece, original: Original) -> Answer:
    """Tell of a piece what a list tells."""
    act_date = next((field.value for field in piece.fields if field.name == "act_date"), None)
    return {
        "piece": piece.piece,
        "name": piece.name,
        "type": piece.type,
        "date": act_date,
        "year": int(act_date[:4]) if act_date else None,
        "registered_at": stamp(piece.registered_at),
        "pages": original.pages,
        "size": original.size,
        "media_type": MEDIA_TYPES[original.extension],
        "status": piece.status,
        "confidence": original.confidence,
    }
