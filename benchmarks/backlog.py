"""A batch of fifty files alone and behind a backlog, under Textract's quotas, beside the simulation: `python -m benchmarks.backlog`.

The local stack with a reader that takes no time. The backlog is originals that wait for OCR, in many open batches, and messages that wait
at ingest: it is written straight into register, vault and queue. With `--backfill` its batches are those of a
backfill, which are none of the day; two of them wait at most in the archive (`backfill_waits`), so give `--batches 2 --readings 2000`.
goals: the fifty have their receipt within minutes while the backlog waits; the simulation is at most 15 % off.
"""

import argparse
import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.options import parser_of
from benchmarks.simulation.archive import Archive, Load
from benchmarks.simulation.setups import on_this_machine
from benchmarks.stack import FOLDER, Measured, cpu_by_function, dead_letters, stack, timed_batch
from chalicelib.aws.objects import original_object
from chalicelib.aws.queues import write_arrival
from chalicelib.aws.register import RegisterTable
from chalicelib.model.backfill import backfill_batch
from chalicelib.model.batch import Batch
from chalicelib.model.errors import ConflictError
from chalicelib.model.event import Event
from chalicelib.model.identifiers import Claim, line_id, piece_id
from chalicelib.model.piece import BatchLine, Original, Piece
from chalicelib.model.register import Restored
from chalicelib.model.upload import Arrival, Upload
from infra.local.run.sync import Intake
from infra.local.sample.batch import Sample
from infra.local.sample.bulk import make_pile
from infra.local.stack import Running

STARTED = 10
"""Of each batch of the backlog, originals that the vault really holds: more have no turn while the fifty come in."""
AT_ONCE = 10
"""Messages of one request."""


def main() -> None:
    """Time a batch alone and behind a backlog, and compare both with the simulation."""
    parser = parser_of(__doc__)
    add = parser.add_argument
    add("--port", type=int, default=4600, help="first port of the local stack (default: 4600)")
    add("--region", default="eu-west-1", help="whose quotas Textract's double has (default: eu-west-1)")
    add("--files", type=int, default=50, help="of the batch (default: 50)")
    add("--readings", type=int, default=20_000, help="that wait for OCR (default: 20000)")
    add("--batches", type=int, default=200, help="in which they wait (default: 200)")
    add("--messages", type=int, default=5_000, help="that wait at ingest (default: 5000)")
    add("--backfill", action="store_true", help="the backlog is a backfill")
    asked = parser.parse_args()
    if asked.smoke:
        asked.files, asked.readings, asked.batches, asked.messages = 4, 40, 8, 20
    FOLDER.mkdir(parents=True, exist_ok=True)
    said = (
        f"--region {asked.region} --files {asked.files} --readings {asked.readings} --batches {asked.batches} --messages {asked.messages}"
    )
    said += " --backfill" if asked.backfill else ""
    print(f"$ python -m benchmarks.backlog {said}   # {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    pile = make_pile(FOLDER / "pile-backlog", files=2 * asked.files)
    first, second = _halves(pile)
    with stack(asked.port, "--engine", "instant", "--quotas", asked.region, roster=pile.roster) as running:
        _time_alone(running, first, asked)
        backlog = _Backlog(running, pile, asked)
        backlog.lay()
        _time_behind(running, second, asked, backlog)


def _halves(pile: Sample) -> tuple[Path, Path]:
    """Move every second file of a pile to a folder of its own."""
    other = pile.batch.with_name("pile-backlog-behind")
    for path in sorted(pile.batch.rglob("*.pdf"))[::2]:
        target = other / path.relative_to(pile.batch)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
    return pile.batch, other


def _time_alone(running: Running, batch: Path, asked: argparse.Namespace) -> None:
    before = cpu_by_function()
    measured, intake = timed_batch(running, batch, "alone", name="alone")
    spent = {name: seconds - before.get(name, 0.0) for name, seconds in cpu_by_function().items()}
    _tell(measured, intake, [Load(name="alone", files=asked.files, pages=1)], asked)
    each = ", ".join(f"{name} {1000 * seconds / asked.files:.0f}" for name, seconds in sorted(spent.items()) if seconds > 0)
    print(f"  CPU ms a file: {each}; {dead_letters(running)} dead letters")


def _time_behind(running: Running, batch: Path, asked: argparse.Namespace, backlog: "_Backlog") -> None:
    measured, intake = timed_batch(running, batch, f"behind {asked.readings} in {asked.batches} batches", name="the-day")
    each = asked.readings // asked.batches
    waiting = [Load(name=f"backlog-{number:05}", files=each, pages=1, at=0.0, ingested=True) for number in range(asked.batches)]
    _tell(measured, intake, [*waiting, Load(name="the-day", files=asked.files, pages=1, at=60.0)], asked)
    print(f"  still waiting then: {backlog.left()}; {dead_letters(running)} dead letters")


def _tell(measured: Measured, intake: Intake, loads: Sequence[Load], asked: argparse.Namespace) -> None:
    counts = intake.receipt["counts"]
    settled = counts["filed"] + counts["to_review"]
    said = Archive(on_this_machine(asked.region), loads).run_until(loads[-1].name).batches[loads[-1].name].seconds
    ratio = f"simulation {said:.1f} s, {said / measured.wall - 1:+.0%} (goal: 15 %)"
    print(
        f"  {measured.what:<40} {settled} of {asked.files} settled, {measured.wall:6.1f} s; receipt {intake.seconds:6.1f} s; {ratio}",
        flush=True,
    )


class _Backlog:
    """Originals and messages that wait."""

    def __init__(self, running: Running, pile: Sample, asked: argparse.Namespace) -> None:
        self._running, self._asked = running, asked
        self._body = next(iter(pile.batch.rglob("*.pdf"))).read_bytes()
        self._matricule = next(path.name for path in pile.batch.iterdir() if path.is_dir())
        emulator = running.stack.emulator
        self._table = running.stack.adapter(RegisterTable)
        self._s3, self._sqs = emulator.client("s3"), emulator.client("sqs")
        self._url = next(url for url in self._sqs.list_queues()["QueueUrls"] if url.endswith("-ingest-small"))
        self._at = datetime.now(UTC) - timedelta(hours=1)

    def lay(self) -> None:
        """Write the originals that wait, then send the messages."""
        began = time.perf_counter()
        self._table.restore(self._values())
        for number in range(self._asked.batches):
            self._count(self._name(number))
        for first in range(0, self._asked.messages, AT_ONCE):
            self._send(range(first, min(first + AT_ONCE, self._asked.messages)))
        print(f"  backlog laid in {time.perf_counter() - began:.0f} s", flush=True)

    def left(self) -> str:
        """What of it waits still."""
        waiting = sum(found[1].waiting for number in range(self._asked.batches) if (found := self._table.batch(self._name(number))))
        names = ["ApproximateNumberOfMessages"]
        messages = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=names)["Attributes"][names[0]]
        return f"{waiting} readings, {messages} messages"

    def _count(self, batch: str) -> None:
        """Count the sums of a batch, as a rebuild does; again where the starter of readings has moved a line of it meanwhile."""
        while True:
            with suppress(ConflictError):
                self._table.recount(batch)
                return

    def _values(self) -> Iterator[Restored]:
        each = self._asked.readings // self._asked.batches
        for number in range(self._asked.batches):
            yield Batch(name=self._name(number), opened_at=self._at)
            for file in range(each):
                body = self._body + f"% backlog {number} {file}\n".encode()
                digest = hashlib.sha256(body).hexdigest()
                if file < STARTED:
                    self._s3.put_object(Bucket=self._running.stack.bucket("vault"), Key=original_object(digest, "pdf"), Body=body)
                yield from self._waiting(self._name(number), file, digest, len(body))

    def _waiting(self, batch: str, number: int, digest: str, size: int) -> Iterator[Restored]:
        """One file that waits for OCR, as accession leaves it."""
        key = f"{batch}/{self._matricule}/{number:06}.pdf"
        at = self._at + timedelta(milliseconds=number)
        line, piece = line_id(key, digest), piece_id(digest, self._matricule)
        yield Original(
            digest=digest,
            size=size,
            media_type="application/pdf",
            extension="pdf",
            pages=1,
            route="textract",
            batch=batch,
            registered_at=at,
        )
        claim = Claim(folders=(self._matricule,))
        yield Piece(piece=piece, digest=digest, name=f"{number:06}.pdf", claim=claim, batch=batch, line=line, registered_at=at)
        yield BatchLine(
            line=line,
            batch=batch,
            key=key,
            version="v",
            size=size,
            digest=digest,
            status="waiting",
            arrived_at=at,
            taken_at=at,
            piece=piece,
        )
        yield Event(type="ingestion", at=at, batch=batch, line=line, piece=piece, digest=digest)

    def _send(self, numbers: range) -> None:
        """Send messages of uploads that are not there: each becomes a refused line when its turn comes."""
        entries = []
        for number in numbers:
            upload = Upload(key=f"{self._name(0)}/{self._matricule}/message {number:06}.pdf", version="v", size=1, uploaded_at=self._at)
            body = write_arrival(Arrival(upload=upload, batch=self._name(0)))
            entries.append({"Id": str(number), "MessageBody": body, "MessageGroupId": self._name(0)})
        self._sqs.send_message_batch(QueueUrl=self._url, Entries=entries)

    def _name(self, number: int) -> str:
        return backfill_batch("essai", number + 1) if self._asked.backfill else f"backlog-{number:05}"


if __name__ == "__main__":
    main()
