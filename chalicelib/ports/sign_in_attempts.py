"""Port of sign-in attempts, counted by account and by address, and of the journal of sign-ins."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.model.audit import SignIn
from chalicelib.model.session import Tries


class SignInAttempts(Protocol):
    """Sign-in attempts, by account and by address."""

    def tries(self, key: str) -> Tries | None:
        """Read the count of attempts under a key."""

    def record_tries(self, key: str, tries: Tries, *, seen: Tries | None, until: datetime) -> None:
        """Write the count of attempts; raise `ConflictError` if it is no longer `seen`. It may be deleted after `until`."""

    def last_answer(self, account: str) -> str:
        """Read the mark of an account's last answered challenge; empty where there is none."""

    def record_answer(self, account: str, answer: str, *, seen: str) -> None:
        """Write the mark of an account's last answered challenge; raise `ConflictError` if it is no longer `seen`."""

    def record(self, sign_in: SignIn) -> None:
        """Write a sign-in into the journal; those of one `place` are counted together."""

    def sign_ins(self, name: str, *, before: str | None, limit: int) -> Sequence[SignIn]:
        """Return an account's sign-ins, the latest first; `before` is a sign-in's `place`."""
