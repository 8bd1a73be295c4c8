"""The register's part for open sessions, on DynamoDB; `table` has the keys."""

from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.aws.items import Items
from chalicelib.aws.table import Item, key_of, plain_of, when
from chalicelib.model.codec import from_plain
from chalicelib.model.session import OpenSession

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class SessionsTable:
    """The sessions' port on DynamoDB. Its time-to-live (`expires_at`) clears what is over, some days late; nothing relies on it."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        """Speak to the table called `name`."""
        self._items = Items(client, name)

    def session(self, mark: str) -> OpenSession | None:
        """See `Sessions`."""
        item = self._items.one(_key(mark))
        return from_plain(OpenSession, item) if item and "refresh" in item else None

    def keep(self, mark: str, session: OpenSession, *, seen: OpenSession | None, until: datetime) -> None:
        """See `Sessions`. No condition where it begins: the SDK repeats a write whose answer was lost, and must not meet its own."""
        condition: Item = {}
        if seen is not None:
            condition = when("#refresh = :refresh", refresh=seen.refresh) | {"ExpressionAttributeNames": {"#refresh": "refresh"}}
        self._items.write(_key(mark) | plain_of(session), condition, until=until)

    def end(self, mark: str, at: datetime) -> None:
        """See `Sessions`. It is written over and not deleted: nobody has that right, and a rival who still holds it must see an end."""
        self._items.write(_key(mark), until=at)


def _key(mark: str) -> Item:
    return key_of(f"SESSION#{mark}", "#META")
