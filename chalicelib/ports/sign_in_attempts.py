"""Port of the record of sign-in attempts, by account and by address."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.model.audit import SignIn
from chalicelib.model.session import Tries


class SignInAttempts(Protocol):
    """What the register knows of the door: who tried how often, and what became of it."""

    def tries(self, key: str) -> Tries | None:
        """Read how often was tried."""

    def record_tries(self, key: str, tries: Tries, *, seen: Tries | None, until: datetime) -> None:
        """Count; raise `ConflictError` if it is no longer as seen. It may be forgotten after `until`."""

    def spend_once(self, mark: str, until: datetime) -> None:
        """Use up what is good once; raise `ConflictError` if it was used before."""

    def record(self, sign_in: SignIn) -> None:
        """Write into the journal; what has one place is counted together."""

    def sign_ins(self, name: str, *, before: str | None, limit: int) -> Sequence[SignIn]:
        """Read an account's part, the latest first; `before` is a `place`."""
