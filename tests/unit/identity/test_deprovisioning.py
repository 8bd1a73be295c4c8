"""Accounts that follow the roster: closed with it, and reopened."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.identity.accounts import close_account
from tests.unit.identity.ministry import ALINE, JEAN, Ministry, many


def test_who_is_no_longer_in_the_roster_is_let_in_no_more_and_who_comes_back_is():
    ministry = Ministry(JEAN, ALINE)
    ministry.open()
    ministry.put_in_force(ALINE)
    left = ministry.settle()
    away = ministry.accounts.users["100001"].enabled
    ministry.put_in_force(JEAN, ALINE)
    back = ministry.settle()

    assert (left.closed, away, back.reopened) == (1, False, 1)
    assert ministry.accounts.users["100001"].enabled
    assert [event.deed for event in ministry.account_ledger.history("100001", 5)] == ["reopened", "closed", "opened"]


def test_an_account_that_closes_ends_its_sessions():
    ministry = Ministry(JEAN)
    ministry.open()
    ministry.put_in_force(replace(JEAN, status="DÉCÉDÉ"))
    ministry.settle()

    assert ministry.accounts.users["100001"].signed_out == 1
    assert ministry.account_ledger.history("100001", 1)[0].reason == "DÉCÉDÉ"


def test_a_new_roster_asks_the_pool_about_those_alone_who_change():
    ministry = Ministry(*many(1000))
    ministry.open()
    ministry.accounts.calls.clear()
    ministry.put_in_force(*many(998))
    ministry.settle()
    ministry.settle()

    assert ministry.accounts.calls == [("close", "200998"), ("close", "200999")]


def test_closing_that_ran_out_of_time_goes_on_where_it_was():
    ministry = Ministry(*many(1000))
    ministry.open()
    ministry.put_in_force(*many(970))
    first = ministry.settle(until=ministry.clock.now() + timedelta(seconds=1))
    second = ministry.settle()

    assert first.left > 0
    assert (first.closed + second.closed, second.left) == (30, 0)
    assert len(ministry.calls("close")) == 30


def test_too_many_closings_at_once_wait_for_a_person():
    ministry = Ministry(*many(100))
    ministry.open()
    ministry.put_in_force(*many(100, status="décédé"))
    automatic = ministry.settle()
    still = all(user.enabled for user in ministry.accounts.users.values())
    confirmed = ministry.settle(confirmed=True)

    assert (automatic.waiting, automatic.closed, still) == (100, 0, True)
    assert confirmed.closed == 100


def test_what_a_person_closed_the_roster_does_not_open_again():
    ministry = Ministry(JEAN)
    ministry.open()
    close_account("100001", "archivist", ministry, reason="décision n° 12")
    ministry.settle()

    assert not ministry.accounts.users["100001"].enabled


@pytest.mark.parametrize("moment", ["pause", "reopen"])
def test_what_a_person_closes_while_accounts_follow_the_roster_stays_closed_by_that_person(moment):
    ministry = Ministry(JEAN, ALINE)
    ministry.open()
    ministry.put_in_force(ALINE)
    ministry.settle()
    ministry.put_in_force(JEAN, ALINE)
    meanwhile(ministry, moment, lambda: close_account("100001", "archivist", ministry, reason="décision n° 12"))
    done = ministry.settle()

    assert done.reopened == 0
    assert ministry.account_ledger.account("100001").closer == "person"
    assert not ministry.accounts.users["100001"].enabled


def meanwhile(ministry, moment, deed):
    """Have a person do something after the list was read, or while the pool is asked."""
    every, reopen = ministry.account_ledger.all_accounts, ministry.accounts.enable

    def listed():
        found = list(every())
        deed()
        return found

    def reopened(matricule):
        reopen(matricule)
        deed()

    if moment == "pause":
        ministry.account_ledger.all_accounts = listed
    else:
        ministry.accounts.enable = reopened


def test_an_archive_without_accounts_settles_at_once():
    ministry = Ministry(JEAN)
    ministry.settle()

    assert ministry.accounts.calls == []
