"""Which mandatory pieces a case file lacks, and where nobody can tell."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.access.completeness import Career, Contents, judge, read_completeness
from chalicelib.model.piece import Field
from chalicelib.model.reader import Reader
from chalicelib.model.servant import Servant
from chalicelib.text.nomenclature_file import shipped
from tests.unit.access.readers import JEAN, MARIE, piece_of, refused, servant, world_of_three_pieces

ARCHIVIST = Reader(name="marie", roles=frozenset({"archivist"}))
SHIPPED = {each.code: each for each in shipped().types}
NOBODY = Contents(types={})
SERVING = Career(entry=date(2020, 9, 1), left=False)


@pytest.fixture
def world():
    return world_of_three_pieces()


def judged(code, contents=NOBODY, career=SERVING):
    verdict = judge(SHIPPED[code], contents, career, year=2024)
    return (verdict.state, verdict.why, verdict.years) if verdict else None


def holding(world, code, *years):
    piece = piece_of(world, "a.pdf")
    fields = [
        (Field(name="act_date", value=f"{year}-06-30", raw="", confidence=1, page=1, box=(0, 0, 0, 0)),) if year else () for year in years
    ]
    return Contents(types={code: [replace(piece, type=code, fields=each) for each in fields]})


@pytest.mark.parametrize(
    ("code", "career", "expected"),
    [
        ("01.1", SERVING, ("missing", "", ())),
        ("05.1", SERVING, ("missing", "", ())),
        ("02.3", SERVING, ("missing", "", ())),
        ("02.2", SERVING, ("unknown", "short", ())),
        ("01.3", SERVING, ("unknown", "declared", ())),
        ("03.3", SERVING, ("unknown", "career", ())),
        ("03.3", Career(probation_over=True), ("missing", "", ())),
        ("03.3", Career(probation_over=False), ("not_due", "", ())),
        ("03.4", Career(contract=False), ("not_due", "", ())),
        ("11.1", SERVING, ("not_due", "", ())),
        ("11.1", Career(left=True), ("missing", "", ())),
        ("11.1", Career(), ("unknown", "career", ())),
        ("04.2", SERVING, ("unknown", "rule", ())),
        ("05.3", SERVING, ("unknown", "career", ())),
        ("08.1", SERVING, None),
        ("99", SERVING, None),
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


def test_a_rating_is_wanted_for_each_year_that_is_over(world):
    assert judged("04.1", holding(world, "04.1", 2021, 2022, 2023)) == ("present", "", ())
    assert judged("04.1", holding(world, "04.1", 2021, 2023)) == ("missing", "", (2022,))
    assert judged("04.1", holding(world, "04.1", 2021, None)) == ("unknown", "undated", (2022, 2023))
    assert judged("04.1", career=Career(entry=date(2020, 1, 1), left=True)) == ("unknown", "career", ())
    assert judged("04.1", career=Career(left=False)) == ("unknown", "career", ())


def test_a_case_file_is_compared_with_the_nomenclature(world):
    world.register.put_servants("g1", [Servant(matricule=JEAN, status="actif"), Servant(matricule=MARIE)])
    for name, code in (("a.pdf", "03.1"), ("b.pdf", "03.1")):
        world.register.alter(piece_of(world, name).piece, type=code)
    own = read_completeness(servant(JEAN), JEAN, world)
    states = {each.type.code: each.presence.state for each in own.types}

    assert (states["03.1"], states["01.1"], states["11.1"], own.untyped) == ("present", "missing", "not_due", 0)
    assert own.counts["present"] == 1
    assert world.consultations.written == {}


def test_an_archivists_look_is_journalled_and_nobody_elses_is_allowed(world):
    read_completeness(ARCHIVIST, JEAN, world)

    assert [(each.action, each.matricule) for each in world.consultations.written.values()] == [("casefile", JEAN)]
    assert refused(read_completeness, servant(JEAN), MARIE, world) == "not_found"
    assert refused(read_completeness, ARCHIVIST, "999999", world) == "not_found"
    assert refused(read_completeness, Reader(name="a", roles=frozenset({"auditor"})), JEAN, world) == "not_found"
