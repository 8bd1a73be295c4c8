"""The register's part for open sessions, on DynamoDB; `table` has the keys."""

from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.aws.faults import translated
from chalicelib.aws.items import Items
from chalicelib.aws.table import Item, key_of, plain_of, to_attributes, when
from chalicelib.ports import Session
from chalicelib.records import from_plain

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class SessionsTable:
    """The sessions' port on DynamoDB. Its time-to-live (`expires_at`) clears what is over, some days late; nothing relies on it."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        """Speak to the table called `name`."""
        self._client = client
        self._name = name
        self._items = Items(client, name)

    def session(self, mark: str) -> Session | None:
        """See `Sessions`."""
        item = self._items.one(_key(mark))
        return from_plain(Session, item) if item and "refresh" in item else None

    def keep(self, mark: str, session: Session, *, seen: Session | None, until: datetime) -> None:
        """See `Sessions`. No condition where it begins: the SDK repeats a write whose answer was lost, and must not meet its own."""
        condition: Item = {}
        if seen is not None:
            condition = when("#refresh = :refresh", refresh=seen.refresh) | {"ExpressionAttributeNames": {"#refresh": "refresh"}}
        self._put(_key(mark) | plain_of(session), until, condition)

    def end(self, mark: str, at: datetime) -> None:
        """See `Sessions`. It is written over and not deleted: nobody has that right, and a rival who still holds it must see an end."""
        self._put(_key(mark), at, {})

    def _put(self, item: Item, until: datetime, condition: Item) -> None:
        attributes = to_attributes(item | {"expires_at": int(until.timestamp())})
        with translated():
            self._client.put_item(TableName=self._name, Item=attributes, **condition)


def _key(mark: str) -> Item:
    return key_of(f"SESSION#{mark}", "#META")
