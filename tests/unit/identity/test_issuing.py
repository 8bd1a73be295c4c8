"""First passwords: how fast they are issued, and on which paper."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.identity.provisioning import ProvisioningRequest, open_accounts
from chalicelib.model.errors import TransientError
from tests.fakes import MORNING
from tests.unit.identity.ministry import JEAN, Ministry, many, passwords


def test_no_more_accounts_a_second_than_the_setting_says():
    ministry = Ministry(*many(150))
    open_accounts(ProvisioningRequest(), ministry, until=MORNING + timedelta(minutes=13))

    assert timedelta(seconds=9) < ministry.clock.now() - MORNING < timedelta(seconds=11)


def test_a_file_holds_two_hundred_slips_at_most():
    ministry = Ministry(*many(450))
    done = ministry.open()

    assert [len(passwords(ministry.outbox.objects[key])) for key in done.slips] == [200, 200, 50]


def test_a_password_stands_on_the_slip_and_nowhere_in_the_register():
    ministry = Ministry(JEAN)
    done = ministry.open()

    password = ministry.accounts.users["100001"].password
    assert password not in repr((done, list(ministry.account_ledger.all_accounts()), ministry.account_ledger.events))


def test_a_slip_that_was_lost_with_the_worker_is_written_again_with_a_new_password():
    ministry = Ministry(JEAN)
    ministry.outbox.broken = True
    with pytest.raises(TransientError):
        ministry.open()
    lost = ministry.accounts.users["100001"].password
    ministry.outbox.broken = False
    done = ministry.open()

    assert done.opened == 1
    assert passwords(ministry.printed()) == [ministry.accounts.users["100001"].password] != [lost]
    assert ministry.open().already == 1


def test_a_name_cannot_put_markup_on_a_slip():
    ministry = Ministry(replace(JEAN, name="<script>alert(1)</script>", province='"><img src=x>'))
    ministry.open()

    page = ministry.printed()
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_a_slip_fetches_nothing_and_the_stub_says_no_password():
    ministry = Ministry(JEAN)
    ministry.open()

    page = ministry.printed()
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)=|url\(|@import", page)
    assert ministry.accounts.users["100001"].password[-4:] not in page.partition('<footer class="stub">')[2]
