"""Listing of the inbox by batch: in which batch an upload is counted, and that it is counted once."""

import pytest

from chalicelib.model.batch_names import receipt_place
from tests.world import World, scan, sweep

JEAN, MARIE = "123456", "654321"


@pytest.fixture
def world():
    return World(JEAN, MARIE)


def test_fifty_matricules_at_the_top_become_one_batch_named_by_its_day():
    matricules = [f"{number:06}" for number in range(100000, 100050)]
    world = World(*matricules)
    world.sync({f"{matricule}/acte.pdf": scan(matricule) for matricule in matricules})
    world.run()

    assert world.receipt("2026-11-23")["counts"]["filed"] == 50
    assert len([key for key in world.outbox.objects if key.endswith(".json")]) == 1


def test_a_first_roster_does_not_take_in_a_second_time_what_came_before_it():
    world = World()
    world.sync({"AB-0123/acte.pdf": scan(), "AB-0124/acte.pdf": scan("b")})
    world.run()
    world.put_in_force("AB0123", "AB0124")
    world.clock.pause(3600)
    sweep(world)
    world.run()

    assert sorted(key for key in world.outbox.objects if key.endswith(".json")) == [
        f"{receipt_place('AB-0123', 1)}.json",
        f"{receipt_place('AB-0124', 1)}.json",
    ]


def test_a_key_that_begins_with_a_slash_still_has_a_batch(world):
    world.sync({"/égaré.pdf": scan()})
    world.run()

    assert world.receipt("2026-11-23")["counts"]["to_review"] == 1
