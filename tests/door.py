"""The door in memory: a pool of readers, and what the register knows of it, with the promises that `contract/` asks of AWS's too."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count

from chalicelib.model.errors import ConflictError, ReaderError, TransientError
from chalicelib.model.reader import reader_of
from chalicelib.model.session import Challenge, SessionTokens

SECRET = "JBSWY3DPEHPK3PXP"  # noqa: S105 - of an authenticator that nobody has
RIGHT_CODE = "123456"
"""Of every authenticator, and of every mail."""
GRACE = timedelta(seconds=60)
"""`infra/readers.yaml`, RetryGracePeriodSeconds."""


@dataclass(kw_only=True)
class Account:
    name: str
    password: str
    matricule: str | None = None
    groups: list[str] = field(default_factory=list)
    temporary: bool = False
    closed: bool = False
    totp: bool = False


def nothing():
    """What a bystander does."""


class FakeIdentities:
    """A pool. A wrong password takes it longer than an unknown name, and a refresh token is good once, and for its grace."""

    def __init__(self, clock):
        self._clock, self._numbers = clock, count(1)
        self.accounts, self.open, self.sent, self.tried = {}, {}, [], []
        self._shown = {}
        """Since when a refresh token was followed by another."""
        self.busy = 0
        """How many answers to a challenge it is too busy to take."""
        self.meanwhile = nothing
        """What somebody else does while a session waits for its next tokens."""

    def put(self, name, password, **facts):
        self.accounts[name.casefold()] = Account(name=name, password=password, **facts)

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


class FakeSessions:
    def __init__(self):
        self.rows = {}
        self.busy = 0
        """How many questions it is too busy to take."""
        self.meanwhile = nothing
        """What somebody else does just before the next write."""

    def session(self, mark):
        self._answer()
        return self.rows.get(mark)

    def keep(self, mark, session, *, seen, until):
        meanwhile, self.meanwhile = self.meanwhile, nothing
        meanwhile()
        self._answer()
        stands = self.rows.get(mark)
        if seen and (stands is None or stands.refresh != seen.refresh):
            raise ConflictError("conflict")
        self.rows[mark] = session

    def end(self, mark, at):
        self.rows[mark] = None

    def _answer(self):
        if self.busy:
            self.busy -= 1
            raise TransientError("busy", "ThrottlingException")


class FakeSignInAttempts:
    def __init__(self):
        self._tries, self._spent, self._journal = {}, set(), defaultdict(dict)
        self.rivals = 0
        """How many moves somebody else will make first."""

    def tries(self, key):
        return self._tries.get(key)

    def record_tries(self, key, tries, *, seen, until):
        if self.rivals:
            self.rivals -= 1
            raise ConflictError("conflict")
        if self._tries.get(key) != seen:
            raise ConflictError("conflict")
        self._tries[key] = tries

    def spend_once(self, mark, until):
        if mark in self._spent:
            raise ConflictError("conflict")
        self._spent.add(mark)

    def record(self, sign_in):
        page = self._journal[sign_in.name.casefold()]
        before = page.get(sign_in.place)
        page[sign_in.place] = replace(before, times=before.times + sign_in.times) if before else sign_in

    def sign_ins(self, name, *, before, limit):
        page = self._journal[name.casefold()]
        return [page[place] for place in sorted(page, reverse=True) if before is None or place < before][:limit]

    def all(self):
        """Everything that was written down, in time."""
        return sorted((each for page in self._journal.values() for each in page.values()), key=lambda each: each.at)
