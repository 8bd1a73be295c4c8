"""Account ledger in the register's table; `table` has the keys."""

from collections.abc import Iterator, Mapping, Sequence

from chalicelib.aws.attributes import Item, as_key_condition, when
from chalicelib.aws.items import TableAdapter
from chalicelib.aws.table import NEW, account_event_item, account_item, account_key
from chalicelib.model.account import Account, AccountEvent
from chalicelib.model.codec import from_plain
from chalicelib.model.errors import ConflictError


class AccountLedgerTable(TableAdapter):
    """Port `AccountLedger` on DynamoDB."""

    def account(self, matricule: str) -> Account | None:
        """See `AccountLedger`."""
        item = self._items.one(account_key(matricule))
        return from_plain(Account, item) if item else None

    def accounts(self, matricules: Sequence[str]) -> Mapping[str, Account]:
        """See `AccountLedger`."""
        found = self._items.many([account_key(each) for each in dict.fromkeys(matricules)])
        return {account.matricule: account for account in (from_plain(Account, item) for item in found.values())}

    def all_accounts(self) -> Iterator[Account]:
        """See `AccountLedger`."""
        found = self._items.found({"ConsistentRead": True} | as_key_condition(when("pk = :pk", pk="ACCOUNTS")))
        return (from_plain(Account, item) for item in found)

    def record(self, accounts: Sequence[Account], events: Sequence[AccountEvent] = ()) -> None:
        """See `AccountLedger`. Events are written first: after a crash the journal may name a change that was not made, never miss one."""
        self._items.put(account_event_item(event) for event in events)
        self._items.put(account_item(account) for account in accounts)

    def record_if_unchanged(self, account: Account, event: AccountEvent, *, seen: Account | None) -> None:
        """See `AccountLedger`."""
        condition: Item = NEW
        if seen is not None:
            condition = when("#status = :was AND changed_at = :then", was=seen.status, then=seen.changed_at.isoformat())
        if not self._write_together([self._put(account_item(account), condition), self._put(account_event_item(event))]):
            raise ConflictError("conflict", "the account has been changed")

    def history(self, matricule: str, limit: int) -> Sequence[AccountEvent]:
        """See `AccountLedger`."""
        query = as_key_condition(when("pk = :pk", pk=f"ACCOUNT#{matricule}"))
        found = self._items.found({"ConsistentRead": True, "ScanIndexForward": False} | query, limit)
        return [from_plain(AccountEvent, item) for item in found]
