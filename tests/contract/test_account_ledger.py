"""Contract of the port AccountLedger."""

from dataclasses import replace
from datetime import timedelta

import boto3
import pytest
from moto import mock_aws

from chalicelib.aws.account_ledger import AccountLedgerTable
from chalicelib.model.account import Account, AccountEvent
from chalicelib.model.errors import ConflictError
from tests.fakes import MORNING, FakeAccountLedger
from tests.stage import REGION, TABLE
from tests.stage.account import make_table

JEAN = "100001"


@pytest.fixture(params=["memory", "aws"])
def ledger(request):
    if request.param == "memory":
        yield FakeAccountLedger()
        return
    with mock_aws():
        dynamodb = boto3.client("dynamodb", region_name=REGION)
        make_table(dynamodb)
        yield AccountLedgerTable(dynamodb, TABLE)


def account(matricule=JEAN, **facts):
    return Account(matricule=matricule, **({"status": "open", "changed_at": MORNING, "password_at": MORNING} | facts))


def deed(word, minutes=0, matricule=JEAN):
    return AccountEvent(matricule=matricule, at=MORNING + timedelta(minutes=minutes), deed=word, by="archivist", reason="fiche perdue")


def test_accounts_are_read_one_many_and_all(ledger):
    some = [account(f"{100000 + number}") for number in range(130)]
    ledger.record(some, [deed("opened", matricule=each.matricule) for each in some])

    assert ledger.account("100007") == some[7]
    assert ledger.account("999999") is None
    assert ledger.accounts([each.matricule for each in some] + ["999999"]) == {each.matricule: each for each in some}
    assert list(ledger.all_accounts()) == some


def test_what_was_done_is_read_the_latest_first(ledger):
    ledger.record([account()], [deed("opened"), deed("reset", 1), deed("closed", 2)])
    ledger.record([], [deed("closed", 2)])

    assert ledger.history(JEAN, 2) == [deed("closed", 2), deed("reset", 1)]


def test_of_two_who_change_one_account_at_once_one_is_told(ledger):
    ledger.record_if_unchanged(account(), deed("opened"), seen=None)
    later = replace(account(), changed_at=MORNING + timedelta(minutes=1))
    ledger.record_if_unchanged(later, deed("reset", 1), seen=account())

    for seen in (None, account()):
        with pytest.raises(ConflictError):
            ledger.record_if_unchanged(replace(later, status="closed"), deed("closed", 2), seen=seen)
    assert ledger.account(JEAN) == later
    assert [event.deed for event in ledger.history(JEAN, 9)] == ["reset", "opened"]
