"""Contract of the port Notices: who wants mail, and whose turn of a day was taken."""

from dataclasses import replace
from datetime import UTC, date, datetime

import boto3
import pytest
from moto import mock_aws

from chalicelib.aws.notices import NoticesTable
from chalicelib.model.notice import NoticeWish
from tests.fakes.notices import FakeNotices
from tests.stage import REGION, TABLE
from tests.stage.account import make_table

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
JEAN = NoticeWish(matricule="123456", language="fr", since=AT)
MARIE = NoticeWish(matricule="654321", language="rn", since=AT)


@pytest.fixture(params=["memory", "aws"])
def notices(request):
    if request.param == "memory":
        yield FakeNotices()
        return
    with mock_aws():
        client = boto3.client("dynamodb", REGION)
        make_table(client)
        yield NoticesTable(client, TABLE)


def test_those_who_want_mail_are_listed_and_those_who_want_it_no_more_are_not(notices):
    for wish in (MARIE, JEAN):
        notices.put(wish)
    before = list(notices.wishes())
    for _ in range(2):
        notices.remove(MARIE.matricule)

    assert before == [JEAN, MARIE]
    assert list(notices.wishes()) == [JEAN]
    assert (notices.wish(JEAN.matricule), notices.wish(MARIE.matricule), notices.wish("999999")) == (JEAN, None, None)


def test_a_servants_turn_of_a_day_is_taken_once_and_what_they_were_told_is_kept(notices):
    notices.put(JEAN)
    monday = notices.claim(JEAN, MONDAY)
    rival = notices.claim(JEAN, MONDAY)
    told = replace(monday, told=("a", "b"))
    notices.end_turn(told)
    tuesday = notices.claim(told, TUESDAY)

    assert (monday, rival) == (replace(JEAN, claimed_on=MONDAY), None)
    assert tuesday == notices.wish(JEAN.matricule) == replace(told, claimed_on=TUESDAY)


def test_who_switches_notices_off_while_their_turn_is_taken_stays_off(notices):
    notices.put(JEAN)
    turn = notices.claim(JEAN, MONDAY)
    notices.remove(JEAN.matricule)
    notices.end_turn(replace(turn, told=("a",)))

    assert notices.wish(JEAN.matricule) is None
    assert notices.claim(JEAN, TUESDAY) is None
    assert list(notices.wishes()) == []
