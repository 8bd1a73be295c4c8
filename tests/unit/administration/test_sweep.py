"""The sweep: lost announcements and notices that never came are taken up again."""

from datetime import timedelta

import pytest

from chalicelib.administration import sweep as module
from chalicelib.administration.sweep import recover_lost
from tests.world import World, scan, sweep

JEAN, MARIE = "123456", "654321"


@pytest.fixture
def world():
    return World(JEAN, MARIE)


def test_an_upload_whose_announcement_was_lost_is_found_again(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("a")})
    world.sync({f"lot-1/{JEAN}/b.pdf": scan("b")}, announce=False)
    world.run()

    assert world.receipt("lot-1")["counts"]["filed"] == 2


def test_a_batch_of_which_nothing_was_announced_is_found_again(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("a")}, announce=False)
    world.run(until_closed=False)
    world.clock.pause(300)
    world.queues.announce_uploads([])
    sweep(world)
    world.run()

    assert world.receipt("lot-1")["counts"]["filed"] == 1


def test_a_notice_that_never_came_is_asked_after(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.answer = lambda: None
    world.run()

    assert world.receipt("lot-1")["counts"]["filed"] == 1


def test_a_sweep_counts_what_it_has_taken_up(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("a")}, announce=False)
    world.register.open_batch("lot-2", world.clock.now())
    world.clock.pause(3600)
    done = sweep(world)

    assert done == {"batches": 1, "readings": 0, "orphaned": 0, "acts": 0, "older_scans": 0, "backfill": 0, "uploads": 1}
    assert sweep(world)["uploads"] == 0, "the next comparison begins after a rest"


def test_a_comparison_that_runs_out_of_time_goes_on_at_its_place(world, monkeypatch):
    monkeypatch.setattr(module, "_COMPARED", 3)
    world.sync({f"lot-1/{JEAN}/{number}.pdf": scan(str(number)) for number in range(8)}, announce=False)
    world.inbox.put(f"lot-1/{JEAN}/2.pdf", scan("anew"))
    world.clock.pause(3600)
    steps = [recover_lost(world, until=world.clock.now()) for _ in range(4)]
    announced = [upload.key for upload in world.queues.arrivals]

    assert [step.announced for step in steps] == [4, 3, 2, 0], "all versions of a key are compared together"
    assert len(announced) == len({(upload.key, upload.version) for upload in world.queues.arrivals}) == 9
    world.run()
    assert world.receipt("lot-1")["counts"]["filed"] == 9


def test_one_sweep_announces_no_more_than_its_share_however_much_time_it_has(world, monkeypatch):
    monkeypatch.setattr(module, "_COMPARED", 3)
    monkeypatch.setattr(module, "_MOST_UPLOADS", 5)
    world.sync({f"lot-1/{JEAN}/{number}.pdf": scan(str(number)) for number in range(8)}, announce=False)
    world.clock.pause(3600)
    later = world.clock.now() + timedelta(hours=1)
    steps = [recover_lost(world, until=later) for _ in range(2)]

    assert [(step.announced, step.finished) for step in steps] == [(6, False), (2, True)], "whole portions of three"


def test_an_upload_that_another_batch_has_taken_is_not_announced_again(world):
    world.sync({"acte.pdf": scan("a")})
    world.run()
    world.clock.pause(3600)
    world.settings = world.settings.__class__(time_zone="Pacific/Auckland")

    assert recover_lost(world, until=world.clock.now() + timedelta(minutes=1)).announced == 0


def test_uploads_of_a_batch_that_has_just_moved_are_left_to_their_queue(world):
    world.sync({f"lot-1/{JEAN}/b.pdf": scan("b")}, announce=False)
    world.clock.pause(3600)
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("a")})
    world.drain()

    assert recover_lost(world, until=world.clock.now() + timedelta(minutes=1)).announced == 0
