"""Port of the ledger of accounts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from chalicelib.model.account import Account, AccountEvent


class AccountLedger(Protocol):
    """What the register knows of accounts."""

    def account(self, matricule: str) -> Account | None:
        """Read one."""

    def accounts(self, matricules: Sequence[str]) -> Mapping[str, Account]:
        """Read many in few requests, by matricule; those that are there."""

    def all_accounts(self) -> Iterator[Account]:
        """Read all."""

    def record(self, accounts: Sequence[Account], events: Sequence[AccountEvent] = ()) -> None:
        """Write many, and what was done to them; repeatable."""

    def record_if_unchanged(self, account: Account, event: AccountEvent, *, seen: Account | None) -> None:
        """Write one and what was done to it at once; raise `ConflictError` if it is no longer as seen."""

    def history(self, matricule: str, limit: int) -> Sequence[AccountEvent]:
        """Read what was done to an account, the latest first."""
