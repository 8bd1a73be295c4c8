"""What each Lambda asks of AWS in a long day is granted by its own policy: the stage itself refuses nothing."""

import json
import re
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from chalicelib.aws.vault import VaultBucket
from chalicelib.model.errors import PermanentError
from chalicelib.model.reader import Reader
from chalicelib.review.cuts import CutsRequest, decide_cuts
from functions.sweep import sweep
from tests.faults.test_rebuild import lose
from tests.stage.lambdas import SCHEDULED, lambdas
from tests.stage.story import JEAN, MARIE, play
from tests.unit.files import act_pdf
from tests.world import World, scan

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


FILING = ("api_handler", "ingest_large", "ingest_small", "load_roster", "start_readings", "transcribe")
"""Policies of the functions that file pieces; the API's does when an archivist cuts a scan."""


class Watched:
    """A vault whose questions are noted."""

    def __init__(self, vault):
        self._vault, self.asked = vault, set()

    def __getattr__(self, name):
        self.asked.add(name)
        return getattr(self._vault, name)


class Noting:
    """An S3 that has nothing, and notes the keys that it is asked for."""

    def __init__(self):
        self.keys = []

    def get_object(self, *, Key, **_):  # noqa: N803 - S3's own name
        self.keys.append(Key)
        raise PermanentError("gone")


@pytest.fixture(scope="module")
def read_by_a_filing():
    """Keys of the vault that are read when an archivist cuts a scan whose text layer is not its text."""
    world = World(JEAN)
    world.sync({f"lot-1/{JEAN}/dossier.pdf": act_pdf(("un",), ("deux",), invisible=True, scan=True)})
    world.run()
    (piece,) = world.register.every_piece()
    world.vault = watched = Watched(world.vault)
    decide_cuts(Reader(name="aline", roles=frozenset({"archivist"})), piece.piece, CutsRequest(edition=piece.edition, starts=(2,)), world)
    s3 = Noting()
    vault = VaultBucket(s3, "vault", "work", timedelta)
    for name in watched.asked & {"transcript", "layer", "segmentation", "page_facts"}:
        getattr(vault, name)(piece.digest)
    return s3.keys


@pytest.mark.parametrize("policy", FILING)
def test_whoever_files_pieces_may_read_all_that_a_filing_reads(read_by_a_filing, policy):
    statements = json.loads((POLICIES / f"{policy}.json").read_text())["Statement"]
    reading = [each["Resource"] for each in statements if "s3:GetObject" in _listed(each.get("Action", ()))]
    granted = [place.partition("-vault-")[2].partition("/")[2] for place in re.findall(r'"Fn::Sub": "([^"]+)"', json.dumps(reading))]

    assert any(key.endswith("/layer.json.gz") for key in read_by_a_filing)
    assert [key for key in read_by_a_filing if not any(fnmatchcase(key, pattern) for pattern in granted)] == []
