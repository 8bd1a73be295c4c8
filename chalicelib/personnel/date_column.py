"""Days of a roster: each cell is read by itself, and a column that has American days is doubted whole."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from chalicelib.text.months import PLAIN_MONTHS
from chalicelib.text.table import heading

_NO_DATE = re.compile(r"[0/.\-\s]*|null|n/?[ad]", re.IGNORECASE)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]0?0:00(?::00(?:\.0+)?)?)?")
_FRENCH_DATE = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})(?: 0?0:00(?::00)?)?")
_WRITTEN_DATE = re.compile(r"(\d{1,2})(?:er)?\s+([a-zéèûôäA-ZÉÈÛ]+)\.?\s+(\d{4})")
_AMERICAN = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(?:\d{4}|\d\d)(?!\d)")
_IN_FIGURES = re.compile(r"[\d/.\-]{8,}")
_YEARS = range(1900, 2101)
_MONTHS = 12
_MONTH_NUMBERS, _LATE_DAYS = range(1, 13), range(13, 32)
_SLIPS = 1000
"""Of so many days that are surely French, one American day is a slip of the hand; from more on, the column is doubted.

A column of one hand has American days in one line of three, since 18 of 30 days are above 12 (and half of the lines remain ambiguous).
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateColumn:
    """A column of days, as it was read."""

    days: list[date | None]
    """Line by line."""
    reasons: dict[int, str]
    """Why a cell was left empty, by its line's place."""


def read_date_columns(columns: Mapping[str, Sequence[str]]) -> dict[str, DateColumn]:
    """Read the columns of days of one export.

    Where days are impossible in French and possible in American, those that can be read either way are left empty; so they are in another
    column of the same export, unless its own days are surely French.

    >>> read_date_columns({"date_naissance": ["08/12/1971", "03/03/1968", "12/25/1975"]})["date_naissance"].reasons
    {0: 'american_days', 2: 'date'}
    """
    read = {name: [_read_cell(cell) for cell in cells] for name, cells in columns.items()}
    american = {name: sum(map(_is_american, cells)) for name, cells in columns.items()}
    french = {name: sum(day is not None and day.day > _MONTHS for day, _ in cells) for name, cells in read.items()}
    doubted = {name for name in columns if american[name] * _SLIPS > french[name]}
    if doubted:
        doubted |= {name for name in columns if not french[name]}
    return {name: _without_ambiguous(cells, read[name], doubted=name in doubted) for name, cells in columns.items()}


def _without_ambiguous(cells: Sequence[str], read: list[tuple[date | None, bool]], *, doubted: bool) -> DateColumn:
    days, reasons = [day for day, _ in read], {place: "date" for place, (_, good) in enumerate(read) if not good}
    for place, day in enumerate(days):
        if doubted and day is not None and day.day <= _MONTHS and day.day != day.month and _IN_FIGURES.match(cells[place]):
            days[place], reasons[place] = None, "american_days"
    return DateColumn(days=days, reasons=dict(sorted(reasons.items())))


def read_date(text: str) -> date:
    """Read one day, ISO or French; a year of two digits is refused, for it may be 1926 or 2026.

    >>> [str(read_date(day)) for day in ("2010-03-01", "01/03/2010", "1er mars 2010")]
    ['2010-03-01', '2010-03-01', '2010-03-01']

    Raises:
        ValueError: this is no such day.
    """
    if found := _ISO_DATE.fullmatch(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _FRENCH_DATE.fullmatch(text):
        year, month, day = int(found[4]), int(found[3]), int(found[1])
    elif found := _WRITTEN_DATE.fullmatch(text):
        year, month, day = int(found[3]), PLAIN_MONTHS.index(heading(found[2])) + 1, int(found[1])
    else:
        raise ValueError("neither an ISO nor a French date")
    if year not in _YEARS:
        raise ValueError("not a year of a career")
    return date(year, month, day)


@lru_cache(maxsize=65536)
def _read_cell(text: str) -> tuple[date | None, bool]:
    """Day of a cell, if it has one, and whether the cell could be read; an empty cell can."""
    if _NO_DATE.fullmatch(text):
        return None, True
    try:
        return read_date(text), True
    except ValueError:
        return None, False


@lru_cache(maxsize=65536)
def _is_american(text: str) -> bool:
    """Say whether a day can be read as American alone."""
    found = _AMERICAN.match(text)
    return found is not None and int(found[1]) in _MONTH_NUMBERS and int(found[3]) in _LATE_DAYS
