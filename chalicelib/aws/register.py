"""The register's one table: rosters, batches, readings, pieces and reviews; `table` has the keys.

Every write that may meet another one carries the condition under which it is right; if the condition fails, `ConflictError` is raised.
"""

from collections.abc import Iterable, Iterator

from chalicelib.aws.acts import ActsTable
from chalicelib.aws.attributes import when
from chalicelib.aws.batches import BatchesTable
from chalicelib.aws.pieces import PiecesTable
from chalicelib.aws.readings import ReadingsTable
from chalicelib.aws.reviews import ReviewsTable
from chalicelib.aws.rosters import RostersTable
from chalicelib.aws.table import key_of, plain_of, restored_items
from chalicelib.model.codec import from_plain
from chalicelib.model.errors import ConflictError
from chalicelib.model.register import Bookmark, Restored

_SCHEMA = key_of("SCHEMA", "#META")
_WRITERS = 8
"""Threads for restored values; the client's pool has ten connections."""


class RegisterTable(RostersTable, BatchesTable, ReadingsTable, PiecesTable, ReviewsTable, ActsTable):
    """Port `Register` on DynamoDB."""

    def schema_version(self) -> int | None:
        """See `Register`."""
        found = self._items.one(_SCHEMA)
        return int(found["version"]) if found else None

    def mark_schema(self, version: int) -> None:
        """See `Register`."""
        try:
            self._items.write(_SCHEMA | {"version": version}, when("attribute_not_exists(pk) OR version < :version", version=version))
        except ConflictError:
            return

    def bookmark(self, duty: str) -> Bookmark | None:
        """See `Register`."""
        item = self._items.one(key_of("BOOKMARKS", duty))
        return from_plain(Bookmark, item) if item else None

    def put_bookmark(self, duty: str, bookmark: Bookmark) -> None:
        """See `Register`."""
        self._items.write(key_of("BOOKMARKS", duty) | plain_of(bookmark))

    def bookmarks(self, beginning: str) -> Iterator[str]:
        """See `Register`."""
        return (str(item["sk"]) for item in self._items.beginning_with("BOOKMARKS", beginning))

    def restore(self, values: Iterable[Restored]) -> None:
        """See `Register`."""
        self._items.put((item for value in values for item in restored_items(value)), writers=_WRITERS)
