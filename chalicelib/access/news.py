"""News of a servant's own case file since the last visit: pieces that came, and answers to the servant's reports.

1. Find the time of the previous sign-in. 2. List the pieces registered since then. 3. Add those that a decision has filed since then.
4. Count the reports answered since then.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.access.casefiles import own_matricule
from chalicelib.model.errors import ReaderError
from chalicelib.model.piece import Piece
from chalicelib.model.reader import Reader
from chalicelib.ports.archive import Archive
from chalicelib.text.calendar import day_of

_SIGN_INS = 50
"""Sign-in attempts that are searched for the previous sign-in."""
_PAGE = 200
"""Pieces of one read."""
_MOST = 50
"""New pieces that are returned, and pieces whose decisions are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new in a case file."""

    since: datetime | None
    """UTC, aware; None on a first visit, which has no news."""
    pieces: tuple[Piece, ...] = ()
    """The latest first; at most 50."""
    more: bool = False
    """There are more pieces."""
    answers: int = 0
    """Reports answered since."""


def read_news(reader: Reader, archive: Archive, *, since: str | None = None) -> News:
    """Read what is new since a time.

    Args:
        reader: a servant.
        archive: the ports.
        since: ISO 8601 with an offset; by default the sign-in before the present one.

    Raises:
        ReaderError: `not_found`: the reader has no case file; `invalid`: not a time.
    """
    matricule = own_matricule(reader)
    begin = _time(since) if since else _previous_sign_in(reader.name, archive)
    if begin is None:
        return News(since=None)
    new = _new_pieces(matricule, begin, archive)
    reports = archive.rectifications.list_for(matricule, before=None, limit=_MOST)
    return News(
        since=begin,
        pieces=tuple(new[:_MOST]),
        more=len(new) > _MOST,
        answers=sum(each.moved_at is not None and each.moved_at > begin for each in reports),
    )


def _time(text: str) -> datetime:
    try:
        day_of(text[:10])
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise ReaderError("invalid", "since") from error
    if at.tzinfo is None:
        raise ReaderError("invalid", "since")
    return at.astimezone(UTC)


def _previous_sign_in(name: str, archive: Archive) -> datetime | None:
    """Time of the sign-in before the present one; None where the present one is the first."""
    sign_ins = (each.at for each in archive.sign_in_attempts.sign_ins(name, before=None, limit=_SIGN_INS) if each.outcome == "signed_in")
    next(sign_ins, None)
    return next(sign_ins, None)


def _new_pieces(matricule: str, since: datetime, archive: Archive) -> list[Piece]:
    """Pieces registered since a time, the latest first; then older ones that a decision has filed since."""
    filed = [piece for piece in _casefile(matricule, archive) if piece.status == "filed"]
    registered = [piece for piece in filed if piece.registered_at > since]
    decided = [piece for piece in reversed(filed) if piece.registered_at <= since and piece.decided]
    return registered[::-1] + list(_filed_by_decision(decided[:_MOST], since, archive))


def _filed_by_decision(pieces: Iterable[Piece], since: datetime, archive: Archive) -> Iterator[Piece]:
    """Pieces whose last decision, since a time, filed them into this case file."""
    for piece in pieces:
        last = archive.register.decisions(piece.piece, limit=1)
        if last and last[0].at > since and (last[0].before.status != "filed" or last[0].before.matricule != last[0].after.matricule):
            yield piece


def _casefile(matricule: str, archive: Archive) -> Iterator[Piece]:
    after: str | None = None
    while page := archive.register.casefile_pieces(matricule, after=after, limit=_PAGE):
        yield from page
        after = page[-1].place
