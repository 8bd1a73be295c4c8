"""Two rosters compared: whom the new one loses, renames or bars, and when that many wait for a confirmation."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.model.servant import Servant
from chalicelib.personnel.comparison import QUESTIONS, Difference, difference, exceeds

CLOSING = ("révoqué", "décédé")


def staff(count: int, **particulars) -> dict[str, Servant]:
    """Servants who differ by their matricule alone."""
    known = {"name": "NIYONZIMA", "first_names": "Élie", "birth_date": date(1971, 8, 12), "status": "actif"} | particulars
    return {str(number): Servant(matricule=str(number), **known) for number in range(100_001, 100_001 + count)}


def test_what_a_new_roster_changes_is_counted() -> None:
    old = staff(4)
    new = {**staff(3), "100001": replace(old["100001"], province="Gitega"), "200001": Servant(matricule="200001")}

    assert difference(old, new, CLOSING) == Difference(added=1, removed=1, changed=1)


@pytest.mark.parametrize(
    ("particulars", "question"),
    [
        ({"name": "HAKIZIMANA"}, "renamed"),
        ({"name": ""}, "renamed"),
        ({"name": "Élie", "first_names": "NIYONZIMA"}, "renamed"),
        ({"birth_date": date(1971, 12, 8)}, "birth_changed"),
        ({"birth_date": None}, "birth_changed"),
        ({"status": "Décédée"}, "barred"),
    ],
)
def test_a_change_of_all_is_asked_about_by_its_name(particulars: dict, question: str) -> None:
    assert difference(staff(6), staff(6, **particulars), CLOSING).questions(6, 5) == (question,)


@pytest.mark.parametrize(
    "particulars",
    [{"name": "Niyonzima"}, {"first_names": "ELIE"}, {"status": "retraité"}, {"ministry": "Santé"}, {"province": ""}],
)
def test_case_accents_and_places_are_not_asked_about(particulars: dict) -> None:
    assert difference(staff(6), staff(6, **particulars), CLOSING).questions(6, 5) == ()


def test_what_was_unknown_and_is_known_now_is_not_asked_about() -> None:
    bare = staff(6, name="", first_names="", birth_date=None, status="")

    assert difference(bare, staff(6), CLOSING).questions(6, 5) == ()


def test_of_two_rosters_of_one_length_the_exchanged_servants_are_found() -> None:
    old = staff(115_000)
    new = {str(int(matricule) + 500_000): servant for matricule, servant in old.items()}

    assert difference(old, new).questions(115_000, 5) == ("removed",)


def test_in_a_small_roster_one_correction_is_ordinary_two_are_not_and_a_lost_servant_is_not() -> None:
    assert Difference(renamed=1, birth_changed=1, barred=1).questions(6, 5) == ()
    assert Difference(renamed=2, birth_changed=2, barred=2).questions(6, 5) == ("renamed", "birth_changed", "barred")
    assert Difference(removed=1).questions(6, 5) == ("removed",)


def test_a_roster_may_change_as_many_as_the_setting_allows_and_not_one_more() -> None:
    assert not exceeds(5_750, 115_000, 5)
    assert exceeds(5_751, 115_000, 5)
    assert Difference(removed=5_750, renamed=5_750, birth_changed=5_750, barred=5_750).questions(115_000, 5) == ()


def test_a_roster_that_only_grows_is_never_asked_about() -> None:
    assert Difference(added=200).questions(100, 0) == ()


def test_every_question_has_its_words_in_french_and_english() -> None:
    assert all(hasattr(Difference(), name) and french and english for name, (french, english) in QUESTIONS.items())
