"""Sign-in by Cognito, and what readers change of their own account.

Passwords are tried only by the API (ADMIN_USER_PASSWORD_AUTH, with the function's rights and the client's secret); the browser never
calls Cognito. The client's secret is read from Cognito when it is first needed and is stored nowhere else.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from botocore.exceptions import ClientError

from chalicelib.aws.faults import code_of, translated
from chalicelib.model.errors import ReaderError
from chalicelib.model.reader import reader_of
from chalicelib.model.session import Challenge, SessionTokens

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

_NOT_AUTHENTICATED = ("NotAuthorizedException", "UserNotFoundException", "UserNotConfirmedException", "PasswordResetRequiredException")
_WEAK = dict.fromkeys(("InvalidPasswordException", "PasswordHistoryPolicyViolationException"), "weak_password")
_WRONG_CODE = dict.fromkeys(("CodeMismatchException", "ExpiredCodeException", "EnableSoftwareTokenMFAException"), "wrong_code")
_TOO_MANY = dict.fromkeys(("LimitExceededException", "TooManyFailedAttemptsException"), "too_many_attempts")

SIGN_IN = dict.fromkeys((*_NOT_AUTHENTICATED, "InvalidParameterException"), "sign_in_refused")
ANSWER = _WEAK | _WRONG_CODE | dict.fromkeys((*_NOT_AUTHENTICATED, "InvalidParameterException"), "challenge_over")
REFRESH = dict.fromkeys((*_NOT_AUTHENTICATED, "RefreshTokenReuseException", "InvalidParameterException"), "not_signed_in")
CHANGE = _WEAK | _TOO_MANY | {"NotAuthorizedException": "wrong_password", "InvalidParameterException": "weak_password"}
RESET = _WEAK | _WRONG_CODE | _TOO_MANY | dict.fromkeys((*_NOT_AUTHENTICATED, "InvalidParameterException"), "wrong_code")
TOTP = _WRONG_CODE | dict.fromkeys(("InvalidParameterException", "SoftwareTokenMFANotFoundException"), "wrong_code")
"""By call: the archive's word for each of Cognito's codes. Other codes mean busy, or a bug: see `faults`."""

_NOT_SENT = (*_NOT_AUTHENTICATED, "InvalidParameterException", "LimitExceededException", "CodeDeliveryFailureException")
_ALREADY_ENDED = ("UnsupportedTokenTypeException", "InvalidParameterException", "NotAuthorizedException")
_WAIT = 300
"""Seconds to wait after Cognito has limited attempts; its answer names no time."""

_KINDS: Mapping[str, tuple[Literal["new_password", "totp"], str]] = {
    "NEW_PASSWORD_REQUIRED": ("new_password", "NEW_PASSWORD"),
    "SOFTWARE_TOKEN_MFA": ("totp", "SOFTWARE_TOKEN_MFA_CODE"),
}
"""By Cognito's name of a challenge: ours, and the parameter that takes the answer."""


class CognitoIdentities:
    """Port `Identities` on Cognito."""

    def __init__(self, client: "CognitoIdentityProviderClient", pool: str, client_id: str) -> None:
        """Use the user pool `pool` through its client `client_id`."""
        self._client = client
        self._pool = pool
        self._client_id = client_id

    def signing_key(self) -> bytes:
        """See `Identities`. Derived from the client's secret, which cannot be computed from it."""
        return hmac.new(self._secret.encode(), b"ububiko tickets and marks", hashlib.sha256).digest()

    def sign_in(self, name: str, password: str) -> SessionTokens | Challenge:
        """See `Identities`."""
        parameters = {"USERNAME": name, "PASSWORD": password, "SECRET_HASH": self._hash(name)}
        with _translated_by(SIGN_IN):
            answer = self._client.admin_initiate_auth(
                UserPoolId=self._pool, ClientId=self._client_id, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=parameters
            )
        return _outcome(answer, name)

    def answer_challenge(self, challenge: Challenge, answer: str) -> SessionTokens | Challenge:
        """See `Identities`."""
        word, place = next((word, place) for word, (kind, place) in _KINDS.items() if kind == challenge.kind)
        parameters = {"USERNAME": challenge.name, place: answer, "SECRET_HASH": self._hash(challenge.name)}
        with _translated_by(ANSWER):
            done = self._client.admin_respond_to_auth_challenge(
                UserPoolId=self._pool,
                ClientId=self._client_id,
                ChallengeName=word,  # type: ignore[arg-type]
                ChallengeResponses=parameters,
                Session=challenge.session,
            )
        return _outcome(done, challenge.name)

    def refresh_tokens(self, refresh: str) -> SessionTokens:
        """See `Identities`. If the client rotates tokens, the answer has the next refresh token."""
        with _translated_by(REFRESH):
            answer = self._client.get_tokens_from_refresh_token(RefreshToken=refresh, ClientId=self._client_id, ClientSecret=self._secret)
        return _tokens(answer["AuthenticationResult"])

    def revoke_session(self, refresh: str) -> None:
        """See `Identities`."""
        with _ignored(_ALREADY_ENDED):
            self._client.revoke_token(Token=refresh, ClientId=self._client_id, ClientSecret=self._secret)

    def sign_out_everywhere(self, name: str) -> None:
        """See `Identities`."""
        with _ignored(("UserNotFoundException",)):
            self._client.admin_user_global_sign_out(UserPoolId=self._pool, Username=name)

    def change_password(self, access: str, old: str, new: str) -> None:
        """See `Identities`."""
        with _translated_by(CHANGE):
            self._client.change_password(AccessToken=access, PreviousPassword=old, ProposedPassword=new)

    def begin_totp(self, access: str) -> str:
        """See `Identities`."""
        with translated():
            return self._client.associate_software_token(AccessToken=access)["SecretCode"]

    def confirm_totp(self, access: str, code: str) -> None:
        """See `Identities`."""
        with _translated_by(TOTP):
            self._client.verify_software_token(AccessToken=access, UserCode=code)
        self._require_codes(access, asked=True)

    def remove_totp(self, access: str) -> None:
        """See `Identities`."""
        self._require_codes(access, asked=False)

    def send_reset_code(self, name: str) -> None:
        """See `Identities`."""
        with _ignored(_NOT_SENT):
            self._client.forgot_password(ClientId=self._client_id, SecretHash=self._hash(name), Username=name)

    def reset_password(self, name: str, code: str, password: str) -> None:
        """See `Identities`."""
        with _translated_by(RESET):
            self._client.confirm_forgot_password(
                ClientId=self._client_id, SecretHash=self._hash(name), Username=name, ConfirmationCode=code, Password=password
            )

    def _require_codes(self, access: str, *, asked: bool) -> None:
        with translated():
            self._client.set_user_mfa_preference(AccessToken=access, SoftwareTokenMfaSettings={"Enabled": asked, "PreferredMfa": asked})

    def _hash(self, name: str) -> str:
        """Compute Cognito's SECRET_HASH for a user name."""
        return base64.b64encode(hmac.new(self._secret.encode(), (name + self._client_id).encode(), hashlib.sha256).digest()).decode()

    @cached_property
    def _secret(self) -> str:
        with translated():
            found = self._client.describe_user_pool_client(UserPoolId=self._pool, ClientId=self._client_id)
        return found["UserPoolClient"]["ClientSecret"]


def _outcome(answer: Any, name: str) -> SessionTokens | Challenge:  # noqa: ANN401 - boto3's answers
    word = answer.get("ChallengeName")
    if not word:
        return _tokens(answer["AuthenticationResult"])
    if word not in _KINDS:
        raise ReaderError("sign_in_refused", f"{word} is not provided for")
    said = answer.get("ChallengeParameters", {})
    return Challenge(kind=_KINDS[word][0], name=said.get("USER_ID_FOR_SRP") or name, session=answer["Session"])


def _tokens(result: Any) -> SessionTokens:  # noqa: ANN401 - as above
    claims = _claims(result["IdToken"])
    groups = claims.get("cognito:groups") or []
    return SessionTokens(
        token=result["IdToken"],
        access=result["AccessToken"],
        refresh=result.get("RefreshToken"),
        expires_in=int(result["ExpiresIn"]),
        reader=reader_of(str(claims["cognito:username"]), groups, claims.get("custom:matricule")),
        person=" ".join(filter(None, (claims.get("given_name"), claims.get("family_name")))) or None,
    )


def _claims(token: str) -> dict[str, Any]:
    """Read the claims of a token without verifying it: it comes from Cognito itself over TLS."""
    body = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims


@contextmanager
def _translated_by(words: Mapping[str, str]) -> Iterator[None]:
    """Raise the archive's word for Cognito's code; the code is logged and not shown."""
    with translated():
        try:
            yield
        except ClientError as error:
            word = words.get(code_of(error))
            if word is None:
                raise
            raise ReaderError(word, code_of(error), wait=_WAIT if word == "too_many_attempts" else None) from error


@contextmanager
def _ignored(codes: tuple[str, ...]) -> Iterator[None]:
    """Ignore errors with these codes."""
    with translated():
        try:
            yield
        except ClientError as error:
            if code_of(error) not in codes:
                raise
