"""The pieces that are filed in a case file, read from the register."""

from collections.abc import Iterator, Sequence

from chalicelib.model.identifiers import normalise
from chalicelib.model.piece import Original, Piece
from chalicelib.ports.archive import Archive

_AT_ONCE = 50
"""Pieces of one read, each with its original: DynamoDB returns at most 100 items of a BatchGetItem."""
_LISTED = 200
"""Pieces of one read of the index."""


def casefile_of(piece: Piece) -> str | None:
    """Normalised matricule of the case file that a piece is filed in; a claimed or proposed matricule files it nowhere."""
    return normalise(piece.matricule or "") or None if piece.status == "filed" else None


def act_date_of(piece: Piece) -> str | None:
    """Date of a piece's act in ISO 8601; None where its text says none."""
    return next((field.value for field in piece.fields if field.name == "act_date"), None)


def list_filed(matricule: str, archive: Archive) -> Iterator[Piece]:
    """List all pieces of a case file in the order of their registration, page by page, as the index has them.

    The index is some moments old; a piece that is sealed leaves it with the write that seals it.
    """
    after: str | None = None
    while page := archive.register.casefile_pieces(matricule, after=after, limit=_LISTED):
        yield from (piece for piece in page if casefile_of(piece) == matricule)
        if len(page) < _LISTED:
            return
        after = page[-1].place


def read_filed(matricule: str, pieces: Sequence[Piece], archive: Archive) -> list[tuple[Piece, Original]]:
    """Read the listed pieces of a case file and their originals again, from the table; those that have left it are not given.

    An index lags behind the table, and a piece may be sealed off by now.
    """
    names = [piece.piece for piece in pieces]
    found: dict[str, tuple[Piece, Original]] = {}
    for start in range(0, len(names), _AT_ONCE):
        found.update(archive.register.pieces_with_originals(names[start : start + _AT_ONCE]))
    return [found[name] for name in names if name in found and casefile_of(found[name][0]) == matricule]


def read_all_filed(matricule: str, archive: Archive) -> list[Piece]:
    """Read every piece of a case file as it stands, in the order of registration."""
    return [piece for piece, _ in read_filed(matricule, list(list_filed(matricule, archive)), archive)]
