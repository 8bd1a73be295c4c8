"""Who may touch accounts, and who may ever see a slip, in the template that is deployed."""

from infra.template import Template
from tests.packaging.reading import listed, of_type, statements

LEAVING = {"AdminDisableUser", "AdminEnableUser", "AdminUserGlobalSignOut"}


def test_no_function_and_no_uploader_may_read_a_slip(deployed: Template) -> None:
    reading = [
        (name, place)
        for name, statement in statements(deployed)
        if statement["Effect"] == "Allow" and {"s3:GetObject", "s3:GetObjectVersion"} & set(listed(statement["Action"]))
        for place in listed(statement["Resource"])
        if "-outbox-" in place
    ]

    assert len(reading) > 3
    assert [each for each in reading if not each[1].endswith(("/receipts/*", "/reports/*", "/reports/rosters/*"))] == []


def test_slips_are_gone_after_two_weeks_with_every_version(deployed: Template) -> None:
    rules = of_type(deployed, "AWS::S3::Bucket")["Outbox"]["Properties"]["LifecycleConfiguration"]["Rules"]
    (rule,) = [rule for rule in rules if rule.get("Prefix") == "slips/"]

    assert (rule["Status"], rule["ExpirationInDays"], rule["NoncurrentVersionExpiration"]["NoncurrentDays"]) == ("Enabled", 14, 1)


def test_slips_are_written_by_the_administrators_function_alone(deployed: Template) -> None:
    writing = {
        name.split(".")[0]
        for name, statement in statements(deployed)
        if "s3:PutObject" in listed(statement["Action"]) and any("/slips/" in place for place in listed(statement.get("Resource", [])))
    }

    assert writing == {"AdministerRole"}


def test_passwords_are_given_by_the_counter_and_the_administrators_function_alone(deployed: Template) -> None:
    giving = {
        name.split(".")[0]
        for name, statement in statements(deployed)
        if {"cognito-idp:AdminCreateUser", "cognito-idp:AdminSetUserPassword"} & set(listed(statement["Action"]))
    }

    assert giving == {"AdministerRole", "ApiHandlerRole"}


def test_a_new_roster_may_close_and_reopen_accounts_and_nothing_else(deployed: Template) -> None:
    may = {
        action.removeprefix("cognito-idp:")
        for name, statement in statements(deployed)
        if name.startswith("LoadRosterRole")
        for action in listed(statement["Action"])
        if action.startswith("cognito-idp:")
    }

    assert may == LEAVING


def test_nothing_of_ours_deletes_an_account_or_gives_a_role(deployed: Template) -> None:
    actions = {action for _, statement in statements(deployed) for action in listed(statement["Action"])}

    assert not {"cognito-idp:AdminDeleteUser", "cognito-idp:AdminAddUserToGroup", "cognito-idp:AdminUpdateUserAttributes"} & actions


def test_a_first_password_is_good_for_thirty_days(deployed: Template) -> None:
    (pool,) = of_type(deployed, "AWS::Cognito::UserPool").values()

    assert pool["Properties"]["Policies"]["PasswordPolicy"]["TemporaryPasswordValidityDays"] == 30
