"""Finds French dates in a text: in digits, with the month's name, in words, and as rubber stamps print them.

All functions take plain text (`letters.plain`), whose offsets are those of the text as it was read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from chalicelib.text.months import month_of
from chalicelib.text.number_words import NUMERALS, number_in_words

_FIRST_YEAR, _LAST_YEAR = 1900, 2099

_WORD: Final = re.compile(r"(?<![a-z])[a-z]{3,10}(?![a-z])")
_DIGITS: Final = re.compile(r"(?<![\d/.\-])(?<!n°)(?<!n° )([0-3]?\d)\s?([/.\-])\s?([01]?\d)\s?\2\s?((?:19|20)\d\d)(?![\d/])")
_ISO: Final = re.compile(r"(?<![\d/.\-])((?:19|20)\d\d)-([01]\d)-([0-3]\d)(?!\d)")
_DAY: Final = re.compile(r"(?<![a-z0-9/°])(?<![/.] )(1\s?er|[lift]er|[0-3oil|]?\s?[0-9oil|])[\s.\-]*$")
_YEAR: Final = re.compile(r"[\s.,\-]*((?:1\s?9|[2z]\s?[0o])\s?[0-9o]\s?[0-9oil])(?![\w/])")
_DAY_IN_WORDS: Final = re.compile(NUMERALS.pattern + r"(?:jours?\s+(?:du\s+mois\s+)?(?:de\s+|d')?)?$")
_YEAR_IN_WORDS: Final = re.compile(r"[\s,]*(?:de\s+)?(?:l'an(?:nee)?\s+)?(" + NUMERALS.pattern + ")")
_YEAR_BEFORE: Final = re.compile(r"l'an(?:nee)?\s+(" + NUMERALS.pattern + r"|(?:19|20)\d\d),?\s*(?:et\s+)?le\s+$")
_LIKE_DIGITS: Final = str.maketrans("oil|z", "01112")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date and its place in a text."""

    day: date
    start: int
    end: int
    alone: bool
    """The date is alone on its line, as a stamp leaves it."""


def find_dates(text: str) -> list[Dated]:
    """Find every date of a plain text, in order; a day that the calendar does not have is none.

    >>> [found.day.isoformat() for found in find_dates("le 1er mars 2010, 12/04/1998, trois mars deux mille dix, 2 4 fev. 2025")]
    ['2010-03-01', '1998-04-12', '2010-03-03', '2025-02-24']
    """
    found: dict[int, Dated] = {}
    for start, end, day in sorted([*_in_digits(text), *_with_months(text)], key=lambda each: (each[0], -each[1])):
        if not any(other.start < end and start < other.end for other in found.values()):
            found[start] = Dated(day=day, start=start, end=end, alone=_stands_alone(text, start, end))
    return list(found.values())


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
    return not re.search(r"\w", before) and not re.search(r"\w", after)


def _in_digits(text: str) -> Iterator[tuple[int, int, date]]:
    for match in _DIGITS.finditer(text):
        day = _day_of(int(match[4]), int(match[3]), int(match[1]))
        if day:
            yield match.start(), match.end(), day
    for match in _ISO.finditer(text):
        day = _day_of(int(match[1]), int(match[2]), int(match[3]))
        if day:
            yield match.start(), match.end(), day


def _with_months(text: str) -> Iterator[tuple[int, int, date]]:
    """Find each month's name with the day before it and the year after it, or before the day."""
    for match in _WORD.finditer(text):
        month = month_of(match[0])
        if month is None:
            continue
        before = _day_before(text, match.start())
        if before is None:
            continue
        start, number = before
        year, end = _year_after(text, match.end())
        if year is None:
            year, start = _year_before(text, start)
            end = match.end()
        day = _day_of(year, month, number) if year else None
        if day:
            yield start, end, day


def _day_before(text: str, end: int) -> tuple[int, int] | None:
    window = text[max(0, end - 40) : end]
    shift = end - len(window)
    digits = _DAY.search(window)
    if digits:
        raw = digits[1].replace(" ", "")
        if raw.endswith("er"):
            return shift + digits.start(1), 1
        if any(character.isdigit() for character in raw):
            return shift + digits.start(1), int("".join(raw.split()).translate(_LIKE_DIGITS))
    words = _DAY_IN_WORDS.search(window)
    if words:
        return shift + words.start(), number_in_words(words[0])
    return None


def _year_after(text: str, start: int) -> tuple[int | None, int]:
    digits = _YEAR.match(text, start)
    if digits:
        return int("".join(digits[1].split()).translate(_LIKE_DIGITS)), digits.end()
    words = _YEAR_IN_WORDS.match(text, start)
    if words:
        return number_in_words(words[1]), start + len(words[0].rstrip())
    return None, start


def _year_before(text: str, end: int) -> tuple[int | None, int]:
    """Read a year before the day: « L'an mille neuf cent nonante, le trois mars »."""
    window = text[max(0, end - 110) : end]
    match = _YEAR_BEFORE.search(window)
    if not match:
        return None, end
    year = int(match[1]) if match[1].isdigit() else number_in_words(match[1])
    return year, end - len(window) + match.start()


def _day_of(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
