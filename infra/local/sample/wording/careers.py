"""Careers: the papers of a servant's dossier and their days of signature."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from infra.local.sample.people import Person
from infra.local.sample.typesetting.page import Act
from infra.local.sample.wording import acts, contract, minutes, papers, pension

TODAY: Final = date(2026, 6, 30)
"""The sample's present day; no paper is later."""

_TYPEWRITERS_UNTIL: Final = 1999
_RETIRES_AT: Final = 60
_FROZEN: Final = range(2016, 2024)
"""Years of the freeze of advancements."""
_COLLECTIVE: Final = (100, 40, 70)
"""How many others the collective acts of the first dossiers name: some six pages, four, five."""
_MANY: Final = 10
"""Dossiers in a sample that has room for collective acts."""

Wording = Callable[[Random, Person, date], Act]

_ORDINARY: Final[tuple[tuple[Wording, int], ...]] = (
    (papers.birth, 9),
    (papers.diploma, 7),
    (papers.arrival, 8),
    (acts.titularisation, 5),
    (acts.rating, 14),
    (acts.advancement, 7),
    (acts.posting, 7),
    (acts.secondment, 3),
    (minutes.handover, 6),
    (pension.services, 5),
    (papers.leave, 7),
    (papers.training, 4),
    (papers.praise, 4),
    (papers.request, 6),
    (papers.pay, 6),
)
"""Types of paper in a dossier and their frequency."""
_LATE: Final[tuple[tuple[Wording, int], ...]] = ((acts.retirement, 2), (pension.pension, 2), (minutes.board, 2))
"""Further types of paper of a whole dossier."""


def _day_in(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange(max((last - first).days, 1)))


def _day_of(rng: Random, wording: Wording, person: Person, last: date) -> date:
    """Day of signature of a type of paper in a career."""
    if wording is papers.diploma:
        return _day_in(rng, person.entered - timedelta(days=700), person.entered)
    if wording is papers.arrival:
        return person.entered
    if wording is acts.titularisation:
        return person.entered + timedelta(days=rng.randint(370, 500))
    day = _day_in(rng, person.entered + timedelta(days=200), last)
    if wording is acts.advancement and day.year in _FROZEN:
        return day.replace(year=_FROZEN.stop, day=min(day.day, 28))
    return day


def _sixtieth(person: Person) -> date:
    return person.born.replace(year=person.born.year + _RETIRES_AT, day=min(person.born.day, 28))


def write_career(rng: Random, person: Person, everyone: list[Person]) -> list[Act]:
    """Write a dossier's papers: its entry (half of the dossiers have lost it), another, an exit for who is sixty."""
    end = min(_sixtieth(person), TODAY)
    entry = contract.contract if rng.random() < 1 / 8 else acts.nomination
    written = [entry(rng, person, person.entered - timedelta(days=rng.randint(5, 40)))] if rng.random() < 1 / 2 else []
    wordings, weights = zip(*_ORDINARY, strict=True)
    wording = rng.choices(wordings, weights)[0]
    written.append(wording(rng, person, _day_of(rng, wording, person, end)))
    if person.state == "retraité":
        written.append(acts.retirement(rng, person, _sixtieth(person)))
        if rng.random() < 1 / 3:
            written.append(pension.pension(rng, person, _sixtieth(person) + timedelta(days=60)))
    elif rng.random() < 1 / 16:
        written.append(minutes.board(rng, person, person.entered - timedelta(days=90)))
    place = everyone.index(person)
    if place < len(_COLLECTIVE) and len(everyone) >= _MANY:
        day = _day_in(rng, person.entered + timedelta(days=900), min(end, date(_FROZEN.start, 1, 1)))
        written.append(acts.collective(rng, person, day, _COLLECTIVE[place]))
    return [typewritten(act) for act in written]


def write_whole_career(rng: Random, person: Person) -> Iterator[Act]:
    """Write the papers of a dossier that nobody has thinned out, without end: the entry first, then whatever a career brings."""
    entry = contract.contract if rng.random() < 1 / 6 else acts.nomination
    yield typewritten(entry(rng, person, person.entered - timedelta(days=rng.randint(5, 40))))
    end = min(_sixtieth(person), TODAY)
    wordings, weights = zip(*_ORDINARY, *_LATE, strict=True)
    while True:
        wording = rng.choices(wordings, weights)[0]
        yield typewritten(wording(rng, person, _day_of(rng, wording, person, end)))


def typewritten(act: Act) -> Act:
    """Whether an act is typewritten, by its age."""
    return act.on_typewriter() if act.day.year < _TYPEWRITERS_UNTIL else act
