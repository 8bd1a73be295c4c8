"""What is new in one's own case file since the last visit: pieces that came, and answers to one's reports."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from chalicelib.model.codec import stamp
from chalicelib.model.errors import ReaderError
from chalicelib.model.piece import Piece
from chalicelib.model.reader import Reader
from chalicelib.ports.archive import Archive

Answer = dict[str, Any]

_SIGN_INS = 50
"""Looked through for the visit before this one."""
_PAGE = 200
_MOST = 50
"""Pieces told, and pieces whose decisions are looked at."""


def read_news(reader: Reader, archive: Archive, *, since: str | None = None) -> Answer:
    """Tell what came since the last visit: registered since, or put there by somebody's decision.

    Args:
        reader: a servant.
        archive: the ports.
        since: a time; the sign-in before the present one where it is None.

    Raises:
        ReaderError: `not_found`: no case file of their own; `invalid`: no time.
    """
    matricule = reader.matricule
    if matricule is None or not reader.may_open(matricule):
        raise ReaderError("not_found", "no case file of their own")
    begin = _time(since) if since else _visit_before(reader.name, archive)
    if begin is None:
        return {"since": None, "pieces": [], "more": False, "answers": 0}
    new = _new(matricule, begin, archive)
    answered = archive.rectifications.list_of(matricule, before=None, limit=_MOST)
    return {
        "since": stamp(begin),
        "pieces": [
            {"piece": piece.piece, "name": piece.name, "type": piece.type, "registered_at": stamp(piece.registered_at)}
            for piece in new[:_MOST]
        ],
        "more": len(new) > _MOST,
        "answers": sum(each.moved_at is not None and each.moved_at > begin for each in answered),
    }


def _time(said: str) -> datetime:
    try:
        at = datetime.fromisoformat(said)
    except ValueError as error:
        raise ReaderError("invalid", "since") from error
    if at.tzinfo is None:
        raise ReaderError("invalid", "since")
    return at.astimezone(UTC)


def _visit_before(name: str, archive: Archive) -> datetime | None:
    """Tell when the visit before this one began; None where this is the first."""
    visits = (each.at for each in archive.sign_in_attempts.sign_ins(name, before=None, limit=_SIGN_INS) if each.outcome == "signed_in")
    next(visits, None)
    return next(visits, None)


def _new(matricule: str, since: datetime, archive: Archive) -> list[Piece]:
    """What was registered since, the latest first; then what had waited, until somebody decided that it belongs here."""
    own = [piece for piece in _casefile(matricule, archive) if piece.status == "filed"]
    came = [piece for piece in own if piece.registered_at > since]
    waited = (piece for piece in reversed(own) if piece.registered_at <= since and piece.decided)
    return came[::-1] + list(_decided(list(waited)[:_MOST], since, archive))


def _decided(pieces: Iterable[Piece], since: datetime, archive: Archive) -> Iterator[Piece]:
    for piece in pieces:
        last = archive.register.decisions(piece.piece, limit=1)
        if last and last[0].at > since and (last[0].before.status != "filed" or last[0].before.matricule != last[0].after.matricule):
            yield piece


def _casefile(matricule: str, archive: Archive) -> Iterator[Piece]:
    after: str | None = None
    while page := archive.register.casefile_pieces(matricule, after=after, limit=_PAGE):
        yield from page
        after = page[-1].place
