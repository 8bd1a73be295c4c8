"""Writes text in plain Latin letters, whatever letters it is disguised in: the skeleton of UTS #39 (Unicode's confusable characters)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final
from unicodedata import category, normalize

_INVISIBLE: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Blank characters that Unicode counts as letters or symbols (Hangul fillers, the empty Braille pattern)."""
_NOT_SHOWN: Final = frozenset(("Mn", "Me", "Cf", "Cc"))
"""Categories of accents and other marks, and of format and control characters, as the zero-width space and the soft hyphen."""
_KEPT: Final = frozenset("\t\n\r")
_HYPHENS: Final = frozenset("\u2010\u2011")


def latin_skeleton(text: str) -> str:
    r"""Write a text without accents, marks and invisible characters, and with Latin letters for those that look like them.

    Compatibility forms (full-width, mathematical and circled letters, ligatures) are decomposed by NFKD; letters of other alphabets are
    those of `confusables.toml`. Letters that look like no Latin letter stay.

    >>> latin_skeleton("\u041d\u03c5\u0442\u03c5, H\u200bu\u200bt\u200bu, \uff28\uff35\uff34\uff35, \u00c9cole")
    'Hutu, Hutu, HUTU, Ecole'
    """
    if text.isascii() and text.isprintable():
        return text
    return normalize("NFKD", text).translate(_skeletons())


class _Skeletons(dict[int, str]):
    """What each character of a decomposed text is replaced by; filled as characters occur."""

    def __init__(self) -> None:
        table = tomllib.loads(Path(__file__).with_name("confusables.toml").read_text("utf-8"))
        for latin, letters in table.items():
            for letter in letters:
                self[ord(letter)] = latin.upper() if letter.isupper() else latin

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        hidden = letter in _INVISIBLE or (category(letter) in _NOT_SHOWN and letter not in _KEPT)
        self[code] = shown = "" if hidden else "-" if letter in _HYPHENS else letter
        return shown


@cache
def _skeletons() -> _Skeletons:
    return _Skeletons()
