"""Contract of the port Identities: in memory, on moto, and where moto has no answer on botocore's model of Cognito."""

import base64
import json
from datetime import timedelta

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws

from chalicelib.aws.identities import CognitoIdentities
from chalicelib.identity.challenge_ticket import CHALLENGE_LIFETIME
from chalicelib.identity.passwords import SHORTEST
from chalicelib.model.errors import PermanentError, ReaderError, TransientError
from chalicelib.model.session import Challenge, SessionTokens
from tests.fakes import GRACE, RIGHT_CODE, FakeClock, FakeIdentities
from tests.stage import REGION
from tests.stage.account import declared
from tests.stage.pool import Door, pool_door

PASSWORD, OTHER = "Soleil-levant-7", "Lac-Tanganyika-8"


@pytest.fixture(params=["memory", "aws"])
def door(request):
    if request.param == "memory":
        fake = FakeIdentities(FakeClock())
        yield Door(identities=fake, put=fake.put, close=lambda name: setattr(fake.accounts[name], "closed", True))
        return
    with mock_aws():
        yield pool_door(boto3.client("cognito-idp", REGION))


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
    assert timedelta(minutes=client["AuthSessionValidity"]) == CHALLENGE_LIFETIME
    assert client["RefreshTokenRotation"] == {"Feature": "ENABLED", "RetryGracePeriodSeconds": GRACE.total_seconds()}


POOL, CLIENT, SECRET = "eu-west-1_Readers", "1client", "the-client-s-secret-that-nobody-knows"


SESSION = "a-session-of-cognito-s-own"


@pytest.fixture
def cognito():
    client = boto3.client("cognito-idp", "eu-west-1", aws_access_key_id="x", aws_secret_access_key="x")  # noqa: S106 - of nobody
    with Stubber(client) as stub:
        found = {"UserPoolClient": {"ClientSecret": SECRET}}
        stub.add_response("describe_user_pool_client", found, {"UserPoolId": POOL, "ClientId": CLIENT})
        yield CognitoIdentities(client, POOL, CLIENT), stub
        stub.assert_no_pending_responses()


def an_id_token(**claims):
    body = base64.urlsafe_b64encode(json.dumps({"cognito:username": "123456"} | claims).encode()).decode().rstrip("=")
    return f"head.{body}.signature"


def test_a_refresh_token_is_shown_with_the_client_s_secret_and_the_next_one_is_taken(cognito):
    door, stub = cognito
    token = an_id_token(**{"custom:matricule": "12 3456", "cognito:groups": ["archivist"]})
    result = {"IdToken": token, "AccessToken": "access", "RefreshToken": "next", "ExpiresIn": 900, "TokenType": "Bearer"}
    shown = {"RefreshToken": "first", "ClientId": CLIENT, "ClientSecret": SECRET}
    stub.add_response("get_tokens_from_refresh_token", {"AuthenticationResult": result}, shown)
    tokens = door.refresh_tokens("first")

    assert (tokens.token, tokens.access, tokens.refresh, tokens.expires_in) == (token, "access", "next", 900)
    assert (tokens.reader.name, tokens.reader.matricule, tokens.reader.roles) == ("123456", "123456", {"servant", "archivist"})


@pytest.mark.parametrize("code", ["NotAuthorizedException", "RefreshTokenReuseException", "UserNotFoundException"])
def test_a_refresh_token_that_is_over_ends_the_session(cognito, code):
    door, stub = cognito
    stub.add_client_error("get_tokens_from_refresh_token", code)
    with pytest.raises(ReaderError) as refused:
        door.refresh_tokens("old")

    assert (refused.value.code, refused.value.detail) == ("not_signed_in", code)
    assert refused.value.__cause__ is not None


def test_a_session_is_revoked_with_the_client_s_secret(cognito):
    door, stub = cognito
    stub.add_response("revoke_token", {}, {"Token": "refresh", "ClientId": CLIENT, "ClientSecret": SECRET})

    assert door.revoke_session("refresh") is None


@pytest.mark.parametrize(
    ("operation", "call", "code", "word"),
    [
        ("admin_initiate_auth", "sign_in", "PasswordResetRequiredException", "sign_in_refused"),
        ("admin_initiate_auth", "sign_in", "UserNotConfirmedException", "sign_in_refused"),
        ("admin_initiate_auth", "sign_in", "InvalidParameterException", "sign_in_refused"),
        ("admin_respond_to_auth_challenge", "answer_challenge", "NotAuthorizedException", "challenge_over"),
        ("admin_respond_to_auth_challenge", "answer_challenge", "CodeMismatchException", "wrong_code"),
        ("admin_respond_to_auth_challenge", "answer_challenge", "ExpiredCodeException", "wrong_code"),
        ("admin_respond_to_auth_challenge", "answer_challenge", "InvalidPasswordException", "weak_password"),
        ("admin_respond_to_auth_challenge", "answer_challenge", "PasswordHistoryPolicyViolationException", "weak_password"),
        ("confirm_forgot_password", "reset_password", "CodeMismatchException", "wrong_code"),
        ("confirm_forgot_password", "reset_password", "UserNotFoundException", "wrong_code"),
        ("confirm_forgot_password", "reset_password", "LimitExceededException", "too_many_attempts"),
    ],
)
def test_cognito_s_word_becomes_one_of_ours(cognito, operation, call, code, word):
    door, stub = cognito
    stub.add_client_error(operation, code)
    given = {
        "sign_in": ("123456", "password"),
        "answer_challenge": (Challenge(kind="totp", name="123456", session=SESSION), "123456"),
        "reset_password": ("123456", "654321", "password"),
    }[call]
    with pytest.raises(ReaderError) as refused:
        getattr(door, call)(*given)

    assert (refused.value.code, refused.value.detail) == (word, code)


def test_a_busy_cognito_is_asked_again_later(cognito):
    door, stub = cognito
    stub.add_client_error("admin_initiate_auth", "TooManyRequestsException")
    with pytest.raises(TransientError):
        door.sign_in("123456", "password")


def test_a_pool_that_is_not_there_is_a_fault_of_ours_and_no_wrong_password(cognito):
    door, stub = cognito
    stub.add_client_error("admin_initiate_auth", "ResourceNotFoundException")
    with pytest.raises(Exception, match="ResourceNotFoundException") as broken:
        door.sign_in("123456", "password")

    assert not isinstance(broken.value, ReaderError | PermanentError | TransientError)


@pytest.mark.parametrize("code", ["UserNotFoundException", "InvalidParameterException", "NotAuthorizedException", "LimitExceededException"])
def test_a_code_that_cannot_be_sent_is_passed_over(cognito, code):
    door, stub = cognito
    stub.add_client_error("forgot_password", code)

    assert door.send_reset_code("123456") is None


def test_a_challenge_that_nobody_provided_for_lets_nobody_in(cognito):
    door, stub = cognito
    stub.add_response("admin_initiate_auth", {"ChallengeName": "SMS_MFA", "Session": SESSION, "ChallengeParameters": {}})
    with pytest.raises(ReaderError) as refused:
        door.sign_in("123456", "password")

    assert refused.value.code == "sign_in_refused"


def test_cognito_is_answered_by_the_name_and_the_session_that_it_gave(cognito):
    door, stub = cognito
    said = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": SESSION, "ChallengeParameters": {"USER_ID_FOR_SRP": "inner-name"}}
    stub.add_response("admin_initiate_auth", said)
    challenge = door.sign_in("123456", "password")

    assert challenge == Challenge(kind="new_password", name="inner-name", session=SESSION)


def test_nothing_secret_is_shown_where_values_are_printed(cognito):
    door, stub = cognito
    result = {"IdToken": an_id_token(), "AccessToken": "acc3ss", "RefreshToken": "r3fresh", "ExpiresIn": 900}
    stub.add_response("admin_initiate_auth", {"AuthenticationResult": result})
    printed = repr(door.sign_in("123456", "password")) + repr(Challenge(kind="totp", name="n", session=SESSION)) + repr(door)

    assert not [word for word in ("acc3ss", "r3fresh", "signature", SESSION, SECRET) if word in printed]
