"""Statistics for the direction: what came in and what waits, day by day, against the roadmap.

The sweep counts, in five steps:

1. Find the batches that have moved since they were last counted.
2. Read their events since then, and the lines that these speak of.
3. Take back what each line had added to the sums, and add what it adds now.
4. Write sums, lines and the batch's progress in one transaction.
5. Go through the batches opened lately, which no other step has found.

To read the figures is to read the days' sums, some hundred small items, whatever the size of the archive.
The rules of counting stand in `model.statistics`, their reasons in docs/decisions/figures.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import median

from chalicelib.administration.place_progress import PlaceProgress, progress_by_place
from chalicelib.administration.plan import PlanInForce, plan_in_force
from chalicelib.model.batch import Tally
from chalicelib.model.errors import ReaderError
from chalicelib.model.event import Event
from chalicelib.model.piece import BatchLine
from chalicelib.model.roadmap import Plan
from chalicelib.model.servant import Servant
from chalicelib.model.settings import Settings
from chalicelib.model.statistics import UNKNOWN, BatchProgress, Counted, CountingStep, Place, Recount, ReviewQueue, Totals, count_line
from chalicelib.ports.archive import Archive
from chalicelib.text.calendar import day_of, local_day

LONGEST = 366
"""Days of one question."""
_EVENTS = 400
"""Read in one step."""
_ITEMS = 83
"""Written in one transaction, before the last line: that line adds eleven at most, and DynamoDB takes 100."""
_HELD = 50
"""Pieces read at once with their originals; DynamoDB takes 100 items."""
_SERVANTS = 100
"""Servants read at once; likewise."""
_BATCHES = 50
"""Batches read at once, of the list of all."""
_LOOKED_BACK = timedelta(days=1)
"""Time to go back in the list of batches; one opened earlier that still moves is open, or known as uncounted."""
_OVERLAP = timedelta(minutes=15)
"""Longest time between an event's time and its writing: 15 minutes, the longest run of a Lambda."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from the first to the last, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """What came in on one day."""

    day: date
    added: Totals
    reached: int
    """Case files in the archive at the end of the day."""
    planned: int | None
    """Case files that the roadmap plans for the end of the day; None without a roadmap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFigures:
    """Pieces that wait for a person."""

    ministries: tuple[ReviewQueue, ...]
    """Those in which pieces wait, the longest queue first."""
    median_age: float | None = None
    """Days that half of the pieces have waited for at least; None where none waits."""

    @property
    def waiting(self) -> int:
        """Number of pieces in all ministries."""
        return sum(queue.waiting for queue in self.ministries)

    @property
    def oldest(self) -> str | None:
        """Day of arrival of the piece that has waited longest, as `2026-11-23`."""
        return min((queue.oldest for queue in self.ministries if queue.oldest), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roadmap:
    """The plan of digitisation, held against the case files that the archive has."""

    start: date | None
    """None where nobody has adopted a plan."""
    end: date | None
    """The last day of the plan."""
    casefiles: int
    """To be reached by the end."""
    casefiles_a_working_day: float
    """Rounded to a tenth."""
    planned: int | None
    """Case files planned for the last day of the question."""
    actual: int

    @property
    def difference(self) -> int | None:
        """Case files ahead of the plan; negative where the archive is behind."""
        return None if self.planned is None else self.actual - self.planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of some days, as the direction reads them."""

    counted_at: datetime | None
    """UTC, aware: time of the last count; None before the first."""
    period: Period
    reached: Totals
    """Everything in the archive at the end of the period."""
    days: tuple[DayFigures, ...]
    """Days on which something came in, the earliest first."""
    added: Totals
    """Sums of the period."""
    previous: Totals
    """Sums of as many days before the period."""
    places: tuple[PlaceProgress, ...]
    """Case files and servants of each ministry in each province."""
    refused: Mapping[str, int]
    """Files refused in the period, by reason, the commonest first."""
    review: ReviewFigures
    roadmap: Roadmap


def count_archive(archive: Archive, *, until: datetime) -> int:
    """Bring the sums up to date; repeatable. At a time it stops, and the next count goes on.

    Returns:
        Number of lines counted anew.

    Raises:
        ConflictError: another worker counted at the same time.
    """
    counting = _Counting(archive, until)
    for name in dict.fromkeys([*archive.statistics.uncounted_batches(), *archive.register.open_batches()]):
        counting.count_batch(name)
    counting.count_latest()
    counting.finish()
    return counting.counted


class _Counting:
    """One count: the totals as read, and the time to stop."""

    def __init__(self, archive: Archive, until: datetime) -> None:
        self._archive, self._until = archive, until
        self._standing = archive.statistics.totals()
        self._done: set[str] = set()
        self.counted = 0

    def count_batch(self, name: str) -> bool:
        """Count the lines of a batch that have moved; False where the time ended before."""
        found = None if name in self._done else self._archive.register.batch(name)
        if found is None:
            return True
        batch, tally = found
        progress = self._archive.statistics.batch_progress(name) or BatchProgress(batch=name)
        while progress.moves != tally.moves:
            if self._archive.clock.now() >= self._until:
                return False
            events = self._archive.statistics.events(name, after=progress.after, limit=_EVENTS)
            progress = _after(progress, events, tally)
            self._count(name, events, progress)
        ended = batch.status == "closed" and tally.moves == batch.closed_moves
        if progress.moves and progress.done != ended:
            self._write(CountingStep(), replace(progress, done=ended))
        self._done.add(name)
        return True

    def count_latest(self) -> None:
        """Count the batches opened lately, and those that were never counted."""
        opened = _earlier(self._standing.opened)
        while batches := self._archive.register.earliest_batches(after=opened or None, limit=_BATCHES):
            for batch in batches:
                if not self.count_batch(batch.name):
                    return
                opened = batch.place
                self._standing = replace(self._standing, opened=max(self._standing.opened, opened))

    def finish(self) -> None:
        """Write the time up to which all is counted."""
        after = replace(self._standing, edition=self._standing.edition + 1, counted_at=self._archive.clock.now())
        self._archive.statistics.apply(Recount(totals=after), seen=self._standing.edition)

    def _count(self, name: str, events: Sequence[tuple[str, Event]], progress: BatchProgress) -> None:
        """Count the lines of some events, in as many transactions as it takes; the last one writes the batch's progress."""
        touched = list(dict.fromkeys(event.line for _, event in events))
        lines = self._archive.statistics.lines(name, touched)
        before = self._archive.statistics.counted_lines(name, touched)
        ministries = self._ministries([line for line in lines if line.status == "to_review"])
        moved = []
        for line in lines:
            own = [(self._day(event.at), event) for _, event in events if event.line == line.line]
            ministry = ministries.get(line.line, UNKNOWN)
            after = count_line(line, own, before.get(line.line), arrived_on=self._day(line.arrived_at), ministry=ministry)
            if after != (before.get(line.line) or Counted(batch=name, line=line.line)):
                moved.append(after)
        step = self._step(moved, before)
        for after in moved:
            if step.size > _ITEMS:
                self._write(step, None)
                step = self._step(moved, before)
            step.move(before.get(after.line), after)
        self._write(step, progress)
        self.counted += len(moved)

    def _step(self, moved: Sequence[Counted], before: Mapping[str, Counted]) -> CountingStep:
        matricules = {each.matricule for each in (*moved, *before.values()) if each.matricule}
        queues = {each.ministry: each for each in self._archive.statistics.review_queues()}
        holdings = self._archive.statistics.holdings(sorted(matricules))
        begun = sorted(each for each in matricules if each not in holdings or not holdings[each].pieces)
        return CountingStep(known_holdings=holdings, known_places=self._places(begun), known_queues=queues)

    def _write(self, step: CountingStep, progress: BatchProgress | None) -> None:
        total = self._standing.total.plus(_sum(step.days.values()))
        after = replace(self._standing, total=total, edition=self._standing.edition + 1)
        self._archive.statistics.apply(Recount(totals=after, step=step, progress=progress), seen=self._standing.edition)
        self._standing = after

    def _ministries(self, lines: Sequence[BatchLine]) -> dict[str, str]:
        """Ministry of the likeliest servant of each line that waits for review; the folder's servant where there is no candidate."""
        pointer = self._archive.register.roster_pointer()
        named = [line.piece for line in lines if line.piece] if pointer else []
        held = {
            name: each
            for start in range(0, len(named), _HELD)
            for name, each in self._archive.register.pieces_with_originals(named[start : start + _HELD]).items()
        }
        likely = {line.line: held[line.piece][0].likely_owner for line in lines if line.piece and line.piece in held}
        found = self._servants(pointer.generation, sorted(set(likely.values()) - {""})) if pointer else {}
        return {line: found[matricule].ministry for line, matricule in likely.items() if matricule in found}

    def _places(self, matricules: Sequence[str]) -> dict[str, Place]:
        """Ministry and province of the servants whose case files have no piece yet."""
        pointer = self._archive.register.roster_pointer() if matricules else None
        found = self._servants(pointer.generation, matricules) if pointer else {}
        return {matricule: (each.ministry, each.province) for matricule, each in found.items()}

    def _servants(self, generation: str, matricules: Sequence[str]) -> dict[str, Servant]:
        parts = (matricules[start : start + _SERVANTS] for start in range(0, len(matricules), _SERVANTS))
        return {name: each for part in parts for name, each in self._archive.register.servants_by_matricule(generation, part).items()}

    def _day(self, at: datetime) -> date:
        return local_day(at, self._archive.settings.time_zone)


def read_figures(archive: Archive, *, first: str | None = None, last: str | None = None) -> Figures:
    """Read the sums of some days, what waits, and how far the roadmap is kept.

    Args:
        archive: the ports.
        first: the first day, as `2026-11-23`; thirty days before the last where it is None.
        last: the last day; today where it is None.

    Raises:
        ReaderError: `invalid`: no such days, or too many.
    """
    settings = archive.settings
    today = local_day(archive.clock.now(), settings.time_zone)
    period = period_of(first, last, today, most=LONGEST, usual=30)
    standing, in_force = archive.statistics.totals(), plan_in_force(archive)
    before = period.first - (period.last - period.first) - timedelta(days=1)
    days = archive.statistics.days(before, today)
    reached = standing.total.plus(_sum(added for day, added in days if day > period.last), -1)
    within = [(day, added) for day, added in days if period.first <= day <= period.last]
    added = _sum(part for _, part in within)
    return Figures(
        counted_at=standing.counted_at,
        period=period,
        reached=reached,
        days=_days(within, reached, in_force.plan if in_force.is_adopted else None),
        added=added,
        previous=_sum(part for day, part in days if day < period.first),
        places=progress_by_place(archive),
        refused=dict(sorted(added.refused.items(), key=_most)),
        review=_review(archive.statistics.review_queues(), today),
        roadmap=_roadmap(in_force, settings, period.last, reached.casefiles),
    )


def period_of(first: str | None, last: str | None, today: date, *, most: int, usual: int) -> Period:
    """Read the days of a question, from their texts.

    >>> period_of("2026-11-01", None, date(2026, 11, 23), most=31, usual=1)
    Period(first=datetime.date(2026, 11, 1), last=datetime.date(2026, 11, 23))

    Raises:
        ReaderError: `invalid`.
    """
    try:
        end = day_of(last) if last else today
        begin = day_of(first) if first else end - timedelta(days=usual - 1)
    except ValueError as error:
        raise ReaderError("invalid", "day") from error
    if not timedelta() <= end - begin < timedelta(days=most):
        raise ReaderError("invalid", "days")
    return Period(first=begin, last=end)


def _after(progress: BatchProgress, events: Sequence[tuple[str, Event]], tally: Tally) -> BatchProgress:
    """Progress of a batch after some events; the last 15 minutes are read again next time, for events written late."""
    if len(events) == _EVENTS:
        return replace(progress, after=events[-1][0])
    last = (events[-1][0] if events else progress.after).partition("#")[0]
    return replace(progress, after=(datetime.fromisoformat(last) - _OVERLAP).isoformat() if last else "", moves=tally.moves)


def _earlier(place: str) -> str:
    """Place in the list of batches a day before another."""
    return (datetime.fromisoformat(place.partition("#")[0]) - _LOOKED_BACK).isoformat() if place else ""


def _sum(parts: Iterable[Totals]) -> Totals:
    total = Totals()
    for part in parts:
        total = total.plus(part)
    return total


def _most(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _days(days: Sequence[tuple[date, Totals]], reached: Totals, plan: Plan | None) -> tuple[DayFigures, ...]:
    """Give each day with the case files reached by its end: the last day's are known, each day before has fewer by what was added."""
    found: list[DayFigures] = []
    for day, added in reversed(days):
        found.append(DayFigures(day=day, added=added, reached=reached.casefiles, planned=plan.planned_by(day) if plan else None))
        reached = reached.plus(added, -1)
    return tuple(found[::-1])


def _review(queues: Sequence[ReviewQueue], today: date) -> ReviewFigures:
    waiting = sorted((queue for queue in queues if queue.waiting), key=lambda each: (-each.waiting, each.ministry))
    ages = [age for queue in waiting for age in queue.ages(today)]
    return ReviewFigures(ministries=tuple(waiting), median_age=median(ages) if ages else None)


def _roadmap(in_force: PlanInForce, settings: Settings, day: date, actual: int) -> Roadmap:
    plan, adopted = in_force.plan, in_force.is_adopted
    by_setting = round(settings.roadmap_casefiles / (settings.roadmap_years * settings.roadmap_days), 1)
    return Roadmap(
        start=plan.start if adopted else None,
        end=plan.end if adopted else None,
        casefiles=plan.casefiles if adopted else settings.roadmap_casefiles,
        casefiles_a_working_day=plan.casefiles_a_working_day if in_force.source == "saved" else by_setting,
        planned=plan.planned_by(day) if adopted else None,
        actual=actual,
    )
