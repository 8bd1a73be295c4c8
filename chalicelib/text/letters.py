"""Comparing words letter by letter: accents and case removed, words one slip apart, lines in capitals."""

import unicodedata
from typing import Final

_CAPITAL_SHARE: Final = 0.6
"""Share of capitals among a line's letters from which the line counts as one in capitals: OCR reads some of them as small letters."""


def _plain_letters() -> dict[int, str]:
    table = {}
    for code in range(0x24F):
        base = unicodedata.normalize("NFKD", chr(code))[:1].lower()
        table[code] = base if base.isascii() and base.isprintable() else chr(code).lower()[:1]
    marks = {
        "\u2019": "'",
        "\u2018": "'",
        "\u00b4": "'",
        "`": "'",
        "\u2013": "-",
        "\u2014": "-",
        "\u2010": "-",
        "\u2011": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
    }
    return table | {ord(mark): plain for mark, plain in marks.items()} | {ord("°"): "°", ord("º"): "°", ord("\n"): "\n", ord("\t"): " "}


_PLAIN: Final = _plain_letters()


def plain(text: str) -> str:
    r"""Write a text in small letters without accents. The length stays the same, so every offset is valid in both texts.

    >>> plain("Arrêté N° 1 \u2013 l\u2019Échelon")
    "arrete n° 1 - l'echelon"
    """
    return text.translate(_PLAIN)


def in_capitals(text: str) -> str:
    """Write a text in capitals without accents, as names are compared. Ligatures become two letters, so offsets move.

    >>> in_capitals("Évariste Œuvré")
    'EVARISTE OEUVRE'
    """
    bare = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).upper()


def is_in_capitals(line: str, *, fewest: int = 1) -> bool:
    """Say whether most letters of a line are capitals.

    Args:
        line: as it was read.
        fewest: letters that the line must have.

    >>> is_in_capitals("MINISTÈRE DE LA SANTé"), is_in_capitals("Ministère de la Santé"), is_in_capitals("N° 12", fewest=4)
    (True, False, False)
    """
    letters = [letter for letter in line if letter.isalpha()]
    return len(letters) >= fewest and sum(letter.isupper() for letter in letters) > _CAPITAL_SHARE * len(letters)


def distance(one: str, other: str, most: int) -> int:
    """Count the slips between two words: a letter wrong, lost, added, or two exchanged; more than `most` are not counted out.

    >>> distance("NDAYISENGA", "NDYAISENGA", 2), distance("NIYO", "HAKIZIMANA", 2)
    (1, 3)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, last = list[int](), list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, against in enumerate(other, start=1):
            cost = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return last[-1]


def deletions(word: str) -> list[str]:
    """List a word, then the word without each of its letters: two words one slip apart share an entry (Garbe's symmetric delete, 2012).

    >>> deletions("NIYO")
    ['NIYO', 'IYO', 'NYO', 'NIO', 'NIY']
    """
    return [word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]
