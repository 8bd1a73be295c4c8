"""What a reader types to find an act: its number, a day or a period, a word of its signatory's name, alone or together.

1. Take out the days, months and years. 2. Take out what has figures and signs as a number has. 3. What is left and no word of acts in
general (`act_query.toml`) names somebody.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from chalicelib.text.act_headings import LAST_DAY, UNDATED, figures_of, signatory_words
from chalicelib.text.dates import find_dates
from chalicelib.text.letters import plain
from chalicelib.text.months import PLAIN_MONTHS, month_of
from chalicelib.text.word_lists import any_of, read_word_lists

FIRST_DAY: Final = "0001-01-01"
"""Before every day that an act can have, and after `UNDATED`."""
_LISTS: Final = ("english", "kirundi", "since", "after", "until", "before", "aside")
_OPENING: Final = ("since", "after", "until", "before")
_TAKEN: Final = "\0"
"""Stands in a query's text for what was read."""
_YEARS: Final = re.compile(r"(?<![\w/.\-°])((?:19|20)\d\d)\s?-\s?((?:19|20)\d\d)(?![\w/])")
_YEAR: Final = re.compile(r"(?<![\w/.\-°])((?:19|20)\d\d)(?![\w/.\-])")
_MONTH: Final = re.compile(r"(?<![a-z])([a-z]{3,10})\.?\s+((?:19|20)\d\d)(?![\w/])")
_TO: Final = r"(\s+(?:a|au|et|to|and|gushika|-)\s+)"
_SAME_YEAR: Final = re.compile(rf"(?<!\w)([a-z]{{3,10}}){_TO}(?=[a-z]{{3,10}}\s+((?:19|20)\d\d)(?!\w))")
_SAME_MONTH: Final = re.compile(rf"(?<!\w)(\d{{1,2}}(?:er)?){_TO}(?=\d{{1,2}}(?:er)?\s+([a-z]{{3,10}}\s+(?:19|20)\d\d)(?!\w))")
_NUMBER: Final = re.compile(
    r"(?P<mark>(?<![a-z])n\s?[°o*]\.?\s*|(?<![a-z])n(?:umer)?os?\.?\s+)?"
    r"(?P<number>(?:(?<![a-z])[a-z|]{1,6}\d?\s?[/.\-]\s?){0,3}(?<!\w)[oilsb|]{0,3}\d[\w|]*(?:\s?[/.\-]\s?[\w|]+){0,5}(?:\s\d[\w|]*)*)"
)
_SIGNS: Final = re.compile(r"[/\-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRange:
    """Days from the first to the last, in ISO 8601, both included."""

    first: str = UNDATED
    last: str = LAST_DAY

    def __contains__(self, day: str) -> bool:
        """Whether a day is in it.

        >>> "2010-03-12" in DayRange(first="2010-03-01", last="2010-03-31")
        True
        """
        return self.first <= day <= self.last

    def within(self, other: "DayRange") -> "DayRange":
        """Days that are in both; a period that ends before its beginning has none."""
        return DayRange(first=max(self.first, other.first), last=min(self.last, other.last))


ANY_DAY: Final = DayRange()
"""Also of acts without a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActQuery:
    """Criteria of a search for acts; an empty one is no criterion."""

    figures: str = ""
    """Of the number, as `act_headings.figures_of` gives them."""
    written: bool = False
    """The number is written as an act's, with its sign or parts: figures alone may be a matricule."""
    year: int | None = None
    """At the end of the number."""
    said: DayRange = ANY_DAY
    """Days of the query's text; of a number's other acts they may have been misread."""
    within: DayRange = ANY_DAY
    """Days that the reader chose beside the text: no other act is found."""
    type: str = ""
    """Code of the nomenclature that the reader chose beside the text: no other act is found."""
    names: tuple[str, ...] = ()
    """Words of the signatory's name, in capitals, the longest first."""

    @property
    def days(self) -> DayRange:
        """Days in which the act must be, where nothing was misread: those that were said, and the year of the number."""
        said = self.said if self.year is None else self.said.within(DayRange(first=f"{self.year}-01-01", last=f"{self.year}-12-31"))
        return said.within(self.within)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.figures and not self.names and not self.type and self.days == ANY_DAY


NOTHING: Final = ActQuery()
"""A search for no act."""


def read_query(text: str) -> ActQuery:
    """Read what was typed into one line.

    >>> query = read_query("ordonnance n° 610/558 du 12 mars 2010")
    >>> query.figures, query.said.first, query.names
    ('610558', '2010-03-12', ())
    >>> query = read_query("actes signés par Ndayisenga en 2009-2011")
    >>> query.names, query.said.first, query.said.last
    (('NDAYISENGA',), '2009-01-01', '2011-12-31')
    """
    rest, said = _without_days(_whole_days(_in_french_months(plain(" ".join(text.split())))))
    found = next((each for each in _NUMBER.finditer(rest) if figures_of(each["number"])[0]), None)
    figures, year = figures_of(found["number"]) if found else ("", None)
    if found:
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    is_written = found is not None and bool(found["mark"] or _SIGNS.search(found["number"]))
    return ActQuery(figures=figures, written=is_written, year=year, said=said, names=names_in(rest))


def names_in(text: str) -> tuple[str, ...]:
    """Words of a name in a text, without those of acts in general.

    >>> names_in("signé par le Dr Ndayisenga Jean")
    ('NDAYISENGA', 'JEAN')
    """
    aside = set(_vocabulary()["aside"])
    kept = (word for word in re.split(r"[\s,;:()]+", text) if aside.isdisjoint(plain(word).strip(".").split("'")))
    return signatory_words(" ".join(kept))


def _in_french_months(text: str) -> str:
    words = _vocabulary()
    months = {name: french for language in ("english", "kirundi") for name, french in zip(words[language], PLAIN_MONTHS, strict=True)}
    return re.sub(r"[a-z]+", lambda word: months.get(word[0], word[0]), text)


def _whole_days(text: str) -> str:
    """Give the first day of a period the month and year that only its last one has.

    >>> _whole_days("de mars a juin 2010"), _whole_days("du 1er au 15 mars 2010")
    ('de mars 2010 a juin 2010', 'du 1er mars 2010 au 15 mars 2010')
    """
    text = _SAME_YEAR.sub(lambda found: f"{found[1]} {found[3]}{found[2]}" if month_of(found[1]) else found[0], text)
    return _SAME_MONTH.sub(lambda found: f"{found[1]} {found[3]}{found[2]}" if month_of(found[3].split(" ")[0]) else found[0], text)


def _without_days(text: str) -> tuple[str, DayRange]:
    """Give a text without its days, months and years, and the period from the first to the last of them."""
    periods = list[DayRange]()
    for read in (_days, _years, _months, _single_years):
        for start, end, period in read(text):
            periods.append(period)
            text = text[:start] + _TAKEN * (end - start) + text[end:]
    if not periods:
        return text, ANY_DAY
    whole = DayRange(first=min(each.first for each in periods), last=max(each.last for each in periods))
    before = text.partition(_TAKEN)[0]
    return text.replace(_TAKEN, " "), _opened(before, whole) if len(periods) == 1 else whole


def _days(text: str) -> Iterator[tuple[int, int, DayRange]]:
    for found in find_dates(text):
        yield found.start, found.end, DayRange(first=found.day.isoformat(), last=found.day.isoformat())


def _years(text: str) -> Iterator[tuple[int, int, DayRange]]:
    for found in _YEARS.finditer(text):
        yield found.start(), found.end(), DayRange(first=f"{min(found[1], found[2])}-01-01", last=f"{max(found[1], found[2])}-12-31")


def _months(text: str) -> Iterator[tuple[int, int, DayRange]]:
    for found in _MONTH.finditer(text):
        month, year = month_of(found[1]), int(found[2])
        if month:
            last = monthrange(year, month)[1]
            yield found.start(), found.end(), DayRange(first=f"{year}-{month:02}-01", last=f"{year}-{month:02}-{last}")


def _single_years(text: str) -> Iterator[tuple[int, int, DayRange]]:
    for found in _YEAR.finditer(text):
        yield found.start(), found.end(), DayRange(first=f"{found[1]}-01-01", last=f"{found[1]}-12-31")


def _opened(before: str, period: DayRange) -> DayRange:
    """Open a period at one end, where a word such as « depuis » or « avant » stands before it."""
    first, last = date.fromisoformat(period.first), date.fromisoformat(period.last)
    words = [name for name in _OPENING if re.search(rf"(?<![a-z]){any_of(_vocabulary()[name])}\s*$", before)]
    match words:
        case ["since"]:
            return DayRange(first=period.first)
        case ["after"]:
            return DayRange(first=(last + timedelta(days=1)).isoformat())
        case ["until"]:
            return DayRange(first=FIRST_DAY, last=period.last)
        case ["before"]:
            return DayRange(first=FIRST_DAY, last=(first - timedelta(days=1)).isoformat())
    return period


@cache
def _vocabulary() -> dict[str, tuple[str, ...]]:
    """Word lists of act_query.toml, in plain letters."""
    return read_word_lists(Path(__file__).with_name("act_query.toml").read_text("utf-8"), _LISTS, plain)
