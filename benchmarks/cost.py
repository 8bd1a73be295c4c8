"""Cost of a page beside Textract: requests to AWS for each one-page piece, counted on the real handlers, at list prices.

Run it as `python -m benchmarks.cost`; it takes some seconds and sends nothing to AWS. Requests are counted; durations are
reckoned from them, since nothing here is as far away as AWS is.
"""

import json
import math
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from benchmarks.options import parser_of
from tests.stage.lambdas import lambdas
from tests.stage.wire import Call
from tests.world import scan

PIECES = 50
GOAL = 0.10
"""Of Textract's price."""

# List prices of eu-west-1 in US dollars; check them on the price pages before you quote a figure: the bill decides. That of storage is in
# chalicelib/model/prices.py.
S3_WRITE = 0.005 / 1000
"""A PUT or LIST request, and the writing of tags."""
S3_READ = 0.0004 / 1000
S3_TAG_MONTH = 0.01 / 10_000
"""One tag of one object for a month."""
SQS_REQUEST = 0.40 / 1e6
TABLE_WRITE = 0.705 / 1e6
"""One write unit: an item of at most 1 KB; two in a transaction."""
TABLE_READ = 0.141 / 1e6
"""One read unit: 4 KB consistently, 8 KB eventually."""
LAMBDA_REQUEST = 0.20 / 1e6
LAMBDA_GB_SECOND = 0.0000166667
KMS_REQUEST = 0.03 / 10_000
LOG_GB = 0.57
TEXTRACT_PAGE = 1.50 / 1000
TEXTRACT_CHEAP_PAGE = 0.60 / 1000
"""Beyond `TEXTRACT_CHEAP_FROM` pages in a month."""
TEXTRACT_CHEAP_FROM = 1_000_000

# What is reckoned, not counted.
LATENCY = 0.015
"""Seconds that a call to AWS takes from a Lambda in its region."""
LOOK = 0.15
"""Seconds of a Lambda of 1 GB for the judging of one page."""
PACE = 0.2
"""Seconds between two starts at the default setting."""
MEASURING = 0.08
"""Seconds of a Lambda of 1 GB for measuring a further page of a scan: 45 ms of one core (`ingest.accession`)."""
FILING = 0.05
"""Seconds of a Lambda of 1 GB for filing a further page: 30 ms of one core (simulation/parameters.toml)."""
UPLOAD_WRITES = 1
"""The ministry's own PUT."""
TEXTRACT_WRITES = 2
"""Textract's PUTs into the work bucket: its access check and the one part of a page."""
KMS_PER_PIECE = 1.0
"""Keys of buckets and table are cached; a piece causes about one request."""
LOG_OVERHEAD = 400
"""Bytes of Lambda's own START, END and REPORT lines."""

READS = {"GetObject", "HeadObject", "GetObjectTagging"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the bill."""

    service: str
    what: str
    count: float
    """For each piece."""
    price: float
    """Of one."""

    @property
    def per_thousand(self) -> float:
        """Dollars for a thousand pieces."""
        return 1000 * self.count * self.price


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """A batch of one-page pieces, played on the real handlers from the upload to the receipt."""

    pieces: int
    calls: Sequence[Call]
    """Requests to AWS."""
    invoked: Counter[str]
    """Invocations, by queue."""
    logged: int
    """Bytes."""


def main() -> None:
    """Play a batch, count, and print the bill."""
    played = play(1 if parser_of(__doc__).parse_args().smoke else PIECES)
    _print_requests(Counter((call.service, call.operation) for call in played.calls), played.pieces)
    _print_bill(bill_of(played))


def play(pieces: int) -> Play:
    """Play a batch."""
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), lambdas("123456") as stage:
        stage.sync({f"lot-1/123456/{number}.pdf": scan(str(number)) for number in range(pieces)})
        stage.run()
        filed = stage.receipts("lot-1")[0]["counts"]["filed"]
    assert filed == pieces, f"{filed} of {pieces} pieces were filed"  # noqa: S101 - a bill of something else is worth nothing
    return Play(pieces=pieces, calls=stage.wire.calls, invoked=Counter(stage.invoked), logged=len(stage.log.getvalue().encode()))


def bill_of(played: Play, *, pages: int = 1) -> list[Entry]:
    """All that a file of so many pages costs beside Textract's pages."""
    entries = [entry for count in (_s3, _table, _queues, _rest) for entry in count(played, played.pieces)]
    return [*entries, *_lambda(played, played.pieces, pages)]


def _s3(played: Play, pieces: int) -> list[Entry]:
    asked = Counter(call.operation for call in played.calls if call.service == "s3")
    reads = sum(count for name, count in asked.items() if name in READS)
    writes = asked.total() - reads + pieces * (UPLOAD_WRITES + TEXTRACT_WRITES)
    return [
        Entry(service="S3", what="PUT, LIST, tags", count=writes / pieces, price=S3_WRITE),
        Entry(service="S3", what="GET", count=(reads + pieces) / pieces, price=S3_READ),
        Entry(service="S3", what="tags kept a month", count=asked["PutObjectTagging"] / pieces, price=S3_TAG_MONTH),
    ]


def _table(played: Play, pieces: int) -> list[Entry]:
    reads, writes = table_units(played.calls)
    return [
        Entry(service="DynamoDB", what="write units", count=writes / pieces, price=TABLE_WRITE),
        Entry(service="DynamoDB", what="read units", count=reads / pieces, price=TABLE_READ),
    ]


def table_units(calls: Iterable[Call]) -> tuple[float, float]:
    """Read and write units of some requests to the table and its indexes."""
    reads = writes = 0.0
    for call in calls:
        if call.service != "dynamodb":
            continue
        if call.operation in {"GetItem", "Query"}:
            consistent = json.loads(call.asked).get("ConsistentRead", False)
            reads += max(1, math.ceil(call.received / 4096)) * (1 if consistent else 0.5)
        elif call.operation == "BatchGetItem":
            reads += max(1, math.ceil(call.received / 4096))
        elif call.operation == "TransactWriteItems":
            steps = [json.dumps(step) for step in json.loads(call.asked)["TransactItems"]]
            writes += sum(2 * max(1, math.ceil(len(step) / 2048)) + _index_writes(step) for step in steps)
        elif call.operation == "BatchWriteItem":
            items = [json.dumps(each) for some in json.loads(call.asked)["RequestItems"].values() for each in some]
            writes += sum(max(1, math.ceil(len(item) / 2048)) + _index_writes(item) for item in items)
        else:
            writes += 1 + _index_writes(call.asked.decode("utf-8", "replace"))
    return reads, writes


def _index_writes(written: str) -> int:
    """Write units by which the indexes follow a write: one for each whose key it names, where the item comes, moves or goes."""
    return sum(f"gsi{number}pk" in written for number in (1, 2, 3))


def _queues(played: Play, pieces: int) -> list[Entry]:
    """Every send; a receive and a delete for each invocation; what S3 and SNS send costs nothing."""
    sends = sum(call.service == "sqs" for call in played.calls)
    served = played.invoked.total() - played.invoked["sweep"]
    return [Entry(service="SQS", what="requests", count=(sends + 2 * served) / pieces, price=SQS_REQUEST)]


def _lambda(played: Play, pieces: int, pages: int) -> list[Entry]:
    memory = memory_of_queues()
    calls = Counter(call.worker for call in played.calls)
    further = pieces * (pages - 1)
    waits = {"ingest-small": LOOK * pieces + MEASURING * further, "readings.fifo": PACE * pieces, "transcripts": FILING * further}
    seconds = sum(memory[name] * (calls[name] * LATENCY + waits.get(name, 0.0)) for name in calls)
    return [
        Entry(service="Lambda", what="invocations", count=played.invoked.total() / pieces, price=LAMBDA_REQUEST),
        Entry(service="Lambda", what="GB-seconds (reckoned)", count=seconds / pieces, price=LAMBDA_GB_SECOND),
    ]


def memory_of_queues() -> dict[str, float]:
    """Read the gigabytes of each queue's Lambda from Chalice's configuration."""
    stages = json.loads(Path(".chalice/config.json").read_text("utf-8"))["stages"]
    said = next(iter(stages.values()))["lambda_functions"]
    names = {"arrivals": "dispatch", "readings.fifo": "start_readings", "transcripts": "transcribe", "closings": "close_batch"}
    known = ["arrivals", "ingest-small", "ingest-large", "readings.fifo", "transcripts", "closings", "rosters", "sweep"]
    names |= {"ingest-small": "ingest_small", "ingest-large": "ingest_large", "rosters": "load_roster", "sweep": "sweep"}
    return {name: said[names[name]]["lambda_memory_size"] / 1024 for name in known}


def _rest(played: Play, pieces: int) -> list[Entry]:
    logged = played.logged + LOG_OVERHEAD * played.invoked.total()
    return [
        Entry(service="KMS", what="requests (reckoned)", count=KMS_PER_PIECE, price=KMS_REQUEST),
        Entry(service="CloudWatch", what="gigabytes of logs", count=logged / pieces / 1e9, price=LOG_GB),
    ]


def _print_requests(requests: Counter[tuple[str, str]], pieces: int) -> None:
    print(f"Requests to AWS for each one-page piece, in a batch of {pieces}:")
    for (service, operation), count in sorted(requests.items()):
        print(f"  {service:<10} {operation:<32} {count / pieces:8.2f}")
    print(f"  {'together':<43} {requests.total() / pieces:8.2f}")


def _print_bill(bill: list[Entry]) -> None:
    print("\nCost of 1,000 one-page pieces, US dollars at list prices of eu-west-1:")
    for entry in bill:
        print(f"  {entry.service:<10} {entry.what:<24} {entry.count:12.6g} a piece   {entry.per_thousand:8.4f}")
    rest, textract = sum(entry.per_thousand for entry in bill), 1000 * TEXTRACT_PAGE
    print(f"  {'Textract':<10} {'pages':<24} {1:>12} a piece   {textract:8.4f}")
    print(f"  everything but Textract: {rest:.4f}, {rest / textract:.1%} of it (goal: under {GOAL:.0%})")


if __name__ == "__main__":
    main()
