"""A piece for its readers: description, text, page images, link to the original; each consultation is recorded before anything leaves."""

from collections.abc import Sequence
from typing import Any

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.access.links import OriginalLink, PageImageLink, original_link, page_image_link
from chalicelib.access.text_pages import cut_text
from chalicelib.model.codec import stamp, to_plain
from chalicelib.model.cursor import cursor_of, place_of
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import is_piece, normalise
from chalicelib.model.piece import Original, Piece
from chalicelib.model.reader import Reader
from chalicelib.ports.archive import Archive
from chalicelib.text.download_name import MEDIA_TYPES

Answer = dict[str, Any]

_AT_ONCE = 50
"""Pieces and originals that one request reads: a hundred items."""


def as_they_stand(pieces: Sequence[Piece], archive: Archive) -> list[tuple[Piece, Original]]:
    """Read pieces and their originals from the table itself: the index that listed them lags, and one may have been sealed off since."""
    names = [piece.piece for piece in pieces]
    held: dict[str, tuple[Piece, Original]] = {}
    for start in range(0, len(names), _AT_ONCE):
        held.update(archive.register.pieces_with_originals(names[start : start + _AT_ONCE]))
    return [held[name] for name in names if name in held]


def read_piece(reader: Reader, name: str, archive: Archive) -> Answer:
    """Read what is known of a piece: its type, the fields found in it, its original.

    Raises:
        ReaderError: `not_found`.
        TransientError: it could not be journalled.
    """
    piece, original = _held(reader, name, archive)
    matricule = casefile_of(piece)
    if matricule is None or matricule != reader.matricule:
        record_consultation("piece", reader, Subject(matricule=matricule, piece=piece.piece), archive)
    return summary_of(piece, original) | {
        "matricule": matricule,
        "type_confidence": piece.type_confidence,
        "fields": to_plain(piece.fields),
        "digest": piece.digest,
    }


def read_text(reader: Reader, name: str, archive: Archive, *, cursor: str | None = None, limit: int = 10) -> Answer:
    """Read some pages of a piece's text; no answer is longer than a megabyte, a page may go on in the next one.

    Raises:
        ReaderError: `not_found`, or `invalid` for a cursor that is none of this text's.
        TransientError: it could not be journalled.
    """
    piece, _ = _held(reader, name, archive)
    place = place_of(cursor, "text", piece.piece)
    transcript = archive.vault.transcript(piece.digest)
    pages, following = cut_text(transcript.pages if transcript else (), place, limit)
    record_consultation("text", reader, Subject(matricule=casefile_of(piece), piece=piece.piece), archive)
    return {"piece": piece.piece, "pages": pages, "next": cursor_of(following, "text", piece.piece) if following else None}


def link_original(reader: Reader, name: str, archive: Archive) -> OriginalLink:
    """Give a link to a piece's original.

    Raises:
        ReaderError: `not_found`.
        TransientError: it could not be signed or journalled.
    """
    piece, original = _held(reader, name, archive)
    link = original_link(piece, original, archive)
    record_consultation("download", reader, Subject(matricule=casefile_of(piece), piece=piece.piece), archive)
    return link


def link_page(reader: Reader, name: str, page: int, archive: Archive) -> PageImageLink:
    """Give a link to the picture of one page: some minutes, one page, shown and kept nowhere.

    Raises:
        ReaderError: `not_found`, also for a page that there is not; `no_picture` where it cannot be drawn.
        TransientError: it could not be drawn, signed or journalled.
    """
    piece, original = _held(reader, name, archive)
    link = page_image_link(original, page, archive)
    record_consultation("image", reader, Subject(matricule=casefile_of(piece), piece=piece.piece, page=page), archive)
    return link


def _held(reader: Reader, name: str, archive: Archive) -> tuple[Piece, Original]:
    """Read a piece that the reader may read; whose it is and how it stands are told by the register, never by the request."""
    found = archive.register.pieces_with_originals([name]).get(name) if is_piece(name) else None
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
    matricule = casefile_of(piece)
    return reader.may_open(matricule) if matricule else reader.may("review")


def casefile_of(piece: Piece) -> str | None:
    """Tell whose case file a piece is in: what was merely claimed or proposed for a piece puts it in none."""
    return normalise(piece.matricule or "") or None if piece.status == "filed" else None


def summary_of(piece: Piece, original: Original) -> Answer:
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
