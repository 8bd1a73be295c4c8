"""From `aws s3 sync` to the receipt, in memory, as a clerk would tell it."""

import pytest

from tests.world import World, scan

JEAN, MARIE = "123456", "654321"


@pytest.fixture
def world():
    return World(JEAN, MARIE)


def test_two_dossiers_come_in_and_their_receipt_closes(world):
    world.sync({f"lot-1/{JEAN}/nomination.pdf": scan("n"), f"lot-1/{MARIE}/diplôme.pdf": scan("d")})
    world.run()

    receipt = world.receipt("lot-1")
    assert receipt["counts"] == {"announced": 2, "filed": 2, "to_review": 0, "duplicate": 0, "refused": 0, "failed": 0, "missing": 0}
    assert {file["matricule"] for file in receipt["files"]} == {JEAN, MARIE}
    assert all(file["pages"] == 1 and file["confidence"] == 98.5 for file in receipt["files"])
