"""The sweep: lost announcements and notices that never came are taken up again."""

import pytest

from chalicelib.administration.sweep import sweep
from tests.world import World, scan

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
    sweep(world, whole=True)
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
    done = sweep(world, whole=True)

    assert (done.batches, done.readings, done.orphaned, done.uploads) == (1, 0, 0, 1)
    assert sweep(world, whole=False).uploads == 0
