"""The emulator asks for the right to send mail on the identity that writes."""

import json

import pytest

from infra.local.emulator.mail_rights import on_the_sender

SEND = "/v2/email/outbound-emails"
ARCHIVES = "arn:aws:ses:eu-west-1:000000000000:identity/archives@exemple.bi"


def asked(method: str, path: str, body: bytes) -> str:
    return on_the_sender(lambda *_: "*")(method, path, body, "eu-west-1", "000000000000")


@pytest.mark.parametrize("sender", ["archives@exemple.bi", "Les archives <archives@exemple.bi>"])
def test_a_mail_is_about_the_identity_of_its_sender(sender: str) -> None:
    assert asked("POST", SEND, json.dumps({"FromEmailAddress": sender}).encode()) == ARCHIVES


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("POST", SEND, b""), ("POST", SEND, b"[]"), ("POST", SEND, b"{}"), ("GET", "/v2/email/identities", b'{"FromEmailAddress": "a@b.bi"}')],
)
def test_other_calls_are_about_what_the_emulator_says(method: str, path: str, body: bytes) -> None:
    assert asked(method, path, body) == "*"
