"""What every door promises: who is let in, who tried, what is written down of it, and which sessions are open."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from chalicelib.aws.consultations import ConsultationsTable
from chalicelib.aws.identities import CognitoIdentities
from chalicelib.aws.sessions import SessionsTable
from chalicelib.aws.sign_in_attempts import SignInAttemptsTable
from chalicelib.identity.passwords import SHORTEST
from chalicelib.identity.sign_in import PATIENCE
from chalicelib.model.audit import SignIn
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.session import Challenge, OpenSession, SessionTokens, Tries
from tests.fakes import GRACE, RIGHT_CODE, FakeClock, FakeIdentities, FakeSessions, FakeSignInAttempts
from tests.stage import REGION, TABLE
from tests.stage.account import declared, make_table

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
PASSWORD, OTHER = "Soleil-levant-7", "Lac-Tanganyika-8"


@dataclass(kw_only=True)
class Door:
    """A door, and how an administrator makes accounts behind it."""

    identities: object
    put: object
    close: object


@pytest.fixture(params=["memory", "aws"])
def door(request):
    if request.param == "memory":
        fake = FakeIdentities(FakeClock())
        yield Door(identities=fake, put=fake.put, close=lambda name: setattr(fake.accounts[name], "closed", True))
        return
    with mock_aws():
        yield pool_door(boto3.client("cognito-idp", REGION))


def pool_door(client):
    """Make the pool that the template declares, as far as moto keeps it."""
    said = declared("readers.yaml", "UserPool")
    wanted = {part: said[part] for part in ("Policies", "Schema", "MfaConfiguration")}
    wanted["Schema"][0]["StringAttributeConstraints"] = {"MinLength": "1", "MaxLength": "32"}
    pool = client.create_user_pool(PoolName="readers", **wanted)["UserPool"]["Id"]
    said = declared("readers.yaml", "ReadersClient")
    parts = ("GenerateSecret", "ExplicitAuthFlows", "PreventUserExistenceErrors", "ReadAttributes")
    made = client.create_user_pool_client(UserPoolId=pool, ClientName="api", **{part: said[part] for part in parts})
    client_id = made["UserPoolClient"]["ClientId"]
    client.create_group(UserPoolId=pool, GroupName="archivist")

    def put(name, password, *, matricule=None, groups=(), temporary=False):
        attributes = [{"Name": "custom:matricule", "Value": matricule}] if matricule else []
        client.admin_create_user(UserPoolId=pool, Username=name, UserAttributes=attributes, TemporaryPassword=password)
        if not temporary:
            client.admin_set_user_password(UserPoolId=pool, Username=name, Password=password, Permanent=True)
        for group in groups:
            client.admin_add_user_to_group(UserPoolId=pool, Username=name, GroupName=group)

    # moto knows neither call: its older one answers in their place, and a revoked token is one that it forgets.
    revoked = set()

    def goes_on(params, **_):
        given = {"REFRESH_TOKEN": _json(params)["RefreshToken"]}
        refusal = {"Error": {"Code": "NotAuthorizedException", "Message": "Invalid Refresh Token"}, "ResponseMetadata": {}}
        if given["REFRESH_TOKEN"] in revoked:
            return _Http(400), refusal
        try:
            found = client.admin_initiate_auth(UserPoolId=pool, ClientId=client_id, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=given)
        except (KeyError, ClientError):
            return _Http(400), refusal
        return _Http(200), found

    def revokes(params, **_):
        revoked.add(_json(params)["Token"])
        return _Http(200), {}

    client.meta.events.register("before-call.cognito-identity-provider.GetTokensFromRefreshToken", goes_on)
    client.meta.events.register("before-call.cognito-identity-provider.RevokeToken", revokes)
    return Door(
        identities=CognitoIdentities(client, pool, client_id),
        put=put,
        close=lambda name: client.admin_disable_user(UserPoolId=pool, Username=name),
    )


@dataclass
class _Http:
    status_code: int


def _json(params):
    return json.loads(params["body"])


def refusal(call, *given):
    with pytest.raises(ReaderError) as refused:
        call(*given)
    return refused.value.code


def test_the_right_password_lets_in_and_says_whom(door):
    door.put("123456", PASSWORD, matricule="123456")
    door.put("aline", PASSWORD, groups=["archivist"])
    servant, staff = (door.identities.sign_in(name, PASSWORD) for name in ("123456", "aline"))

    assert (servant.reader.name, servant.reader.matricule, servant.reader.roles) == ("123456", "123456", {"servant"})
    assert (staff.reader.name, staff.reader.matricule, staff.reader.roles) == ("aline", None, {"archivist"})
    assert servant.expires_in > 0
    assert servant.refresh


def test_no_is_one_word_whatever_the_reason(door):
    door.put("123456", PASSWORD)
    door.put("closed", PASSWORD)
    door.close("closed")

    assert refusal(door.identities.sign_in, "123456", "wrong") == "sign_in_refused"
    assert refusal(door.identities.sign_in, "nobody", PASSWORD) == "sign_in_refused"
    assert refusal(door.identities.sign_in, "closed", PASSWORD) == "sign_in_refused"


def test_a_first_password_asks_for_an_own_one(door):
    door.put("123456", PASSWORD, temporary=True)
    challenge = door.identities.sign_in("123456", PASSWORD)
    tokens = door.identities.answer_challenge(challenge, OTHER)

    assert isinstance(challenge, Challenge)
    assert (challenge.kind, tokens.reader.name) == ("new_password", "123456")
    assert refusal(door.identities.sign_in, "123456", PASSWORD) == "sign_in_refused"
    assert isinstance(door.identities.sign_in("123456", OTHER), SessionTokens)


def test_a_session_goes_on_until_it_is_revoked(door):
    door.put("123456", PASSWORD, matricule="123456")
    first = door.identities.sign_in("123456", PASSWORD)
    second = door.identities.refresh_tokens(first.refresh)
    last = second.refresh or first.refresh
    door.identities.revoke_session(last)
    door.identities.revoke_session(last)

    assert second.reader == first.reader
    assert refusal(door.identities.refresh_tokens, last) == "not_signed_in"
    assert refusal(door.identities.refresh_tokens, "made-up") == "not_signed_in"


def test_every_session_of_an_account_can_be_ended(door):
    door.put("123456", PASSWORD)
    door.put("aline", PASSWORD)
    tokens, others = [door.identities.sign_in("123456", PASSWORD) for _ in range(2)], door.identities.sign_in("aline", PASSWORD)
    door.identities.sign_out_everywhere("123456")
    door.identities.sign_out_everywhere("nobody")

    assert [refusal(door.identities.refresh_tokens, each.refresh) for each in tokens] == ["not_signed_in"] * 2
    assert door.identities.refresh_tokens(others.refresh)


def test_a_password_is_changed_by_who_knows_it(door):
    door.put("123456", PASSWORD)
    access = door.identities.sign_in("123456", PASSWORD).access

    assert refusal(door.identities.change_password, access, "Wrong-password-1", OTHER) == "wrong_password"
    door.identities.change_password(access, PASSWORD, OTHER)
    assert isinstance(door.identities.sign_in("123456", OTHER), SessionTokens)


def test_an_authenticator_s_code_is_asked_until_it_is_dropped(door):
    door.put("123456", PASSWORD)
    access = door.identities.sign_in("123456", PASSWORD).access
    secret = door.identities.begin_totp(access)
    before = door.identities.sign_in("123456", PASSWORD)
    door.identities.confirm_totp(access, RIGHT_CODE)
    challenge = door.identities.sign_in("123456", PASSWORD)
    tokens = door.identities.answer_challenge(challenge, RIGHT_CODE)
    door.identities.remove_totp(tokens.access)

    assert secret
    assert isinstance(before, SessionTokens)
    assert (challenge.kind, tokens.reader.name) == ("totp", "123456")
    assert isinstance(door.identities.sign_in("123456", PASSWORD), SessionTokens)


def test_a_code_is_sent_in_the_same_silence_whether_or_not_there_is_an_account(door):
    door.put("123456", PASSWORD)

    assert door.identities.send_reset_code("123456") is None
    assert door.identities.send_reset_code("nobody") is None


def test_the_key_is_secret_and_stays_the_same(door):
    assert door.identities.signing_key() == door.identities.signing_key()
    assert len(door.identities.signing_key()) >= 16


def test_the_rules_of_passwords_and_of_patience_are_the_pool_s_own():
    policy = declared("readers.yaml", "UserPool")["Policies"]["PasswordPolicy"]
    required = {name.removeprefix("Require") for name, wanted in policy.items() if name.startswith("Require") and wanted}

    assert policy["MinimumLength"] == SHORTEST
    assert required == {"Lowercase", "Uppercase", "Numbers"}
    client = declared("readers.yaml", "ReadersClient")
    assert timedelta(minutes=client["AuthSessionValidity"]) == PATIENCE
    assert client["RefreshTokenRotation"] == {"Feature": "ENABLED", "RetryGracePeriodSeconds": GRACE.total_seconds()}


# -- what the register knows of the door


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


def test_what_is_good_once_is_good_once(attempts):
    attempts.spend_once("a", AT)
    attempts.spend_once("b", AT)
    with pytest.raises(ConflictError):
        attempts.spend_once("a", AT)


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


# -- open sessions


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
