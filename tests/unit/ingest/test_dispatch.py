"""Dispatch of announced uploads: scans, manifests and markers find their batch."""

import pytest

from tests.world import World, scan

JEAN, MARIE = "123456", "654321"


@pytest.fixture
def world():
    return World(JEAN, MARIE)


def test_a_manifest_that_comes_after_the_receipt_is_answered_by_a_new_one(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()
    world.sync({"lot-1/_manifest.csv": f"fichier\n{JEAN}/a.pdf\n{MARIE}/b.pdf\n".encode()})
    world.run()

    assert world.outcomes("lot-1", 2) == {f"{JEAN}/a.pdf": "filed", f"{MARIE}/b.pdf": "missing"}


def test_a_batch_whose_name_looks_like_a_matricule_keeps_its_manifest(world):
    manifest = f"fichier\n{JEAN}/a.pdf\n".encode()
    world.sync({f"202611/{JEAN}/a.pdf": scan(), "202611/_manifest.csv": manifest})
    world.run()

    assert world.receipt("202611")["manifest"] == "202611/_manifest.csv"
    assert [key for key in world.outbox.objects if key.endswith(".json")] == ["receipts/202611/202611-r1.json"]
