"""The roadmap: what is reached, when it ends, what it costs, what would change it, and who may change the plan."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.administration.plan import NONE_SAVED, plan_in_force, restore_plan, save_plan
from chalicelib.administration.roadmap import read_roadmap, throughput
from chalicelib.model.codec import to_plain
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.reader import Reader
from chalicelib.model.roadmap import PlaceTarget
from chalicelib.model.settings import Settings
from chalicelib.model.statistics import ArchiveTotals, CountingStep, Recount, Totals
from chalicelib.text.roadmap_file import PlanError, shipped_plan
from tests.fakes import FakeArchive

DIRECTOR = Reader(name="d.ndayizeye", roles=frozenset({"director"}), session="s")
PAPER = next(each for each in shipped_plan().phases if not each.existing_scans and each.months > 12)


YEAR = replace(
    shipped_plan(),
    start=date(2026, 6, 1),
    casefiles=1_200,
    phases=(replace(PAPER, name="Papier", months=12, casefiles_a_month=100, scanners=1, staff=3),),
    holidays=(),
    note="",
)
"""A year of paper, 100 case files a month."""


def plan_of(**changes):
    return replace(YEAR, **changes)


def save(archive, plan, seen=None):
    archive.clock.pause(60)
    return save_plan(to_plain(plan), archive, DIRECTOR, seen=seen or plan_in_force(archive).version)


@pytest.fixture
def archive():
    found = FakeArchive()
    found.clock.pause((datetime(2026, 11, 23, 12, tzinfo=UTC) - found.clock.now()).total_seconds())
    return found


def fill(archive, first, count, *, casefiles=5, pages=200):
    """Let so many working days pass, each with some case files."""
    step, day, done = CountingStep(), first, 0
    while done < count:
        working = day.isoweekday() < 6
        done += working
        if working:
            step.days[day] = Totals(casefiles=casefiles, pieces=casefiles, pages=pages)
        day += timedelta(days=1)
    step.places["Santé", "Gitega"] = count * casefiles
    totals = archive.statistics.totals()
    sum_ = totals.total
    for each in step.days.values():
        sum_ = sum_.plus(each)
    archive.statistics.apply(
        Recount(totals=ArchiveTotals(total=sum_, edition=totals.edition + 1, counted_at=archive.clock.now()), step=step),
        seen=totals.edition,
    )


def test_the_shipped_plan_is_a_proposal_until_the_direction_saves_one(archive):
    before = plan_in_force(archive)
    saved = save(archive, plan_of())

    assert (before.source, before.is_adopted, before.version) == ("shipped", False, NONE_SAVED)
    assert (saved.source, saved.plan) == ("saved", plan_of())


def test_an_archive_whose_settings_had_a_roadmap_keeps_it(archive):
    archive.settings = replace(Settings(), roadmap_start=date(2026, 1, 1), roadmap_casefiles=6_000, roadmap_years=5)
    found = plan_in_force(archive)

    assert (found.source, found.is_adopted, found.plan.end, found.plan.casefiles) == ("settings", True, date(2030, 12, 31), 6_000)
    assert found.plan.planned_by(found.plan.end) == 6_000


def test_a_change_of_the_plan_is_recorded_and_may_be_taken_back(archive):
    first = save(archive, plan_of(note="premier"))
    second = save(archive, plan_of(note="second", casefiles=1_100))
    archive.clock.pause(60)
    again = restore_plan(first.version, archive, DIRECTOR, seen=second.version)

    assert again.plan == first.plan
    assert [each.plan.note for each in again.history] == ["premier", "second", "premier"]
    recorded = [(each.action, each.reader, each.role) for each in archive.consultations.written.values()]
    assert recorded == [("plan", "d.ndayizeye", "director")] * 3


def test_the_same_plan_twice_is_one_version(archive):
    saved = save(archive, plan_of())

    assert save(archive, plan_of()) == saved
    assert len(saved.history) == 1


def test_a_page_that_is_no_longer_the_latest_changes_nothing(archive):
    save(archive, plan_of())

    with pytest.raises(ConflictError):
        save(archive, plan_of(casefiles=10), seen=NONE_SAVED)
    with pytest.raises(ReaderError):
        restore_plan("v9", archive, DIRECTOR, seen="v1")
    with pytest.raises(PlanError):
        save_plan(to_plain(plan_of()) | {"casefiles": 10_000}, archive, DIRECTOR, seen="v1")
    with pytest.raises(ReaderError, match="forbidden_word"):
        save(archive, plan_of(note="le responsable est Tutsi"))
    assert plan_in_force(archive).plan == plan_of()


def test_work_at_the_weekend_counts_for_the_working_day_before(archive):
    plan = plan_of()
    days = [(date(2026, 11, 20), 4), (date(2026, 11, 21), 2), (date(2026, 11, 24), 3)]

    assert throughput(days, plan, date(2026, 11, 25)) == [
        (date(2026, 11, 20), 6),
        (date(2026, 11, 23), 0),
        (date(2026, 11, 24), 3),
        (date(2026, 11, 25), 0),
    ]


def test_the_end_is_foretold_from_the_work_done(archive):
    save(archive, plan_of())
    fill(archive, date(2026, 6, 1), 125)
    told = read_roadmap(archive)

    assert (told.reached.casefiles, told.planned, told.remaining) == (625, 576, 575)
    assert told.difference == 49
    assert (told.forecast.source, told.forecast.a_day) == ("work", 5.0)
    assert told.forecast.earliest <= told.forecast.middle <= told.forecast.latest
    assert told.forecast.middle == date(2027, 5, 3)  # 115 working days after 23 November
    assert told.forecast.in_time > 0.5


def test_before_two_weeks_have_passed_the_end_is_reckoned_from_the_means_without_a_range(archive):
    save(archive, plan_of())
    fill(archive, date(2026, 11, 16), 3)
    told = read_roadmap(archive)

    assert (told.forecast.source, told.forecast.earliest, told.forecast.latest, told.forecast.in_time) == ("means", None, None, None)
    assert told.forecast.a_day == 54.0  # three people, 120 pages an hour, six hours, 40 pages a case file
    assert told.forecast.middle == date(2026, 12, 23)  # 1,185 case files in 22 working days


def test_people_help_where_people_are_scarce_and_a_scanner_does_not(archive):
    save(archive, plan_of())
    fill(archive, date(2026, 6, 1), 125)
    told = {each.change: each for each in read_roadmap(archive).what_ifs}

    assert told["none"].binding == "staff"
    assert told["scanner"].forecast == told["none"].forecast
    assert told["person"].forecast.middle < told["none"].forecast.middle
    assert told["people"].forecast.middle < told["person"].forecast.middle
    assert told["pages"].forecast.middle < told["none"].forecast.middle
    assert told["hour"].forecast.latest <= told["none"].forecast.latest


def test_what_it_takes_to_end_in_time_is_told(archive):
    save(archive, plan_of(casefiles=1_200))
    fill(archive, date(2026, 6, 1), 100, casefiles=2, pages=80)
    told = read_roadmap(archive)

    assert told.needed.casefiles_a_day == pytest.approx(1_000 / told.working_days_left)
    assert (told.needed.scanners, told.needed.staff) == (1, 1)


def test_counted_pages_replace_the_assumption_once_there_are_a_hundred_case_files(archive):
    save(archive, plan_of())
    fill(archive, date(2026, 6, 1), 20, casefiles=5, pages=150)
    told = read_roadmap(archive)

    assert (told.pages_a_casefile, told.pages_are_counted) == (30.0, True)
    assert told.costs.to_date.pages == 3_000
    assert told.costs.to_date.textract == 4.5
    assert told.costs.to_finish.pages == 33_000
    assert told.costs.to_finish.textract == 49.5


def test_hours_of_people_are_those_of_the_plan(archive):
    save(archive, plan_of())
    told = read_roadmap(archive, day="2026-06-05")

    assert told.costs.to_date.hours == 5 * 3 * 6


def test_paper_is_not_foretold_from_scans_that_existed(archive):
    existing = replace(PAPER, name="Reprise", months=5, casefiles_a_month=2_000, existing_scans=True)
    paper = replace(PAPER, name="Papier", months=20, casefiles_a_month=1_000)
    save(archive, plan_of(casefiles=10_000, phases=(existing, paper)))
    fill(archive, date(2026, 6, 1), 125, casefiles=10)
    told = read_roadmap(archive)

    assert told.phase.phase.name == "Papier"
    assert (told.forecast.source, told.forecast.days) == ("work", 15)

    early = read_roadmap(archive, day="2026-08-31")
    assert early.phase.phase.name == "Reprise"
    assert early.forecast.a_day == 10.0
    assert early.forecast.middle > date(2026, 12, 31)  # paper comes at half of the pace
    assert early.what_if_phase.name == "Papier"


def test_a_plan_that_is_reached_needs_no_forecast(archive):
    save(archive, plan_of(casefiles=500))
    fill(archive, date(2026, 6, 1), 110)
    told = read_roadmap(archive)

    assert (told.forecast, told.reached_on, told.what_ifs, told.needed) == (None, date(2026, 10, 16), (), None)


def test_the_burn_up_has_each_month_of_the_plan_and_the_day_itself(archive):
    save(archive, plan_of())
    fill(archive, date(2026, 6, 1), 125)
    points = read_roadmap(archive).months

    assert points[0].day == date(2026, 5, 31)
    assert (points[0].planned, points[0].actual) == (0, 0)
    assert [each.day for each in points if each.actual is not None][-1] == date(2026, 11, 23)
    assert (points[-1].day, points[-1].planned, points[-1].actual) == (date(2027, 5, 31), 1_200, None)


def test_what_remains_is_told_by_place_beside_the_goals_of_the_plan(archive):
    places = (PlaceTarget(ministry="Santé", casefiles_a_month=60), PlaceTarget(province="Ngozi", casefiles_a_month=40))
    phase = replace(plan_of().phases[0], places=places)
    save(archive, plan_of(phases=(phase,)))
    fill(archive, date(2026, 6, 1), 125)
    told = read_roadmap(archive)

    assert [(each.ministry, each.province, each.casefiles) for each in told.places] == [("Santé", "Gitega", 625)]
    assert [(each.ministry, each.province, each.planned, each.actual) for each in told.goals] == [
        ("", "Ngozi", 230, 0),
        ("Santé", "", 345, 625),
    ]


@pytest.mark.parametrize("day", ["2026-11-24", "demain", "2026-02-30"])
def test_a_day_to_come_or_none_is_refused(archive, day):
    with pytest.raises(ReaderError, match="invalid"):
        read_roadmap(archive, day=day)
