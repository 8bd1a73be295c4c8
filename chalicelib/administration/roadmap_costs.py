"""Costs of the roadmap, to date and to its end: Textract, storage, and hours of people.

Textract is reckoned at its list price for every page that was read: pages with a text of their own cost nothing, and pages beyond a million
in a month less, so the bill is lower. Prices of people are the ministry's; here are their hours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.model.prices import S3_GB_MONTH
from chalicelib.model.roadmap import Plan
from chalicelib.model.statistics import Totals

_MONTH = 365.25 / 12
"""Days."""
_KILOBYTES = 1e6
"""In a gigabyte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Costs of some time."""

    pages: int
    """Read."""
    textract: float
    """Dollars."""
    storage: float
    """Dollars, of the months that have passed."""
    hours: float
    """Of people, as the plan has them."""

    @property
    def dollars(self) -> float:
        """Textract and storage."""
        return round(self.textract + self.storage, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapCosts:
    """Costs before a day and after it."""

    to_date: Costs
    to_finish: Costs | None
    """Until the middle of the forecast; None where it has none."""
    storage_a_month: float
    """Dollars, of all pages once they are there."""


def costs_of(  # noqa: PLR0913 - a plan, what was done, and what is left
    plan: Plan,
    days: Sequence[tuple[date, Totals]],
    day: date,
    *,
    until: date | None,
    pages_left: float,
    dollars_per_thousand_pages: float,
) -> RoadmapCosts:
    """Reckon the costs.

    Args:
        plan: the plan.
        days: sums of days up to `day`, in order.
        day: the day between what is past and what is left.
        until: the foreseen end; None where it is not foreseen.
        pages_left: to be read from then on.
        dollars_per_thousand_pages: price of Textract.
    """
    pages = sum(added.pages for _, added in days)
    price = dollars_per_thousand_pages / 1000
    monthly = plan.page_kilobytes / _KILOBYTES * S3_GB_MONTH
    kept = sum(added.pages * (day - each).days / _MONTH for each, added in days) * monthly
    past = Costs(pages=pages, textract=round(pages * price, 2), storage=round(kept, 2), hours=_hours(plan, plan.start, day))
    left = None
    if until is not None:
        months = max(0, (until - day).days) / _MONTH
        storage = (pages + pages_left / 2) * months * monthly
        hours = _hours(plan, day + timedelta(days=1), until)
        left = Costs(pages=round(pages_left), textract=round(pages_left * price, 2), storage=round(storage, 2), hours=hours)
    return RoadmapCosts(to_date=past, to_finish=left, storage_a_month=round((pages + pages_left) * monthly, 2))


def _hours(plan: Plan, first: date, last: date) -> float:
    """Hours of people between two days, both included: of each phase's staff; after the plan's end, those of its last phase."""
    return round(sum(_hours_by_phase(plan, first, last)))


def _hours_by_phase(plan: Plan, first: date, last: date) -> Iterator[float]:
    for span in plan.spans:
        end = last if span is plan.spans[-1] else min(last, span.last)
        days = sum(1 for _ in plan.working_days_between(max(first, span.first), end))
        yield days * span.phase.staff * span.phase.hours_a_day
