"""What is due for a servant, as of a day: with its proof, and « unknown » where nobody can tell."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chalicelib.career.due import BirthProof, KnownCareer, due_entries
from chalicelib.model.career import CareerEvent, Citation
from chalicelib.model.servant import Servant
from chalicelib.text.career_rules_file import shipped_rules
from chalicelib.text.nomenclature_file import shipped

DAY = date(2026, 12, 1)
PERMANENT = frozenset({"permanent"})
ACTIVE = frozenset({"on_probation", "permanent", "contract"})
JEAN = Servant(matricule="123456", birth_date=date(1967, 4, 12), entry_date=date(2024, 3, 1), status="titulaire")


def event(kind, day, piece="p1", type_="00.0", **details):
    return CareerEvent(
        id=piece,
        kind=kind,
        type=type_,
        day=day,
        day_is="effect" if day else None,
        details=details,
        citations=(Citation(piece=piece, page=2, box=(0.1, 0.1, 0.2, 0.02)),),
        confidence=0.9,
        known_at=datetime(2026, 11, 1, tzinfo=UTC),
    )


def known(servant=JEAN, states=PERMANENT, events=(), births=()):
    return KnownCareer(servant=servant, generation="g1", states=states, events=tuple(events), births=tuple(births))


def due(kind, *events, day=DAY, nomenclature=None, **facts):
    found = due_entries(known(events=events, **facts), shipped_rules(), nomenclature or shipped(), day)
    assert all(each.pieces or each.roster for each in found), "no line without its citation"
    return [each for each in found if each.kind == kind]


def certificate(day, piece="p9"):
    return BirthProof(day=day, citation=Citation(piece=piece, page=1))


def test_a_retirement_is_on_the_birthday_with_the_roster_and_the_rule_as_proof():
    (found,) = due("retirement")

    assert (found.first, found.last, found.state, found.month) == (date(2027, 4, 12), date(2027, 4, 12), "coming", "2027-04")
    assert [(each.generation, each.column, each.value) for each in found.roster] == [("g1", "date_naissance", "1967-04-12")]
    assert [each.rule for each in found.rules] == ["retirement", "extension"]
    assert found.until == date(2029, 4, 12)


@pytest.mark.parametrize(
    ("born", "state"),
    [(date(1968, 12, 1), "coming"), (date(1968, 12, 2), None), (date(1966, 12, 1), "coming"), (date(1966, 11, 30), "passed")],
)
def test_a_list_looks_24_months_ahead_and_keeps_what_is_past(born, state):
    assert [each.state for each in due("retirement", servant=replace(JEAN, birth_date=born))] == ([state] if state else [])


def test_who_has_left_is_due_nothing():
    assert due_entries(known(events=[event("exit", date(2026, 6, 1))]), shipped_rules(), shipped(), DAY) == ()
    assert due_entries(known(states=frozenset({"retired"})), shipped_rules(), shipped(), DAY) == ()
    assert due("retirement", event("exit", date(2027, 4, 12)))


def test_a_birth_of_the_first_of_january_gives_the_year_and_wants_the_certificate():
    (found,) = due("retirement", servant=replace(JEAN, birth_date=date(1967, 1, 1)))

    assert (found.first, found.last, found.doubt, found.wanted) == (date(2027, 1, 1), date(2027, 12, 31), "birth_year", "01.1")


def test_the_certificate_tells_the_day_that_the_roster_does_not():
    (found,) = due("retirement", servant=replace(JEAN, birth_date=date(1967, 1, 1)), births=[certificate(date(1967, 9, 3))])

    assert (found.first, found.last, found.doubt) == (date(2027, 9, 3), date(2027, 9, 3), "")
    assert [each.piece for each in found.pieces] == ["p9"]


def test_roster_and_certificate_that_differ_are_both_told():
    (found,) = due("retirement", births=[certificate(date(1968, 4, 12))])

    assert (found.first, found.last, found.doubt) == (date(2027, 4, 12), date(2028, 4, 12), "births_differ")


def test_without_any_birth_the_retirement_is_unknown_and_says_what_would_tell():
    (found,) = due("retirement", servant=replace(JEAN, birth_date=None))

    assert (found.state, found.first, found.month, found.doubt, found.wanted) == ("unknown", None, "unknown", "no_birth", "01.1")
    assert [each.value for each in found.roster] == [""]


def test_an_advancement_waits_for_the_freeze():
    (found,) = due("advancement", event("advancement", date(2012, 7, 1), "p0"), event("advancement", date(2015, 7, 1)))

    assert (found.first, found.state) == (date(2024, 12, 29), "passed")
    assert [each.rule for each in found.rules] == ["advancement", "freeze"]
    assert [each.piece for each in found.pieces] == ["p1"]


def test_the_first_advancement_counts_from_the_end_of_probation():
    (found,) = due("advancement", event("confirmation", date(2025, 3, 1)))

    assert (found.first, found.state, [each.rule for each in found.rules]) == (date(2027, 3, 1), "coming", ["advancement"])


def test_an_advancement_to_come_is_no_step_yet():
    (found,) = due("advancement", event("advancement", date(2024, 7, 1)), event("advancement", date(2027, 1, 1), "p2"))

    assert [each.piece for each in found.pieces] == ["p1"]


def test_an_advancement_without_any_step_is_unknown():
    (found,) = due("advancement")

    assert (found.state, found.doubt, found.wanted) == ("unknown", "no_step", "04.2")


def test_staff_under_contract_advance_by_no_rule():
    assert due("advancement", event("advancement", date(2024, 7, 1)), states=frozenset({"contract"})) == []
    (found,) = due("advancement", event("advancement", date(2025, 7, 1)), states=ACTIVE)

    assert (found.state, found.doubt) == ("coming", "status")


def test_a_probation_ends_a_year_after_the_entry_unless_it_was_confirmed():
    states = frozenset({"on_probation"})
    servant = replace(JEAN, entry_date=date(2026, 3, 1))
    (found,) = due("probation", servant=servant, states=states)

    assert (found.first, found.state, found.wanted) == (date(2027, 3, 1), "coming", "03.3")
    assert due("probation", event("confirmation", date(2026, 11, 1)), servant=servant, states=states) == []
    assert due("probation", servant=servant) == []
    assert [(each.state, each.doubt) for each in due("probation", servant=servant, states=ACTIVE)] == [("unknown", "no_confirmation")]


def test_the_entry_is_that_of_the_act_before_that_of_the_roster():
    (found,) = due("probation", event("entry", date(2026, 6, 1)), states=frozenset({"on_probation"}))

    assert (found.first, [each.piece for each in found.pieces]) == (date(2027, 6, 1), ["p1"])


@pytest.mark.parametrize(
    ("details", "end", "state"),
    [
        ({"end_date": "2026-08-31"}, date(2026, 8, 31), "passed"),
        ({"end_date": "2027-08-31"}, date(2027, 8, 31), "coming"),
        ({"duration": "2 ans"}, date(2026, 8, 31), "passed"),
        ({"duration": "P30M"}, date(2027, 2, 28), "coming"),
        ({"duration": "90 jours"}, date(2024, 11, 29), "passed"),
        ({}, None, "unknown"),
    ],
)
def test_a_position_is_due_at_the_end_that_its_act_tells(details, end, state):
    (found,) = due("position", event("position_start", date(2024, 9, 1), type_="05.3", **details))

    assert (found.first, found.state, found.wanted) == (end, state, "05.3")


def test_what_would_tell_is_a_type_of_the_nomenclature_in_force():
    renamed = {"01.1": "10.1", "03.3": "20.2", "04.2": ""}
    types = (replace(each, code=renamed.get(each.code, each.code)) for each in shipped().types if renamed.get(each.code) != "")
    other = replace(shipped(), types=tuple(types))

    (born,) = due("retirement", servant=replace(JEAN, birth_date=None), nomenclature=other)
    (ends,) = due("probation", event("entry", date(2026, 6, 1)), states=frozenset({"on_probation"}), nomenclature=other)
    (step,) = due("advancement", nomenclature=other)
    assert [each.wanted for each in (born, ends, step)] == ["10.1", "20.2", ""]


def test_a_position_that_has_ended_is_due_no_more():
    began = event("position_start", date(2024, 9, 1), end_date="2026-08-31")

    assert due("position", began, event("position_end", date(2026, 9, 1), "p2")) == []


def test_years_without_a_rating_are_told_and_the_current_one_is_not():
    servant = replace(JEAN, entry_date=date(2021, 9, 1))
    (found,) = due(
        "rating", event("rating", date(2024, 2, 3), rating_year="2023"), event("rating", date(2024, 12, 1), "p2"), servant=servant
    )

    assert (found.years, found.state, found.wanted) == ((2022, 2025), "passed", "04.1")
    assert (found.first, found.last) == (date(2022, 12, 31), date(2025, 12, 31))


def test_a_rating_of_the_first_months_may_be_of_the_year_before():
    servant = replace(JEAN, entry_date=date(2023, 9, 1))
    (found,) = due("rating", event("rating", date(2026, 2, 1)), event("rating", date(2024, 12, 1), "p2"), servant=servant)

    assert (found.state, found.doubt, found.years) == ("unknown", "rating_day", (2025,))


def test_ratings_before_the_rule_are_not_asked():
    (found,) = due("rating", servant=replace(JEAN, entry_date=date(1998, 1, 1)))

    assert found.years == tuple(range(2007, 2026))


def test_as_of_an_earlier_day_the_list_is_that_of_then():
    freeze = event("advancement", date(2015, 7, 1))

    assert [(each.first, each.state) for each in due("advancement", freeze, day=date(2023, 1, 1))] == [(date(2024, 12, 29), "coming")]
    assert due("advancement", freeze, day=date(2020, 1, 1)) == []
