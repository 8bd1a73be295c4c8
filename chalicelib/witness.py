"""What a text says for one servant, and what it says for others.

A number alone proves little: where a tenth of all numbers are borne by somebody, a misread figure names somebody else. So a number
counts with the name beside it, and a name with a number or a day of birth.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Protocol

from chalicelib.evidence import Naming, Presented, Printed, TextEvidence
from chalicelib.identifiers import fold
from chalicelib.names import alike, distance, words_of
from chalicelib.roster import Servant

_NUMBERS, _PEOPLE, _BIRTHS = 8, 6, 3
"""Questions that one text may ask of the roster."""
_PAGES = 20
"""Pages looked at one by one."""
_LISTED = 2
"""Numbers on a page that is no list."""
_SLIPS = 2
_BESIDE = 2
"""Rows within which a number and a person belong together."""


class Asked(Protocol):
    """The roster in force; `matching.Directory` is one."""

    @property
    def find(self) -> Callable[[str], Sequence[Servant]]:
        """From a folded matricule to the servants that bear it."""

    @property
    def named(self) -> Callable[[str], Sequence[Servant]]:
        """From the beginning of a heading to some servants."""

    @property
    def born(self) -> Callable[[date], Sequence[Servant]]:
        """From a day of birth to servants."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What one text says for one servant."""

    text: TextEvidence
    number: Printed | None = None
    exact: bool = True
    """The number is the matricule itself, not one slip from it."""
    names: tuple[Naming, ...] = ()
    birth: int | None = None
    """The row where the day of birth stands."""

    @property
    def namings(self) -> list[Naming]:
        """Where the servant is named otherwise than as who signs."""
        return [each for each in self.names if not each.signing]

    @property
    def certain(self) -> bool:
        """Whether two signals in the text agree: name and number, or the whole name and the day of birth."""
        if self.number is not None and self.exact and self.namings:
            return True
        return self.birth is not None and any(each.whole for each in self.namings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """Whether a text speaks for somebody else, and for whom, as far as the roster knows them."""

    speaks: bool = False
    homonyms: bool = False
    """It only names her, and others bear that name."""
    rivals: tuple[tuple[Servant, Support], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whom a text speaks of, when nothing else says it."""

    servants: tuple[tuple[Servant, Support], ...]
    strangers: bool
    """It also speaks of somebody whom the certain ones are not."""


def support_of(servant: Servant, text: TextEvidence) -> Support:
    """Gather what a text says for a servant."""
    names = text.naming(words_of(servant.name), words_of(servant.first_names)) if servant.name else []
    number = next((each for each in text.numbers if fold(each.matricule) == fold(servant.matricule)), None)
    near = next((each for each in text.numbers if each.labelled and is_same_number(each.matricule, servant.matricule)), None)
    return Support(
        text=text,
        number=number or near,
        exact=number is not None,
        names=tuple(names),
        birth=text.days.get(servant.birth_date) if servant.birth_date else None,
    )


def is_same_number(one: str, other: str) -> bool:
    """Say whether two matricules may be one, mistyped or misread in one place.

    >>> is_same_number("123456", "123465"), is_same_number("123456", "124365")
    (True, False)
    """
    return distance(fold(one), fold(other), 1) <= 1


def speaks_against(servant: Servant, support: Support, text: TextEvidence, directory: Asked) -> Against:
    """Say whether a text that was found in a servant's folder is about somebody else."""
    strangers = _on_other_pages(servant, text, directory)
    if strangers or support.certain:
        return Against(speaks=bool(strangers), rivals=tuple(strangers))
    if support.number is not None and support.exact:
        return Against(speaks=_another_beside(servant, support, text))
    numbers = _numbers(text, _rows_near(text, support.namings))
    rivals = _bearers(numbers, servant, text, directory)
    if support.namings:
        rivals = [(each, found) for each, found in rivals if found.namings]
        if not any(each.whole for each in support.namings):
            rivals += _by_name(text, servant, directory)
        otherwise = _born_otherwise(servant, support, text) or _numbered_otherwise(servant, support, text)
        if rivals or otherwise:
            return Against(speaks=True, rivals=tuple(rivals))
        told_apart = support.number is not None or support.birth is not None or _born_alike(servant, text)
        homonyms = [] if told_apart else _homonyms(servant, text, directory)
        return Against(homonyms=bool(homonyms), rivals=tuple(homonyms))
    rivals = [(each, found) for each, found in rivals if found.namings or (found.number and found.number.labelled)]
    if not rivals:
        rivals = [*_by_birth(text, servant, directory), *_by_name(text, servant, directory)]
    # Of a servant whose name the roster does not know, nobody can be told apart by a name.
    # And a stranger in a paper that is no act of a career (an order about a dam, a letter) is nobody's rival.
    stranger = bool(servant.name) and text.of_career and any(not each.signing and not _may_be(each, servant) for each in text.people)
    otherwise = stranger or _born_otherwise(servant, support, text) or _numbered_otherwise(servant, support, text)
    return Against(speaks=bool(rivals) or otherwise, rivals=tuple(rivals))


def others(text: TextEvidence, directory: Asked) -> Found:
    """Find whom a text speaks of."""
    found: dict[str, tuple[Servant, Support]] = {}
    everyone = _numbers(text, {each.row for each in text.people})
    for each, support in (
        *_bearers(everyone, None, text, directory),
        *_by_birth(text, None, directory),
        *_by_name(text, None, directory),
    ):
        found.setdefault(each.matricule, (each, support))
    certain = [each for each, support in found.values() if support.certain]
    strange = any(not each.signing and not any(_may_be(each, one) for one in certain) for each in text.people)
    numbered = any(
        support.number is not None and support.number.labelled and not support.certain and not _is_slip_of(each, certain)
        for each, support in found.values()
    )
    return Found(servants=tuple(found.values()), strangers=strange or numbered)


def _on_other_pages(servant: Servant, text: TextEvidence, directory: Asked) -> list[tuple[Servant, Support]]:
    """Of whom the pages are certain that do not speak of the servant at all: a sheet of another file may lie between hers.

    A page with more than two people and their numbers is a list, which says nothing of the kind.
    """
    pages = list(dict.fromkeys(row.page for row in text.rows))
    found: list[tuple[Servant, Support]] = []
    for page in pages[:_PAGES] if len(pages) > 1 else ():
        here = text.on_page(page)
        own = support_of(servant, here)
        peopled = {each.row for each in here.people}
        if own.namings or own.number or len({fold(each.matricule) for each in here.numbers if each.row in peopled}) > _LISTED:
            continue
        numbers = [each for each in here.numbers if each.labelled]
        around = [*_bearers(numbers, servant, here, directory), *_by_birth(here, servant, directory)]
        found += [(each, support) for each, support in around if support.certain]
    return found


def _is_slip_of(servant: Servant, certain: Iterable[Servant]) -> bool:
    return any(is_same_number(servant.matricule, each.matricule) for each in certain)


def _another_beside(servant: Servant, support: Support, text: TextEvidence) -> bool:
    """The number is hers, but beside it stands a person who shares no word of her name; or she only signs, about another."""
    number = support.number
    own = words_of(f"{servant.name} {servant.first_names}")
    if number is None or not own:
        return False
    if support.names:  # as who signs
        return any(each.titled and not each.signing and not _may_be(each, servant) for each in text.people)
    if support.birth is not None:
        return False
    beside = [each for each in text.people if abs(each.row - number.row) <= _BESIDE and not each.signing]
    shares = [each for each in beside if any(alike(word, mine) for word in each.names for mine in own)]
    return bool(beside) and not shares


def _rows_near(text: TextEvidence, namings: Iterable[Naming]) -> set[int]:
    rows = {each.row for each in namings}
    return rows or {each.row for each in text.people}


def _numbers(text: TextEvidence, rows: set[int]) -> list[Printed]:
    """The numbers worth a question: those with a label, then those in the row of a person."""
    first = [each for each in text.numbers if each.labelled]
    then = [each for each in text.numbers if not each.labelled and each.row in rows]
    distinct = {fold(each.matricule): each for each in reversed([*first, *then])}
    return list(reversed(distinct.values()))[:_NUMBERS]


def _bearers(numbers: Iterable[Printed], but: Servant | None, text: TextEvidence, directory: Asked) -> list[tuple[Servant, Support]]:
    """Who bears the numbers; an unlabelled one counts only for somebody who is named."""
    found = []
    for number in numbers:
        for each in directory.find(fold(number.matricule)):
            if but is None or each.matricule != but.matricule:
                support = support_of(each, text)
                if number.labelled or support.names:
                    found.append((each, support))
    return found


def _by_birth(text: TextEvidence, but: Servant | None, directory: Asked) -> list[tuple[Servant, Support]]:
    servants = (each for day in list(text.births)[:_BIRTHS] for each in directory.born(day))
    return [(each, found) for each, found in _supported(servants, but, text) if found.namings]


def _by_name(text: TextEvidence, but: Servant | None, directory: Asked) -> list[tuple[Servant, Support]]:
    """Who bears the names of the people presented, wholly."""
    people = [each for each in text.people if not each.signing and len(each.names) > 1]
    people = [each for each in people if but is None or not _is_wholly(each, but)][:_PEOPLE]
    pairs = [pair for each in people for one, other in pairwise(each.names) for pair in (f"{one} {other}", f"{other} {one}")]
    servants = (each for beginning in list(dict.fromkeys(pairs))[: 2 * _PEOPLE] for each in directory.named(beginning))
    return [(each, found) for each, found in _supported(servants, but, text) if any(naming.whole for naming in found.namings)]


def _homonyms(servant: Servant, text: TextEvidence, directory: Asked) -> list[tuple[Servant, Support]]:
    """Who else bears every word of a servant's name."""
    own = words_of(f"{servant.name} {servant.first_names}")
    same = [each for each in directory.named(" ".join(own)) if set(own) <= set(words_of(f"{each.name} {each.first_names}"))]
    return _supported(same, servant, text)


def _supported(servants: Iterable[Servant], but: Servant | None, text: TextEvidence) -> list[tuple[Servant, Support]]:
    distinct = {each.matricule: each for each in servants if but is None or each.matricule != but.matricule}
    return [(each, support_of(each, text)) for each in distinct.values()]


def _is_wholly(person: Presented, servant: Servant) -> bool:
    own = words_of(f"{servant.name} {servant.first_names}")
    return all(any(alike(word, name) for name in person.names) for word in own)


def _may_be(person: Presented, servant: Servant) -> bool:
    """Say whether a person may be a servant, allowing for a name misread; one word alone may be half a name."""
    surname, first_names = words_of(servant.name), words_of(servant.first_names)
    if len(person.names) == 1 or not first_names:
        return any(_near(word, own) for word in person.names for own in (*surname, *first_names))
    by_surname = {word for word in person.names if any(_near(word, own) for own in surname)}
    by_first = {word for word in person.names if any(_near(word, own) for own in first_names)}
    return bool(by_surname) and bool(by_first) and len(by_surname | by_first) > 1


def _near(word: str, own: str) -> bool:
    """More forgiving than `alike`: it only spares a person a look."""
    most = max(1, min(len(word), len(own)) // 3)
    return distance(word, own, most) <= most


def _born_otherwise(servant: Servant, support: Support, text: TextEvidence) -> bool:
    """A day of birth stands beside the name and is clearly not hers: at most one of day, month and year is the same."""
    if servant.birth_date is None or support.birth is not None:
        return False
    rows = {each.row for each in support.namings}
    beside = [day for day, row in text.births.items() if not rows or any(abs(row - own) <= _BESIDE for own in rows)]
    return bool(beside) and all(_agreeing(day, servant.birth_date) <= 1 for day in beside)


def _numbered_otherwise(servant: Servant, support: Support, text: TextEvidence) -> bool:
    """A number stands beside the name (anywhere, if she is not named), with its label, and is clearly not hers.

    No reader errs in three places of one number.
    """
    rows, signed = {each.row for each in support.namings}, {each.row for each in text.people if each.signing}
    labelled = [each for each in text.numbers if each.labelled and each.row not in signed]
    beside = [each for each in labelled if not rows or any(abs(each.row - own) <= 1 for own in rows)]
    clearly = [distance(fold(each.matricule), fold(servant.matricule), _SLIPS) > _SLIPS for each in beside]
    return bool(clearly) and all(clearly)


def _born_alike(servant: Servant, text: TextEvidence) -> bool:
    """A day of birth stands in the text that is hers but for one of day, month and year."""
    return servant.birth_date is not None and any(_agreeing(day, servant.birth_date) > 1 for day in text.births)


def _agreeing(one: date, other: date) -> int:
    return (one.day == other.day) + (one.month == other.month) + (one.year == other.year)
