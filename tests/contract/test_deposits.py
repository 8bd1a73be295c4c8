"""Contract of the port Deposits: key, size, signature and lifetime of a slot; S3's refusals are tested on the local stack."""

import base64
import json
from datetime import timedelta

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from chalicelib.aws.deposits import SignedDeposits
from chalicelib.aws.role_session import SIGNING
from tests.fakes import FakeClock
from tests.stage import ACCOUNT, ENVIRONMENT, REGION

INBOX, WORK = ENVIRONMENT["INBOX_BUCKET"], ENVIRONMENT["WORK_BUCKET"]
KEY = "lot é/123456/arrêté n° 5.pdf"


class Signer:
    """Slots, with the parameters of each AssumeRole."""

    def __init__(self):
        self.clock, self.asked = FakeClock(), []
        session = boto3.session.Session(region_name=REGION)
        session.events.register("provide-client-params.sts.AssumeRole", lambda params, **_: self.asked.append(params))

        def connect(keys):
            self.keys = keys
            return session.client("s3", config=Config(**SIGNING), **keys)

        role = f"arn:aws:iam::{ACCOUNT}:role/deposits"
        self.deposits = SignedDeposits(session.client("sts"), connect, role=role, inbox=INBOX, work=WORK, clock=self.clock)


@pytest.fixture
def signer():
    with mock_aws():
        yield Signer()


def policy_of(slot):
    return json.loads(base64.b64decode(slot.fields["policy"]))


def test_a_slot_is_of_one_key_and_so_many_bytes_for_a_quarter_of_an_hour(signer):
    slot = signer.deposits.upload_slot("lot é", KEY, 12345)
    conditions = policy_of(slot)["conditions"]

    assert slot.url == f"https://{INBOX}.s3.{REGION}.amazonaws.com/"
    assert slot.fields["key"] == KEY
    assert {"key": KEY} in conditions
    assert {"bucket": INBOX} in conditions
    assert ["content-length-range", 12345, 12345] in conditions
    assert slot.expires_at == signer.clock.now() + timedelta(minutes=15)
    assert not [each for each in conditions if isinstance(each, list) and each[0] == "starts-with"]


def test_every_field_of_the_form_is_signed_for(signer):
    slot = signer.deposits.upload_slot("lot é", KEY, 1)
    signed = {name.lower() for each in policy_of(slot)["conditions"] if isinstance(each, dict) for name in each}

    assert {name.lower() for name in slot.fields} - {"policy", "x-amz-signature"} <= signed


def test_it_is_signed_by_a_passing_key_of_the_role_that_only_puts(signer):
    fields = signer.deposits.upload_slot("lot é", KEY, 1).fields

    assert fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
    assert fields["x-amz-credential"].startswith(signer.keys["aws_access_key_id"] + "/")
    assert fields["x-amz-security-token"] == signer.keys["aws_session_token"]


def test_a_session_of_the_role_knows_one_batch(signer):
    signer.deposits.upload_slot("lot é", KEY, 1)
    (asked,) = signer.asked
    put, key = json.loads(asked["Policy"])["Statement"]

    assert asked["Policy"].isascii()
    assert (put["Action"], put["Resource"]) == ("s3:PutObject", f"arn:aws:s3:::{INBOX}/lot é/*")
    assert key["Action"] == "kms:GenerateDataKey"


def test_the_role_is_taken_once_a_batch_and_again_before_its_session_ends(signer):
    for minutes, batch in ((0, "a"), (0, "b"), (39, "a"), (2, "a"), (0, "a")):
        signer.clock.pause(minutes * 60)
        signer.deposits.upload_slot(batch, f"{batch}/x.pdf", 1)

    assert [json.loads(each["Policy"])["Statement"][0]["Resource"][-3] for each in signer.asked] == ["a", "b", "a"]


def test_sessions_that_nobody_uses_any_more_are_forgotten(signer):
    for number in range(20):
        signer.deposits.upload_slot(f"{number:02}", f"{number:02}/x.pdf", 1)
    signer.deposits.upload_slot("19", "19/y.pdf", 1)
    signer.deposits.upload_slot("00", "00/y.pdf", 1)

    assert len(signer.asked) == 21


def test_a_photos_slot_and_its_session_know_one_draft_one_size_and_one_media_type(signer):
    slot = signer.deposits.photo_slot("d" * 32, 54321, "jpeg")
    conditions = policy_of(slot)["conditions"]
    (asked,) = signer.asked
    put, _ = json.loads(asked["Policy"])["Statement"]

    assert slot.url == f"https://{WORK}.s3.{REGION}.amazonaws.com/"
    assert (slot.fields["key"], slot.fields["Content-Type"]) == (f"photo-drafts/{'d' * 32}", "image/jpeg")
    assert {"Content-Type": "image/jpeg"} in conditions
    assert ["content-length-range", 54321, 54321] in conditions
    assert not [each for each in conditions if isinstance(each, list) and each[0] == "starts-with"]
    assert put["Resource"] == f"arn:aws:s3:::{WORK}/photo-drafts/{'d' * 32}"
