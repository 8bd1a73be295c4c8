"""Days and lengths of time under dated rules: which version a day is in, when a length of time is over, what a freeze adds to it.

A span has a first and a last day, both included. Nothing here knows servants or pieces.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Final

from chalicelib.model.career_rules import DatedRule

_DAY: Final = timedelta(days=1)
_MONTHS: Final = 12
_LEAP_DAY: Final = (2, 29)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSpan:
    """Days on which one version of a rule counts for somebody."""

    rule: DatedRule
    first: date
    last: date | None
    """None: until further notice."""
    is_sure: bool = True
    """False where it is not known whether this version, or one before it in the file, concerns them."""


def add_months(day: date, months: int) -> date:
    """Give the day some months later; the last day of its month where that has no such day, but after a 29 February the 1 March.

    Somebody born on a 29 February has lived a whole year at the end of a 28 February.

    >>> str(add_months(date(2026, 1, 31), 1)), str(add_months(date(1968, 2, 29), 59 * 12)), str(add_months(date(1964, 2, 29), 18 * 12))
    ('2026-02-28', '2027-03-01', '1982-03-01')
    >>> str(add_months(date(1964, 2, 29), 61 * 12)), str(add_months(date(1964, 12, 31), 60 * 12))
    ('2025-03-01', '2024-12-31')
    """
    years, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    length = monthrange(years, month + 1)[1]
    if (day.month, day.day) == _LEAP_DAY and months % _MONTHS == 0 and length < day.day:
        return date(years, 3, 1)
    return date(years, month + 1, min(day.day, length))


def spans_of(versions: Sequence[DatedRule], concerns: Callable[[DatedRule], bool | None]) -> Iterator[RuleSpan]:
    """Give the spans in which one version counts, in the order of time; no day is in two of them.

    Args:
        versions: of one kind, the first that concerns somebody counts.
        concerns: whether a version concerns them; None where that is not known.
    """
    own = [(each, said) for each in versions if (said := concerns(each)) is not False]
    bounds = sorted({each.first for each, _ in own} | {each.last + _DAY for each, _ in own if each.last})
    span: RuleSpan | None = None
    for first, following in zip_longest(bounds, bounds[1:]):
        found = next(((each, said) for each, said in own if each.is_in_force(first)), None)
        last = following - _DAY if following else None
        if span and found and span.rule is found[0] and span.last == first - _DAY:
            span = RuleSpan(rule=span.rule, first=span.first, last=last, is_sure=span.is_sure)
            continue
        if span:
            yield span
        span = RuleSpan(rule=found[0], first=first, last=last, is_sure=found[1] is True) if found else None
    if span:
        yield span


def span_on(spans: Iterable[RuleSpan], day: date) -> RuleSpan | None:
    """Find the span that a day is in."""
    return next((each for each in spans if each.first <= day and (each.last is None or day <= each.last)), None)


def reached(start: date, spans: Iterable[RuleSpan]) -> tuple[date, RuleSpan] | None:
    """Give the day on which the length of the version then in force has gone by since a start; None where it never has.

    Who is beyond it already when a version comes into force reaches it on its first day.
    """
    for span in spans:
        day = max(add_months(start, span.rule.months), span.first)
        if span.last is None or day <= span.last:
            return day, span
    return None


def merged(spans: Iterable[tuple[date, date | None]]) -> list[tuple[date, date | None]]:
    """Join spans that overlap or follow one another, in the order of time.

    >>> [str(last) for _, last in merged([(date(2020, 1, 1), date(2020, 6, 30)), (date(2020, 7, 1), None)])]
    ['None']
    """
    joined: list[tuple[date, date | None]] = []
    for first, last in sorted(spans, key=lambda each: each[0]):
        if joined and (joined[-1][1] is None or first <= joined[-1][1] + _DAY):
            before = joined[-1][1]
            joined[-1] = (joined[-1][0], None if before is None or last is None else max(before, last))
        else:
            joined.append((first, last))
    return joined


def delayed(start: date, due: date, freezes: Iterable[tuple[date, date | None]]) -> date | None:
    """Put off a day by the frozen days since a start, those of the delay too, to one that is not frozen; None where a freeze has no end.

    >>> str(delayed(date(2015, 7, 1), date(2017, 7, 1), [(date(2016, 1, 1), date(2023, 6, 30))]))
    '2024-12-29'

    Args:
        start: first day that counts.
        due: first day on which enough days have gone by.
        freezes: days that do not count.
    """
    for first, last in merged(freezes):
        begun = max(first, start)
        if begun > due:
            break
        if last is None:
            return None
        due += max(timedelta(), last - begun + _DAY)
    return due
