"""Page images and redacted copies as they are rendered."""

import hashlib
from datetime import timedelta

import pytest

from chalicelib.access.page_images import LARGE, Scan, render_pages
from tests.unit.files import pages_of
from tests.world import World

JEAN, MARIE = "123456", "654321"


@pytest.fixture
def world():
    world = World(JEAN, MARIE)
    world.sync({f"lot-1/{JEAN}/acte.pdf": pages_of(3)})
    world.run()
    return world


def the_piece(world):
    (piece,) = world.register.every_piece()
    return piece


def test_of_a_large_original_the_next_pages_are_drawn_too_while_there_is_time(world):
    drawn = {}
    for size in (LARGE, LARGE + 1):
        body = bytes(size)
        digest = hashlib.sha256(body).hexdigest()
        world.vault.originals[digest] = body
        for name, seconds in (("in time", 5), ("late", -1)):
            pictures = render_pages(
                Scan(digest=digest, extension="pdf", pages=3), 1, world, until=world.clock.now() + timedelta(seconds=seconds)
            )
            drawn[size > LARGE, name] = [each.page for each in pictures]

    assert drawn == {(False, "in time"): [1], (False, "late"): [1], (True, "in time"): [1, 2, 3], (True, "late"): [1]}


def test_a_copy_with_places_blackened_has_one_name_for_the_same_places(world):
    piece = the_piece(world)
    original = world.register.original(piece.digest)
    keys = [world.page_images.make_redacted_copy(original, (), {1: [(0.1, top, 0.5, 0.1)]}) for top in (0.1, 0.1, 0.2)]

    assert keys[0] == keys[1] != keys[2]
    assert world.renderer.blackened[0] == {1: [(0.1, 0.1, 0.5, 0.1)]}
    assert set(world.vault.redacted) == set(keys)
