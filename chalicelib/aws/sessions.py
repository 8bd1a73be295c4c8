"""Open sessions in the register's table; `table` has the keys."""

from datetime import datetime

from chalicelib.aws.attributes import Item, when
from chalicelib.aws.items import TableAdapter
from chalicelib.aws.table import key_of, plain_of
from chalicelib.model.codec import from_plain
from chalicelib.model.session import OpenSession


class SessionsTable(TableAdapter):
    """Port `Sessions` on DynamoDB. DynamoDB deletes expired items (`expires_at`) within days; nothing depends on it."""

    def session(self, mark: str) -> OpenSession | None:
        """See `Sessions`."""
        item = self._items.one(_key(mark))
        return from_plain(OpenSession, item) if item and "refresh" in item else None

    def keep(self, mark: str, session: OpenSession, *, seen: OpenSession | None, until: datetime) -> None:
        """See `Sessions`. A new session is written without a condition: the SDK repeats a write whose answer was lost."""
        condition: Item = {}
        if seen is not None:
            condition = when("#refresh = :refresh", refresh=seen.refresh) | {"ExpressionAttributeNames": {"#refresh": "refresh"}}
        self._items.write(_key(mark) | plain_of(session), condition, until=until)

    def end(self, mark: str, at: datetime) -> None:
        """See `Sessions`. The item is overwritten: no function may delete, and a concurrent refresh must find the session ended."""
        self._items.write(_key(mark), until=at)


def _key(mark: str) -> Item:
    return key_of(f"SESSION#{mark}", "#META")
