"""What we say to Cognito where moto cannot answer, held against botocore's own model of it."""

import base64
import json

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.aws.identities import CognitoIdentities
from chalicelib.model.errors import PermanentError, ReaderError, TransientError
from chalicelib.model.session import Challenge

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
