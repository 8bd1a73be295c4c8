"""Port of the user pool, as an administrator of accounts sees it."""

from datetime import timedelta
from typing import Protocol

from chalicelib.model.account import PoolAccount


class Accounts(Protocol):
    """Who checks passwords: Cognito's pool, as its administrators see it."""

    def first_password_lifetime(self) -> timedelta:
        """Tell how long a first password is good."""

    def open_account(self, matricule: str, password: str) -> bool:
        """Make an account with a first password; False, and nothing changed, where there is one."""

    def reset_password(self, matricule: str, password: str, *, forget_totp: bool = False) -> None:
        """Give a new first password and end every session; raise `PermanentError("no_account")`."""

    def disable(self, matricule: str) -> None:
        """Let nobody in and end every session; nothing where there is no account."""

    def enable(self, matricule: str) -> None:
        """Let in again; nothing where there is no account."""

    def look_up(self, matricule: str) -> PoolAccount | None:
        """Look at one account: it counts as active that month and is paid for, so never ask in bulk."""
