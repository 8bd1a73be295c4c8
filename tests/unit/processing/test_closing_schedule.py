"""When the closing of a batch is scheduled."""

import pytest

from chalicelib.processing.closing_schedule import schedule_closing
from tests.world import World


@pytest.fixture
def world():
    return World()


def test_a_batch_that_the_register_has_lost_is_opened_again(world):
    schedule_closing("lot-9", world)

    assert world.register.batch("lot-9")[0].status == "open"
