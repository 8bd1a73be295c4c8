"""Port of the user pool's administration: accounts are opened, reset, disabled and enabled."""

from datetime import timedelta
from typing import Protocol

from chalicelib.model.account import PoolAccount


class Accounts(Protocol):
    """Accounts of the user pool."""

    def first_password_lifetime(self) -> timedelta:
        """Return how long a first password is valid."""

    def open_account(self, matricule: str, password: str) -> bool:
        """Create an account with a first password; return False, and change nothing, if it exists."""

    def reset_password(self, matricule: str, password: str, *, forget_totp: bool = False) -> None:
        """Set a new first password and end all sessions; raise `PermanentError("no_account")`."""

    def disable(self, matricule: str) -> None:
        """Refuse sign-in and end all sessions; nothing happens without an account."""

    def enable(self, matricule: str) -> None:
        """Allow sign-in again; nothing happens without an account."""

    def look_up(self, matricule: str) -> PoolAccount | None:
        """Read one account. Cognito's price counts a user who was read as active that month: do not call it in bulk."""
