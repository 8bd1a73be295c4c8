"""Originals and their readings in the register's table; `table` has the keys."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chalicelib.aws.attributes import Item, expression_values, from_attributes
from chalicelib.aws.faults import translated
from chalicelib.aws.items import TableAdapter, name_of
from chalicelib.aws.table import digest_of, original_key, pages_key
from chalicelib.model.codec import from_plain
from chalicelib.model.errors import ConflictError
from chalicelib.model.piece import REREADINGS, Original


class ReadingsTable(TableAdapter):
    """Port `Readings` on DynamoDB."""

    def original(self, digest: str) -> Original | None:
        """See `Readings`."""
        item = self._items.one(original_key(digest))
        return from_plain(Original, item) if item else None

    def originals(self, digests: Sequence[str]) -> Sequence[Original]:
        """See `Readings`."""
        keys = [original_key(digest) for digest in digests]
        found = self._items.many(keys)
        return [from_plain(Original, found[name_of(key)]) for key in keys if name_of(key) in found]

    def waiting_readings(self, batch: str, limit: int) -> Sequence[str]:
        """See `Readings`."""
        return [digest_of(item) for item in self._items.forward("by_status", f"WAITING#{batch}", limit=limit)]

    def reading_count(self) -> int:
        """See `Readings`."""
        return sum(1 for _ in self._items.forward("by_status", "READING"))

    def stale_readings(self, before: datetime) -> Sequence[str]:
        """See `Readings`."""
        return [digest_of(item) for item in self._items.forward("by_status", "READING", before=before.isoformat())]

    def reserve_pages(self, month: str, pages: int, most: int | None) -> bool:
        """See `Readings`."""
        if most is not None and pages > most:
            return False
        room = {} if most is None else {"room": most - pages}
        condition = {"ConditionExpression": "attribute_not_exists(pages) OR pages <= :room"} if room else {}
        try:
            self._add_pages(month, condition, pages=pages, **room)
        except ConflictError:
            return False
        return True

    def release_pages(self, month: str, pages: int) -> None:
        """See `Readings`."""
        self._add_pages(month, {}, pages=-pages)

    def _add_pages(self, month: str, condition: Item, **values: int) -> None:
        with translated():
            self._client.update_item(
                **self._keyed(pages_key(month)), UpdateExpression="ADD pages :pages", **condition, **expression_values(values)
            )

    def reserved_pages(self, month: str) -> int:
        """See `Readings`."""
        return int((self._items.one(pages_key(month)) or {}).get("pages", 0))

    def reading_started(self, original: Original, job: str, at: datetime) -> None:
        """See `Readings`."""
        change = "SET #status = :next, job = :job, started_at = :at, gsi1pk = :reading, gsi1sk = :place"
        place = f"{at.isoformat()}#{original.digest}"
        try:
            self._move(original, ("waiting",), change, next="reading", job=job, at=at.isoformat(), reading="READING", place=place)
        except ConflictError:
            return  # the notice of its end came first

    def reading_succeeded(self, original: Original, confidence: float | None) -> Original:
        """See `Readings`."""
        change = "SET #status = :next, confidence = :confidence, again = :again REMOVE gsi1pk, gsi1sk"
        return self._move(original, ("waiting", "reading"), change, next="transcribed", confidence=confidence, again=False)

    def reading_failed(self, original: Original) -> None:
        """See `Readings`."""
        self._move(original, ("waiting", "reading"), "SET #status = :next REMOVE gsi1pk, gsi1sk", next="failed")

    def retry_reading(self, original: Original) -> None:
        """See `Readings`."""
        change = "SET #status = :next, attempt = :attempt, gsi1pk = :queue, gsi1sk = :place REMOVE job, started_at"
        place = f"{original.registered_at.isoformat()}#{original.digest}"
        queue = f"WAITING#{original.batch}"
        self._move(
            original, ("waiting", "reading", "failed"), change, next="waiting", attempt=original.attempt + 1, queue=queue, place=place
        )

    def reread_original(self, original: Original) -> None:
        """See `Readings`. The job of the first reading stays, so that a late notice of it is recognised."""
        change = "SET #status = :next, attempt = :attempt, again = :again, gsi1pk = :queue, gsi1sk = :place REMOVE started_at"
        place = {"queue": f"WAITING#{REREADINGS}", "place": f"{original.registered_at.isoformat()}#{original.digest}"}
        self._move(original, ("transcribed",), change, next="waiting", attempt=original.attempt + 1, again=True, **place)

    def rereading_failed(self, original: Original) -> Original:
        """See `Readings`."""
        change = "SET #status = :next, again = :again REMOVE gsi1pk, gsi1sk"
        return self._move(original, ("waiting", "reading"), change, next="transcribed", again=False)

    def _move(self, original: Original, expected: tuple[str, ...], change: str, **values: Any) -> Original:  # noqa: ANN401 - attribute values
        states = {f"was{number}": status for number, status in enumerate(expected)}
        words: Item = {
            "ConditionExpression": f"attempt = :seen AND #status IN ({', '.join(':' + name for name in states)})",
            "ExpressionAttributeNames": {"#status": "status"},
        }
        words |= expression_values(values | states | {"seen": original.attempt})
        with translated():
            moved = self._client.update_item(
                **self._keyed(original_key(original.digest)), UpdateExpression=change, ReturnValues="ALL_NEW", **words
            )
        return from_plain(Original, from_attributes(moved["Attributes"]))
