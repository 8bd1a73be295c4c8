"""Rebuild of a register of 1,000 to 1,000,000 records: memory, calls and hours, and what it costs.

Run it as `python -m benchmarks.rebuilding [--most 1000000]`; a million records take some minutes. Vault, inbox and outbox are generated:
a record exists while it is read. The rebuild itself is the archive's; what it writes is converted for the table, one value of twenty, and
thrown away. Memory and processor time are measured; the time on AWS is reckoned from the requests and from the processor's time, and
moves the clock by which each call of the Lambda ends.
"""

import json
import math
import resource
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import process_time
from typing import TYPE_CHECKING, Any, cast

from benchmarks.cost import S3_READ, S3_WRITE, TABLE_READ, TABLE_WRITE
from benchmarks.options import parser_of
from chalicelib.administration.rebuild import RebuildResult, rebuild
from chalicelib.aws.attributes import to_attributes
from chalicelib.aws.batches import counted_shards, sum_shards
from chalicelib.aws.table import restored_items
from chalicelib.ingest.receipt import Receipt, ReceiptFile, to_json
from chalicelib.model.batch import Batch, Tally
from chalicelib.model.codec import from_plain, to_plain
from chalicelib.model.event import Event
from chalicelib.model.identifiers import arrival_id
from chalicelib.model.piece import BatchLine, Status
from chalicelib.model.register import Bookmark, Restored
from chalicelib.model.settings import Settings
from chalicelib.model.upload import Upload
from tests.world import World, scan

if TYPE_CHECKING:
    from chalicelib.ports.archive import Archive

SIZES = (1_000, 10_000, 100_000, 1_000_000)
BATCH = 2_000
"""Lines of a batch."""
WAITING = 100
"""One line of so many was in work."""
SHARED = 20
"""One record of so many is of the same original as the one before."""
SAMPLE = 20
CALL = timedelta(seconds=780)
"""Of a Lambda's 900 seconds, what a long task takes (`functions.powertools.time_left`)."""
VCPU = 1024 / 1769
"""Of a Lambda of 1,024 MB: AWS, "Configure Lambda function memory"."""
CLIENT = 0.0004
"""Processor seconds of boto3 for a request."""
TAKES = {
    "GetObject": 0.020 / 16,
    "List": 0.1,
    "BatchWriteItem": 0.012 / 8,
    "BatchGetItem": 0.012,
    "Query": 0.03,
    "GetItem": 0.006,
    "PutItem": 0.008,
}
"""Seconds for a request from a Lambda in the region; objects are read by 16 threads, items written by 8."""
LISTED = 3
"""Objects of an original in the vault: itself, its transcript, its record."""


class Generated:
    """The ports that a rebuild uses, over an archive that is made as it is read."""

    name = "inbox"

    def __init__(self, size: int) -> None:
        """Plan an archive of so many records."""
        self.size, self.batches = size, math.ceil(size / BATCH)
        self.requests, self.units = Counter[str](), Counter[str]()
        self.settings = Settings()
        self.clock = self.vault = self.register = self.inbox = self.outbox = self.queues = self.consultations = self
        self._template, self._line, self._events = _template()
        self._bookmarks, self._restored = dict[str, Bookmark](), dict[str, tuple[Batch, Tally]]()
        self._recent = dict[str, int]()
        self._begun, self._values = process_time(), 0

    # -- the clock

    def now(self) -> datetime:
        """See `Clock`: the time that the requests and the processor have taken."""
        computed = (process_time() - self._begun + CLIENT * self.requests.total()) / VCPU
        waited = sum(TAKES[name] * count for name, count in self.requests.items())
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=computed + waited)

    # -- the plan

    def batch_name(self, number: int) -> str:
        """Batch of a record."""
        return f"lot-{number % self.batches:06}"

    def numbers(self, batch: str) -> range:
        """Records of a batch."""
        return range(int(batch.removeprefix("lot-")), self.size, self.batches)

    def line_of(self, number: int) -> BatchLine:
        """Line of a record."""
        named = {"line": f"{number:032x}", "batch": self.batch_name(number), "key": self._key(number)}
        status: Status = "waiting" if number % WAITING == 0 else self._line.status
        return replace(self._line, **named, version=f"v{number}", digest=_digest(number), status=status)  # type: ignore[arg-type]

    def _key(self, number: int) -> str:
        return f"{self.batch_name(number)}/123456/{number:09}.pdf"

    # -- vault, outbox, inbox

    def roster_pointer(self) -> None:
        """See `Vault` and `Rosters`: there is no roster."""

    def rosters(self) -> Sequence[str]:
        """See `Vault`: no roster is kept."""
        return []

    def access_pages(self, *, after: str = "") -> Iterator[tuple[str, Sequence[Any]]]:  # noqa: ARG002 - the port's
        """See `Vault`: there is no audit trail."""
        return iter(())

    def kept_decisions(self, *, after: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ARG002 - the port's
        """See `Vault`: nobody has decided on a discrepancy."""
        return iter(())

    def records(self, *, after: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
        """See `Vault`."""
        for number in range(int(after.rpartition("/")[2], 16) + 1 if after else 0, self.size):
            self._ask("GetObject")
            self._ask("List", LISTED / 1000)
            record = json.loads(
                self._template.replace("@digest", _digest(number))
                .replace("@line", f"{number:032x}")
                .replace("@batch", self.batch_name(number))
                .replace("@key", self._key(number))
                .replace("@version", f"v{number}")
                .replace("@arrival", arrival_id(self.name, self._key(number), f"v{number}"))
            )
            if number % WAITING == 0:
                record["line"]["status"] = record["piece"]["status"] = record["original"]["status"] = "waiting"
            yield f"pieces/{_digest(number)}/{number:032x}", record

    def transcript(self, _: str) -> None:
        """See `Vault`: what waits was not read."""
        self._ask("GetObject")

    def receipts(self, prefix: str = "receipts/", *, after: str = "") -> Iterator[str]:
        """See `Outbox`."""
        self._ask("List")
        folder = prefix.removeprefix("receipts/").strip("/")
        names = [folder] if folder else [f"lot-{number:06}" for number in range(self.batches)]
        return (key for name in names if (key := f"receipts/{name}/{name}-r1.json") > after)

    def report_lines(self, key: str) -> Iterator[str]:
        """See `Outbox`."""
        self._ask("GetObject")
        name, at = key.split("/")[1], datetime(2026, 1, 1, tzinfo=UTC)
        head, end = to_json(Receipt(batch=name, revision=1, opened_at=at, closed_at=at, files=())).split("\n\n")
        yield from head.split("\n")
        told = to_plain(from_plain(ReceiptFile, to_plain(self._line)))
        for number in self.numbers(name):
            facts = {"key": self._key(number), "version": f"v{number}", "digest": _digest(number)}
            yield json.dumps(told | facts) + ","
        yield from end.split("\n")

    def uploads(self, prefix: str = "", *, after: str = "") -> Iterator[Upload]:  # noqa: ARG002 - the port's
        """See `Inbox`: everything is still there."""
        for batch in range(self.batches):
            for number in self.numbers(f"lot-{batch:06}"):
                if (key := self._key(number)) > after:
                    self._ask("List", 1 / 1000)
                    if len(self._recent) > 2 * BATCH:
                        self._recent = dict(list(self._recent.items())[BATCH:])
                    self._recent[arrival_id(self.name, key, f"v{number}")] = number
                    yield Upload(key=key, version=f"v{number}", size=9, uploaded_at=self._line.arrived_at)

    def announce_uploads(self, uploads: Iterable[Upload]) -> None:
        """See `Queues`."""
        list(uploads)

    def wake_ocr(self) -> None:
        """See `Queues`."""

    # -- the register

    def bookmark(self, duty: str) -> Bookmark | None:
        """See `Register`."""
        return self._bookmarks.get(duty)

    def put_bookmark(self, duty: str, bookmark: Bookmark) -> None:
        """See `Register`."""
        self._ask("PutItem", write=1)
        self._bookmarks[duty] = bookmark

    def bookmarks(self, beginning: str) -> Iterator[str]:
        """See `Register`."""
        self._ask("Query")
        return iter(sorted(duty for duty in self._bookmarks if duty.startswith(beginning)))

    def restore(self, values: Iterable[Restored]) -> None:
        """See `Register`: what is written is counted, by a sample, and forgotten."""
        for value in values:
            if isinstance(value, Batch):
                self._restored[value.name] = (value, self._restored[value.name][1])
            self._values += 1
            if self._values % SAMPLE == 0:
                began = process_time()
                for item in restored_items(value):
                    size = len(json.dumps(to_attributes(item))) * 0.8  # types and quotes do not count
                    indexes = sum(name in item for name in ("gsi1pk", "gsi2pk", "gsi3pk"))
                    self._ask("BatchWriteItem", SAMPLE / 25, write=SAMPLE * (math.ceil(size / 1024)) * (1 + indexes))
                self._begun -= (SAMPLE - 1) * (process_time() - began)

    def batch(self, name: str) -> tuple[Batch, Tally] | None:
        """See `Batches`."""
        self._ask("Query", read=1)
        return self._restored.get(name)

    def recount(self, name: str) -> Tally:
        """See `Batches`."""
        events = (replace(each, line=f"{number:032x}", batch=name) for number in self.numbers(name) for each in self._events)
        self._ask("Query", len(self.numbers(name)) * 1.5 / 1000, read=len(self.numbers(name)) * 0.4)
        self._ask("PutItem", 8, write=8)
        tally = sum_shards(counted_shards(name, self.lines(name), events))
        self._restored[name] = (Batch(name=name, opened_at=self.now()), tally)
        return tally

    def lines(self, name: str, *, after: str | None = None) -> Iterator[BatchLine]:
        """See `Batches`."""
        for number in self.numbers(name):
            line = self.line_of(number)
            if line.line > (after or ""):
                self._ask("Query", 0.7 / 1000, read=0.2)
                yield line

    def lines_of_arrivals(self, places: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], BatchLine]:
        """See `Batches`."""
        self._ask("BatchGetItem", 2 * len(places) / 100, read=2 * len(places))
        found = {place: self._recent.get(place[1]) for place in places}
        return {
            place: self.line_of(number) for place, number in found.items() if number is not None and place[0] == self.batch_name(number)
        }

    def original(self, _: str) -> None:
        """See `Readings`: nothing that waits was read."""
        self._ask("GetItem", read=1)

    def _ask(self, request: str, count: float = 1, *, read: float = 0, write: float = 0) -> None:
        self.requests[request] += count  # type: ignore[assignment]
        self.units["read"] += read  # type: ignore[assignment]
        self.units["write"] += write  # type: ignore[assignment]

    @property
    def dollars(self) -> float:
        """At list prices."""
        s3 = self.requests["GetObject"] * S3_READ + self.requests["List"] * S3_WRITE
        return s3 + self.units["read"] * TABLE_READ + self.units["write"] * TABLE_WRITE


def _digest(number: int) -> str:
    """Digest of a record's original; digests are in the order of records."""
    return f"{number - (number % SHARED == 1):016x}".ljust(64, "0")


def _template() -> tuple[str, BatchLine, Sequence[Event]]:
    """Make the record of a piece that the archive itself has filed, with room for names, and its line and events."""
    world = World("123456")
    world.sync({"lot-1/123456/a.pdf": scan()})
    world.run()
    ((_, record),) = world.vault.records()
    line = from_plain(BatchLine, record["line"])
    text = json.dumps(record, ensure_ascii=False, indent=1)
    names = ((line.line, "@line"), (line.digest, "@digest"), (line.key, "@key"), ("lot-1", "@batch"), (record["arrival"], "@arrival"))
    for value, room in names:
        text = text.replace(str(value), room)
    text = text.replace(f'"version": "{line.version}"', '"version": "@version"')
    return text, line, [from_plain(Event, event) for event in record["events"]]


def main() -> None:
    """Rebuild archives of each size, and print."""
    parser = parser_of(__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1], help=f"records at most (default: {SIZES[-1]})")
    asked = parser.parse_args()
    sizes = SIZES[:1] if asked.smoke else [size for size in SIZES if size <= asked.most]
    print(f"Rebuild of a register; batches of {BATCH:,} lines, one line of {WAITING} in work. On AWS (reckoned), and here (measured):")
    print(f"{'records':>10} {'calls':>6} {'hours':>7} {'GET':>11} {'write units':>12} {'dollars':>8} {'processor':>10} {'memory':>8}")
    for size in sizes:
        _measure(size)


def _measure(size: int) -> None:
    made, began = Generated(size), process_time()
    archive, calls, done = cast("Archive", made), 0, RebuildResult(next="")
    start = made.now()
    while done.next is not None:
        done = rebuild(archive, until=made.now() + CALL)
        calls += 1
    shared = len([number for number in range(size) if number % SHARED == 1])
    assert (done.lines, done.pieces, done.originals, done.batches) == (size, size, size - shared, made.batches)  # noqa: S101
    assert done.announced == math.ceil(size / WAITING)  # noqa: S101
    hours = (made.now() - start) / timedelta(hours=1)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{size:10,} {calls:6} {hours:7.2f} {made.requests['GetObject']:11,.0f} {made.units['write']:12,.0f} {made.dollars:8.2f}"
        f" {process_time() - began:8.0f} s {memory:5.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
