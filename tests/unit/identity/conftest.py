"""Two servants and an archivist who may sign in."""

import pytest

from tests.unit.identity.sign_ins import PASSWORD
from tests.world import World


@pytest.fixture
def world():
    world = World("123456", "O12345", "AB-0123")
    world.identities.put("123456", PASSWORD, matricule="123456")
    world.identities.put("O12345", PASSWORD, matricule="O12345")
    world.identities.put("archivist", PASSWORD, groups=["archivist"])
    return world
