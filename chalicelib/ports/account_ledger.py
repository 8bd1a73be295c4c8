"""Port of the account ledger: the state of each servant's account, and what was done to it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from chalicelib.model.account import Account, AccountEvent


class AccountLedger(Protocol):
    """Servants' accounts as the register records them."""

    def account(self, matricule: str) -> Account | None:
        """Read one account."""

    def accounts(self, matricules: Sequence[str]) -> Mapping[str, Account]:
        """Read many accounts in few requests, by matricule; absent accounts are left out."""

    def all_accounts(self) -> Iterator[Account]:
        """Read all accounts in the order of their matricules."""

    def record(self, accounts: Sequence[Account], events: Sequence[AccountEvent] = ()) -> None:
        """Write accounts and events of accounts; repeatable."""

    def record_if_unchanged(self, account: Account, event: AccountEvent, *, seen: Account | None) -> None:
        """Write an account and its event at once; raise `ConflictError` if the account is no longer `seen`."""

    def history(self, matricule: str, limit: int) -> Sequence[AccountEvent]:
        """Return the events of an account, the latest first."""
