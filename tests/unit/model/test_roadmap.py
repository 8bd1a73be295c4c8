"""The plan: its phases follow one another, each month's case files are spread over its working days, and means bound the pace."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.model.roadmap import Means, Phase, Plan, means_of, month_after

PHASE = Phase(name="Papier", months=2, casefiles_a_month=200, scanners=1, staff=4, hours_a_day=6)
PLAN = Plan(
    start=date(2027, 2, 1),
    casefiles=700,
    pages_a_casefile=40,
    page_kilobytes=60,
    pages_an_hour_of_a_scanner=900,
    pages_an_hour_of_a_person=120,
    phases=(PHASE, replace(PHASE, name="Suite", months=3, casefiles_a_month=100)),
    holidays=("03-08", "2027-02-10"),
)


def test_phases_follow_one_another():
    assert [(each.first, each.last) for each in PLAN.spans] == [
        (date(2027, 2, 1), date(2027, 3, 31)),
        (date(2027, 4, 1), date(2027, 6, 30)),
    ]
    assert PLAN.end == date(2027, 6, 30)
    assert PLAN.span_of(date(2027, 1, 1)).phase.name == "Papier"
    assert PLAN.span_of(date(2027, 4, 1)).phase.name == "Suite"
    assert PLAN.span_of(date(2030, 1, 1)).phase.name == "Suite"


def test_weekends_and_holidays_of_each_year_or_of_one_are_days_off():
    off = [day for day in (8, 9, 10, 13) if not PLAN.is_working_day(date(2027, 2, day))]

    assert off == [10, 13]
    assert not PLAN.is_working_day(date(2028, 3, 8))
    assert PLAN.is_working_day(date(2028, 2, 10))


def test_a_month_is_spread_over_its_own_working_days():
    # February 2027 has 20 days from Monday to Friday, one of them a holiday.
    assert PLAN.planned_by(date(2027, 1, 31)) == 0
    assert PLAN.planned_by(date(2027, 2, 1)) == 200 // 19
    assert PLAN.planned_by(date(2027, 2, 28)) == 200
    assert PLAN.planned_by(date(2027, 3, 31)) == 400
    assert PLAN.planned_by(date(2027, 4, 30)) == 500
    assert PLAN.planned_by(PLAN.end) == PLAN.planned_by(date(2040, 1, 1)) == 700


def test_no_day_plans_less_than_the_day_before():
    days = [PLAN.planned_by(date.fromordinal(PLAN.start.toordinal() + number)) for number in range(-3, 160)]

    assert days == sorted(days)


def test_a_plan_begun_on_a_leap_day_ends_the_day_before():
    leap = replace(PLAN, start=date(2028, 2, 29), phases=(replace(PHASE, months=12),))

    assert leap.end == date(2029, 2, 27)
    assert month_after(date(2027, 12, 31), 2) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("scanners", "staff", "binding", "a_day"),
    [(1, 4, "staff", 72.0), (1, 8, "scanners", 135.0), (0, 8, "scanners", 0.0), (2, 9, "staff", 162.0)],
)
def test_the_scarcer_of_scanners_and_people_bounds_the_pace(scanners, staff, binding, a_day):
    means = means_of(PLAN, replace(PHASE, scanners=scanners, staff=staff))

    assert (means.binding, means.casefiles_a_day) == (binding, a_day)


def test_counted_pages_replace_those_that_the_plan_assumes():
    assert means_of(PLAN, PHASE, pages_a_casefile=20.0).casefiles_a_day == 2 * means_of(PLAN, PHASE).casefiles_a_day
    assert isinstance(means_of(PLAN, PHASE), Means)
