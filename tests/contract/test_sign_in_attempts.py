"""Contract of the port SignInAttempts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from moto import mock_aws

from chalicelib.aws.consultations import ConsultationsTable
from chalicelib.aws.sign_in_attempts import SignInAttemptsTable
from chalicelib.model.audit import SignIn
from chalicelib.model.errors import ConflictError
from chalicelib.model.session import Tries
from tests.fakes import FakeSignInAttempts
from tests.stage import REGION, TABLE
from tests.stage.account import make_table

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.fixture(params=["memory", "aws"])
def attempts(request):
    if request.param == "memory":
        yield FakeSignInAttempts()
        return
    with mock_aws():
        client = boto3.client("dynamodb", REGION)
        make_table(client)
        yield SignInAttemptsTable(client, TABLE)


def tried(count=1, **facts):
    return Tries(**({"count": count, "since": AT, "free_at": AT} | facts))


def test_a_count_moves_on_only_from_where_it_was_seen(attempts):
    attempts.record_tries("k", tried(1), seen=None, until=AT)
    for seen in (None, tried(2), tried(1, since=AT + timedelta(seconds=1)), tried(1, free_at=AT + timedelta(seconds=1))):
        with pytest.raises(ConflictError):
            attempts.record_tries("k", tried(9), seen=seen, until=AT)
    attempts.record_tries("k", tried(2, free_at=AT + timedelta(minutes=1)), seen=tried(1), until=AT)

    assert attempts.tries("k") == tried(2, free_at=AT + timedelta(minutes=1))
    assert attempts.tries("other") is None


def test_an_answer_is_recorded_only_from_where_the_last_one_was_seen(attempts):
    nothing = attempts.last_answer("a")
    attempts.record_answer("a", "first", seen="")
    for seen in ("", "other"):
        with pytest.raises(ConflictError):
            attempts.record_answer("a", "second", seen=seen)
    attempts.record_answer("a", "", seen="first")
    attempts.record_answer("a", "third", seen="")

    assert (nothing, attempts.last_answer("a"), attempts.last_answer("b")) == ("", "third", "")


def test_sign_ins_are_listed_the_latest_first_and_page_by_page(attempts):
    made = [SignIn(name="Aline", at=AT + timedelta(minutes=number), outcome="signed_in", address="10.0.0.1") for number in range(5)]
    for each in made:
        attempts.record(each)
    attempts.record(SignIn(name="other", at=AT, outcome="refused"))
    first = list(attempts.sign_ins("aline", before=None, limit=2))

    assert first == [made[4], made[3]]
    assert list(attempts.sign_ins("ALINE", before=first[-1].place, limit=9)) == [made[2], made[1], made[0]]


def test_what_is_counted_by_the_hour_stands_once_and_keeps_its_first_time(attempts):
    first = SignIn(name="?a", at=AT, outcome="refused")
    for each in (first, replace(first, at=AT + timedelta(minutes=9)), replace(first, at=AT + timedelta(hours=1))):
        attempts.record(each)

    found = list(attempts.sign_ins("?a", before=None, limit=9))
    assert [(each.at, each.times) for each in found] == [(AT + timedelta(hours=1), 1), (AT, 2)]


def test_the_day_s_journal_has_the_door_s_part_too():
    with mock_aws():
        client = boto3.client("dynamodb", REGION)
        make_table(client)
        SignInAttemptsTable(client, TABLE).record(SignIn(name="123456", at=AT, outcome="refused", address="10.0.0.1"))
        found = [access for _, access in ConsultationsTable(client, TABLE).access_records(AT, AT + timedelta(days=1))]

    assert [(each["name"], each["outcome"], each["pk"]) for each in found] == [("123456", "refused", "SIGNINS#123456")]
