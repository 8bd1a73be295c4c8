"""Decides whether two lines of rosters, of different matricules, are likely one person.

A name alone is never enough: homonyms are normal. The table `RULES` says which second agreement a name needs
(docs/decisions/reconciliation.md).
Names and numbers are compared by the house's folds (`text.names`, `analysis.linkage.candidates`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from chalicelib.analysis.linkage.candidates import is_same_number
from chalicelib.model.servant import Servant
from chalicelib.text.names import alike, words_of

Agreement = Literal["name", "married_name", "birth_date", "birth_year", "birth_near", "entry_date", "place", "number_near"]
"""`married_name`: the first names alone; `birth_year`: one year, and a first of January in one line at least, which is written where the
day is not known; `birth_near`: one figure apart, or day and month exchanged; `place`: ministry and province; `number_near`: matricules
one slip apart."""

RULES: tuple[frozenset[Agreement], ...] = (
    frozenset({"name", "birth_date"}),
    frozenset({"name", "birth_year", "entry_date", "place"}),
    frozenset({"name", "birth_year", "number_near"}),
    frozenset({"name", "birth_near", "entry_date", "place"}),
    frozenset({"name", "birth_near", "number_near"}),
    frozenset({"married_name", "birth_date", "entry_date", "place"}),
    frozenset({"married_name", "birth_date", "entry_date", "number_near"}),
)
"""Agreements that are enough together."""
NEEDED_OF_A_COMMON_NAME: frozenset[Agreement] = frozenset({"entry_date", "place", "number_near"})
"""One of them besides, where many bear the name: of 500 namesakes, eight pairs were born on one day by chance."""
_FEWEST = 2
"""Words of a name that is compared: one word is half a name."""


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """What of a line is compared, prepared once: a day has few lines, a common name thousands of pairs."""

    servant: Servant
    surname: tuple[str, ...]
    first_names: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All words of the name."""
        return (*self.surname, *self.first_names)


def keys_of(servant: Servant) -> PersonKeys:
    """Prepare a line for comparison."""
    return PersonKeys(servant, words_of(servant.name), words_of(servant.first_names))


def agreements_of(one: PersonKeys, other: PersonKeys) -> tuple[Agreement, ...]:
    """Say in what two lines agree, where that is enough to take them for one person; else nothing.

    >>> from datetime import date
    >>> first = Servant(matricule="100001", name="NDAYISENGA", first_names="Jeanne", birth_date=date(1970, 2, 28))
    >>> second = Servant(matricule="200002", name="NDAYISENGA", first_names="Jeanne", birth_date=date(1970, 2, 28))
    >>> agreements_of(keys_of(first), keys_of(second))
    ('name', 'birth_date')
    """
    if one.servant.matricule == other.servant.matricule:
        return ()
    birth = _birth(one.servant, other.servant)
    name = _name(one, other) if birth else None
    if birth is None or name is None:
        return ()
    found: list[Agreement] = [name, birth]
    if one.servant.entry_date is not None and one.servant.entry_date == other.servant.entry_date:
        found.append("entry_date")
    if one.servant.ministry and _place(one.servant) == _place(other.servant):
        found.append("place")
    if is_same_number(one.servant.matricule, other.servant.matricule):
        found.append("number_near")
    return tuple(found) if any(rule <= set(found) for rule in RULES) else ()


def pairs_of(lines: Sequence[PersonKeys]) -> Iterable[tuple[PersonKeys, PersonKeys, tuple[Agreement, ...]]]:
    """Give the pairs of some lines that are likely one person."""
    for place, one in enumerate(lines):
        for other in lines[place + 1 :]:
            found = agreements_of(one, other)
            if found:
                yield one, other, found


def _birth(one: Servant, other: Servant) -> Agreement | None:
    """How far two days of birth agree; None where they do not, or one is not told."""
    if one.birth_date is None or other.birth_date is None:
        return None
    days = (one.birth_date, other.birth_date)
    if any(map(is_day_unknown, days)):
        return "birth_year" if one.birth_date.year == other.birth_date.year else None
    if one.birth_date == other.birth_date:
        return "birth_date"
    return "birth_near" if _is_slip(*days) else None


def is_day_unknown(day: date) -> bool:
    """Whether a day is a first of January: it is written where only the year is known."""
    return (day.month, day.day) == (1, 1)


def _is_slip(one: date, other: date) -> bool:
    """Whether two days are one figure apart, or have day and month exchanged."""
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return True
    return sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True)) == 1


def _place(servant: Servant) -> tuple[str, str]:
    return servant.ministry, servant.province


def _name(one: PersonKeys, other: PersonKeys) -> Agreement | None:
    """Whether every word of the shorter name stands in the longer one, right or one slip apart; or only the first names do."""
    shorter, longer = sorted((one.words, other.words), key=len)
    if len(shorter) < _FEWEST:
        return None
    if _within(shorter, longer):
        return "name"
    firsts, others = sorted((one.first_names, other.first_names), key=len)
    return "married_name" if firsts and _within(firsts, others) else None


def _within(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether each word has one of its own among others."""
    left = list(others)
    for word in words:
        found = word if word in left else next((each for each in left if alike(word, each)), None)
        if found is None:
            return False
        left.remove(found)
    return True
