"""An archive in memory with three servants, and a piece that waits for an archivist."""

import pytest

from tests.unit.processing.test_outcome import JEAN, MARIE, act_about
from tests.unit.review.desk import OTHER, bring
from tests.world import World


@pytest.fixture
def world():
    world = World(JEAN.matricule, MARIE.matricule, OTHER.matricule)
    world.register.put_servants("g1", [JEAN, MARIE, OTHER])
    world.register.put_name_index([JEAN, MARIE, OTHER])
    return world


@pytest.fixture
def doubtful(world):
    """An act about Marie in Jean's folder."""
    return bring(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(MARIE))
