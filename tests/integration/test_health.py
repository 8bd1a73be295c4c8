"""The address that says whether the archive answers."""

import json

import pytest

from app import app
from chalicelib.aws import latest_calls
from tests.stage.gateway import request_event
from tests.stage.lambdas import Context, lambdas


@pytest.fixture
def ask():
    def ask():
        answer = app(request_event("GET", "/health"), Context(function_name="api"))
        return answer["statusCode"], json.loads(answer["body"])

    with lambdas():
        yield ask
    latest_calls.missing_calls.cache_clear()


def test_the_archive_answers_and_says_nothing_else(ask):
    assert ask() == (200, {"status": "ok"})


def test_a_boto3_without_a_call_that_the_archive_makes_is_told(ask, monkeypatch):
    latest_calls.missing_calls.cache_clear()
    monkeypatch.setattr(latest_calls, "_LATEST_CALLS", {"s3": ("PutObject", "IfNobodyMinds"), "cognito-idp": ("ReadMinds", "Name")})

    assert ask() == (503, {"status": "boto3_too_old"})
    assert latest_calls.missing_calls() == ("s3.PutObject", "cognito-idp.ReadMinds")
