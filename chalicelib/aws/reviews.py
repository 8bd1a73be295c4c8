"""Review queues, leases and decisions in the register's table; `table` has the keys."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from chalicelib.aws.faults import translated
from chalicelib.aws.items import TableAdapter, name_of
from chalicelib.aws.statements import LEASE_IS_FREE
from chalicelib.aws.table import Item, as_key_condition, decided_key, piece_key, when
from chalicelib.model.codec import from_plain
from chalicelib.model.decision import Decision, Lease
from chalicelib.model.errors import ConflictError
from chalicelib.model.piece import Piece


class ReviewsTable(TableAdapter):
    """Port `Reviews` on DynamoDB."""

    def queued_pieces(
        self, selection: str, *, after: str | None, limit: int, latest_first: bool = False
    ) -> Sequence[tuple[str, Piece, Lease | None]]:
        """See `Reviews`."""
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
        return self._items.count("by_status", selection, most=most)

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
