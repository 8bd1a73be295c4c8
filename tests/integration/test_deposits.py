"""A deposit from the page, from the request to the receipt, on moto: what is answered, what is asked of AWS for it, what is refused."""

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest
import requests

from app import app
from chalicelib.wiring import archive
from tests.faults.test_rights import RIGHTS_OF
from tests.stage import ACCOUNT
from tests.stage.gateway import behind_the_site, claims_of, request_event
from tests.stage.lambdas import Context, lambdas
from tests.world import scan

JEAN, MARIE = "123456", "654321"
BATCH = "lot é + 50%"
POLICY = Path(__file__).parents[2] / ".chalice" / "policies" / "api_handler.json"


class Desk:
    """Readers at their screens, and browsers that send what they were given a slot for."""

    def __init__(self, stage):
        self.stage = stage

    def ask(self, body, *, reader="archivist", language="fr"):
        event = request_event("POST", "/deposits", claims=claims_of(reader), headers={"accept-language": language}, body=body)
        self.stage.wire.worker = "api"
        answer = app(event, Context(function_name="api"))
        self.stage.wire.worker = ""
        return answer["statusCode"], json.loads(answer["body"])

    def deposit(self, files):
        """Send what is wanted of some files; tell which were."""
        said = [{"name": name, "size": len(body), "digest": hashlib.sha256(body).hexdigest()} for name, body in files.items()]
        status, answer = self.ask({"batch": BATCH, "files": said})
        assert status == 200, answer
        wanted = {each["name"]: each for each in answer["files"] if each["status"] == "send"}
        for name, slot in wanted.items():
            assert requests.post(slot["url"], data=slot["fields"], files={"file": files[name]}, timeout=5).status_code == 204
            (upload,) = self.stage.known.inbox.uploads(f"{BATCH}/{name}")
            self.stage.announce([upload])
        return sorted(wanted)


@pytest.fixture
def desk(monkeypatch):
    with lambdas(JEAN, MARIE) as stage:
        vars(archive).pop("deposits", None)
        with behind_the_site(monkeypatch, DEPOSITS_ROLE_ARN=f"arn:aws:iam::{ACCOUNT}:role/deposits"):
            yield Desk(stage)
        vars(archive).pop("deposits", None)


def test_a_deposit_that_broke_off_goes_on_and_its_receipt_names_every_file(desk):
    files = {f"{JEAN}/arrêté n° 5.pdf": scan("a"), f"{MARIE}/b.pdf": scan("b"), f"{MARIE}/c.pdf": scan("c")}
    first = desk.deposit(dict(list(files.items())[:2]))
    desk.stage.drain()
    then = desk.deposit(files)
    lines = "".join(f"{name};{hashlib.sha256(body).hexdigest()}\n" for name, body in files.items())
    announced = desk.deposit({"_manifest.csv": f"fichier;sha256\n{lines}".encode()})
    desk.stage.drain()

    assert (first, then, announced) == ([f"{JEAN}/arrêté n° 5.pdf", f"{MARIE}/b.pdf"], [f"{MARIE}/c.pdf"], ["_manifest.csv"])
    (receipt,) = desk.stage.receipts(BATCH)
    assert {file["key"]: file["status"] for file in receipt["files"]} == {f"{BATCH}/{name}": "filed" for name in files}
    assert receipt["counts"]["announced"] == 3


def test_an_answer_asks_little_of_aws_and_nothing_that_its_policy_does_not_grant(desk):
    files = [{"name": f"{JEAN}/{number}.pdf", "size": 9, "digest": "ab" * 32} for number in range(20)]
    desk.ask({"batch": BATCH, "files": files})
    desk.stage.wire.calls.clear()
    desk.ask({"batch": BATCH, "files": files})
    calls = [call for call in desk.stage.wire.calls if call.worker == "api"]
    granted = {action for each in json.loads(POLICY.read_text())["Statement"] for action in _listed(each["Action"])}

    assert Counter(call.operation for call in calls) == {"Query": 1, "ListObjectVersions": 1, "PutItem": 1}
    assert {f"{call.service}:{right}" for call in calls for right in RIGHTS_OF.get(call.operation, (call.operation,))} <= granted


def test_a_refused_file_is_told_in_the_readers_language_and_the_others_go(desk):
    files = [{"name": "Thumbs.db", "size": 9}, {"name": f"{JEAN}/a.pdf", "size": 9}]
    french, english = (desk.ask({"batch": BATCH, "files": files}, language=each)[1]["files"] for each in ("fr", "en"))

    assert [each["status"] for each in french] == ["refused", "send"]
    assert (french[0]["reason"], french[0]["message"]) == ("litter", "Ce fichier n'est pas un document à archiver.")
    assert english[0]["message"] == "This file is no document to be archived."


def test_what_is_badly_written_is_invalid(desk):
    one = {"name": "a.pdf", "size": 1}
    badly = ["a.pdf", {"name": "a.pdf"}, {**one, "size": -1}, {**one, "size": True}, {**one, "size": 1.5}]
    badly += [{"name": "", "size": 1}, {**one, "digest": "AB" * 32}, {**one, "name": "\ud800.pdf"}]
    bodies = [{}, {"batch": BATCH}, {"batch": 1, "files": [one]}, *({"batch": BATCH, "files": [each]} for each in badly)]
    bodies += [{"batch": BATCH, "files": files} for files in ([], {}, [{**one, "name": f"{each}.pdf"} for each in range(51)])]
    answers = [desk.ask(body) for body in bodies]

    assert {(status, answer["code"]) for status, answer in answers} == {(400, "invalid")}


def test_the_rosters_folder_is_no_batch(desk):
    status, answer = desk.ask({"batch": "_roster", "files": [{"name": "agents.csv", "size": 9}]})

    assert (status, answer["code"]) == (400, "batch_name")


def test_who_is_no_archivist_deposits_nothing(desk):
    body = {"batch": BATCH, "files": [{"name": "a.pdf", "size": 9}]}
    answers = [desk.ask(body, reader=reader) for reader in (JEAN, "guardian", "auditor", "director")]

    assert {(status, answer["code"]) for status, answer in answers} == {(404, "not_found")}


def _listed(action):
    return action if isinstance(action, list) else [action]
