"""Numbers in French words, as acts write days and years. The words are the language's, not a ministry's, and so no list of a TOML file."""

import re
from itertools import pairwise
from typing import Final

_UNITS: Final = {
    "un": 1,
    "une": 1,
    "premier": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "onze": 11,
    "douze": 12,
    "treize": 13,
    "quatorze": 14,
    "quinze": 15,
    "seize": 16,
    "vingt": 20,
    "vingts": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "octante": 80,
    "nonante": 90,
    "deuxieme": 2,
    "troisieme": 3,
    "quatrieme": 4,
    "cinquieme": 5,
    "sixieme": 6,
    "septieme": 7,
    "huitieme": 8,
    "neuvieme": 9,
    "dixieme": 10,
    "onzieme": 11,
    "douzieme": 12,
    "treizieme": 13,
    "quatorzieme": 14,
    "quinzieme": 15,
    "seizieme": 16,
    "vingtieme": 20,
    "trentieme": 30,
    "unieme": 1,
    "et": 0,
}
"""Burundi says « septante » and « nonante » too."""
_SCALES: Final = {"cent": 100, "cents": 100, "mil": 1000, "mille": 1000}
NUMBER_WORDS: Final = tuple(sorted([*_UNITS, *_SCALES], key=len, reverse=True))
"""In plain letters, the longest first."""
NUMERALS: Final = re.compile(r"(?:(?<![a-z])(?:" + "|".join(NUMBER_WORDS) + r")(?![a-z])[\s\-]*)+")
"""One or more words of a number, in plain text."""


def number_in_words(text: str) -> int:
    """Read a number in words; other words count nothing.

    >>> number_in_words("mille neuf cent quatre-vingt-onze"), number_in_words("mil neuf cent nonante et un")
    (1991, 1991)
    """
    total = current = 0
    words = re.findall(r"[a-z]+", text)
    for before, word in pairwise(["", *words]):
        if word in {"mil", "mille"}:
            total, current = total + max(current, 1) * 1000, 0
        elif word in _SCALES:
            current = max(current, 1) * 100
        elif word in {"vingt", "vingts", "vingtieme"} and before == "quatre":
            current += 80 - 4
        else:
            current += _UNITS.get(word, 0)
    return total + current
