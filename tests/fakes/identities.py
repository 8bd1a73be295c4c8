"""The user pool in memory, as sign-in sees it."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from chalicelib.model.errors import ReaderError, TransientError
from chalicelib.model.reader import reader_of
from chalicelib.model.session import Challenge, SessionTokens

SECRET = "JBSWY3DPEHPK3PXP"  # noqa: S105 - of an authenticator that nobody has
RIGHT_CODE = "123456"
"""Code of every authenticator and of every mail."""
GRACE = timedelta(seconds=60)
"""`infra/readers.yaml`, RetryGracePeriodSeconds."""


@dataclass(kw_only=True)
class PoolUser:
    name: str
    password: str
    matricule: str | None = None
    groups: list[str] = field(default_factory=list)
    temporary: bool = False
    closed: bool = False
    totp: bool = False


def nothing():
    """Do nothing, in place of what a concurrent request does."""


class FakeIdentities:
    """A user pool. A wrong password takes longer than an unknown name; a refresh token is valid once, and again for 60 s."""

    def __init__(self, clock):
        self._clock, self._numbers = clock, count(1)
        self.accounts, self.open, self.sent, self.tried = {}, {}, [], []
        self._shown = {}
        """When a refresh token was first used."""
        self.busy = 0
        """Number of answers to challenges that fail as throttled."""
        self.meanwhile = nothing
        """Called once, before the next refresh: what a concurrent request does."""

    def put(self, name, password, **facts):
        self.accounts[name.casefold()] = PoolUser(name=name, password=password, **facts)

    def signing_key(self):
        return b"a key of the tests"

    def sign_in(self, name, password):
        self.tried.append(name)
        account = self.accounts.get(name.casefold())
        if account is None:
            raise ReaderError("sign_in_refused", "UserNotFoundException")
        self._clock.pause(0.3)
        if account.closed or account.password != password:
            raise ReaderError("sign_in_refused", "NotAuthorizedException")
        return self._next(account, new_password=account.temporary)

    def answer_challenge(self, challenge, answer):
        if self.busy:
            self.busy -= 1
            raise TransientError("busy", "TooManyRequestsException")
        account = self.accounts[challenge.name.casefold()]
        if challenge.session not in self.open:
            raise ReaderError("challenge_over")
        if challenge.kind == "totp" and answer != RIGHT_CODE:
            raise ReaderError("wrong_code")
        del self.open[challenge.session]
        if challenge.kind == "totp":
            return self._tokens(account)
        account.password, account.temporary = answer, False
        return self._next(account)

    def refresh_tokens(self, refresh):
        meanwhile, self.meanwhile = self.meanwhile, nothing
        meanwhile()
        name, now = self.open.get(refresh), self._clock.now()
        if name is None or self.accounts[name].closed or now - self._shown.setdefault(refresh, now) > GRACE:
            raise ReaderError("not_signed_in")
        return self._tokens(self.accounts[name])

    def revoke_session(self, refresh):
        self.open.pop(refresh, None)

    def sign_out_everywhere(self, name):
        self.open = {refresh: each for refresh, each in self.open.items() if each != name.casefold()}

    def change_password(self, access, old, new):
        account = self._account(access)
        if account.password != old:
            raise ReaderError("wrong_password")
        account.password = new

    def begin_totp(self, access):
        self._account(access)
        return SECRET

    def confirm_totp(self, access, code):
        if code != RIGHT_CODE:
            raise ReaderError("wrong_code")
        self._account(access).totp = True

    def remove_totp(self, access):
        self._account(access).totp = False

    def send_reset_code(self, name):
        if name.casefold() in self.accounts:
            self.sent.append(name)

    def reset_password(self, name, code, password):
        if name.casefold() not in self.accounts or code != RIGHT_CODE:
            raise ReaderError("wrong_code")
        account = self.accounts[name.casefold()]
        account.password, account.temporary = password, False

    def _next(self, account, *, new_password=False):
        if not (new_password or account.totp):
            return self._tokens(account)
        session = f"challenge-{next(self._numbers)}-of-the-pool"
        self.open[session] = account.name.casefold()
        return Challenge(kind="new_password" if new_password else "totp", name=account.name, session=session)

    def _tokens(self, account):
        number = next(self._numbers)
        self.open[f"refresh-{number}"] = account.name.casefold()
        reader = reader_of(account.name, account.groups, account.matricule)
        access = f"access-{number}-{account.name.casefold()}"
        return SessionTokens(token=f"id-{number}", access=access, refresh=f"refresh-{number}", expires_in=900, reader=reader)

    def _account(self, access):
        return self.accounts[access.split("-", 2)[2]]
