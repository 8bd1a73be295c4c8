"""Administration of the user pool in Cognito.

Accounts are created without a message (`SUPPRESS`): most servants have no address, and the first password is printed on a slip.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.aws.faults import code_of, translated
from chalicelib.model.account import PoolAccount
from chalicelib.model.errors import PermanentError
from chalicelib.model.identifiers import normalise

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

_NO_SUCH_USER = "UserNotFoundException"
_USER_EXISTS = "UsernameExistsException"
_DEFAULT_DAYS = 7
"""Cognito's default where the pool's policy has no TemporaryPasswordValidityDays."""


class PoolAccounts:
    """Port `Accounts` on Cognito."""

    def __init__(self, client: "CognitoIdentityProviderClient", pool: str) -> None:
        """Use the user pool `pool`."""
        self._client = client
        self._pool = pool
        self._validity: timedelta | None = None

    def first_password_lifetime(self) -> timedelta:
        """See `Accounts`. Read from the pool once: an administrator may change it in the console, and the slip prints it."""
        if self._validity is None:
            with translated():
                pool = self._client.describe_user_pool(UserPoolId=self._pool)["UserPool"]
            policy = pool.get("Policies", {}).get("PasswordPolicy", {})
            self._validity = timedelta(days=policy.get("TemporaryPasswordValidityDays") or _DEFAULT_DAYS)
        return self._validity

    def open_account(self, matricule: str, password: str) -> bool:
        """See `Accounts`."""
        try:
            with translated():
                self._client.admin_create_user(
                    UserPoolId=self._pool,
                    Username=matricule,
                    TemporaryPassword=password,
                    UserAttributes=[{"Name": "custom:matricule", "Value": matricule}],
                    MessageAction="SUPPRESS",
                )
        except ClientError as error:
            if code_of(error) != _USER_EXISTS:
                raise
            return False
        return True

    def reset_password(self, matricule: str, password: str, *, forget_totp: bool = False) -> None:
        """See `Accounts`. Password first: a session that begins before the global sign-out would outlive it."""
        with _existing():
            self._client.admin_set_user_password(UserPoolId=self._pool, Username=matricule, Password=password, Permanent=False)
            if forget_totp:
                self._client.admin_set_user_mfa_preference(
                    UserPoolId=self._pool, Username=matricule, SoftwareTokenMfaSettings={"Enabled": False, "PreferredMfa": False}
                )
            self._client.admin_user_global_sign_out(UserPoolId=self._pool, Username=matricule)

    def disable(self, matricule: str) -> None:
        """See `Accounts`."""
        with _if_existing():
            self._client.admin_disable_user(UserPoolId=self._pool, Username=matricule)
            self._client.admin_user_global_sign_out(UserPoolId=self._pool, Username=matricule)

    def enable(self, matricule: str) -> None:
        """See `Accounts`."""
        with _if_existing():
            self._client.admin_enable_user(UserPoolId=self._pool, Username=matricule)

    def look_up(self, matricule: str) -> PoolAccount | None:
        """See `Accounts`."""
        try:
            with _existing():
                user = self._client.admin_get_user(UserPoolId=self._pool, Username=matricule)
                groups = self._client.admin_list_groups_for_user(UserPoolId=self._pool, Username=matricule)["Groups"]
        except PermanentError:
            return None
        said = {attribute["Name"]: attribute.get("Value", "") for attribute in user.get("UserAttributes", [])}
        return PoolAccount(
            enabled=user.get("Enabled", True),
            must_change=user["UserStatus"] in {"FORCE_CHANGE_PASSWORD", "RESET_REQUIRED"},
            matricule=normalise(said.get("custom:matricule", "")) or None,
            totp="SOFTWARE_TOKEN_MFA" in user.get("UserMFASettingList", []),
            groups=frozenset(group["GroupName"] for group in groups),
            email=said.get("email") if said.get("email_verified") == "true" else None,
        )


@contextmanager
def _existing() -> Iterator[None]:
    """Raise `PermanentError("no_account")` if the user does not exist."""
    try:
        with translated():
            yield
    except ClientError as error:
        if code_of(error) != _NO_SUCH_USER:
            raise
        raise PermanentError("no_account") from error


@contextmanager
def _if_existing() -> Iterator[None]:
    """Ignore that the user does not exist."""
    try:
        with _existing():
            yield
    except PermanentError as error:
        if error.code != "no_account":
            raise
