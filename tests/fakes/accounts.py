"""The user pool in memory, as its administrators see it."""

from dataclasses import dataclass
from datetime import timedelta

from chalicelib.model.account import PoolAccount
from chalicelib.model.errors import PermanentError, TransientError


@dataclass
class FakeUser:
    """A user of the pool."""

    password: str
    matricule: str | None
    enabled: bool = True
    must_change: bool = True
    totp: bool = False
    groups: frozenset = frozenset()
    signed_out: int = 0
    email: str | None = None
    """Verified."""


class FakeAccounts:
    """A user pool; `calls` has every call, since Cognito charges for users that are active."""

    def __init__(self):
        self.users, self.calls, self.busy, self.busy_after = {}, [], 0, None

    def first_password_lifetime(self):
        return timedelta(days=30)

    def open_account(self, matricule, password):
        self._call("open", matricule)
        if matricule in self.users:
            return False
        self.users[matricule] = FakeUser(password=password, matricule=matricule)
        return True

    def reset_password(self, matricule, password, *, forget_totp=False):
        self._call("renew", matricule)
        user = self.users.get(matricule)
        if user is None:
            raise PermanentError("no_account")
        user.password, user.must_change = password, True
        user.totp = user.totp and not forget_totp
        user.signed_out += 1

    def disable(self, matricule):
        self._call("close", matricule)
        if matricule in self.users:
            self.users[matricule].enabled = False
            self.users[matricule].signed_out += 1

    def enable(self, matricule):
        self._call("reopen", matricule)
        if matricule in self.users:
            self.users[matricule].enabled = True

    def look_up(self, matricule):
        self._call("standing", matricule)
        user = self.users.get(matricule)
        if user is None:
            return None
        facts = {name: getattr(user, name) for name in ("enabled", "must_change", "matricule", "totp", "groups", "email")}
        return PoolAccount(**facts)

    def _call(self, name, matricule):
        if self.busy_after is not None:
            self.busy_after -= 1
            self.busy, self.busy_after = (1, None) if self.busy_after < 0 else (self.busy, self.busy_after)
        if self.busy:
            self.busy -= 1
            raise TransientError("busy", "TooManyRequestsException")
        self.calls.append((name, matricule))
