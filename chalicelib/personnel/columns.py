"""Columns of a roster, judged as a whole: those that do not hold what their header says are found by their words and their capitals."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from chalicelib.text.letters import in_capitals
from chalicelib.text.word_lists import any_of, read_word_lists

_KINDS: Final = ("prenom", "ministere", "province", "statut")
"""Columns whose words are listed in column_words.toml; those of names are not, for their capitals tell them."""
_TEXTS: Final = ("nom", *_KINDS)
_SAMPLE: Final = 2000
"""Lines by which a column is judged: an exchange shows in all of them."""
_ENOUGH, _TIMES = 0.25, 4
"""Share of another column's cells that bear a kind's words, and how many times less its own column does, before both are doubted.

The lists know more than half of the cells of a real export, and in their own column alone.
"""
_FULLER = 2
"""A column with more than so many times the cells of another was not exchanged with it: the other is not filled in."""


def exchanged_columns(cells: Mapping[str, Sequence[str]]) -> set[str]:
    """Find the columns of texts that do not hold what their header says.

    >>> sorted(exchanged_columns({"nom": ["Jeanne", "Élie"], "prenom": ["NIYONZIMA", "NDAYISENGA"]}))
    ['nom', 'prenom']

    Args:
        cells: of each column that the roster has, by its name, line by line.
    """
    found = set[str]()
    sampled = {name: [cell for cell in column[:: len(column) // _SAMPLE + 1] if cell] for name, column in cells.items() if name in _TEXTS}
    for kind in sampled.keys() & set(_KINDS):
        shares = {name: _share(kind, column) for name, column in sampled.items() if len(column) <= len(sampled[kind]) * _FULLER}
        own = shares.pop(kind)
        other = max(shares, key=lambda name: shares[name], default="")
        if other and shares[other] >= _ENOUGH and own * _TIMES <= shares[other]:
            found |= {kind, other}
    names = list(zip(cells.get("nom", ()), cells.get("prenom", ()), strict=False))
    reversed_ = sum(are_exchanged(*pair) for pair in names)
    if reversed_ and reversed_ >= sum(are_exchanged(first, name) for name, first in names):
        found |= {"nom", "prenom"}
    return found


def are_exchanged(name: str, first_names: str) -> bool:
    """Say whether the first names stand in capitals and the name does not, against the custom.

    >>> are_exchanged("Jeanne", "NIYONZIMA"), are_exchanged("NIYONZIMA", "Jeanne"), are_exchanged("NIYONZIMA", "JEANNE")
    (True, False, False)
    """
    return first_names.isupper() and len(first_names) > 1 and any(map(str.islower, name)) and not name.isupper()


def _share(kind: str, column: Sequence[str]) -> float:
    """Share of a column's cells that bear a word of a kind."""
    return sum(bool(_words(kind).search(in_capitals(cell))) for cell in column) / len(column) if column else 0.0


@cache
def _words(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(_lists()[kind])}\b")


@cache
def _lists() -> Mapping[str, tuple[str, ...]]:
    return read_word_lists(Path(__file__).with_name("column_words.toml").read_text("utf-8"), _KINDS, in_capitals)
