"""The plan as a file: the shipped one is whole, what the direction writes is read, what is wrong is told with its line and its field."""

from datetime import date

import pytest

from chalicelib.model.codec import to_plain
from chalicelib.text.roadmap_file import LARGEST, PLAN_PROBLEMS, PlanError, read_plan, shipped_plan, write_plan

GOOD = """\
start: 2027-01-04
casefiles: 1000
pages_a_casefile: 40
page_kilobytes: 60
pages_an_hour_of_a_scanner: 900
pages_an_hour_of_a_person: 120
holidays: [01-01, 02-29, 2027-05-06]
phases:
- name: Essai
  months: 10
  casefiles_a_month: 100
  scanners: 1
  staff: 3
  hours_a_day: 6.5
  places:
  - {ministry: Santé, casefiles_a_month: 60}
  - {province: Gitega, casefiles_a_month: 40}
"""


def problems(text):
    with pytest.raises(PlanError) as refused:
        read_plan(text if isinstance(text, bytes) else text.encode())
    return [(each.line, each.reason, each.field) for each in refused.value.problems]


def test_the_shipped_plan_reaches_its_goal_in_five_years():
    plan = shipped_plan()

    assert plan.planned_by(plan.end) == plan.casefiles == 115_000
    assert sum(each.months for each in plan.phases) == 60
    assert any(each.existing_scans for each in plan.phases)


def test_a_plan_is_read_with_its_places_and_half_hours():
    plan = read_plan(GOOD.encode())

    assert (plan.start, plan.casefiles, plan.phases[0].hours_a_day) == (date(2027, 1, 4), 1000, 6.5)
    assert [(each.ministry, each.province, each.casefiles_a_month) for each in plan.phases[0].places] == [
        ("Santé", "", 60),
        ("", "Gitega", 40),
    ]
    assert plan.working_days == (1, 2, 3, 4, 5)


def test_what_is_written_is_read_again():
    for plan in (shipped_plan(), read_plan(GOOD.encode())):
        assert read_plan(write_plan(to_plain(plan))) == plan


@pytest.mark.parametrize(
    ("was", "becomes", "wrong"),
    [
        ("casefiles: 1000", "casefiles: mille", (2, "number", "casefiles")),
        ("casefiles: 1000", "casefiles: 0", (2, "number", "casefiles")),
        ("casefiles: 1000", "casefiles: 1001", (2, "short", "casefiles")),
        ("casefiles: 1000", "casefiles: \u0661\u0660", (2, "number", "casefiles")),
        ("2027-01-04", "2027-02-30", (1, "day", "start")),
        ("02-29", "02-30", (7, "day", "holidays")),
        ("page_kilobytes: 60\n", "", (1, "missing", "page_kilobytes")),
        ("page_kilobytes: 60", "page_kilobytes: 60\npage_kilobytes: 61", (5, "twice", "")),
        ("scanners: 1", "scanner: 1", (12, "unknown", "phases.0")),
        ("months: 10", "months: 0", (10, "number", "phases.0.months")),
        ("months: 10", "months: 999", (10, "number", "phases.0.months")),
        ("hours_a_day: 6.5", "hours_a_day: 25", (14, "number", "phases.0.hours_a_day")),
        ("hours_a_day: 6.5", "hours_a_day: nan", (14, "number", "phases.0.hours_a_day")),
        ("hours_a_day: 6.5", "hours_a_day: 6.5\n  existing_scans: peut-être", (15, "shape", "phases.0.existing_scans")),
        ("casefiles_a_month: 60", "casefiles_a_month: 50", (11, "sum", "phases.0.casefiles_a_month")),
        ("ministry: Santé, ", "", (16, "place", "phases.0.places.0.ministry")),
        ("phases:", "working_days: [8]\nphases:", (8, "weekday", "working_days")),
        ("phases:", "working_days: []\nphases:", (8, "weekday", "working_days")),
        ("name: Essai", 'name: ""', (9, "shape", "phases.0.name")),
    ],
)
def test_a_problem_is_told_with_its_line_and_field(was, becomes, wrong):
    assert wrong in problems(GOOD.replace(was, becomes, 1))


def test_a_plan_without_phases_or_that_is_no_mapping_is_refused():
    head = GOOD.partition("phases:")[0]

    assert ("empty", "phases") in [each[1:] for each in problems(head + "phases: []\n")]
    assert problems("- start") == [(1, "shape", "")]
    assert [each[1] for each in problems("a: [")] == ["yaml"]
    assert problems(b"\xff\xfe\x00") == [(1, "yaml", "")]
    assert problems("#" * (LARGEST + 1)) == [(1, "size", "")]
    assert ("long", "phases") in [each[1:] for each in problems(GOOD.replace("2027-01-04", "2151-01-04"))]


def test_every_problem_has_words_in_french_and_english():
    with pytest.raises(PlanError) as refused:
        read_plan(GOOD.replace("casefiles: 1000", "casefiles: mille").encode())
    problem = refused.value.problems[0]

    assert (problem.tell(), problem.tell("en")) == ("« mille » n'est pas un nombre admis ici.", "“mille” is no number allowed here.")
    assert all(len(words) == 2 and all(words) for words in PLAN_PROBLEMS.values())


def test_members_that_a_page_posts_are_refused_by_field_whatever_their_kind():
    members = to_plain(shipped_plan())

    for posted in (
        {},
        {"start": None},
        members | {"phases": {}},
        members | {"phases": [1]},
        members | {"x\n: y": 1},
        members | {"note": "a\nb"},
    ):
        with pytest.raises(PlanError):
            read_plan(write_plan(posted))
