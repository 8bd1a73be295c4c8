"""Contract of the port Sessions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from moto import mock_aws

from chalicelib.aws.sessions import SessionsTable
from chalicelib.model.errors import ConflictError
from chalicelib.model.session import OpenSession
from tests.fakes import FakeSessions
from tests.stage import REGION, TABLE
from tests.stage.account import make_table

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.fixture(params=["memory", "aws"])
def sessions(request):
    if request.param == "memory":
        yield FakeSessions()
        return
    with mock_aws():
        client = boto3.client("dynamodb", REGION)
        make_table(client)
        yield SessionsTable(client, TABLE)


def test_a_session_moves_on_only_from_the_refresh_token_that_was_seen(sessions):
    first = OpenSession(name="123456", refresh="first", used_at=AT)
    later = replace(first, refresh="later", used_at=AT + timedelta(minutes=9))
    for _ in range(2):
        sessions.keep("k", first, seen=None, until=AT)
    sessions.keep("k", later, seen=first, until=AT)
    with pytest.raises(ConflictError):
        sessions.keep("k", replace(first, refresh="rival"), seen=first, until=AT)

    assert sessions.session("k") == later
    assert sessions.session("other") is None


def test_of_a_session_that_was_ended_nothing_is_left_to_go_on_with(sessions):
    session = OpenSession(name="123456", refresh="first", used_at=AT)
    sessions.keep("k", session, seen=None, until=AT)
    for _ in range(2):
        sessions.end("k", AT)
    with pytest.raises(ConflictError):
        sessions.keep("k", session, seen=session, until=AT)

    assert sessions.session("k") is None


def test_the_register_clears_a_session_away_that_can_lie_no_longer_and_says_neither_token_nor_name_of_one_that_was_ended():
    with mock_aws():
        client = boto3.client("dynamodb", REGION)
        make_table(client)
        table = SessionsTable(client, TABLE)
        table.keep("k", OpenSession(name="123456", refresh="first", used_at=AT), seen=None, until=AT + timedelta(minutes=30))
        (kept,) = client.scan(TableName=TABLE)["Items"]
        table.end("k", AT)
        (ended,) = client.scan(TableName=TABLE)["Items"]

    assert kept["expires_at"] == {"N": str(int(AT.timestamp()) + 1800)}
    assert ended == {"pk": {"S": "SESSION#k"}, "sk": {"S": "#META"}, "expires_at": {"N": str(int(AT.timestamp()))}}
