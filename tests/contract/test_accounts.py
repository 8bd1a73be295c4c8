"""What accounts and their ledger promise, in memory and on AWS."""

from dataclasses import dataclass, replace
from datetime import timedelta

import boto3
import pytest
from moto import mock_aws

from chalicelib.aws.account_ledger import AccountLedgerTable
from chalicelib.aws.accounts import PoolAccounts
from chalicelib.aws.register import RegisterTable
from chalicelib.identity.passwords import first_password
from chalicelib.model.account import Account, AccountEvent, PoolAccount
from chalicelib.model.errors import ConflictError, PermanentError
from chalicelib.model.servant import Servant
from tests.fakes import MORNING, FakeAccountLedger, FakeAccounts, FakeRegister
from tests.stage import REGION, TABLE
from tests.stage.account import declared, make_table

JEAN = "100001"


@dataclass(kw_only=True)
class Desk:
    """The ports, and what only the service itself can do."""

    accounts: object
    ledger: object
    register: object
    give_role: object
    sign_in: object


@pytest.fixture(params=["memory", "aws"])
def desk(request):
    if request.param == "memory":
        accounts = FakeAccounts()

        def give_role(matricule, group):
            accounts.users[matricule].groups |= {group}

        def sign_in(matricule, password):
            user = accounts.users[matricule]
            return user.enabled and user.password == password

        yield Desk(accounts=accounts, ledger=FakeAccountLedger(), register=FakeRegister(), give_role=give_role, sign_in=sign_in)
        return
    with mock_aws():
        cognito, dynamodb = (boto3.client(name, region_name=REGION) for name in ("cognito-idp", "dynamodb"))
        make_table(dynamodb)
        pool, client = _pool(cognito)

        def give_role(matricule, group):
            cognito.create_group(UserPoolId=pool, GroupName=group)
            cognito.admin_add_user_to_group(UserPoolId=pool, Username=matricule, GroupName=group)

        def sign_in(matricule, password):
            said = {"USERNAME": matricule, "PASSWORD": password}
            try:
                answer = cognito.admin_initiate_auth(
                    UserPoolId=pool, ClientId=client, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=said
                )
            except cognito.exceptions.NotAuthorizedException:
                return False
            return answer["ChallengeName"] == "NEW_PASSWORD_REQUIRED"

        ledger, register = AccountLedgerTable(dynamodb, TABLE), RegisterTable(dynamodb, TABLE)
        yield Desk(accounts=PoolAccounts(cognito, pool), ledger=ledger, register=register, give_role=give_role, sign_in=sign_in)


def _pool(cognito):
    """Make the template's own pool, as far as moto keeps it."""
    said = declared("readers.yaml", "UserPool")
    pool = cognito.create_user_pool(PoolName="readers", Policies=said["Policies"], Schema=[_typed(each) for each in said["Schema"]])
    made = pool["UserPool"]["Id"]
    flows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    return made, cognito.create_user_pool_client(UserPoolId=made, ClientName="api", ExplicitAuthFlows=flows)["UserPoolClient"]["ClientId"]


def _typed(attribute):
    return {name: value for name, value in attribute.items() if name in {"Name", "AttributeDataType", "Mutable"}}


def test_a_new_account_must_choose_its_password_and_leads_to_its_own_case_file(desk):
    password = first_password()
    opened = desk.accounts.open_account(JEAN, password)

    assert opened
    assert desk.accounts.look_up(JEAN) == PoolAccount(enabled=True, must_change=True, matricule=JEAN, totp=False, groups=frozenset())
    assert desk.sign_in(JEAN, password)


def test_an_account_that_exists_keeps_its_password(desk):
    password = first_password()
    desk.accounts.open_account(JEAN, password)
    opened = desk.accounts.open_account(JEAN, first_password())

    assert not opened
    assert desk.sign_in(JEAN, password)


def test_a_new_first_password_takes_the_place_of_the_old_one(desk):
    old, new = first_password(), first_password()
    desk.accounts.open_account(JEAN, old)
    desk.accounts.reset_password(JEAN, new, forget_totp=True)

    assert not desk.sign_in(JEAN, old)
    assert desk.sign_in(JEAN, new)


def test_a_closed_account_lets_nobody_in_until_it_is_opened_again(desk):
    password = first_password()
    desk.accounts.open_account(JEAN, password)
    desk.accounts.disable(JEAN)
    desk.accounts.disable(JEAN)
    closed = desk.accounts.look_up(JEAN).state
    entered = desk.sign_in(JEAN, password)
    desk.accounts.enable(JEAN)

    assert (closed, entered) == ("closed", False)
    assert desk.sign_in(JEAN, password)


def test_who_has_no_account_is_told_apart(desk):
    desk.accounts.disable("nobody")
    desk.accounts.enable("nobody")

    assert desk.accounts.look_up("nobody") is None
    with pytest.raises(PermanentError, match="no_account"):
        desk.accounts.reset_password("nobody", first_password())


def test_a_role_in_the_archive_is_seen(desk):
    desk.accounts.open_account(JEAN, first_password())
    desk.give_role(JEAN, "archivist")

    assert desk.accounts.look_up(JEAN).groups == {"archivist"}


def test_a_first_password_is_good_as_long_as_the_pool_says(desk):
    assert desk.accounts.first_password_lifetime() == timedelta(days=30)


def account(matricule=JEAN, **facts):
    return Account(matricule=matricule, **({"status": "open", "changed_at": MORNING, "password_at": MORNING} | facts))


def deed(word, minutes=0, matricule=JEAN):
    return AccountEvent(matricule=matricule, at=MORNING + timedelta(minutes=minutes), deed=word, by="archivist", reason="fiche perdue")


def test_accounts_are_read_one_many_and_all(desk):
    some = [account(f"{100000 + number}") for number in range(130)]
    desk.ledger.record(some, [deed("opened", matricule=each.matricule) for each in some])

    assert desk.ledger.account("100007") == some[7]
    assert desk.ledger.account("999999") is None
    assert desk.ledger.accounts([each.matricule for each in some] + ["999999"]) == {each.matricule: each for each in some}
    assert list(desk.ledger.all_accounts()) == some


def test_what_was_done_is_read_the_latest_first(desk):
    desk.ledger.record([account()], [deed("opened"), deed("reset", 1), deed("closed", 2)])
    desk.ledger.record([], [deed("closed", 2)])

    assert desk.ledger.history(JEAN, 2) == [deed("closed", 2), deed("reset", 1)]


def test_of_two_who_change_one_account_at_once_one_is_told(desk):
    desk.ledger.record_if_unchanged(account(), deed("opened"), seen=None)
    later = replace(account(), changed_at=MORNING + timedelta(minutes=1))
    desk.ledger.record_if_unchanged(later, deed("reset", 1), seen=account())

    for seen in (None, account()):
        with pytest.raises(ConflictError):
            desk.ledger.record_if_unchanged(replace(later, status="closed"), deed("closed", 2), seen=seen)
    assert desk.ledger.account(JEAN) == later
    assert [event.deed for event in desk.ledger.history(JEAN, 9)] == ["reset", "opened"]


def test_a_roster_is_read_page_by_page_to_its_end(desk):
    servants = [Servant(matricule=f"{100000 + number}", name=f"AGENT{number}") for number in range(25)]
    desk.register.put_servants("g1", servants)
    desk.register.put_servants("g2", [Servant(matricule="999999")])
    pages, after = [], None
    while True:
        page, after = desk.register.roster_page("g1", after, 10)
        pages.append(len(page))
        servants = [each for each in servants if each not in page]
        if after is None:
            break

    assert (pages, servants) == ([10, 10, 5], [])
