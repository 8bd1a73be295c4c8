"""Matricules of a roster: what spreadsheets damaged is refused, and so is a total, a page number or a date in their column.

A cell is judged by itself, then beside the whole column: no list of forms says what a ministry's matricules look like.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from statistics import median

from chalicelib.model.identifiers import normalise, shape

_LONGEST = 20
_DAMAGED = re.compile(
    r"\d+[.,]\d+\s?E\s?[+-]?\s?\d+|\d+\s?E\s?[+-]\s?\d+"  # 1,23E+05
    r"|\d[\d .,'\u2019]*[.,]0{1,2}|\d{4,}[.,]0+"  # 123456.00, 123.456,00; not 123.000, in groups of three
    r"|.*\d\s?(?:fbu|bif|usd|eur)|(?:fbu|bif|usd|eur)\s?\d.*|.*[%€$£].*"  # a cell in the format of money
    r"|[#=].*",  # #REF!, and what is left of a formula
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"[\w .\-/'\u2019\u2010-\u2014°]+")
_DAY = re.compile(
    r"(?:(\d{1,2})([/.\- ])(\d{1,2})\2(?:19|20)\d\d|(\d{1,2})/(\d{1,2})/\d\d|(?:19|20)\d\d([/.\-])(\d{1,2})\6(\d{1,2}))(?:[ T][\d:. ]+)?"
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_FOOTING = re.compile(
    r"(?:sous-?\s?)?totaux?\b|total|page\b|effectifs?\b|nombre\b|agents?\b|lignes?\b|imprim|édit|fin\b|arrêt|fait\b", re.IGNORECASE
)
"""Words by which a line at the foot of a listing begins."""
_SERIALS = range(7_000, 46_000)
"""Days of 1919 to 2025 as spreadsheets count them, from 1899-12-30."""
_HALF = 0.5
_MANY_FOOTERS = 6
"""Lines for each full one, at most, for a line that bears nothing but a matricule to be doubted: more of them are a list of matricules."""


def read_matricule(said: str) -> tuple[str | None, str]:
    """Read a cell by itself: a normalised matricule, or the reason why there is none.

    >>> read_matricule("123.456"), read_matricule("123456.00")
    (('123456', ''), (None, 'matricule_damaged'))
    """
    if _DAMAGED.fullmatch(said):
        return None, "matricule_damaged"
    if _is_day(said):
        return None, "matricule_day"
    matricule = normalise(said)
    if not _WRITTEN.fullmatch(said) or not any(map(str.isdigit, matricule)) or len(matricule) > _LONGEST:
        return None, "matricule"
    return matricule, ""


def find_footers(cells: Sequence[str], others: Sequence[tuple[str, ...]]) -> set[int]:
    """Find the lines of a column whose matricule is none beside the others: totals, page numbers, print dates.

    >>> find_footers(["123456", "654321", "Page 1", "2"], [("NIYO",), ("NDAYI",), ("",), ("Total",)])
    {2, 3}

    Args:
        cells: matricules as written, each of which `read_matricule` admits.
        others: the other cells of their lines.
    """
    filled = [sum(map(bool, cells_of_line)) for cells_of_line in others]
    most = max(filled, default=0)
    full = [place for place, count in enumerate(filled) if count * 2 >= most]
    digits = median(_digits(cells[place]) for place in full) if full else 0
    shapes = {_written_shape(cells[place]) for place in full}
    words = Counter(word.upper() for cell in cells for word in set(_WORD.findall(cell)))
    sparse = most > 0 and len(full) * _MANY_FOOTERS >= len(cells)
    found = set[int]()
    for place, cell in enumerate(cells):
        foreign = any(words[word.upper()] <= len(cells) * _HALF for word in _WORD.findall(cell))
        few = filled[place] <= 1
        bare = sparse and not filled[place]
        if (
            foreign
            or (few and _digits(cell) * 2 < digits)
            or (few and any(map(_FOOTING.match, others[place])))
            or (bare and (_written_shape(cell) not in shapes or place > full[-1]))
        ):
            found.add(place)
    return found


def holds_days(matricules: Sequence[str], births: Sequence[str]) -> bool:
    """Say whether a column of matricules holds days as spreadsheets count them, and the column of births the matricules.

    >>> holds_days(["26157", "24899"], ["123456", "654321"]), holds_days(["26157", "24899"], ["12/08/1971", "03/03/1968"])
    (True, False)
    """
    numbers = [normalise(birth) for birth in births if birth and not _is_day(birth)]
    if not numbers or len(numbers) < len(matricules) * _HALF:
        return False
    return all(_serial(each) for each in matricules) and not any(_serial(each) or not each.isdigit() for each in numbers)


def _serial(matricule: str) -> bool:
    return matricule.isdigit() and int(matricule) in _SERIALS


def _is_day(text: str) -> bool:
    found = _DAY.fullmatch(text)
    if not found:
        return False
    one, other = (int(number) for number in (found[1] or found[4] or found[8], found[3] or found[5] or found[7]))
    try:
        date(2000, min(one, other), max(one, other))
    except ValueError:
        return False
    return True


def _digits(cell: str) -> int:
    return sum(map(str.isdigit, cell))


def _written_shape(cell: str) -> str:
    return shape(cell) + re.sub(r"[^\W_]", "", cell)
