"""Statistics in the register's table; `table` has the keys.

Each step of counting is conditional on the edition that it has read, so that plain values suffice and no counter is contended.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.aws.attributes import Item, as_key_condition, when
from chalicelib.aws.faults import cancellation_codes, translated
from chalicelib.aws.items import TableAdapter
from chalicelib.aws.table import NEW, key_of, plain_of
from chalicelib.model.codec import from_plain
from chalicelib.model.errors import ConflictError
from chalicelib.model.event import Event
from chalicelib.model.piece import BatchLine
from chalicelib.model.statistics import ArchiveTotals, BatchProgress, Counted, Holding, PlaceCount, Recount, ReviewQueue, Totals

_FIGURES = "FIGURES"
_KEPT = timedelta(days=3)
"""Progress of a counted batch is kept so long; see `LOOKED_BACK` of administration/statistics."""


class StatisticsTable(TableAdapter):
    """Port `Statistics` on DynamoDB."""

    def totals(self) -> ArchiveTotals:
        """See `Statistics`."""
        item = self._items.one(key_of(_FIGURES, "#REACHED"))
        return from_plain(ArchiveTotals, item) if item else ArchiveTotals()

    def uncounted_batches(self) -> Sequence[str]:
        """See `Statistics`."""
        found = self._query("begins_with(sk, :prefix)", pk=_FIGURES, prefix="TURN#")
        return [str(item["batch"]) for item in found if not item["done"]]

    def batch_progress(self, batch: str) -> BatchProgress | None:
        """See `Statistics`."""
        item = self._items.one(key_of(_FIGURES, f"TURN#{batch}"))
        return from_plain(BatchProgress, item) if item else None

    def events(self, batch: str, *, after: str, limit: int) -> Sequence[tuple[str, Event]]:
        """See `Statistics`."""
        found = self._query("sk BETWEEN :after AND :last", limit=limit + 1, pk=f"JOURNAL#{batch}", after=f"EVENT#{after}", last="EVENT$")
        placed = ((str(item["sk"]).removeprefix("EVENT#"), from_plain(Event, item)) for item in found)
        return list(islice((each for each in placed if each[0] != after), limit))

    def lines(self, batch: str, lines: Sequence[str]) -> Sequence[BatchLine]:
        """See `Statistics`."""
        return [from_plain(BatchLine, item) for item in self._many([key_of(f"LINES#{batch}", f"LINE#{line}") for line in lines])]

    def counted_lines(self, batch: str, lines: Sequence[str]) -> Mapping[str, Counted]:
        """See `Statistics`."""
        found = self._many([key_of(f"COUNTED#{batch}", f"LINE#{line}") for line in lines])
        return {each.line: each for each in (from_plain(Counted, item) for item in found)}

    def holdings(self, matricules: Sequence[str]) -> Mapping[str, Holding]:
        """See `Statistics`."""
        found = self._many([key_of(f"HOLDING#{matricule}", "#META") for matricule in matricules])
        return {each.matricule: each for each in (from_plain(Holding, item) for item in found)}

    def review_queues(self) -> Sequence[ReviewQueue]:
        """See `Statistics`."""
        found = self._query("begins_with(sk, :prefix)", pk=_FIGURES, prefix="QUEUE#")
        return [from_plain(ReviewQueue, item) for item in found]

    def places(self) -> Sequence[PlaceCount]:
        """See `Statistics`."""
        found = self._query("begins_with(sk, :prefix)", pk=_FIGURES, prefix="PLACE#")
        return [each for each in (from_plain(PlaceCount, item) for item in found) if each.count]

    def expected_places(self, generation: str) -> Sequence[PlaceCount]:
        """See `Statistics`."""
        item = self._items.one(key_of(_FIGURES, f"EXPECTED#{generation}"))
        return [from_plain(PlaceCount, each) for each in item["places"]] if item else []

    def expect_places(self, generation: str, places: Sequence[PlaceCount]) -> None:
        """See `Statistics`."""
        self._items.write(key_of(_FIGURES, f"EXPECTED#{generation}") | {"places": [plain_of(each) for each in places]})

    def days(self, first: date, last: date) -> Sequence[tuple[date, Totals]]:
        """See `Statistics`. BETWEEN wants its ends in order."""
        if first > last:
            return []
        found = self._query("sk BETWEEN :first AND :last", pk=_FIGURES, first=f"DAY#{first.isoformat()}", last=f"DAY#{last.isoformat()}")
        told = [(date.fromisoformat(item["sk"].removeprefix("DAY#")), from_plain(Totals, item)) for item in found]
        return [(day, part) for day, part in told if part != Totals()]

    def apply(self, recount: Recount, *, seen: int) -> None:
        """See `Statistics`."""
        condition: Item = NEW if seen == 0 else when("edition = :seen", seen=seen)
        steps: list[Any] = [self._put(key_of(_FIGURES, "#REACHED") | plain_of(recount.totals), condition)]
        steps += [self._put(item) for item in self._items_of(recount)]
        try:
            with translated():
                self._client.transact_write_items(TransactItems=steps)
        except ClientError as error:
            codes = cancellation_codes(error)
            if codes & {"ConditionalCheckFailed", "TransactionConflict"}:
                raise ConflictError("conflict", "another counting was quicker") from error
            raise

    def _items_of(self, recount: Recount) -> Iterator[Item]:
        step, progress = recount.step, recount.progress
        before = self._many([key_of(_FIGURES, f"DAY#{day.isoformat()}") for day in step.days])
        sums = {str(item["sk"]): from_plain(Totals, item) for item in before}
        for day, part in step.days.items():
            place = f"DAY#{day.isoformat()}"
            yield key_of(_FIGURES, place) | plain_of(sums.get(place, Totals()).plus(part))
        places = {(ministry, province): key_of(_FIGURES, f"PLACE#{ministry}#{province}") for ministry, province in step.places}
        counts = {str(item["sk"]): int(item["count"]) for item in self._many(list(places.values()))}
        for (ministry, province), count in step.places.items():
            key = places[ministry, province]
            sum_ = counts.get(key["sk"], 0) + count
            yield key | plain_of(PlaceCount(ministry=ministry, province=province, count=sum_))
        for line in step.lines.values():
            yield key_of(f"COUNTED#{line.batch}", f"LINE#{line.line}") | plain_of(line)
        for holding in step.holdings.values():
            yield key_of(f"HOLDING#{holding.matricule}", "#META") | plain_of(holding)
        for queue in step.queues.values():
            yield key_of(_FIGURES, f"QUEUE#{queue.ministry}") | plain_of(queue)
        if progress is not None:
            now = recount.totals.counted_at or datetime.now(UTC)
            yield (
                key_of(_FIGURES, f"TURN#{progress.batch}")
                | plain_of(progress)
                | ({"expires_at": _seconds(now + _KEPT)} if progress.done else {})
            )

    def _query(self, words: str, *, limit: int | None = None, **values: Any) -> Iterator[Item]:  # noqa: ANN401 - attribute values
        return self._items.found({"ConsistentRead": True} | as_key_condition(when(f"pk = :pk AND {words}", **values)), limit)

    def _many(self, keys: Sequence[Item]) -> list[Item]:
        return list(self._items.many(keys).values())


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
