"""The roadmap as the direction reads it: the plan, what is reached, when it will end, what that costs, and what would change it.

1. Read the plan in force, the sums of all days up to the one asked for, and where servants are.
2. Take the throughput of working days, of phases of the present kind alone: scans that exist already come in faster than paper.
3. Foretell the end from it (`forecast`); from the means of the plan, as one day and without a range, where too few days have passed.
4. Ask the same with other means: a scanner, people, hours, pages.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final, Literal

from chalicelib.administration.forecast import HORIZON, Forecast, forecast
from chalicelib.administration.place_progress import PlaceProgress, progress_by_place
from chalicelib.administration.plan import PlanInForce, plan_in_force
from chalicelib.administration.roadmap_costs import RoadmapCosts, costs_of
from chalicelib.model.errors import ReaderError
from chalicelib.model.roadmap import Means, Phase, PhaseSpan, Plan, means_of, month_after
from chalicelib.model.statistics import Totals
from chalicelib.ports.archive import Archive
from chalicelib.text.calendar import day_of, local_day

_EARLIEST: Final = date(2000, 1, 1)
"""Before every archive."""
_ENOUGH: Final = 100
"""Case files of which the pages are counted, from which their mean replaces the plan's assumption."""
_MOST_MONTHS: Final = 360


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedForecast:
    """When the case files of the plan will be there."""

    source: Literal["work", "means"]
    """From the throughput of past working days, or from the means of the plan, where too few days have passed."""
    earliest: date | None
    """By which one future in ten has ended; None beyond thirty years, and for all of a forecast from means but its middle."""
    middle: date | None
    latest: date | None
    """By which nine futures in ten have ended."""
    in_time: float | None
    """Share of the futures that end within the plan; None from means."""
    a_day: float
    """Case files of a working day."""
    days: int
    """Working days that it is drawn from."""
    block: int = 0
    autocorrelation: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPoint:
    """End of a month, in the burn-up."""

    day: date
    planned: int
    actual: int | None
    """None for months to come."""


Change = Literal["none", "scanner", "person", "people", "hour", "pages", "scanner_people"]
"""Nothing; a scanner more; a person more; `PEOPLE` more; an hour a day more; fewer pages; a scanner and `PEOPLE` people more."""
PEOPLE: Final = 3
FEWER_PAGES: Final = 0.9
CHANGES: Final[Mapping[Change, Callable[[Means], Means]]] = {
    "none": lambda means: means,
    "scanner": lambda means: replace(means, scanners=means.scanners + 1),
    "person": lambda means: replace(means, staff=means.staff + 1),
    "people": lambda means: replace(means, staff=means.staff + PEOPLE),
    "hour": lambda means: replace(means, hours_a_day=means.hours_a_day + 1),
    "pages": lambda means: replace(means, pages_a_casefile=means.pages_a_casefile * FEWER_PAGES),
    "scanner_people": lambda means: replace(means, scanners=means.scanners + 1, staff=means.staff + PEOPLE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The forecast with other means."""

    change: Change
    binding: str
    """What bounds the pace then: `scanners` or `staff`."""
    casefiles_a_day: float
    """That the means carry."""
    forecast: DatedForecast


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """What it takes to end in time, at the hours of the phase."""

    casefiles_a_day: float
    """Of each working day that is left; infinite where none is."""
    scanners: int | None
    """None where no number of them suffices."""
    staff: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceGoal:
    """Case files that the plan wants of a ministry in a province, by the day, beside those that are there."""

    ministry: str
    province: str
    planned: int
    actual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapView:
    """The roadmap at the end of a day."""

    in_force: PlanInForce
    day: date
    counted_at: datetime | None
    """UTC: time of the last count; None before the first."""
    reached: Totals
    planned: int
    """Case files planned for the end of the day."""
    phase: PhaseSpan
    """Of the day."""
    pages_a_casefile: float
    pages_are_counted: bool
    """Whether they are the archive's own mean; else the plan's assumption."""
    months: tuple[MonthPoint, ...]
    forecast: DatedForecast | None
    """None where all is reached."""
    reached_on: date | None
    """Day on which the plan's case files were all there."""
    working_days_left: int
    """Of the plan, after the day."""
    what_ifs: tuple[WhatIf, ...]
    """Of the first phase to come, or in course, that scans paper; empty without one."""
    what_if_phase: Phase | None
    needed: Needed | None
    costs: RoadmapCosts
    places: tuple[PlaceProgress, ...]
    goals: tuple[PlaceGoal, ...]

    @property
    def remaining(self) -> int:
        """Case files that are not there yet."""
        return max(0, self.in_force.plan.casefiles - self.reached.casefiles)

    @property
    def difference(self) -> int:
        """Case files ahead of the plan; negative where the archive is behind."""
        return self.reached.casefiles - self.planned


def read_roadmap(archive: Archive, *, day: str | None = None) -> RoadmapView:
    """Read the roadmap.

    Args:
        archive: the ports.
        day: the last day, as `2026-11-30`; today where it is None. The plan is always the one in force now.

    Raises:
        ReaderError: `invalid`: no such day, or one to come.
    """
    today = local_day(archive.clock.now(), archive.settings.time_zone)
    try:
        asked = day_of(day) if day else today
    except ValueError as error:
        raise ReaderError("invalid", "day") from error
    if asked > today:
        raise ReaderError("invalid", "day")
    standing = archive.statistics.totals()
    days = archive.statistics.days(_EARLIEST, asked)
    return _View(plan_in_force(archive), asked, days, whole=asked < today).view(archive, standing.counted_at)


def throughput(days: Sequence[tuple[date, int]], plan: Plan, last: date) -> list[tuple[date, int]]:
    """Case files of each working day from the first one with any to the last; those of days off count for the working day before.

    >>> from chalicelib.text.roadmap_file import shipped_plan
    >>> friday, sunday = date(2027, 1, 8), date(2027, 1, 10)
    >>> throughput([(friday, 5), (sunday, 2)], shipped_plan(), date(2027, 1, 11))
    [(datetime.date(2027, 1, 8), 7), (datetime.date(2027, 1, 11), 0)]
    """
    sums = {day: count for day, count in days if count and day <= last}
    if not sums:
        return []
    found: list[tuple[date, int]] = []
    for number in range((last - min(sums)).days + 1):
        day = min(sums) + timedelta(days=number)
        if plan.is_working_day(day) or not found:
            found.append((day, sums.get(day, 0)))
        elif day in sums:
            found[-1] = (found[-1][0], found[-1][1] + sums[day])
    return found


class _View:
    """The figures of a plan on a day."""

    def __init__(self, in_force: PlanInForce, day: date, days: Sequence[tuple[date, Totals]], *, whole: bool) -> None:
        """Take the sums of days; `whole`: the last day is over."""
        self._in_force, self._plan, self._day, self._days = in_force, in_force.plan, day, days
        self._reached = Totals()
        for _, added in days:
            self._reached = self._reached.plus(added)
        self._remaining = max(0, self._plan.casefiles - self._reached.casefiles)
        self._span = self._plan.span_of(day)
        counted = self._reached.casefiles >= _ENOUGH and self._reached.pages > 0
        self._pages = self._reached.pages / self._reached.casefiles if counted else float(self._plan.pages_a_casefile)
        self._counted = counted
        self._history = self._throughput(day if whole else day - timedelta(days=1))
        self._coming = list(islice(self._working_days_from(day + timedelta(days=1)), HORIZON + 100))

    def view(self, archive: Archive, counted_at: datetime | None) -> RoadmapView:
        """Put the figures together."""
        found = self._forecast(1.0) if self._remaining else None
        left = self._working_days_left()
        paper = next((each.phase for each in self._plan.spans if each.last >= self._span.first and not each.phase.existing_scans), None)
        places = progress_by_place(archive)
        return RoadmapView(
            in_force=self._in_force,
            day=self._day,
            counted_at=counted_at,
            reached=self._reached,
            planned=self._plan.planned_by(self._day),
            phase=self._span,
            pages_a_casefile=round(self._pages, 1),
            pages_are_counted=self._counted,
            months=tuple(self._months()),
            forecast=found,
            reached_on=self._reached_on(),
            working_days_left=left,
            what_ifs=tuple(self._what_ifs(paper)) if paper and found else (),
            what_if_phase=paper if found else None,
            needed=self._needed(paper, left) if paper and found else None,
            costs=costs_of(
                self._plan,
                self._days,
                self._day,
                until=found.middle if found else self._day,
                pages_left=self._remaining * self._pages,
                dollars_per_thousand_pages=archive.settings.dollars_per_thousand_pages,
            ),
            places=places,
            goals=tuple(self._goals(places)),
        )

    def _throughput(self, last: date) -> list[float]:
        """Case files of working days of phases of the present kind."""
        found = throughput([(day, added.casefiles) for day, added in self._days], self._plan, last)
        kind = self._span.phase.existing_scans
        return [float(count) for day, count in found if self._plan.span_of(day).phase.existing_scans == kind]

    def _working_days_from(self, first: date) -> Iterator[date]:
        day = first
        while True:
            if self._plan.is_working_day(day):
                yield day
            day += timedelta(days=1)

    def _working_days_left(self) -> int:
        return sum(1 for _ in self._plan.working_days_between(self._day + timedelta(days=1), self._plan.end))

    def _forecast(self, gain: float) -> DatedForecast:
        """Foretell the end, where the means of scanning carry `gain` times as much."""
        pace = self._pace(gain)
        seed = self._day.toordinal()
        found = forecast(self._history, self._remaining, seed=seed, pace=pace)
        if found is not None:
            return self._dated(found)
        daily = self._planned_a_day()
        left, number = float(self._remaining), 0
        while left > 0 and number < HORIZON and daily > 0:
            left -= daily * pace(number)
            number += 1
        middle = self._coming[number - 1] if left <= 0 and number else None
        return DatedForecast(source="means", earliest=None, middle=middle, latest=None, in_time=None, a_day=daily, days=len(self._history))

    def _planned_a_day(self) -> float:
        """Case files of a working day that the phase's means carry; where scans exist already, that the plan wants."""
        phase = self._span.phase
        if phase.existing_scans:
            days = sum(1 for _ in self._plan.working_days_between(self._span.first, self._span.last))
            return phase.casefiles / max(1, days)
        return means_of(self._plan, phase, pages_a_casefile=self._pages).casefiles_a_day

    def _dated(self, found: Forecast) -> DatedForecast:
        def at(days: int | None) -> date | None:
            return None if days is None else self._coming[max(1, days) - 1]

        return DatedForecast(
            source="work",
            earliest=at(found.earliest),
            middle=at(found.middle),
            latest=at(found.latest),
            in_time=round(found.share_within(self._working_days_left()), 3),
            a_day=round(found.a_day, 1),
            days=found.days,
            block=found.block,
            autocorrelation=round(found.autocorrelation, 2),
        )

    def _pace(self, gain: float) -> Callable[[int], float]:
        """Factor of the pace on coming working days: of phases of the other kind, by what the plan wants of the first of them."""
        present = self._span.phase
        other = next((each for each in self._plan.spans if each.first > self._day and self._other_kind(each)), None)
        now = 1.0 if present.existing_scans else gain
        if other is None:
            return lambda _: now
        ratio = other.phase.casefiles_a_month / present.casefiles_a_month if present.casefiles_a_month else 1.0
        later = ratio if other.phase.existing_scans else ratio * gain
        begins = sum(1 for _ in self._plan.working_days_between(self._day + timedelta(days=1), other.first - timedelta(days=1)))
        back = next((each for each in self._plan.spans if each.first > other.first and not self._other_kind(each)), None)
        ends = begins + sum(1 for _ in self._plan.working_days_between(other.first, back.first - timedelta(days=1))) if back else math.inf
        return lambda number: later if begins <= number < ends else now

    def _other_kind(self, span: PhaseSpan) -> bool:
        return span.phase.existing_scans != self._span.phase.existing_scans

    def _what_ifs(self, phase: Phase) -> Iterator[WhatIf]:
        means = means_of(self._plan, phase, pages_a_casefile=self._pages)
        for change, made in CHANGES.items():
            changed = made(means)
            gain = changed.casefiles_a_day / means.casefiles_a_day if means.casefiles_a_day else 1.0
            yield WhatIf(
                change=change,
                binding=changed.binding,
                casefiles_a_day=round(changed.casefiles_a_day, 1),
                forecast=self._forecast(gain),
            )

    def _needed(self, phase: Phase, left: int) -> Needed:
        pace = self._remaining / left if left else math.inf

        def units(pages_an_hour: int) -> int | None:
            carried = pages_an_hour * phase.hours_a_day
            return None if math.isinf(pace) else math.ceil(pace * self._pages / carried - 1e-9)

        scanners, staff = units(self._plan.pages_an_hour_of_a_scanner), units(self._plan.pages_an_hour_of_a_person)
        return Needed(casefiles_a_day=pace, scanners=scanners, staff=staff)

    def _months(self) -> Iterator[MonthPoint]:
        """Points of the burn-up: the day before the plan, each end of a month, the last day of the plan, and the day itself."""
        ends, last = [self._plan.start - timedelta(days=1)], max(self._plan.end, self._day)
        while ends[-1] < last and len(ends) < _MOST_MONTHS:
            ends.append(month_after((ends[-1] + timedelta(days=1)).replace(day=1), 1) - timedelta(days=1))
        ends = [each for each in (*ends, self._plan.end) if each <= last]
        reached, at = 0, 0
        for end in sorted({*ends, self._day}):
            while at < len(self._days) and self._days[at][0] <= end:
                reached += self._days[at][1].casefiles
                at += 1
            yield MonthPoint(day=end, planned=self._plan.planned_by(end), actual=reached if end <= self._day else None)

    def _reached_on(self) -> date | None:
        if self._remaining:
            return None
        left = self._plan.casefiles
        for day, added in self._days:
            left -= added.casefiles
            if left <= 0:
                return day
        return None

    def _goals(self, places: Sequence[PlaceProgress]) -> Iterator[PlaceGoal]:
        wanted: dict[tuple[str, str], float] = {}
        for span in self._plan.spans:
            planned = self._plan.planned_by(min(self._day, span.last)) - self._plan.planned_by(span.first - timedelta(days=1))
            for each in span.phase.places if planned > 0 else ():
                key = (each.ministry, each.province)
                wanted[key] = wanted.get(key, 0.0) + planned * each.casefiles_a_month / max(1, span.phase.casefiles_a_month)
        for (ministry, province), planned_ in sorted(wanted.items()):
            within = (
                each for each in places if each.ministry == (ministry or each.ministry) and each.province == (province or each.province)
            )
            yield PlaceGoal(
                ministry=ministry, province=province, planned=math.floor(planned_), actual=sum(each.casefiles for each in within)
            )
