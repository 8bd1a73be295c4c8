"""Cuts lines into words and signs, with the letters that OCR confuses written as one: O and 0; I, l, 1 and |; S and 5; rn and m.

Letters of other alphabets, full-width letters and invisible characters are read as they look (`text.confusables`). A number glued to a
word is a token of its own; a single digit at a word's edge stays, since it may be a letter misread (« Tuts1 ») or not (« Hutu1 »).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from chalicelib.text.confusables import latin_skeleton

_TOKEN = re.compile(r"[^\W_]+(?:[|!$€][^\W_]+)*|[:;.?%+=/,()\[\]\u2610\u2611\u2612\u25a1\u25a0_\u2026-]")
_LOST_BLANKS = re.compile(
    r"(?<=[a-zà-ÿ]{3})(?=[A-ZÀ-Þ])"
    r"|(?<=[a-zA-ZÀ-ÿ])(?=\d\d)(?![0158]+[a-zA-ZÀ-ÿ])"
    r"|(?<=\d\d)(?<![a-zA-ZÀ-ÿ][0158]{2})(?=[a-zA-ZÀ-ÿ])"
)
"""Where a blank is missing: « avisFavorable », « liste1972 », not « c00pération », where digits are letters misread."""
_USUAL = re.compile(r"[\x20-\x7e\xa0°«»\u2013\u2019\u2026À-ÖÙ-öù-ÿŒœ\u2610-\u2612\u25a0\u25a1]*")
"""Lines of these characters need no skeleton."""
_LOOK_ALIKES = str.maketrans(
    {"0": "o", "1": "i", "l": "i", "|": "i", "!": "i", "5": "s", "$": "s", "8": "b", "€": "e", "œ": "oe", "æ": "ae"}
)
_KEPT = re.compile(r"[^\W_]|[|!$€]").match


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTokens:
    """The words and signs of a page, in reading order."""

    texts: tuple[str, ...]
    """As `merge_look_alikes` writes them, a digit at a word's edge aside."""
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

    >>> tokenise(["l'Éth-", "nie : Hutu1972"]).texts
    ('i', 'ethnie', ':', 'hutu', '1972')
    """
    texts: list[str] = []
    places: list[int] = []
    cut = False
    for number, shown in enumerate(lines):
        line = _as_shown(shown)
        words = _TOKEN.findall(line)
        continued = cut and bool(words) and words[0][0].isalpha()
        for position, word in enumerate(words):
            merged = _parts(word)
            if continued and position == 0:
                texts[-1] += merged[0]
                merged = merged[1:]
            texts += merged
            places += [number] * len(merged)
        cut = len(words) > 1 and words[-1] == "-" and words[-2].isalpha() and line.rstrip()[-2:-1].isalpha()
        if cut:
            texts.pop()
            places.pop()
    return PageTokens(texts=tuple(texts), lines=tuple(places))


def _as_shown(line: str) -> str:
    """Write a line in Latin letters; a soft hyphen shows at the line's end alone."""
    if _USUAL.fullmatch(line):
        return line
    return latin_skeleton(line.rstrip().removesuffix("\xad") + "-" if line.rstrip().endswith("\xad") else line)


@lru_cache(maxsize=20_000)
def _parts(word: str) -> tuple[str, ...]:
    """Cut a word where a blank is missing, and merge the look-alikes of each part; a sign stays."""
    return tuple(map(_merge_within, _LOST_BLANKS.split(word))) if word[0].isalnum() else (word,)


def _merge_within(word: str) -> str:
    """Merge the look-alikes of a word, except a digit at its edge."""
    begun, ended = word[0].isdigit(), word[-1].isdigit()
    if word.isdigit() or not (begun or ended):
        return merge_look_alikes(word) or word
    return word[:begun] + merge_look_alikes(word[begun : len(word) - ended]) + word[len(word) - ended :]
