"""What was filed before acts were listed is found like the rest, after some minutes, and looked at once."""

from datetime import timedelta

import pytest

from chalicelib.administration.older_acts import list_older_acts
from chalicelib.model.register import REBUILD, Bookmark
from tests.fakes import MORNING
from tests.world import World, scan

JEAN = "123456"


@pytest.fixture
def world():
    """Two batches, of 120 filed pieces and of 2; what is listed anew is written down."""
    world = World(JEAN)
    world.sync({f"lot-1/{JEAN}/{number}.pdf": scan(f"1 {number}") for number in range(120)})
    world.sync({f"lot-2/{JEAN}/{number}.pdf": scan(f"2 {number}") for number in range(2)} | {"lot-2/inconnu.pdf": scan("x")})
    world.run()
    world.listed = []
    world.register.list_acts = lambda pieces: world.listed.extend(piece.piece for piece in pieces)
    return world


def go_on(world, *, for_=timedelta(minutes=1)):
    return list_older_acts(world, until=world.clock.now() + for_)


def filed(world):
    return {piece.piece for piece in world.register.every_piece() if piece.status == "filed"}


def test_every_filed_piece_is_listed_once_and_never_again(world):
    world.register.put_bookmark("acts-by-type", None)

    assert (go_on(world), go_on(world)) == (122, 0)
    assert (len(world.listed), set(world.listed)) == (122, filed(world))


def test_a_duty_that_runs_out_of_time_goes_on_where_it_stopped(world):
    world.register.put_bookmark("acts-by-type", None)
    done = [go_on(world, for_=timedelta()) for _ in range(5)]

    assert done == [100, 20, 2, 0, 0]
    assert (len(world.listed), set(world.listed)) == (122, filed(world))


def test_a_batch_that_opens_again_meanwhile_loses_no_older_piece(world):
    world.register.put_bookmark("acts-by-type", None)
    older = filed(world)
    go_on(world, for_=timedelta())
    world.clock.pause(60)
    world.sync({f"lot-1/{JEAN}/nouveau.pdf": scan("nouveau")})
    world.run()
    go_on(world)

    assert older <= set(world.listed)


def test_a_register_that_is_being_rebuilt_waits(world):
    world.register.put_bookmark("acts-by-type", None)
    world.register.put_bookmark(REBUILD, Bookmark(place="records#", at=MORNING))

    assert (go_on(world), world.listed) == (0, [])
