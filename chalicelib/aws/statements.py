"""Conditional writes to the register's table, one after another or together in a transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.attributes import Item, expression_values, to_attributes, when
from chalicelib.aws.faults import cancellation_codes, is_busy
from chalicelib.aws.items import ATTEMPTS, pause
from chalicelib.aws.table import NEW, tally_key
from chalicelib.model.batch_line import counted_pages, is_sealed
from chalicelib.model.decision import Decision
from chalicelib.model.errors import ConflictError, TransientError
from chalicelib.model.piece import BatchLine

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LEASE_IS_FREE = "(attribute_not_exists(claimed_by) OR claimed_by = :by OR claimed_until <= :now)"
"""Condition on a piece: no other reader than `:by` holds its lease at the time `:now`."""
_RETRIED = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
"""Cancellation reasons after which the same transaction may succeed: DynamoDB's TransactWriteItems, "CancellationReasons"."""


class Transaction:
    """Writes that DynamoDB makes all together or not at all."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        """Collect writes to the table called `table`."""
        self._client = client
        self._table = table
        self._steps: list[Item] = []

    def put(self, item: Item, *, new: bool = False, was: str | None = None) -> None:
        """Write an item; with `new` only where there is none, with `was` only over one of that status."""
        condition: Item = when("#status = :was", was=was) if was else {}
        condition = NEW if new else condition
        self._steps.append({"Put": {"TableName": self._table, "Item": to_attributes(item)} | condition})

    def require(self, key: Item, condition: Item) -> None:
        """Make the transaction depend on an item that it does not write."""
        self._steps.append({"ConditionCheck": {"TableName": self._table, "Key": to_attributes(key)} | condition})

    def update(
        self, key: Item, facts: Mapping[str, Any], was: str, *, edition: int | None = None, decision: Decision | None = None
    ) -> None:
        """Set attributes of an item of status `was`, and remove those that are None.

        Args:
            key: of the item.
            facts: values by attribute.
            was: the status that the item must have.
            edition: the edition that it must have.
            decision: a person's decision; no other reader may hold the lease, and the lease ends.
        """
        facts = dict(facts) | ({"claimed_by": None, "claimed_until": None} if decision else {})
        kept = {name: value for name, value in facts.items() if value is not None}
        gone = [f"#{name}" for name in facts if name not in kept]
        conditions, values = ["#status = :was"], kept | {"was": was}
        if edition is not None:
            conditions, values = [*conditions, "edition = :seen"], values | {"seen": edition}
        if decision is not None:
            conditions, values = [*conditions, LEASE_IS_FREE], values | {"by": decision.by, "now": decision.at.isoformat()}
        words = "SET " + ", ".join(f"#{name} = :{name}" for name in kept) + (" REMOVE " + ", ".join(gone) if gone else "")
        self._update(key, words, facts, values, {"ConditionExpression": " AND ".join(conditions)})

    def unlist(self, key: Item, until: datetime) -> None:
        """Take an item out of the index by_status; DynamoDB may delete it after `until`."""
        facts = {"gsi1pk": None, "gsi1sk": None, "expires_at": int(until.timestamp())}
        self._update(key, "SET #expires_at = :expires_at REMOVE #gsi1pk, #gsi1sk", facts, {"expires_at": facts["expires_at"]}, {})

    def add(self, key: Item, name: str, number: int, until: datetime) -> None:
        """Add to an attribute of an item; DynamoDB may delete it after `until`."""
        values = {name: number, "expires_at": int(until.timestamp())}
        self._update(key, f"ADD #{name} :{name} SET #expires_at = :expires_at", values, values, {})

    def count(self, line: BatchLine, moves: Mapping[str, int], at: datetime) -> None:
        """Add to the sums of a line's batch: so many of each status and of pages, and one move."""
        sums = {**moves, "moves": 1}
        words = "ADD " + ", ".join(f"#{name} :{name}" for name in sums) + " SET moved_at = :at"
        self._update(tally_key(line.batch, line.line), words, sums, sums | {"at": at.isoformat()}, {})

    def commit(self) -> None:
        """Make the writes.

        Raises:
            ConflictError: a condition does not hold.
            TransientError: eight attempts met other transactions on the same items, or a throttled table.
        """
        for attempt in range(ATTEMPTS):
            try:
                self._client.transact_write_items(TransactItems=self._steps)  # type: ignore[arg-type]
            except ClientError as error:
                codes = cancellation_codes(error)
                if "ConditionalCheckFailed" in codes:
                    raise ConflictError("conflict", "a condition no longer holds") from error
                if not (codes & _RETRIED or is_busy(error)):
                    raise
                pause(attempt)
            except BotoCoreError as error:
                raise TransientError("unreachable", type(error).__name__) from error
            else:
                return
        raise TransientError("busy", "a transaction met concurrent ones too often")

    def _update(self, key: Item, words: str, names: Mapping[str, Any], values: Mapping[str, Any], condition: Item) -> None:
        aliases = {"ExpressionAttributeNames": {f"#{name}": name for name in names}}
        step = (
            {"TableName": self._table, "Key": to_attributes(key), "UpdateExpression": words}
            | condition
            | aliases
            | expression_values(values)
        )
        self._steps.append({"Update": step})


def ended_pages(line: BatchLine, sign: int) -> dict[str, int]:
    """Return the pages that a line's end adds to its batch (`sign` 1) or its reopening takes away (-1); no entry for none."""
    pages = counted_pages(line)
    return {"pages": sign * pages} if pages else {}


def status_moves(line: BatchLine, become: BatchLine) -> dict[str, int]:
    """Return what a line's change of status adds to the sums of its batch."""
    sealed = is_sealed(become) - is_sealed(line)
    moves = {"sealed": sealed} if sealed else {}
    pages = counted_pages(become) - counted_pages(line)
    if pages:
        moves["pages"] = pages
    return moves if become.status == line.status else moves | {line.status: -1, become.status: 1}
