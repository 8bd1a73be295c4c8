"""Contract of the port Accounts."""

from dataclasses import dataclass
from datetime import timedelta

import boto3
import pytest
from moto import mock_aws

from chalicelib.aws.accounts import PoolAccounts
from chalicelib.identity.passwords import first_password
from chalicelib.model.account import PoolAccount
from chalicelib.model.errors import PermanentError
from tests.fakes import FakeAccounts
from tests.stage import REGION
from tests.stage.account import declared

JEAN = "100001"


@dataclass(kw_only=True)
class Desk:
    """The port, and two operations of the service itself."""

    accounts: object
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

        yield Desk(accounts=accounts, give_role=give_role, sign_in=sign_in)
        return
    with mock_aws():
        cognito = boto3.client("cognito-idp", region_name=REGION)
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

        yield Desk(accounts=PoolAccounts(cognito, pool), give_role=give_role, sign_in=sign_in)


def _pool(cognito):
    """Create the template's pool, as far as moto implements it."""
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
