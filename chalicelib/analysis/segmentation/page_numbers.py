"""The number that is printed on a page: « - 2 - », « 2/5 », « Page 2 sur 5 »."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from chalicelib.analysis.segmentation.vocabulary import vocabulary
from chalicelib.text.word_lists import any_of

_LIKE_DIGITS: Final = str.maketrans("OIL|", "0111")
_N: Final = r"([\dOIL|]{1,3})"
_MOST: Final = 500
"""Highest number of a page: a higher one is an article's, a year, a sum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumber:
    """A printed number of a page."""

    number: int
    of: int | None = None
    """How many pages there are, where it is printed."""


def page_number_of(lines: Iterable[str]) -> PageNumber | None:
    """Read the number of a page from the lines of its margins; a form that tells how many pages there are is believed first.

    >>> page_number_of(["ARRETE DU 3 MAI 2005", "PAGE 2 SUR 5"]), page_number_of(["- 3 -"]), page_number_of(["LE 3"])
    (PageNumber(number=2, of=5), PageNumber(number=3, of=None), None)

    Args:
        lines: in capitals, without accents.
    """
    lines = list(lines)
    for pattern in _patterns():
        for line in lines:
            found = pattern.search(line)
            number = _number(*found.groups()) if found else None
            if number:
                return number
    return None


def _number(first: str, last: str | None = None) -> PageNumber | None:
    if not any(map(str.isdigit, first)) and first not in {"I", "L", "|"}:
        return None
    number, of = int(first.translate(_LIKE_DIGITS)), int(last.translate(_LIKE_DIGITS)) if last else None
    if not 1 <= number <= _MOST or (of is not None and not number <= of <= _MOST):
        return None
    return PageNumber(number=number, of=of)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    words = vocabulary()
    page, of = any_of(words.page_words), any_of(words.of_words)
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"\b{page}\W{{0,3}}{_N}\s?(?:/|{of})\s?{_N}(?![\d/])",
            rf"^\W*{_N}\s?/\s?{_N}\W*$",
            rf"^\W*{page}\W{{0,3}}{_N}\W*$",
            r"^\W*[-\u2013\u2014]\W*" + _N + r"\W*$",
            r"^\W{0,2}(\d{1,3})\W{0,2}$",
        )
    )
