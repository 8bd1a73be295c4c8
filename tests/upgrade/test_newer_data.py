"""Data of a later release under today's code, as after an update that was undone: nothing is done to them, and everybody is told."""

import gzip
import json

import pytest

from app import app
from chalicelib.model import schema
from chalicelib.model.errors import NewerDataError
from tests.faults.test_rebuild import items_of
from tests.stage.gateway import behind_the_site, claims_of, request_event
from tests.stage.lambdas import MAPPINGS, SCHEDULED, Context, lambdas, sqs_record
from tests.stage.metrics import published
from tests.stage.queues import Message
from tests.world import scan

JEAN = "123456"
LATER = 1 + max(schema.RECORD, schema.TRANSCRIPT)


@pytest.fixture
def stage():
    with lambdas(JEAN) as stage:
        stage.sync({f"lot-1/{JEAN}/a.pdf": scan("a")})
        stage.run()
        stage.known.register.mark_schema(schema.REGISTER + 1)
        stage.forget()
        yield stage


def objects(stage):
    s3 = stage.tools["s3"]
    buckets = (each["Name"] for each in s3.list_buckets()["Buckets"])
    return {
        (bucket, each["Key"], each["VersionId"])
        for bucket in buckets
        for each in s3.list_object_versions(Bucket=bucket).get("Versions", [])
    }


def handlers():
    """Every function that works on the register, with an event of its own."""
    from functions.administer import administer  # noqa: PLC0415 - the stage sets the environment first
    from functions.board import board  # noqa: PLC0415 - likewise
    from functions.sweep import sweep  # noqa: PLC0415 - likewise

    yield sweep, SCHEDULED
    yield administer, {"action": "rebuild"}
    yield board, {"show": "open", "site": "https://archives.example.bi/"}
    for queue, (handler, _) in MAPPINGS.items():
        yield handler, {"Records": [sqs_record(Message(body=json.dumps({"batch": "lot-1"}), due=None, receipt="r"), queue)]}


def test_no_function_reads_or_writes_anything_and_each_says_why(stage, capsys):
    before = items_of(stage), objects(stage)
    capsys.readouterr()
    for handler, event in handlers():
        with pytest.raises(NewerDataError, match=f"register of version {schema.REGISTER + 1}, known until {schema.REGISTER}"):
            handler(event, Context(function_name="one"))

    assert (items_of(stage), objects(stage)) == before
    assert published(capsys.readouterr().out) == {"NewerData": [1.0] * 10}
    assert stage.log.getvalue().count('"message":"newer_data"') == 10


def test_the_health_address_says_so_and_readers_are_asked_to_come_back(stage, monkeypatch):
    def asked(route, **how):
        answer = app(request_event("GET", route, **how), Context(function_name="api"))
        return answer["statusCode"], json.loads(answer["body"]), answer["headers"].get("Retry-After")

    before = items_of(stage)

    assert asked("/health")[:2] == (503, {"status": "newer_data"})
    with behind_the_site(monkeypatch):
        status, told, wait = asked("/casefiles/{matricule}", path={"matricule": "me"}, claims=claims_of(JEAN))
    assert (status, told["code"], wait) == (503, "busy", "600")
    assert items_of(stage) == before


def test_a_file_that_arrives_meanwhile_waits_and_is_taken_in_after_the_update(stage):
    stage.sync({f"lot-2/{JEAN}/b.pdf": scan("b")})
    with pytest.raises(NewerDataError):
        stage.drain()
    stage.tools["dynamodb"].delete_item(TableName="ububiko-test-register", Key={"pk": {"S": "SCHEMA"}, "sk": {"S": "#META"}})
    stage.forget()
    stage.clock.pause(3600)
    stage.run()

    assert [file["status"] for file in stage.receipts("lot-2")[0]["files"]] == ["filed"]


def test_a_record_and_a_transcript_of_a_later_release_are_not_misread(stage):
    line = next(iter(stage.known.register.lines("lot-1")))
    for name in (f"record-{line.line}.json", "transcript.json.gz"):
        key = next(key for bucket, key, _ in objects(stage) if bucket.endswith("vault") and key.endswith(name))
        _raise_schema(stage.tools["s3"], key)

    with pytest.raises(NewerDataError, match=f"record of version {LATER}"):
        stage.known.vault.record(line)
    with pytest.raises(NewerDataError, match=f"record of version {LATER}"):
        list(stage.known.vault.records())
    with pytest.raises(NewerDataError, match=f"transcript of version {LATER}"):
        stage.known.vault.transcript(line.digest)


def _raise_schema(s3, key):
    """Write an object again as a later release would."""
    place = {"Bucket": "ububiko-test-vault", "Key": key}
    body = s3.get_object(**place)["Body"].read()
    text = gzip.decompress(body) if key.endswith(".gz") else body
    raised = json.dumps(json.loads(text) | {"schema": LATER}).encode()
    s3.put_object(**place, Body=gzip.compress(raised) if key.endswith(".gz") else raised)
