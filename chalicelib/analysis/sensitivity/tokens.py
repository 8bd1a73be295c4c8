"""Cuts lines into words and signs, with the letters that OCR confuses written as one: O and 0; I, l, 1 and |; S and 5; rn and m."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

_TOKEN = re.compile(r"[^\W_]+(?:[|!$€][^\W_]+)*|[:;.?%+=/,()\[\]\u2610\u2611\u2612\u25a1\u25a0_\u2026-]")
_JOINED_WORDS = re.compile(r"(?<=[a-zà-ÿ]{3})(?=[A-ZÀ-Þ])")
"""Where OCR lost a blank: « avisFavorable »."""
_LOOK_ALIKES = str.maketrans(
    {"0": "o", "1": "i", "l": "i", "|": "i", "!": "i", "5": "s", "$": "s", "8": "b", "€": "e", "œ": "oe", "æ": "ae"}
)
_KEPT = re.compile(r"[^\W_]|[|!$€]").match


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTokens:
    """The words and signs of a page, in reading order."""

    texts: tuple[str, ...]
    """As `merge_look_alikes` writes them."""
    lines: tuple[int, ...]
    """Index of each token's line on the page."""


def merge_look_alikes(word: str) -> str:
    """Write a word in small letters, with one letter for all that OCR confuses; a number stays a number.

    >>> merge_look_alikes("Ídinl"), merge_look_alikes("HUTU"), merge_look_alikes("M0DERNE"), merge_look_alikes("1962")
    ('idini', 'hutu', 'modeme', '1962')
    """
    plain = word.lower()
    if not plain.isascii():
        plain = "".join(filter(_KEPT, normalize("NFKD", plain)))
    return plain if plain.isdigit() else plain.translate(_LOOK_ALIKES).replace("rn", "m").replace("vv", "w")


def tokenise(lines: Iterable[str]) -> PageTokens:
    """Cut lines into words and signs; a word that is hyphenated at the end of its line becomes one token.

    >>> tokenise(["l'Éth-", "nie : Hutu"]).texts
    ('i', 'ethnie', ':', 'hutu')
    """
    texts: list[str] = []
    places: list[int] = []
    cut, known = False, dict[str, str]()
    for number, line in enumerate(lines):
        words = _TOKEN.findall(_JOINED_WORDS.sub(" ", normalize("NFC", line)))
        continued = cut and bool(words) and words[0][0].isalpha()
        for position, word in enumerate(words):
            merged = known.get(word)
            if merged is None:
                merged = known[word] = (merge_look_alikes(word) or word) if word[0].isalnum() else word
            if continued and position == 0:
                texts[-1:] = [texts[-1] + merged]
            else:
                texts.append(merged)
                places.append(number)
        cut = len(words) > 1 and words[-1] == "-" and words[-2].isalpha() and line.rstrip()[-2:-1].isalpha()
        if cut:
            texts.pop()
            places.pop()
    return PageTokens(texts=tuple(texts), lines=tuple(places))
