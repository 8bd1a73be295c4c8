"""Candidates: whom the roster offers for a number, a day or a name, and what makes a text certain of one."""

from datetime import date

import pytest

from chalicelib.analysis.linkage.candidates import (
    has_every_name,
    homonyms,
    is_same_number,
    is_same_person,
    may_be_servant,
    number_of,
    numbers_to_look_up,
    servants_by_birth,
    servants_by_name,
    servants_by_number,
    shares_name,
    support_of,
)
from chalicelib.analysis.linkage.evidence import MentionedPerson
from tests.unit.analysis.linkage.test_matching import JEAN, MARIE, NEIGHBOUR, TWIN_NAME, directory
from tests.unit.analysis.linkage.texts import evidence

ROSTER = directory()


def person(*names: str) -> MentionedPerson:
    return MentionedPerson(names=names, row=0)


@pytest.mark.parametrize(
    ("lines", "certain"),
    [
        (("Monsieur NDAYISENGA Jean-Marie, matricule 123456",), True),
        (("Monsieur NDAYISENGA Jean-Marie, né le 5 mars 1970",), True),
        (("Monsieur NDAYISENGA Jean, né le 5 mars 1970",), False),
        (("matricule 123456",), False),
        (("Évaluateur : NDAYISENGA Jean-Marie, matricule 123456",), False),
        (("Monsieur NDAYISENGA Jean-Marie, matricule 123466",), False),
    ],
)
def test_a_text_is_certain_on_two_signals(lines: tuple[str, ...], *, certain: bool) -> None:
    assert support_of(JEAN, evidence(*lines)).certain is certain


def test_a_labelled_number_one_slip_away_supports_without_being_exact() -> None:
    support = support_of(JEAN, evidence("matricule 123466"))

    assert support.number is not None
    assert not support.exact
    assert not support.numbered


def test_a_number_without_a_label_counts_for_whom_the_text_names() -> None:
    named, unnamed = evidence("HAKIZIMANA Marie", "654321"), evidence("compte 654321")

    assert [each.matricule for each, _ in servants_by_number(named.numbers, None, named, ROSTER)] == ["654321"]
    assert not servants_by_number(unnamed.numbers, None, unnamed, ROSTER)
    assert not servants_by_number(named.numbers, MARIE, named, ROSTER)


def test_labelled_numbers_are_looked_up_first_and_eight_at_most() -> None:
    text = evidence("1 200001", *(f"matricule 1000{number:02}" for number in range(9)))

    assert [each.matricule for each in numbers_to_look_up(text, {0})] == [f"1000{number:02}" for number in range(8)]


def test_a_day_of_birth_finds_whom_the_text_names() -> None:
    text = evidence("Madame HAKIZIMANA Marie, née le 14 juillet 1982")

    assert [each for each, _ in servants_by_birth(text, None, ROSTER)] == [MARIE]


def test_names_find_a_servant_in_any_order() -> None:
    text = evidence("Madame Marie HAKIZIMANA")

    assert [each for each, _ in servants_by_name(text.subjects, None, text, ROSTER)] == [MARIE]
    assert not servants_by_name(text.subjects, MARIE, text, ROSTER)


def test_homonyms_bear_every_name() -> None:
    assert [each for each, _ in homonyms(JEAN, evidence("NDAYISENGA Jean-Marie"), ROSTER)] == [TWIN_NAME]


def test_a_person_may_be_a_servant_with_a_name_misread_or_broken() -> None:
    assert may_be_servant(person("NDAYI", "SENGA", "JEAN"), JEAN)
    assert may_be_servant(person("NDAYISENGA"), JEAN)
    assert not may_be_servant(person("NDAYISENGA", "ZENON"), JEAN)
    assert has_every_name(person("JEAN", "MARIE", "NDAYISENGA"), JEAN)
    assert not has_every_name(person("JEAN", "NDAYISENGA"), JEAN)


def test_one_shared_name_may_be_asked_for() -> None:
    assert shares_name(person("JEAN", "HAKIZA"), JEAN)
    assert not shares_name(person("JEAN", "HAKIZA"), JEAN, ("NDAYISENGA",))


def test_numbers_and_people_are_the_same_but_for_a_slip() -> None:
    assert is_same_number(JEAN.matricule, NEIGHBOUR.matricule)
    assert is_same_person(person("NDAYISENGA", "J"), person("NDAY1SENGA"))


def test_the_number_behind_a_name_stands_before_the_next_name() -> None:
    text = evidence("Monsieur NIYO Jean et Madame HAKIZA Ève, matricule 654321")
    first, second = text.people

    assert number_of(first, text) is None
    assert (number_of(second, text) or text.numbers[0]).matricule == "654321"
    assert JEAN.birth_date == date(1970, 3, 5)
