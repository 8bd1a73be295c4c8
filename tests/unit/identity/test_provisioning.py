"""Accounts opened and passwords reset in bulk, round by round."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.identity.provisioning import ProvisioningRequest, open_accounts, reset_accounts
from chalicelib.model.errors import PermanentError
from tests.fakes import MORNING, FakeArchive, FakeUser
from tests.unit.identity.ministry import ALINE, JEAN, MARC, SITE, Ministry, many, passwords


def test_a_servant_of_the_roster_gets_an_account_and_a_slip_that_opens_it():
    ministry = Ministry(JEAN)
    done = ministry.open()

    (key,) = done.slips
    page = ministry.outbox.objects[key]
    assert (done.opened, done.already, done.next) == (1, 0, None)
    assert re.fullmatch(r"slips/2026-11-23-[0-9a-f]{8}/001\.html", key)
    assert passwords(page) == [ministry.accounts.users["100001"].password]
    assert ministry.accounts.users["100001"].matricule == "100001"
    for said in ("NDAYIZEYE Jean", "100.001", "Santé publique", "archives.example.bi", "23 décembre 2026", "projet de traduction"):
        assert said in page


def test_opening_again_gives_nobody_a_second_password():
    ministry = Ministry(JEAN, ALINE)
    ministry.open()
    before = {name: user.password for name, user in ministry.accounts.users.items()}
    done = ministry.open()

    assert (done.opened, done.already, done.slips) == (0, 2, ())
    assert {name: user.password for name, user in ministry.accounts.users.items()} == before
    assert len(ministry.calls("open")) == 2


def test_an_account_that_an_administrator_made_by_hand_is_left_as_it_is():
    ministry = Ministry(JEAN)
    ministry.accounts.users["100001"] = FakeUser(password="theirs", matricule="100001")  # noqa: S106
    done = ministry.open()

    assert (done.opened, done.already, done.slips) == (0, 1, ())
    assert ministry.accounts.users["100001"].password == "theirs"  # noqa: S105


@pytest.mark.parametrize("theirs", [None, "100002"])
def test_a_user_name_that_leads_to_another_case_file_is_told_and_not_touched(theirs):
    ministry = Ministry(JEAN)
    ministry.accounts.users["100001"] = FakeUser(password="theirs", matricule=theirs)  # noqa: S106
    done = ministry.open()
    ministry.put_in_force(ALINE)
    ministry.settle()

    assert (done.opened, done.odd) == (0, ("100001",))
    assert ministry.accounts.users["100001"] == FakeUser(password="theirs", matricule=theirs)  # noqa: S106


def test_only_the_ministry_or_province_that_was_asked_for_is_served():
    ministry = Ministry(JEAN, ALINE)
    ministry.open(province="NGOZI")

    assert set(ministry.accounts.users) == {"100002"}
    assert ministry.open(ministry="sante publique").opened == 1


def test_matricules_asked_for_are_served_however_they_are_written_and_unknown_ones_told():
    ministry = Ministry(JEAN, ALINE)
    done = ministry.open(matricules=("100 001", "999999"))

    assert set(ministry.accounts.users) == {"100001"}
    assert (done.unknown, done.next) == (("999999",), None)


def test_a_servant_who_was_dismissed_gets_no_account_and_a_retired_one_does():
    ministry = Ministry(MARC, replace(JEAN, status="Retraité"))
    done = ministry.open()

    assert (done.opened, done.not_entitled) == (1, 1)
    assert set(ministry.accounts.users) == {"100001"}


def test_rounds_of_a_limit_go_on_with_the_cursor_until_all_have_one_account():
    ministry = Ministry(*many(450))
    rounds, cursor = [], None
    while True:
        done = ministry.open(limit=100, cursor=cursor)
        rounds.append(done.opened)
        cursor = done.next
        if cursor is None:
            break

    assert rounds == [100, 100, 100, 100, 50]
    assert len(ministry.calls("open")) == len(set(ministry.calls("open"))) == 450


def test_a_round_ends_in_time_with_every_slip_written():
    ministry = Ministry(*many(300))
    done = ministry.open(until=ministry.clock.now() + timedelta(seconds=10))

    assert 140 <= done.opened <= 160
    assert done.next is not None
    assert sorted(passwords(ministry.printed())) == sorted(user.password for user in ministry.accounts.users.values())


def test_when_the_pool_has_had_enough_the_round_ends_and_the_next_one_goes_on():
    ministry = Ministry(JEAN, ALINE)
    ministry.accounts.busy = 1
    done = ministry.open()
    again = ministry.open(cursor=done.next)

    assert (done.busy, done.opened) == (True, 0)
    assert (again.busy, again.opened, again.next) == (False, 2, None)


def test_nothing_is_opened_without_a_roster_or_an_address_for_the_slip():
    with pytest.raises(PermanentError, match="no_roster"):
        open_accounts(ProvisioningRequest(), FakeArchive(site_url=SITE), until=MORNING)
    ministry = Ministry(JEAN)
    ministry.settings = replace(ministry.settings, site_url="")
    with pytest.raises(PermanentError, match="no_site"):
        ministry.open()

    assert ministry.accounts.calls == []


def test_slips_that_were_lost_in_the_post_are_made_again_for_those_who_are_named():
    ministry = Ministry(JEAN, ALINE)
    ministry.open()
    old = ministry.accounts.users["100001"].password
    done = reset_accounts(["100001"], "fiches perdues", ministry)

    assert (done.opened, len(done.slips)) == (1, 1)
    assert ministry.accounts.users["100001"].password != old
    assert [(event.deed, event.reason) for event in ministry.account_ledger.history("100001", 5)] == [
        ("reset", "fiches perdues"),
        ("opened", ""),
    ]


def test_a_reset_that_was_cut_short_says_who_is_left_and_keeps_the_slips_of_the_others():
    ministry = Ministry(*many(5))
    ministry.open()
    ministry.accounts.busy_after = 3
    done = reset_accounts([each.matricule for each in many(5)] + ["200000"], "fiches perdues", ministry)

    assert (done.busy, done.opened, done.left) == (True, 1, ("200001", "200002", "200003", "200004"))
    assert passwords(ministry.outbox.objects[done.slips[0]]) == [ministry.accounts.users["200000"].password]
