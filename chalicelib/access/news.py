"""News of a servant's own case file: pieces that came and answers that were given, until the servant has looked at them.

1. Find the time from which there is news: the first sign-in that is still listed. 2. Read which pieces the servant has opened since, and
when they last read their reports. 3. List the pieces registered since then, and those that a decision has filed since then. 4. Count the
reports answered since then.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice, takewhile

from chalicelib.access.casefiles import own_matricule
from chalicelib.career.filed_pieces import list_filed
from chalicelib.model.audit import Consultation
from chalicelib.model.errors import ReaderError, TransientError
from chalicelib.model.piece import Piece
from chalicelib.model.reader import Reader
from chalicelib.ports.archive import Archive
from chalicelib.text.calendar import day_of

_SIGN_INS = 50
"""Sign-in attempts among which the first sign-in is looked for: what came before it and was never opened is no news."""
_PAGE = 200
"""Consultations of one read."""
_MOST = 50
"""New pieces that are returned, and pieces whose decisions are read."""
_MOST_READ = 1_000
"""Consultations in which the servant's own are looked for; a piece opened before them is news once more."""


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
    """Reports answered since, and not read since they were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looks:
    """What a servant has looked at in their own case file."""

    pieces: frozenset[str] = frozenset()
    reports_at: datetime | None = None
    """When they last read answers to their reports."""


def read_news(reader: Reader, archive: Archive, *, since: str | None = None) -> News:
    """Read what is new since a time and was not looked at.

    Args:
        reader: a servant.
        archive: the ports.
        since: ISO 8601 with an offset; by default the first sign-in that is still listed.

    Raises:
        ReaderError: `not_found`: the reader has no case file; `invalid`: not a time.
    """
    matricule = own_matricule(reader)
    begin = _time(since) if since else _first_sign_in(reader.name, archive)
    if begin is None:
        return News(since=None)
    looks = _looks(reader, matricule, begin, archive)
    new = _new_pieces(matricule, begin, looks, archive)
    reports = archive.rectifications.list_for(matricule, before=None, limit=_MOST)
    answered_since = max(begin, looks.reports_at or begin)
    return News(
        since=begin,
        pieces=tuple(new[:_MOST]),
        more=len(new) > _MOST,
        answers=sum(each.moved_at is not None and each.moved_at > answered_since for each in reports),
    )


def news_unless_busy(reader: Reader, archive: Archive) -> News | None:
    """Read what is new for a servant; None where a service is busy, for the case file that it comes with is answered all the same."""
    try:
        return read_news(reader, archive)
    except TransientError:
        return None


def _time(text: str) -> datetime:
    try:
        day_of(text[:10])
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise ReaderError("invalid", "since") from error
    if at.tzinfo is None:
        raise ReaderError("invalid", "since")
    return at.astimezone(UTC)


def _first_sign_in(name: str, archive: Archive) -> datetime | None:
    """Time of the first sign-in that is listed; None where it is the present one."""
    sign_ins = [each.at for each in archive.sign_in_attempts.sign_ins(name, before=None, limit=_SIGN_INS) if each.outcome == "signed_in"]
    return sign_ins[-1] if len(sign_ins) > 1 else None


def _looks(reader: Reader, matricule: str, since: datetime, archive: Archive) -> _Looks:
    """Read what a servant has looked at since a time, from the record of consultations."""
    own = [each for each in islice(_consultations(matricule, since, archive), _MOST_READ) if each.reader == reader.name]
    return _Looks(
        pieces=frozenset(each.piece for each in own if each.piece),
        reports_at=next((each.at for each in own if each.action == "reports"), None),
    )


def _consultations(matricule: str, since: datetime, archive: Archive) -> Iterator[Consultation]:
    """Consultations of a case file since a time, the latest first."""
    before: str | None = None
    while page := archive.consultations.list_for(matricule, before=before, limit=_PAGE):
        yield from takewhile(lambda each: each.at >= since, page)
        if page[-1].at < since or len(page) < _PAGE:
            return
        before = page[-1].place


def _new_pieces(matricule: str, since: datetime, looks: _Looks, archive: Archive) -> list[Piece]:
    """Pieces registered since a time, the latest first; then older ones that a decision has filed since."""
    filed = [piece for piece in list_filed(matricule, archive) if piece.piece not in looks.pieces]
    registered = [piece for piece in filed if piece.registered_at > since]
    decided = [piece for piece in reversed(filed) if piece.registered_at <= since and piece.decided]
    return registered[::-1] + list(_filed_by_decision(decided[:_MOST], since, archive))


def _filed_by_decision(pieces: Iterable[Piece], since: datetime, archive: Archive) -> Iterator[Piece]:
    """Pieces whose last decision, since a time, filed them into this case file."""
    for piece in pieces:
        last = archive.register.decisions(piece.piece, limit=1)
        if last and last[0].at > since and (last[0].before.status != "filed" or last[0].before.matricule != last[0].after.matricule):
            yield piece
