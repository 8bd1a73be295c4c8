"""Older scans are queued to be measured and cut, at a set pace, behind the batches of the day, and each once."""

from datetime import timedelta

import pytest

from chalicelib.administration.older_scans import advance_older_scans, older_scans_progress, pause_older_scans, start_older_scans
from chalicelib.model.errors import PermanentError
from chalicelib.model.register import REBUILD, Bookmark
from chalicelib.processing.late_division import DIVIDE
from tests.fakes import MORNING
from tests.world import World, scan, scan_of

JEAN = "123456"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world():
    """Two closed batches with seven scans of two pages and one of one page; what is queued is written down."""
    world = World(JEAN)
    world.sync({f"lot-1/{JEAN}/{number}.pdf": scan_of(2, f"1 {number}") for number in range(5)} | {f"lot-1/{JEAN}/acte.pdf": scan("acte")})
    world.sync({f"lot-2/{JEAN}/{number}.pdf": scan_of(2, f"2 {number}") for number in range(2)})
    world.run()
    world.clock.pause(3600)
    world.run()
    world.queued = []
    world.queues.send_ocr_notice = lambda digest, job, status: world.queued.append((digest, job, status))
    return world


def go_on(world, minutes=1):
    done = []
    for _ in range(minutes):
        world.clock.pause(60)
        done.append(advance_older_scans(world, until=world.clock.now() + MINUTE))
    return done


def test_nothing_is_queued_before_somebody_starts_it(world):
    assert go_on(world, 3) == [0, 0, 0]
    assert older_scans_progress(world).status == "none"


def test_scans_of_several_pages_are_queued_at_the_pace_set_and_each_once(world):
    start_older_scans(120, world)
    done = go_on(world, 6)

    assert done[:3] == [2, 2, 2]
    assert sum(done) == len({digest for digest, _, _ in world.queued}) == 7
    assert {(job, status) for _, job, status in world.queued} == {("", DIVIDE)}
    found = older_scans_progress(world)
    assert (found.status, found.queued, found.looked_at, found.files_per_hour) == ("finished", 7, 8, 120)


def test_a_slow_pace_adds_up_to_one_file_in_some_minutes(world):
    start_older_scans(20, world)

    assert go_on(world, 9) == [0, 0, 1, 0, 0, 1, 0, 0, 1]


def test_it_is_paused_and_goes_on_where_it_stopped(world):
    start_older_scans(120, world)
    go_on(world)
    assert pause_older_scans(world).status == "paused"
    assert go_on(world, 2) == [0, 0]
    start_older_scans(12_000, world)
    go_on(world, 2)

    assert len(world.queued) == len(set(world.queued)) == 7


def test_what_has_come_to_its_end_begins_anew_when_it_is_started_again(world):
    start_older_scans(12_000, world)
    go_on(world, 2)
    start_older_scans(12_000, world)
    go_on(world, 2)

    assert len(world.queued) == 14


def test_a_batch_of_the_day_goes_first(world):
    start_older_scans(12_000, world)
    world.sync({f"lot-3/{JEAN}/nouveau.pdf": scan("nouveau")})
    world.drain()

    assert go_on(world, 2) == [0, 0]
    assert older_scans_progress(world).waits_for == "day_batch"


def test_a_register_that_is_being_rebuilt_waits(world):
    start_older_scans(12_000, world)
    world.register.put_bookmark(REBUILD, Bookmark(place="records#", at=MORNING))

    assert go_on(world, 2) == [0, 0]


def test_what_was_never_started_cannot_be_paused(world):
    with pytest.raises(PermanentError, match="older_scans_none"):
        pause_older_scans(world)
