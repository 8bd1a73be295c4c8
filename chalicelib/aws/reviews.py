"""Review queues, leases and decisions in the register's table; `table` has the keys."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from chalicelib.aws.attributes import Item, as_key_condition, when
from chalicelib.aws.faults import translated
from chalicelib.aws.items import TableAdapter, name_of
from chalicelib.aws.statements import LEASE_IS_FREE
from chalicelib.aws.table import decided_key, key_of, listing_items, piece_key
from chalicelib.model.codec import from_plain
from chalicelib.model.decision import Decision, Lease
from chalicelib.model.errors import ConflictError
from chalicelib.model.piece import Piece

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


_FORMER = "REVIEW"
"""Partition of the index by_time in which earlier code (until 30 November 2026) listed the pieces that wait for an archivist."""
_ADOPTED = 100
"""Pieces of that partition that one read of the queue lists anew."""


class ReviewsTable(TableAdapter):
    """Port `Reviews` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        """Use the table called `name`."""
        super().__init__(client, name)
        self._is_listed_anew = False

    def queued_pieces(
        self, selection: str, *, after: str | None, limit: int, latest_first: bool = False
    ) -> Sequence[tuple[str, Piece, Lease | None]]:
        """See `Reviews`."""
        self._list_former()
        if latest_first:
            listed = list(self._items.backward("by_status", selection, before=after, limit=limit))
        else:
            listed = list(self._items.forward("by_status", selection, after=after, limit=limit))
        keys = [piece_key(str(item["pk"]).removeprefix("LISTED#")) for item in listed]
        found = self._items.many(keys)
        pairs = zip(listed, keys, strict=True)
        return [(item["gsi1sk"], *_with_lease(found[name_of(key)])) for item, key in pairs if name_of(key) in found]

    def count_queued(self, selection: str, *, most: int) -> int:
        """See `Reviews`."""
        self._list_former()
        return self._items.count("by_status", selection, most=most)

    def _list_former(self) -> None:
        """List pieces that earlier code has put into the queue, and take them out of its own list; one empty read once that is done."""
        if self._is_listed_anew:
            return
        found = list(self._items.forward("by_time", _FORMER, limit=_ADOPTED))
        self._items.put(item for each in found for item in listing_items(from_plain(Piece, each)))
        for each in found:
            with suppress(ConflictError), translated():
                self._client.update_item(
                    **self._keyed(key_of(each["pk"], each["sk"])),
                    UpdateExpression="REMOVE gsi3pk, gsi3sk",
                    **when("gsi3pk = :former", former=_FORMER),
                )
        self._is_listed_anew = len(found) < _ADOPTED

    def sealed_pieces(self, *, after: str | None, limit: int) -> Sequence[Piece]:
        """See `Reviews`."""
        return [from_plain(Piece, item) for item in self._items.forward("by_time", "SEALED", after=after, limit=limit)]

    def count_sealed(self, *, most: int) -> int:
        """See `Reviews`."""
        return self._items.count("by_time", "SEALED", most=most)

    def decisions_since(self, reader: str, since: datetime) -> int:
        """See `Reviews`."""
        first = decided_key(reader, since)
        query = as_key_condition(when("pk = :pk AND sk >= :first", pk=first["pk"], first=first["sk"]))
        return max(0, sum(int(item["decisions"]) for item in self._items.found({"ConsistentRead": True} | query)))

    def piece_with_lease(self, piece: str) -> tuple[Piece, Lease | None] | None:
        """See `Reviews`."""
        item = self._items.one(piece_key(piece))
        return _with_lease(item) if item else None

    def acquire_lease(self, piece: Piece, lease: Lease, *, now: datetime) -> None:
        """See `Reviews`."""
        condition = when(
            f"#status = :was AND edition = :seen AND {LEASE_IS_FREE}",
            was=piece.status,
            seen=piece.edition,
            by=lease.by,
            now=now.isoformat(),
            until=lease.until.isoformat(),
        )
        change = "SET claimed_by = :by, claimed_until = :until"
        with translated():
            self._client.update_item(**self._keyed(piece_key(piece.piece)), UpdateExpression=change, **condition)

    def release_lease(self, piece: str, by: str) -> None:
        """See `Reviews`."""
        try:
            with translated():
                self._client.update_item(
                    **self._keyed(piece_key(piece)), UpdateExpression="REMOVE claimed_by, claimed_until", **when("claimed_by = :by", by=by)
                )
        except ConflictError:
            return  # nobody holds it, or another reader

    def decisions(self, piece: str, *, limit: int) -> Sequence[Decision]:
        """See `Reviews`."""
        query = as_key_condition(when("pk = :pk", pk=f"CHANGES#{piece}"))
        return [
            from_plain(Decision, item) for item in self._items.found({"ConsistentRead": True, "ScanIndexForward": False} | query, limit)
        ]

    def decisions_on(self, day: date) -> Iterator[Decision]:
        """See `Reviews`."""
        found = self._items.forward("by_time", f"DEEDS#{day.isoformat()}")
        return (from_plain(Decision, item) for item in found if str(item["pk"]).startswith("CHANGES#"))


def _with_lease(item: Item) -> tuple[Piece, Lease | None]:
    """Read a piece and its lease."""
    by, until = item.get("claimed_by"), item.get("claimed_until")
    return from_plain(Piece, item), Lease(by=by, until=datetime.fromisoformat(until)) if by and until else None
