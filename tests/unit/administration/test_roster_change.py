"""Change of roster: pieces and accounts follow the roster that comes into force."""

from datetime import timedelta

import pytest

from chalicelib.administration.roster_change import change_roster, confirm_change, undo_change
from chalicelib.model.errors import PermanentError
from tests.world import World, scan

JEAN, MARIE = "123456", "654321"


@pytest.fixture
def world():
    return World()


def drop(world, *matricules):
    """Upload a roster and let everything follow it."""
    body = "".join(f"{each}\n" for each in ("matricule", *matricules)).encode()
    world.clock.pause(60)
    return change_roster(world.inbox.put("_roster/agents.csv", body), world, until=later(world))


def later(world):
    return world.clock.now() + timedelta(minutes=5)


def test_pieces_of_open_batches_are_filed_by_the_roster_that_comes_into_force(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.drain()
    report, accounts = drop(world, JEAN)

    assert (report.status, accounts.left) == ("in_force", 0)
    assert [(each.status, each.matricule) for each in world.register.every_piece()] == [("filed", JEAN)]


def test_a_roster_that_waits_changes_neither_pieces_nor_accounts_until_it_is_confirmed(world):
    drop(world, *(str(100_000 + number) for number in range(100)))
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.drain()
    report, accounts = drop(world, JEAN)
    before = [each.status for each in world.register.every_piece()]
    change = confirm_change(report.generation, world, until=later(world))

    assert (report.status, accounts, before) == ("waiting", None, ["to_review"])
    assert (change.pointer.generation, change.pointer.count) == (report.generation, 1)
    assert [each.matricule for each in world.register.every_piece()] == [JEAN]


def test_the_previous_roster_comes_back_into_force(world):
    first, _ = drop(world, JEAN)
    drop(world, JEAN, MARIE)

    assert undo_change(world, until=later(world)).pointer.generation == first.generation


def test_a_roster_that_does_not_wait_is_refused(world):
    with pytest.raises(PermanentError, match="roster_not_waiting"):
        confirm_change("g9", world, until=later(world))
