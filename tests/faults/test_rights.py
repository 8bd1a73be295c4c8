"""What each Lambda asks of AWS in a long day is granted by its own policy: the stage itself refuses nothing."""

import json
from pathlib import Path

import pytest

from functions.sweep import sweep
from tests.faults.test_rebuild import lose
from tests.stage.lambdas import SCHEDULED, lambdas
from tests.stage.story import JEAN, MARIE, play
from tests.world import scan

POLICIES = Path(__file__).parent.parent.parent / ".chalice" / "policies"
POLICY_OF = {
    "arrivals": "dispatch",
    "rosters": "load_roster",
    "ingest-small": "ingest_small",
    "ingest-large": "ingest_large",
    "readings.fifo": "start_readings",
    "transcripts": "transcribe",
    "closings": "close_batch",
    "sweep": "sweep",
    "": "administer",
}
"""From who the stage says is at work to the policy of its role."""
RIGHTS_OF = {
    "CopyObject": ("GetObject", "PutObject"),
    "ChangeMessageVisibilityBatch": ("ChangeMessageVisibility",),
    "SendMessageBatch": ("SendMessage",),
    "TransactWriteItems": ("ConditionCheckItem", "PutItem", "UpdateItem"),
    "TransactGetItems": ("GetItem",),
    "HeadObject": ("GetObject",),
    "ListObjectsV2": ("ListBucket",),
    "ListObjectVersions": ("ListBucketVersions",),
}
"""Rights of the operations that are not called like them."""


@pytest.fixture(scope="module")
def day():
    """A day on which everything happens: rosters, a batch, a failure and its retrial, a late file, a loss, a rebuild, a new month."""
    with lambdas(JEAN, MARIE, small_bytes=4096, pages_per_month=1000) as stage:
        stage.sync({"_roster/agents.csv": f"matricule;ministere\n{JEAN};Santé\n{MARIE};Santé\n777777;\n".encode()})
        play(stage)
        stage.textract.failing, stage.textract.notices = {1, 2, 3}, "never"
        stage.sync({f"lot-2/{JEAN}/a.pdf": scan("a"), "lot-2/_COMPLETE": b"", f"lot-2/{MARIE}/grand.pdf": b"x" * 5000})
        stage.sync({"lot-2/_manifest.csv": f"path\n{JEAN}/a.pdf\n".encode()})
        stage.sync({f"lot-2/{JEAN}/b.pdf": scan("b")}, announce=False)
        stage.run()
        stage.textract.failing, stage.textract.notices = set(), "first"
        stage.wire.worker = ""
        stage.administer(action="retry", batch="lot-2")
        stage.run()
        lose(stage)
        stage.wire.worker = ""
        stage.rebuild()
        stage.run()
        for _ in range(2):
            stage.invoke("sweep", sweep, SCHEDULED, [])
            stage.clock.pause(40 * 24 * 3600)
        stage.wire.worker = ""
        stage.older_bucket({f"gitega/{JEAN}/ancien.pdf": scan("ancien")})
        assert stage.administer(action="backfill", name="gitega")["ok"]
        for _ in range(2):
            stage.invoke("sweep", sweep, SCHEDULED, [])
        assert [upload.key for upload in stage.known.inbox.uploads("reprise-")] != []
        stage.wire.worker = ""
        letters = stage.administer(action="letters", ministry="sante")
        assert letters["letters"] == 2, letters
        yield stage.wire.calls


@pytest.mark.parametrize("worker", POLICY_OF, ids=POLICY_OF.get)
def test_each_lambda_may_do_what_it_does(day, worker):
    statements = json.loads((POLICIES / f"{POLICY_OF[worker]}.json").read_text())["Statement"]
    granted = {action for each in statements for action in _listed(each.get("Fn::If", [None, each])[1]["Action"])}
    asked = {
        f"{call.service}:{right}" for call in day if call.worker == worker for right in RIGHTS_OF.get(call.operation, (call.operation,))
    }

    assert asked
    assert asked <= granted


def _listed(action):
    return action if isinstance(action, list) else [action]
