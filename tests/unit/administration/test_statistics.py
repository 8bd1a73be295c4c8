"""What the direction is told, in memory: sums that no repetition and no order of events can make wrong."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.administration.statistics import DayFigures, Roadmap, count_archive, period_of, read_figures
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.piece import Outcome
from chalicelib.model.servant import Servant
from chalicelib.model.statistics import UNKNOWN, Recount, ReviewQueue, Totals
from chalicelib.settings import read_settings
from tests.fakes import MORNING
from tests.world import World, scan

JEAN, MARIE = "123456", "654321"
TODAY = date(2026, 11, 23)


def counted(world):
    return count_archive(world, until=world.clock.now() + timedelta(minutes=1))


def sums(world, **asked):
    told = read_figures(world, **asked)
    return told.reached.casefiles, told.reached.pieces, told.reached.pages, dict(told.refused)


@pytest.fixture
def world():
    world = World(JEAN, MARIE)
    world.register.put_servants("g1", [Servant(matricule=JEAN, ministry="Santé"), Servant(matricule=MARIE, ministry="Éducation")])
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("a"), f"lot-1/{JEAN}/b.pdf": scan("b"), f"lot-1/{MARIE}/c.pdf": scan("c")})
    world.sync({"lot-1/sans-nom/d.pdf": scan("d"), f"lot-1/{MARIE}/vide.pdf": b""})
    world.run()
    return world


def settle(world, name, **facts):
    """Somebody moves a piece; a batch that was closed opens again, as it does."""
    piece = next(each for each in world.register.every_piece() if each.name == name)
    line = world.register.line(piece.batch, piece.line)
    world.clock.pause(3600)
    before = list(world.register.batch_events(piece.batch))[-1]
    event = replace(before, type="decision", at=world.clock.now(), line=line.line, piece=piece.piece)
    assert world.register.settle_piece(piece, line, Outcome(**facts), event)
    world.run()


def test_case_files_pieces_pages_and_refusals_are_told(world):
    assert counted(world) == 5
    assert sums(world) == (2, 3, 4, {"empty": 1})


def test_nothing_is_told_before_anything_was_counted(world):
    told = read_figures(world)

    assert (told.reached.casefiles, told.counted_at, told.days, told.review.waiting) == (0, None, (), 0)


def test_counting_again_changes_nothing(world):
    counted(world)
    before = read_figures(world)

    assert [counted(world), counted(world)] == [0, 0]
    assert replace(read_figures(world), counted_at=None) == replace(before, counted_at=None)


def test_a_counting_that_forgot_how_far_it_had_come_counts_nothing_twice(world):
    counted(world)
    standing = world.statistics.totals()
    world.statistics.forget_turns()
    world.statistics.apply(Recount(totals=replace(standing, opened="", edition=standing.edition + 1)), seen=standing.edition)

    assert counted(world) == 0
    assert sums(world) == (2, 3, 4, {"empty": 1})


def test_a_piece_that_goes_to_somebody_else_counts_in_their_case_file_alone(world):
    counted(world)
    settle(world, "c.pdf", status="filed", matricule=JEAN)
    counted(world)

    assert sums(world) == (1, 3, 4, {"empty": 1})


def test_a_case_file_counts_from_its_first_piece_on_and_no_more_without_any(world):
    counted(world)
    settle(world, "c.pdf", status="refused", reason="by_review")
    counted(world)
    assert sums(world) == (1, 2, 4, {"empty": 1, "by_review": 1})
    settle(world, "d.pdf", status="filed", matricule=MARIE)
    counted(world)

    assert sums(world) == (2, 3, 4, {"empty": 1, "by_review": 1})


def test_what_was_filed_stays_on_its_day_however_often_it_is_decided_again(world):
    counted(world)
    world.clock.pause(3 * 86_400)
    settle(world, "a.pdf", status="filed", matricule=JEAN)
    counted(world)

    assert [(each.day, each.added.pieces) for each in read_figures(world).days] == [(TODAY, 3)]


def test_what_waits_is_told_by_ministry_and_since_when(world):
    counted(world)
    review = read_figures(world).review
    assert (review.waiting, review.oldest) == (1, TODAY.isoformat())
    assert review.ministries == (ReviewQueue(ministry=UNKNOWN, days={TODAY.isoformat(): 1}),)
    settle(world, "a.pdf", status="to_review", reason="conflicting_text", matricule=JEAN)
    settle(world, "d.pdf", status="filed", matricule=MARIE)
    counted(world)

    assert read_figures(world).review.ministries == (ReviewQueue(ministry="Santé", days={TODAY.isoformat(): 1}),)


def test_a_batch_of_a_thousand_events_is_counted_in_as_many_steps_as_it_takes():
    world = World(*(str(100_000 + number) for number in range(250)))
    world.sync({f"lot-1/{100_000 + number % 250}/{number}.pdf": scan(str(number)) for number in range(500)})
    world.run()

    assert counted(world) == 500
    assert sums(world) == (250, 500, 500, {})


def test_a_counting_whose_time_is_over_goes_on_in_the_next(world):
    assert count_archive(world, until=world.clock.now()) == 0
    assert sums(world)[1] == 0
    counted(world)
    assert sums(world)[1] == 3


def test_an_event_that_was_written_late_is_not_lost(world):
    counted(world)
    piece = next(each for each in world.register.every_piece() if each.name == "d.pdf")
    line = world.register.line(piece.batch, piece.line)
    late = replace(next(iter(world.register.batch_events("lot-1"))), type="decision", line=line.line, piece=piece.piece)
    world.register.settle_piece(piece, line, Outcome(status="filed", matricule=JEAN), late)  # its time is the batch's first
    world.run()
    counted(world)

    assert sums(world)[1] == 4


def test_of_two_countings_at_once_one_gives_way(world):
    seen = world.statistics.totals()
    counted(world)
    with pytest.raises(ConflictError):
        world.statistics.apply(Recount(totals=replace(seen, edition=1)), seen=seen.edition)

    assert sums(world) == (2, 3, 4, {"empty": 1})


def test_an_earlier_day_is_told_as_it_stood(world):
    counted(world)
    world.clock.pause(2 * 86_400)
    world.sync({f"lot-2/{JEAN}/e.pdf": scan("e")})
    world.run()
    counted(world)

    assert sums(world)[:3] == (2, 4, 5)
    assert sums(world, last=TODAY.isoformat())[:3] == (2, 3, 4)
    assert sums(world, first="2026-11-20", last="2026-11-22") == (0, 0, 0, {})


def test_the_roadmap_is_compared_with_what_is_there(world):
    world.settings = replace(world.settings, roadmap_start=date(2026, 11, 1), roadmap_casefiles=1_826, roadmap_years=5)
    counted(world)
    told = read_figures(world)

    assert told.roadmap == Roadmap(
        start=date(2026, 11, 1),
        end=date(2031, 10, 31),
        casefiles=1_826,
        casefiles_a_working_day=1.7,
        planned=23,
        actual=2,
    )
    assert told.roadmap.difference == -21
    assert told.days == (DayFigures(day=TODAY, added=Totals(casefiles=2, pieces=3, pages=4, refused={"empty": 1}), reached=2, planned=23),)


def test_without_a_beginning_nothing_is_planned(world):
    assert read_figures(world).roadmap.planned is None
    assert read_settings({"roadmap-start": "-"})[0].roadmap_start is None
    assert read_settings({"roadmap-start": "2026-02-30"})[1] == ["roadmap-start"]
    assert read_settings({"roadmap-years": "0.5"})[1] == ["roadmap-years"]


@pytest.mark.parametrize("asked", [("2026-13-01", None), ("2026-11-24", "2026-11-23"), ("2024-01-01", "2026-11-23"), ("x", "y")])
def test_days_that_are_none_or_too_many_are_refused(asked):
    with pytest.raises(ReaderError) as refusal:
        period_of(*asked, date(2026, 11, 23), most=366, usual=30)

    assert refusal.value.code == "invalid"


def test_a_day_begins_at_midnight_in_bujumbura():
    world = World(JEAN)
    world.clock.pause((datetime(2026, 11, 23, 22, 30, tzinfo=UTC) - MORNING).total_seconds())
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("a")})
    world.run()
    counted(world)

    assert [each.day for each in read_figures(world).days] == [date(2026, 11, 24)]
