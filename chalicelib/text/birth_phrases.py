"""Phrases that mark a day as a day of birth. All patterns take plain text (`letters.plain`).

Three readers ask with three degrees of trust: a field that readers will see is taken from the label beside the day alone; the linkage,
which the roster corrects, also from a sentence around it and from Kirundi; and an act is never dated by a day that may be a birth.
"""

import re
from typing import Final

_LABELLED: Final = re.compile(
    r"\bnee?\s?(?:a\s[^\n;]{2,70}?\s|vers\s)?,?\s?le\s?:?\s*$|\bdate\s(?:et\slieu\s)?de\snaissance\s?(?:\(.{0,20}\))?\s*[:.]?\s*$"
)
_TOLD: Final = re.compile(
    r"(?:\bn[e3]{1,2}s?\s?(?:\(e\))?\s?(?:a|le|en|vers)\b|\bnaissance\b|\bne\s*:|\bavutse|\byavutse|\bamavuko)(?=[^;]{0,70}$)"
)
_MAY_BE: Final = re.compile(r"\bne(?:e|\(e\))?\s+(?:a|en|le|vers)\b(?=[^;]{0,60}$)|naissance\b(?=\W[^;]{0,40}$)")
_TOLD_YEAR: Final = re.compile(
    r"(?:\bn[e3]{1,2}s?\s?(?:\(e\))?\s(?:a\s[^\n;\d]{2,40}?,?\s)?(?:en|vers)|\bnaissance\s?:)\s(?:l'an(?:nee)?\s)?((?:19|20)\d\d)\b(?![/.\-]\d)"
)
_FOLLOWED: Final = re.compile(r"^\W{0,3}(?:a\s.{2,40}heures?.{0,40}?,?\s)?est\snee?\b")


def is_labelled_birth(before: str, after: str) -> bool:
    """Say whether a day stands directly behind a label (« née à Gitega, le », « Date de naissance : ») or before « est né ».

    >>> is_labelled_birth("madame niyo, nee a gitega, le ", ""), is_labelled_birth("lieu et annee de naissance : gitega, ", "")
    (True, False)
    """
    return bool(_LABELLED.search(before) or _FOLLOWED.search(after))


def is_told_birth(before: str, after: str) -> bool:
    r"""Say whether a day is told as a birth somewhere in the words before it, in French or Kirundi, or before « est né ».

    A birth of which a year is told has no day: the next one is another's.

    >>> is_told_birth("lieu et annee de naissance : gitega, ", ""), is_told_birth("fait a gitega, le ", "")
    (True, False)
    >>> is_told_birth("nee vers 1971 a gitega, a servi.\nfait a gitega, le ", "")
    False
    """
    return _leaves_day_open(_TOLD, before) or _FOLLOWED.search(after) is not None


def told_birth_year(text: str) -> int | None:
    """Give the year that a line tells as a birth of which no day is known.

    >>> told_birth_year("monsieur niyo, ne a ngozi vers 1968, est"), told_birth_year("nee le 12/08/1971")
    (1968, None)
    """
    found = _TOLD_YEAR.search(text)
    return int(found[1]) if found else None


def may_be_birth(before: str) -> bool:
    """Say whether a day may be a birth, so that it cannot date the act.

    >>> may_be_birth("niyo, ne a gitega, le "), may_be_birth("extrait d'acte de naissance n° 12 delivre le bureau ferme, a gitega, le ")
    (True, False)
    """
    return _leaves_day_open(_MAY_BE, before)


def _leaves_day_open(phrase: re.Pattern[str], before: str) -> bool:
    """Say whether the last birth told before a day has neither day nor year yet."""
    told = [*phrase.finditer(before)]
    return bool(told) and not _TOLD_YEAR.match(before, told[-1].start())
