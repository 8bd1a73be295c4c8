"""Which demanded pieces a case file lacks, for which years, and where nobody can tell."""

from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.access.completeness import Contents, judge, read_completeness
from chalicelib.career.states import SERVING, Career
from chalicelib.model.identifiers import Claim
from chalicelib.model.piece import Candidate, Field
from chalicelib.model.reader import Reader
from chalicelib.model.servant import Servant
from chalicelib.text import nomenclature_file
from chalicelib.text.nomenclature_file import read_nomenclature, shipped
from tests.unit.access.readers import JEAN, MARIE, piece_of, refused, servant, world_of_three_pieces

ARCHIVIST = Reader(name="marie", roles=frozenset({"archivist"}))
SHIPPED = {each.code: each for each in shipped().types}
NOBODY = Contents(types={})
IN_SERVICE = Career(entry=2020, states=SERVING)
RETIRED = frozenset({"retired"})


def only(*states):
    return Career(entry=2020, states=frozenset(states))


@pytest.fixture
def world():
    return world_of_three_pieces()


def verdict(code, contents=NOBODY, career=IN_SERVICE, *, types=SHIPPED):
    return judge(types[code], contents, career, year=2024)


def judged(code, contents=NOBODY, career=IN_SERVICE, *, types=SHIPPED):
    found = verdict(code, contents, career, types=types)
    return (found.state, found.why, found.years) if found else None


def acts(world, code, *days):
    piece = piece_of(world, "a.pdf")
    fields = [(Field(name="act_date", value=day, raw="", confidence=1, page=1, box=(0, 0, 0, 0)),) if day else () for day in days]
    return [replace(piece, type=code, fields=each) for each in fields]


def holding(world, code, *years):
    return Contents(types={code: acts(world, code, *(f"{year}-06-30" if year else None for year in years))})


@pytest.mark.parametrize(
    ("code", "career", "expected"),
    [
        ("01.1", IN_SERVICE, ("missing", "", ())),
        ("05.1", IN_SERVICE, ("missing", "", ())),
        ("02.3", IN_SERVICE, ("missing", "", ())),
        ("02.2", IN_SERVICE, ("unknown", "short", ())),
        ("01.3", IN_SERVICE, ("unknown", "declared", ())),
        ("03.3", IN_SERVICE, ("unknown", "career", ())),
        ("03.3", only("permanent"), ("missing", "", ())),
        ("03.3", only("on_probation"), ("not_due", "", ())),
        ("03.3", only("contract"), ("not_due", "", ())),
        ("03.3", only("retired"), ("unknown", "career", ())),
        ("03.4", only("contract"), ("missing", "", ())),
        ("03.4", only("permanent"), ("not_due", "", ())),
        ("11.1", IN_SERVICE, ("not_due", "", ())),
        ("11.1", only("retired"), ("missing", "", ())),
        ("11.1", only("retired", "left"), ("missing", "", ())),
        ("11.1", Career(), ("unknown", "career", ())),
        ("04.2", IN_SERVICE, ("not_due", "", ())),
        ("04.2", Career(entry=2014, states=SERVING), ("unknown", "rule", ())),
        ("04.2", Career(), ("unknown", "rule", ())),
        ("05.3", IN_SERVICE, ("unknown", "career", ())),
        ("08.1", IN_SERVICE, None),
        ("99", IN_SERVICE, None),
    ],
)
def test_a_piece_is_missing_only_where_its_time_has_surely_come(code, career, expected):
    assert judged(code, career=career) == expected


def test_where_a_rule_may_ask_for_more_of_them_the_piece_that_is_there_is_present(world):
    assert judged("04.2", holding(world, "04.2", 2021)) == ("present", "rule", ())
    assert judged("05.3", holding(world, "05.3", 2021)) == ("present", "rule", ())


def test_a_photo_of_unknown_type_changes_nothing_else_and_is_told_beside(world):
    world.register.put_servants("g1", [Servant(matricule=JEAN, status="actif")])
    world.register.alter(piece_of(world, "b.pdf").piece, type="03.1")
    before = read_completeness(servant(JEAN), JEAN, world)
    world.register.alter(piece_of(world, "a.pdf").piece, type=None)
    after = read_completeness(servant(JEAN), JEAN, world)

    assert after.counts["missing"] == before.counts["missing"] > 5
    assert (after.untyped, [each.name for each in after.unrecognised]) == (1, ["a.pdf"])


def test_what_is_there_is_named_and_what_was_sealed_meanwhile_is_not(world):
    for name in ("a.pdf", "b.pdf"):
        world.register.alter(piece_of(world, name).piece, type="03.1")
    world.register.alter(piece_of(world, "b.pdf").piece, status="sealed_off")
    told = {each.type.code: each for each in read_completeness(servant(JEAN), JEAN, world).types}

    assert [each.name for each in told["03.1"].latest] == ["a.pdf"]


def as_it_stands(world, reader):
    """What a reader is told, apart from the audit."""
    return read_completeness(reader, JEAN, world)


@pytest.mark.parametrize("reader", [servant(JEAN), ARCHIVIST], ids=["servant", "archivist"])
def test_a_sealed_piece_changes_not_a_word_of_the_answer(world, reader):
    """Neither one that was filed, nor one that waited, nor one that nobody could read: the answer is that of an archive without it."""
    world.register.put_servants("g1", [Servant(matricule=JEAN, status="actif", entry_date=None)])
    hidden = piece_of(world, "b.pdf").piece
    world.register.alter(piece_of(world, "a.pdf").piece, type="03.1")
    world.register.alter(hidden, status="refused", type=None, matricule=None)
    without = as_it_stands(world, reader)
    dated = (Field(name="act_date", value="2021-06-30", raw="", confidence=1, page=1, box=(0, 0, 0, 0)),)
    told = []
    for facts in (
        {"status": "sealed_off", "type": "04.1"},
        {"status": "sealed_off", "type": "99", "reason": "sealed_off"},
        {"status": "sealed_off", "type": None, "candidates": (Candidate(matricule=JEAN, rank=1),)},
        {"status": "to_review", "type": "02.1", "reason": "text_lost"},
        {"status": "refused", "type": "04.1", "reason": "withdrawn"},
    ):
        world.register.alter(hidden, **({"matricule": JEAN, "fields": dated} | facts))
        told.append(as_it_stands(world, reader))

    assert told == [without] * 5


def test_a_piece_that_waits_for_an_archivist_makes_its_type_unsure_and_is_shown_to_archivists_alone(world):
    world.register.put_servants("g1", [Servant(matricule=JEAN, status="actif")])
    waiting = piece_of(world, "b.pdf")
    world.register.alter(
        waiting.piece, status="to_review", type="02.1", matricule=None, reason="weak_type", claim=Claim(folders=(JEAN,)), candidates=()
    )
    own = {each.type.code: each for each in read_completeness(servant(JEAN), JEAN, world).types}["02.1"]
    desk = {each.type.code: each for each in read_completeness(ARCHIVIST, JEAN, world).types}["02.1"]

    assert (own.presence.state, own.presence.why, own.waiting) == ("unknown", "waiting", ())
    assert [each.name for each in desk.waiting] == ["b.pdf"]
    assert "02.1" not in {each.type.code for each in read_completeness(ARCHIVIST, MARIE, world).types if each.waiting}


def test_a_rating_is_wanted_for_each_year_that_is_over(world):
    assert judged("04.1", holding(world, "04.1", 2021, 2022, 2023)) == ("present", "", ())
    assert judged("04.1", holding(world, "04.1", 2021, 2023)) == ("missing", "", (2022,))
    assert judged("04.1", career=Career(states=SERVING)) == ("unknown", "career", ())
    assert verdict("04.1", holding(world, "04.1", 2021, 2023)).there == (2021, 2023)


def test_a_rating_without_a_date_may_be_of_any_of_the_years(world):
    found = verdict("04.1", holding(world, "04.1", 2021, None))

    assert (found.state, found.why, found.there, found.years, found.unsure) == ("unknown", "undated", (2021,), (), (2022, 2023))


def test_a_rating_signed_in_january_may_be_of_the_year_before(world):
    signed = acts(world, "04.1", "2022-01-15", "2022-12-20", "2024-02-01")
    found = verdict("04.1", Contents(types={"04.1": signed}))

    assert (found.there, found.years, found.unsure, found.why) == ((2022,), (), (2021, 2023), "turn")


def test_a_rating_that_waits_makes_its_year_unsure(world):
    found = verdict("04.1", Contents(types=holding(world, "04.1", 2021).types, waiting=holding(world, "04.1", 2022).types))

    assert (found.state, found.years, found.unsure, found.why) == ("missing", (2023,), (2022,), "waiting")


def test_of_years_in_another_position_nobody_says_that_the_rating_is_missing():
    found = verdict("04.1", career=Career(entry=2018, states=SERVING, away=((2020, 2021),)))

    assert (found.years, found.unsure, found.why) == ((2019, 2022, 2023), (2020, 2021), "position")


def test_who_has_left_is_asked_for_the_years_of_service_where_the_exit_is_known():
    assert judged("04.1", career=Career(entry=2018, exit=2021, states=RETIRED)) == ("missing", "", (2019, 2020))
    assert judged("04.1", career=Career(entry=2018, states=RETIRED)) == ("unknown", "career", ())


YEARLY = "    mandatory: each_year"
CONFIRMED = "    mandatory: after_probation"
EVERY_YEAR = ("missing", "", (2021, 2022, 2023))
OPEN, NOT_DUE = ("unknown", "career", ()), ("not_due", "", ())


@pytest.mark.parametrize(
    ("code", "line", "becomes", "before", "after"),
    [
        ("04.1", YEARLY, "    mandatory: if_any", EVERY_YEAR, None),
        ("04.1", YEARLY, f"{YEARLY}\n    excused: [2021, 2023]", EVERY_YEAR, ("missing", "", (2022,))),
        ("04.1", YEARLY, f"{YEARLY}\n    since: 2023", EVERY_YEAR, ("missing", "", (2023,))),
        ("04.1", YEARLY, f"{YEARLY}\n    states: [retired]", EVERY_YEAR, NOT_DUE),
        ("03.3", CONFIRMED, f"{CONFIRMED}\n    states: [on_probation, permanent, contract]", OPEN, ("missing", "", ())),
        ("04.2", "    excused: [2016-2023]\n", "", NOT_DUE, ("unknown", "rule", ())),
    ],
    ids=["never", "excused", "since", "states of a yearly type", "states", "thawed"],
)
def test_one_changed_line_of_the_nomenclature_changes_the_demand(code, line, becomes, before, after):
    text = Path(nomenclature_file.__file__).with_name("nomenclature.yaml").read_text("utf-8")
    changed = {each.code: each for each in read_nomenclature(text.replace(line, becomes, 1).encode()).types}

    assert text.count(line) == 1
    assert (judged(code), judged(code, types=changed)) == (before, after)


def test_a_case_file_is_compared_with_the_nomenclature(world):
    world.register.put_servants("g1", [Servant(matricule=JEAN, status="actif"), Servant(matricule=MARIE)])
    for name, code in (("a.pdf", "03.1"), ("b.pdf", "03.1")):
        world.register.alter(piece_of(world, name).piece, type=code)
    own = read_completeness(servant(JEAN), JEAN, world)
    states = {each.type.code: each.presence.state for each in own.types}

    assert (states["03.1"], states["01.1"], states["11.1"], own.untyped) == ("present", "missing", "not_due", 0)
    assert own.counts["present"] == 1
    assert own.career.states == SERVING
    assert world.consultations.written == {}


def test_an_archivists_look_is_journalled_and_nobody_elses_is_allowed(world):
    read_completeness(ARCHIVIST, JEAN, world)

    assert [(each.action, each.matricule) for each in world.consultations.written.values()] == [("casefile", JEAN)]
    assert refused(read_completeness, servant(JEAN), MARIE, world) == "not_found"
    assert refused(read_completeness, ARCHIVIST, "999999", world) == "not_found"
    assert refused(read_completeness, Reader(name="a", roles=frozenset({"auditor"})), JEAN, world) == "not_found"
