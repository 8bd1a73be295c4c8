"""The world of two servants that most tests of this room begin with."""

import pytest

from tests.unit.access.readers import JEAN, MARIE
from tests.world import World, scan


@pytest.fixture
def world():
    world = World(JEAN, MARIE)
    world.sync({f"lot-1/{JEAN}/nomination.pdf": scan("n"), f"lot-1/{JEAN}/diplôme.pdf": scan("d"), f"lot-1/{MARIE}/acte.pdf": scan("a")})
    world.sync({"lot-1/sans-nom/inconnu.pdf": scan("i")})
    world.run()
    return world
