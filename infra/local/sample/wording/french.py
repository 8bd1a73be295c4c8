"""French numbers and dates in words and digits."""

from datetime import date
from typing import Final

MONTHS: Final = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
STAMPED: Final = ("JAN.", "FEV.", "MARS", "AVR.", "MAI", "JUIN", "JUIL.", "AOUT", "SEPT.", "OCT.", "NOV.", "DEC.")

_UNITS: Final = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    *("onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
_TENS: Final = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}


def _below_hundred(number: int) -> str:
    if number < len(_UNITS):
        return _UNITS[number]
    tens = max(base for base in _TENS if base <= number)
    rest = number - tens
    if rest == 0:
        return _TENS[tens] + ("s" if tens == max(_TENS) else "")
    joint = " et " if rest in {1, 11} and tens != max(_TENS) else "-"
    return f"{_TENS[tens]}{joint}{_UNITS[rest]}"


def spell(number: int) -> str:
    """Write a number below ten thousand in words.

    >>> spell(1991), spell(2021), spell(2010), spell(71)
    ('mille neuf cent quatre-vingt-onze', 'deux mille vingt et un', 'deux mille dix', 'soixante et onze')
    """
    thousands, rest = divmod(number, 1000)
    hundreds, low = divmod(rest, 100)
    words = []
    if thousands:
        words.append("mille" if thousands == 1 else f"{_UNITS[thousands]} mille")
    if hundreds:
        words.append("cent" if hundreds == 1 else f"{_UNITS[hundreds]} cent{'' if low else 's'}")
    if low or not words:
        words.append(_below_hundred(low))
    return " ".join(words)


def day_in_words(day: date) -> str:
    """Write a date without its year in words.

    >>> day_in_words(date(2010, 8, 1))
    'premier août'
    """
    return f"{'premier' if day.day == 1 else spell(day.day)} {MONTHS[day.month - 1]}"


def in_words(day: date) -> str:
    """Write a date all in words.

    >>> in_words(date(2010, 3, 3))
    'trois mars deux mille dix'
    """
    return f"{day_in_words(day)} {spell(day.year)}"


def long_date(day: date) -> str:
    """Write a date with its month in words.

    >>> long_date(date(2006, 8, 1))
    '1er août 2006'
    """
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """Write a date in digits.

    >>> short_date(date(2010, 4, 12))
    '12/04/2010'
    """
    return day.strftime("%d/%m/%Y")


def stamped_date(day: date) -> str:
    """Write a date as a date stamp prints it, its digits apart.

    >>> stamped_date(date(2025, 2, 24)), stamped_date(date(2013, 6, 6))
    ('2 4 FEV. 2025', '-6 JUIN 2013')
    """
    number = f"-{day.day}" if day.day < len("0123456789") else f"{day.day // 10} {day.day % 10}"
    return f"{number} {STAMPED[day.month - 1]} {day.year}"
