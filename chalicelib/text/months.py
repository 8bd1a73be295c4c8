"""The names of the months in French, and the ways in which papers shorten and misspell them."""

from functools import lru_cache
from typing import Final

from chalicelib.text.letters import distance, plain

MONTHS: Final = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
PLAIN_MONTHS: Final = tuple(map(plain, MONTHS))
"""The same without accents."""
_SHORT: Final = {
    "jan": 1,
    "janv": 1,
    "fev": 2,
    "fevr": 2,
    "avr": 4,
    "jul": 7,
    "juil": 7,
    "aou": 8,
    "sep": 9,
    "sept": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_BEGINNINGS: Final = tuple(name[:4] if name[:3] in {"jan", "mar", "jui", "sep"} else name[:3] for name in PLAIN_MONTHS)
"""Three letters, or four where three begin other words too."""
_LONG: Final = 4
"""A name of more letters may have one slip for every four letters."""


@lru_cache(maxsize=4096)
def month_of(word: str) -> int | None:
    """Tell a month by its plain name, short or long; a long name may be misread.

    >>> month_of("aout"), month_of("fevr"), month_of("septernbre"), month_of("cette")
    (8, 2, 9, None)
    """
    if word in PLAIN_MONTHS:
        return PLAIN_MONTHS.index(word) + 1
    if word in _SHORT:
        return _SHORT[word]
    slips = ((number, len(name) // 4, name) for number, name in enumerate(PLAIN_MONTHS, start=1) if len(name) > _LONG)
    close = [number for number, most, name in slips if distance(word, name, most) <= most]
    return close[0] if len(close) == 1 else None


def month_begun_by(word: str) -> int | None:
    """Tell a month by the first letters of a plain word, whatever follows them.

    >>> month_begun_by("septernbre"), month_begun_by("juil"), month_begun_by("mardi")
    (9, 7, None)
    """
    return next((number for number, beginning in enumerate(_BEGINNINGS, start=1) if word.startswith(beginning)), None)
