"""Headings under which the register finds a filed act: its number, also misread by one digit, its signatory, its day, its type.

Numbers are compared by their figures alone: « 610/558/2010 », « 610-558 » and « n° 6l0/558 » are one. Names are compared by their sound.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from chalicelib.model.piece import Piece
from chalicelib.model.register import ActEntry
from chalicelib.text.letters import deletions, in_capitals
from chalicelib.text.names import sound, words_of

UNDATED: Final = "0000-00-00"
"""Day of an act whose text says none; it comes before every day."""
LAST_DAY: Final = "9999-12-31"
SHORTEST_NAME: Final = 3
"""Letters of the shortest word of a signatory's name that is indexed: no initials."""
_MOST_WORDS: Final = 5
"""Words of a name that are indexed."""
_SHORTEST, _LONGEST = 4, 12
"""Figures from which one slip is forgiven, and figures that are compared."""
_GROUP: Final = re.compile(r"[A-Z0-9|]+")
_YEAR: Final = re.compile(r"19[5-9]\d|20[0-4]\d")
_WITH_YEAR: Final = 3
"""Groups from which the last one may be the year: `100/2010` is a number, `610/558/2010` a number and a year."""
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_LIKE_FIGURES: Final = str.maketrans("OQDILSZGB|", "0001152681")
_FIGURES_ALONE: Final = re.compile(r"[OILSB|]+")
"""Letters that OCR takes for figures so often that a group of them alone is a number: `IOO/12`."""


def figures_of(number: str) -> tuple[str, int | None]:
    """Write an act's number by its figures, without signs, letters and the year at its end, and give that year.

    >>> figures_of("610/558/2010"), figures_of("N° 6l0 - 558"), figures_of("560/CAB/100/12"), figures_of("IOO/2010")
    (('610558', 2010), ('610558', None), ('56010012', None), ('1002010', None))
    """
    groups = [each for each in map(_figures, _GROUP.findall(_without_mark(in_capitals(number)))) if each]
    year = groups[-1] if len(groups) >= _WITH_YEAR and _YEAR.fullmatch(groups[-1]) else None
    return "".join(groups[:-1] if year else groups)[:_LONGEST], int(year) if year else None


def _without_mark(number: str) -> str:
    """Leave out the « N° » before a number."""
    return re.sub(r"^\W*N\s?[°º*]\W*", "", number)


def _figures(group: str) -> str:
    if any(map(str.isdigit, group)) or _FIGURES_ALONE.fullmatch(group):
        return "".join(filter(str.isdigit, group.translate(_LIKE_FIGURES)))
    return ""


def exact_heading(figures: str) -> str:
    """Heading of the acts with a number.

    >>> exact_heading("610558")
    'ACT#610558'
    """
    return f"ACT#{figures}"


def like_headings(figures: str) -> tuple[str, ...]:
    """Headings under which an act is listed so that one slip in its number is forgiven: its number without each figure (see `deletions`).

    >>> like_headings("6105")
    ('ACTLIKE#105', 'ACTLIKE#605', 'ACTLIKE#615', 'ACTLIKE#610')
    """
    return tuple(dict.fromkeys(f"ACTLIKE#{each}" for each in deletions(figures)[1:])) if len(figures) >= _SHORTEST else ()


def near_headings(figures: str) -> tuple[str, ...]:
    """Headings under which acts stand whose number is one slip away: a figure wrong, lost, added, or two exchanged."""
    if len(figures) < _SHORTEST:
        return ()
    return (*like_headings(figures), f"ACTLIKE#{figures}", *dict.fromkeys(map(exact_heading, deletions(figures)[1:])))


def signatory_words(name: str) -> tuple[str, ...]:
    """Words of a signatory's name by which it is found, the longest first.

    >>> signatory_words("Dr Jean-Marie NDAYISENGA")
    ('NDAYISENGA', 'MARIE', 'JEAN')
    """
    words = (each for each in words_of(name) if len(each) >= SHORTEST_NAME)
    return tuple(sorted(words, key=lambda word: (-len(word), word))[:_MOST_WORDS])


def signed_heading(word: str) -> str:
    """Heading of the acts signed by somebody with a word in the name that sounds so.

    >>> signed_heading("Ndayisenga") == signed_heading("NDAISENGA")
    True
    """
    return f"SIGNED#{sound(word)}"


def day_headings(first: str, last: str) -> tuple[str, ...]:
    """Headings of the acts of a period, one for each ten years, the latest first.

    >>> day_headings("1998-05-01", "2010-12-31")
    ('ACTDAY#201', 'ACTDAY#200', 'ACTDAY#199')
    """
    return tuple(f"ACTDAY#{decade:03}" for decade in range(int(last[:3]), int(first[:3]) - 1, -1))


def type_headings(code: str, first: str, last: str) -> tuple[str, ...]:
    """Headings of the acts of a type in a period, as `day_headings`; those whose day was not read stand at `UNDATED`.

    >>> type_headings("03.1", "2009-05-01", "2010-12-31"), type_headings("03.1", UNDATED, UNDATED)
    (('ACTTYPE#03.1#201', 'ACTTYPE#03.1#200'), ('ACTTYPE#03.1#000',))
    """
    return tuple(f"ACTTYPE#{code}#{each.partition('#')[2]}" for each in day_headings(first, last))


def act_entries(piece: Piece) -> Iterator[ActEntry]:
    """Entries of a piece in the lists of acts; none unless it is filed and says its number, its day or who signed it."""
    if piece.status != "filed" or not piece.matricule:
        return
    said = {each.name: each.value for each in piece.fields}
    figures = figures_of(said.get("act_number", ""))[0]
    signatory, day = said.get("signatory", ""), said.get("act_date", "")
    day = day if _DAY.fullmatch(day) else UNDATED
    headings = dict.fromkeys(chain(_of_number(figures), map(signed_heading, signatory_words(signatory)), _of_day(day)))
    typed = type_headings(piece.type, day, day) if piece.type and headings else ()
    for heading in (*headings, *typed):
        yield ActEntry(heading=heading, day=day, piece=piece.piece, figures=figures, signatory=signatory, type=piece.type or "")


def _of_number(figures: str) -> Sequence[str]:
    return (exact_heading(figures), *like_headings(figures)) if figures else ()


def _of_day(day: str) -> Sequence[str]:
    return day_headings(day, day) if day != UNDATED else ()
