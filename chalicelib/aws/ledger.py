"""What the register knows of accounts, on DynamoDB; `table` has the keys."""

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.account import Account, AccountEvent
from chalicelib.aws.faults import translated
from chalicelib.aws.register import RegisterTable
from chalicelib.aws.table import (
    Item,
    account_event_item,
    account_item,
    account_key,
    as_key_condition,
    from_attributes,
    to_attributes,
    when,
)
from chalicelib.errors import ConflictError, TransientError
from chalicelib.records import from_plain

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_ATTEMPTS = 8
_BATCH_READ = 100


class LedgerTable:
    """The ledger's port on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        """Speak to the table called `name`."""
        self._client = client
        self._name = name

    def account(self, matricule: str) -> Account | None:
        """See `Ledger`."""
        with translated():
            found = self._client.get_item(TableName=self._name, Key=to_attributes(account_key(matricule)), ConsistentRead=True)
        return from_plain(Account, from_attributes(found["Item"])) if "Item" in found else None

    def accounts(self, matricules: Sequence[str]) -> Mapping[str, Account]:
        """See `Ledger`."""
        asked = list(dict.fromkeys(matricules))
        found = (self._some(asked[start : start + _BATCH_READ]) for start in range(0, len(asked), _BATCH_READ))
        return {account.matricule: account for some in found for account in some}

    def every(self) -> Iterator[Account]:
        """See `Ledger`."""
        return self._query({"ConsistentRead": True} | as_key_condition(when("pk = :pk", pk="ACCOUNTS")), Account)

    def note(self, accounts: Sequence[Account], events: Sequence[AccountEvent] = ()) -> None:
        """See `Ledger`. What was done is written first: a journal that says too much is better than one that says too little."""
        table = RegisterTable(self._client, self._name)
        table.put_items(account_event_item(event) for event in events)
        table.put_items(account_item(account) for account in accounts)

    def turn(self, account: Account, event: AccountEvent, *, seen: Account | None) -> None:
        """See `Ledger`."""
        condition: Item = {"ConditionExpression": "attribute_not_exists(pk)"}
        if seen is not None:
            condition = when("#status = :was AND changed_at = :then", was=seen.status, then=seen.changed_at.isoformat())
        steps: list[Any] = [
            {"Put": {"TableName": self._name, "Item": to_attributes(account_item(account))} | condition},
            {"Put": {"TableName": self._name, "Item": to_attributes(account_event_item(event))}},
        ]
        try:
            with translated():
                self._client.transact_write_items(TransactItems=steps)
        except ClientError as error:
            reasons = {reason.get("Code") for reason in error.response.get("CancellationReasons", [])}
            if "ConditionalCheckFailed" in reasons:
                raise ConflictError("conflict", "the account has been changed") from error
            if "TransactionConflict" in reasons:
                raise TransientError("busy", "a rival writes the same account") from error
            raise

    def history(self, matricule: str, limit: int) -> Sequence[AccountEvent]:
        """See `Ledger`."""
        query: Item = {"ScanIndexForward": False, "Limit": limit} | as_key_condition(when("pk = :pk", pk=f"ACCOUNT#{matricule}"))
        with translated():
            found = self._client.query(TableName=self._name, ConsistentRead=True, **query)
        return [from_plain(AccountEvent, from_attributes(item)) for item in found["Items"]]

    def _some(self, matricules: Sequence[str]) -> Sequence[Account]:
        left: Any = {self._name: {"Keys": [to_attributes(account_key(each)) for each in matricules], "ConsistentRead": True}}
        found: list[Account] = []
        for attempt in range(_ATTEMPTS):
            if attempt:
                time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311 - jitter
            with translated():
                answer = self._client.batch_get_item(RequestItems=left)
            found += [from_plain(Account, from_attributes(item)) for item in answer["Responses"].get(self._name, [])]
            left = answer.get("UnprocessedKeys")
            if not left:
                return found
        raise TransientError("busy", "a bulk read was throttled too often")

    def _query(self, query: Item, kind: type[Account]) -> Iterator[Account]:
        token: Item = {}
        while True:
            with translated():
                answer = self._client.query(TableName=self._name, **query, **token)
            yield from (from_plain(kind, from_attributes(item)) for item in answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            token = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
