"""Rounds over the whole roster, each once a month: every servant is looked at, and each ministry has a report in the outbox.

1. Begin a round: its period, and the roster in force. 2. Walk over the roster, a page at a time, and keep what is found of its servants.
3. Do the further walks of the duty. 4. Write the report of each ministry. 5. Note the round as the latest.

A bookmark keeps the place behind each page, each step of a walk and each ministry, so that a round goes on where it stopped, and a step
that is repeated writes the same again. A round begins anew when another roster comes in force.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Final

from chalicelib.model.errors import PermanentError
from chalicelib.model.register import Bookmark
from chalicelib.model.roster_round import RosterRound, round_named
from chalicelib.model.servant import Servant
from chalicelib.ports.archive import Archive
from chalicelib.processing.closing_schedule import is_being_rebuilt
from chalicelib.text.calendar import local_day
from chalicelib.text.letters import plain

_PAGE: Final = 50
"""Servants between two looks at the clock."""
_ROSTER, _REPORTS = "S", "M"
"""Parts of a round; walks bear names of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkStep:
    """One step of a further walk."""

    place: str
    """Where the walk goes on behind it."""
    ministries: Sequence[str] = ()
    """Those that it has found something of: they get a report, though the roster may not have them."""


Walk = Callable[[RosterRound, str, Archive], Iterator[WalkStep]]
"""Goes on from a place, empty at the beginning, to the end; each step is repeatable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDuty:
    """What a round does with servants and ministries."""

    name: str
    """Of its bookmark; the latest round that was finished is under `<name>-latest`."""
    folder: str
    """In the outbox."""
    keep: Callable[[RosterRound, str, Sequence[Servant], Archive], None]
    """Keep what is found of a page of servants, which began after a place in the roster; repeatable."""
    report: Callable[[RosterRound, str, str, Archive], None]
    """Write the report of a ministry, whose part of a file's name is given; repeatable."""
    walks: Mapping[str, Walk] = field(default_factory=dict)
    """Further walks, between that over the roster and the reports, in their order; by names without `#`, none of them `S` or `M`."""
    finish: Callable[[RosterRound, Archive], None] | None = None
    """Done once all reports are written; repeatable."""
    is_of_a_day: bool = False
    """Whether a round tells what was so on a day: the one on which it was begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundProgress:
    """What one call has done of a round."""

    month: str
    """Month of the round, or its day."""
    servants: int
    """Servants looked at by this call."""
    ministries: int
    """Ministries whose report this call has written."""
    finished: bool
    folder: str
    """Where the reports are, in the outbox."""


def advance_round(duty: RoundDuty, archive: Archive, *, until: datetime, day: str | None = None) -> RoundProgress:
    """Go on with the round in progress, or begin one.

    Args:
        duty: what the round does.
        archive: the ports.
        until: when to stop, UTC; at least one page is done.
        day: of a round as of another day than today: in ISO 8601.

    Raises:
        PermanentError: `no_roster`.
    """
    round_, bookmark = _round_in_progress(duty, archive, day)
    servants = ministries = 0
    for step in _steps(duty, round_, bookmark, archive):
        servants, ministries = servants + step.servants, ministries + step.ministries
        if not step.bookmark.place:
            _finish(duty, round_, archive)
        archive.register.put_bookmark(duty.name, step.bookmark)
        if step.bookmark.place and archive.clock.now() >= until:
            break
    finished = not step.bookmark.place
    folder = f"{duty.folder}/{round_.period}/"
    return RoundProgress(month=round_.period, servants=servants, ministries=ministries, finished=finished, folder=folder)


def advance_monthly(duty: RoundDuty, archive: Archive, *, until: datetime) -> int:
    """Go on with a round, or begin one where a new month has come; return the number of servants looked at.

    An archive that has never had a round begins with the next month: in its first days every case file lacks everything.
    """
    if is_being_rebuilt(archive) or archive.register.roster_pointer() is None:
        return 0
    last = archive.register.bookmark(duty.name)
    if last is None:
        archive.register.put_bookmark(duty.name, Bookmark(place="", at=archive.clock.now()))
        return 0
    if not last.place and _today(last.at, archive)[:7] == _today(archive.clock.now(), archive)[:7]:
        return 0
    return advance_round(duty, archive, until=until).servants


def latest_round(duty: RoundDuty, archive: Archive) -> tuple[RosterRound, datetime] | None:
    """The latest round that was finished, and when, UTC; None before the first."""
    found = archive.register.bookmark(f"{duty.name}-latest")
    return (round_named(found.place), found.at) if found else None


def file_names(ministries: Iterable[str]) -> dict[str, str]:
    """Name the files of ministries, without accents and signs; of two that would be the same, the later ones get a number.

    >>> file_names(["Santé publique", "sante publique", ""])
    {'': 'sans-ministere', 'Santé publique': 'sante-publique', 'sante publique': 'sante-publique-2'}
    """
    names: dict[str, str] = {}
    for ministry in sorted(ministries):
        slug = re.sub(r"[^a-z0-9]+", "-", plain(ministry)).strip("-")[:80] or "sans-ministere"
        numbered = (f"{slug}-{number}" if number > 1 else slug for number in count(1))
        names[ministry] = next(each for each in numbered if each not in names.values())
    return names


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One page of the roster, or one ministry: what was done, and where to go on."""

    bookmark: Bookmark
    servants: int = 0
    ministries: int = 0


def _finish(duty: RoundDuty, round_: RosterRound, archive: Archive) -> None:
    if duty.finish:
        duty.finish(round_, archive)
    archive.register.put_bookmark(f"{duty.name}-latest", Bookmark(place=round_.name, at=archive.clock.now()))


def _round_in_progress(duty: RoundDuty, archive: Archive, day: str | None) -> tuple[RosterRound, Bookmark]:
    """The round that is not finished, if it is of the roster in force and of the day asked for; else a new one."""
    pointer = archive.register.roster_pointer()
    if pointer is None:
        raise PermanentError("no_roster")
    last = archive.register.bookmark(duty.name)
    if last and last.place:
        period, generation, _ = last.place.split("#", 2)
        if generation == pointer.generation and day in {None, period}:
            return RosterRound(period=period, generation=generation), last
    now = archive.clock.now()
    today = _today(now, archive)
    begun = RosterRound(period=day or (today if duty.is_of_a_day else today[:7]), generation=pointer.generation)
    return begun, Bookmark(place=f"{begun.name}#S#", at=now)


def _steps(duty: RoundDuty, round_: RosterRound, bookmark: Bookmark, archive: Archive) -> Iterator[_Step]:
    """Do the steps that are left of a round, each with the bookmark behind it."""
    phase, place = bookmark.place.removeprefix(f"{round_.name}#").split("#", 1)
    parts, counts = [_ROSTER, *duty.walks, _REPORTS], dict(bookmark.counts)
    after: str | None = place
    while phase == _ROSTER and after is not None:
        servants, following = archive.register.roster_page(round_.generation, after or None, _PAGE)
        duty.keep(round_, after, servants, archive)
        for each in servants:
            counts[each.ministry] = counts.get(each.ministry, 0) + 1
        after = following
        goes_on = f"{round_.name}#{parts[1]}#" if after is None else f"{round_.name}#S#{after}"
        yield _Step(bookmark=Bookmark(place=goes_on, at=archive.clock.now(), counts=counts), servants=len(servants))
    for name in parts[max(1, parts.index(phase)) : -1]:
        for step in duty.walks[name](round_, place if name == phase else "", archive):
            counts = dict.fromkeys(step.ministries, 0) | counts
            yield _Step(bookmark=Bookmark(place=f"{round_.name}#{name}#{step.place}", at=archive.clock.now(), counts=counts))
    names = file_names(counts)
    left = [each for each in names if phase != _REPORTS or f"={each}" > place]
    for number, ministry in enumerate(left, start=1):
        duty.report(round_, ministry, names[ministry], archive)
        goes_on = f"{round_.name}#M#={ministry}" if number < len(left) else ""
        yield _Step(bookmark=Bookmark(place=goes_on, at=archive.clock.now(), counts=counts if goes_on else {}), ministries=1)
    if not left:
        yield _Step(bookmark=Bookmark(place="", at=archive.clock.now()))


def _today(at: datetime, archive: Archive) -> str:
    return local_day(at, archive.settings.time_zone).isoformat()
