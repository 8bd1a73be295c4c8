"""The roadmap: the plan of digitisation, its phases and their means, and the days on which the plan wants people to work."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final

WEEK: Final = (1, 2, 3, 4, 5)
"""Monday to Friday, numbered as ISO 8601 does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTarget:
    """Case files a month that a phase wants of a ministry in a province."""

    ministry: str = ""
    """As the roster writes it; empty: every ministry of the province."""
    province: str = ""
    """Likewise; empty: every province of the ministry."""
    casefiles_a_month: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A part of the plan, with its own pace and means; phases follow one another."""

    name: str
    months: int
    casefiles_a_month: int
    """Of all places together."""
    scanners: int
    staff: int
    """People who prepare, scan and check."""
    hours_a_day: float
    """Of each of them."""
    existing_scans: bool = False
    """Whether the pages were scanned before: neither scanners nor people then bound the pace, but the upload does."""
    places: tuple[PlaceTarget, ...] = ()
    """Empty: the ministry does not plan by place."""

    @property
    def casefiles(self) -> int:
        """Case files of the whole phase."""
        return self.months * self.casefiles_a_month


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSpan:
    """A phase with its first and last day."""

    phase: Phase
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The plan of digitisation."""

    start: date
    """First day."""
    casefiles: int
    """To be reached by the end of the plan."""
    pages_a_casefile: int
    """Assumed until pages are counted."""
    page_kilobytes: int
    """Size of a page in the vault, assumed."""
    pages_an_hour_of_a_scanner: int
    pages_an_hour_of_a_person: int
    """Prepared, scanned, checked and put back."""
    phases: tuple[Phase, ...]
    working_days: tuple[int, ...] = WEEK
    """Days of the week, Monday is 1."""
    holidays: tuple[str, ...] = ()
    """`MM-DD` for each year, `YYYY-MM-DD` for one."""
    note: str = ""
    """Why this version was written, in the director's words."""

    @cached_property
    def spans(self) -> tuple[PhaseSpan, ...]:
        """Phases with their days."""
        months = accumulate((each.months for each in self.phases), initial=0)
        begins = [month_after(self.start, each) for each in months]
        return tuple(
            PhaseSpan(phase=phase, first=first, last=following - timedelta(days=1))
            for phase, (first, following) in zip(self.phases, pairwise(begins), strict=True)
        )

    @property
    def end(self) -> date:
        """Last day."""
        return self.spans[-1].last

    def is_working_day(self, day: date) -> bool:
        """Whether the plan wants people to work on a day."""
        told = day.isoformat()
        return day.isoweekday() in self.working_days and told not in self._holidays and told[5:] not in self._holidays

    def working_days_between(self, first: date, last: date) -> Iterator[date]:
        """Give the working days from one day to another, both included."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return (day for day in days if self.is_working_day(day))

    def span_of(self, day: date) -> PhaseSpan:
        """Phase of a day; before the plan its first one, afterwards its last."""
        return next((each for each in self.spans if day <= each.last), self.spans[-1])

    def planned_by(self, day: date) -> int:
        """Case files planned for the end of a day: each month's, spread evenly over the working days that it has."""
        if day < self.start:
            return 0
        reached = 0.0
        for span in self.spans:
            if day >= span.last:
                reached += span.phase.casefiles
                continue
            if day >= span.first:
                reached += self._within(span, day)
            break
        return min(self.casefiles, math.floor(reached + 1e-9))

    @property
    def casefiles_a_working_day(self) -> float:
        """Pace of the whole plan, rounded to a tenth."""
        days = sum(1 for _ in self.working_days_between(self.start, self.end))
        return round(self.casefiles / max(1, days), 1)

    @cached_property
    def _holidays(self) -> frozenset[str]:
        return frozenset(self.holidays)

    def _within(self, span: PhaseSpan, day: date) -> float:
        """Case files of a phase that is not over, by the end of a day."""
        reached = 0.0
        for month in range(span.phase.months):
            first = month_after(span.first, month)
            last = month_after(span.first, month + 1) - timedelta(days=1)
            if day >= last:
                reached += span.phase.casefiles_a_month
                continue
            all_ = sum(1 for _ in self.working_days_between(first, last))
            passed = sum(1 for _ in self.working_days_between(first, day))
            return reached + span.phase.casefiles_a_month * passed / max(1, all_)
        return reached


def month_after(day: date, months: int) -> date:
    """Give the day so many months later; the last one of a shorter month where it has no such day.

    >>> month_after(date(2027, 1, 31), 1), month_after(date(2027, 1, 4), 12)
    (datetime.date(2027, 2, 28), datetime.date(2028, 1, 4))
    """
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day.day, (following - timedelta(days=1)).day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """Scanners, people and hours, and the pages of a case file: what bounds the pace of scanning."""

    scanners: int
    staff: int
    hours_a_day: float
    pages_a_casefile: float
    pages_an_hour_of_a_scanner: int
    pages_an_hour_of_a_person: int

    @property
    def binding(self) -> str:
        """What bounds the pace: `scanners` or `staff`."""
        return "scanners" if self._scanners <= self._staff else "staff"

    @property
    def casefiles_a_day(self) -> float:
        """Case files that these means carry on a working day."""
        return min(self._scanners, self._staff) * self.hours_a_day / max(1.0, self.pages_a_casefile)

    @property
    def _scanners(self) -> int:
        return self.scanners * self.pages_an_hour_of_a_scanner

    @property
    def _staff(self) -> int:
        return self.staff * self.pages_an_hour_of_a_person


def means_of(plan: Plan, phase: Phase, *, pages_a_casefile: float | None = None) -> Means:
    """Means of a phase.

    Args:
        plan: the plan.
        phase: one of its phases.
        pages_a_casefile: as counted; the plan's assumption where it is None.
    """
    return Means(
        scanners=phase.scanners,
        staff=phase.staff,
        hours_a_day=phase.hours_a_day,
        pages_a_casefile=pages_a_casefile or plan.pages_a_casefile,
        pages_an_hour_of_a_scanner=plan.pages_an_hour_of_a_scanner,
        pages_an_hour_of_a_person=plan.pages_an_hour_of_a_person,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPlan:
    """A version of the plan as the vault keeps it."""

    version: str
    """S3 version of its object."""
    at: datetime
    """UTC, aware: when it was saved."""
    plan: Plan
