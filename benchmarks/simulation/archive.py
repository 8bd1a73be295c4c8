"""The archive event by event: announcements, lanes, the starter of readings, Textract's jobs, and the closing of batches.

It follows the code: functions/*.py for what a message causes, `processing/reading_turns.py` for whose turn it is at Textract,
`processing/ocr.py` for pace and room, `ingest/closing.py` for the quiet time.
"""

import random
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import exp
from typing import Final

import simpy

from benchmarks.simulation.lanes import Account, Capacity, Lane, Units
from benchmarks.simulation.parameters import Setup
from chalicelib.processing.reading_turns import TURN
from functions.reading import MARGIN

MOVE_UNITS: Final = 4.0
"""Write units of a file in the partition of its batch's sums: two moves in transactions, of two units each."""
FILE_UNITS: Final = 32.0
"""Write units of a file in the whole table, indexes included (python -m benchmarks.cost)."""
AT_ONCE: Final = 10
"""Wake-ups that a starter receives at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A batch that comes in."""

    name: str
    files: int
    pages: int
    """Of each file."""
    at: float = 0.0
    """Seconds from the beginning."""
    ingested: bool = False
    """Whether its files wait for OCR already."""


@dataclass(slots=True, kw_only=True)
class Progress:
    """What has become of a batch."""

    load: Load
    waiting: int
    filed: list[float] = field(default_factory=list)
    """Times at which its files were filed, where they are kept."""
    last: float = 0.0
    closed: float = 0.0

    @property
    def seconds(self) -> float:
        """From the beginning of the batch to its last outcome."""
        return self.last - self.load.at


@dataclass(frozen=True, slots=True)
class File:
    """A file on its way."""

    batch: str
    pages: int


class Archive:
    """The archive under a load, from the first event to the last receipt."""

    def __init__(self, setup: Setup, loads: Sequence[Load], *, seed: int = 1) -> None:
        """Nothing happens before `run`."""
        self.env = simpy.Environment()
        self.setup = setup
        self._chance = random.Random(seed)  # noqa: S311 - no secret
        self.batches = {load.name: Progress(load=load, waiting=load.files) for load in loads}
        self.account = Account(setup.settings.account)
        number = setup.numbers
        self.table = Units(self.env, number["table", "writes"])
        self.sums = {load.name: Units(self.env, number["table", "partition_writes"]) for load in loads}
        self.dispatch = self._lane("Dispatch", self._sorted)
        self.ingest = self._lane("IngestSmall", self._ingested)
        self.transcribe = self._lane("Transcribe", self._filed)
        self.closing: Lane[str] = Lane(self.env, self.account, self._capacity("CloseBatch"), seconds=self._closing_time, done=self._closed)
        self.starter = Starter(self)
        self._ended: dict[str, simpy.Event] = {}
        self.jobs = self.most_jobs = 0
        self.job_seconds = 0.0

    def run(self) -> "Archive":
        """Let time pass until every batch has its receipt."""
        for progress in self.batches.values():
            self.env.process(self._come_in(progress.load))
        self.env.run()
        return self

    def run_until(self, batch: str) -> "Archive":
        """Let time pass until a batch has its last outcome."""
        for progress in self.batches.values():
            self.env.process(self._come_in(progress.load))
        self._ended[batch] = self.env.event()
        self.env.run(until=self._ended[batch])
        return self

    def _capacity(self, name: str) -> Capacity:
        shape, number = self.setup.shapes[name], self.setup.numbers
        return Capacity(
            name=name,
            batch=shape.batch,
            concurrency=shape.concurrency,
            cold=self.setup.steps.cold,
            pollers=number["lambda", "pollers"],
            pollers_second=number["lambda", "pollers_minute"] / 60,
        )

    def _lane(self, name: str, done: "object") -> "Lane[File]":
        return Lane(self.env, self.account, self._capacity(name), seconds=lambda files: self._work(name, files), done=done)  # type: ignore[arg-type]

    def _work(self, name: str, files: Sequence[File]) -> float:
        """Seconds of an execution, with what it waits for the table."""
        steps = self.setup.steps
        seconds = steps.message[name] * len(files)
        if name == "Transcribe":
            seconds += steps.page * sum(each.pages - 1 for each in files)
        if name != "Dispatch":
            waits = [self.sums[each.batch].wait(MOVE_UNITS / 2) + self.table.wait(FILE_UNITS / 2) for each in files]
            seconds += sum(waits)
        return seconds

    def _come_in(self, load: Load) -> Iterator[simpy.Event]:
        number = self.setup.numbers
        yield self.env.timeout(load.at + (0.0 if load.ingested else number["queues", "announcement"] + number["queues", "delivery"]))
        file = File(load.name, load.pages)
        for _ in range(load.files):
            if load.ingested:
                self.starter.wait(file)
            else:
                self.dispatch.put(file)

    def _later(self, seconds: float, lane: "Lane[File]", file: File) -> None:
        self.env.timeout(seconds).callbacks.append(lambda _: lane.put(file, file.batch))

    def _sorted(self, file: File) -> None:
        self._later(self.setup.numbers["queues", "delivery"], self.ingest, file)

    def _ingested(self, file: File) -> None:
        self.starter.wait(file)

    def begin_job(self, file: File) -> None:
        """Begin a job at Textract; its notice comes when it ends."""
        number = self.setup.numbers
        mean = number["textract", "first_page"] + number["textract", "each_page"] * (file.pages - 1)
        spread = number["textract", "spread"]
        seconds = mean * exp(self._chance.gauss(-spread * spread / 2, spread)) if spread else mean
        self.jobs += 1
        self.most_jobs = max(self.most_jobs, self.jobs)
        self.job_seconds += seconds
        notice = number["queues", "notice"] + number["queues", "delivery"]
        self._later(seconds + notice, self.transcribe, file)

    def _filed(self, file: File) -> None:
        self.jobs -= 1
        progress = self.batches[file.batch]
        progress.waiting -= 1
        progress.last = self.env.now
        progress.filed.append(self.env.now)
        if progress.waiting == 0:
            if file.batch in self._ended:
                self._ended[file.batch].succeed()
            rest = self.setup.settings.quiet
            self.env.timeout(rest).callbacks.append(lambda _: self.closing.put(file.batch))

    def _closing_time(self, names: Sequence[str]) -> float:
        steps = self.setup.steps
        return sum(steps.message["CloseBatch"] + steps.line * self.batches[name].load.files for name in names)

    def _closed(self, name: str) -> None:
        self.batches[name].closed = self.env.now


class Starter:
    """The starter of readings: one run after the other, each with some seconds, a few readings of each batch in turn."""

    def __init__(self, archive: Archive) -> None:
        """Wait for a wake-up."""
        self._archive = archive
        self._waiting: dict[str, deque[File]] = {}
        self._around: deque[str] = deque()
        self._awake = False
        self.started = 0
        self.throttled = 0
        self.busy_seconds = 0.0
        self._quota = Units(archive.env, archive.setup.settings.quota.rates.get("StartDocumentTextDetection", 1e9))

    def wait(self, file: File) -> None:
        """Register a file that waits for OCR, and wake the starter."""
        if file.batch not in self._waiting:
            self._waiting[file.batch] = deque()
            self._around.append(file.batch)
        self._waiting[file.batch].append(file)
        if not self._awake:
            self._awake = True
            self._archive.env.process(self._run())

    def _run(self) -> Iterator[simpy.Event]:
        """Run as long as files wait."""
        archive, env = self._archive, self._archive.env
        shape, steps = archive.setup.shapes["StartReadings"], archive.setup.steps
        yield env.timeout(steps.cold if not self.started else 0.0)
        while self._waiting:
            yield env.timeout(archive.setup.numbers["queues", "delivery"] + steps.start / 2)
            began = env.now
            yield from self._round(began + shape.timeout - MARGIN.total_seconds())
            self.busy_seconds += env.now - began
        self._awake = False

    def _round(self, until: float) -> Iterator[simpy.Event]:
        """Start readings until the time is over or none waits."""
        archive, env, settings = self._archive, self._archive.env, self._archive.setup.settings
        answered_at, room = env.now, 0
        for file in self._turns():
            while room <= 0:
                room = settings.open_jobs - archive.jobs
                if room <= 0:
                    if env.now + 1.0 >= until:
                        self._put_back(file)
                        return
                    yield env.timeout(1.0)
            pause = max(0.0, answered_at + 1.0 / settings.start_rate - env.now)
            if env.now + pause >= until:
                self._put_back(file)
                return
            yield env.timeout(pause + archive.setup.steps.call + self._quota.wait(1.0))
            answered_at, room = env.now, room - 1
            yield env.timeout(archive.setup.steps.start - archive.setup.steps.call)
            self.started += 1
            archive.begin_job(file)

    def _put_back(self, file: File) -> None:
        if file.batch not in self._waiting:
            self._waiting[file.batch] = deque()
            self._around.appendleft(file.batch)
        self._waiting[file.batch].appendleft(file)

    def _turns(self) -> Iterator[File]:
        """Give files: every second turn to the batch opened last, the others around the batches."""
        while self._waiting:
            newest = max(self._waiting, key=lambda each: (self._archive.batches[each].load.at, each))
            around = self._around[0]
            self._around.rotate(-1)
            for batch in (newest, around) if len(self._waiting) > 1 else (around,):
                for _ in range(TURN):
                    if batch in self._waiting:
                        yield self._take(batch)

    def _take(self, batch: str) -> File:
        file = self._waiting[batch].popleft()
        if not self._waiting[batch]:
            del self._waiting[batch]
            self._around.remove(batch)
        return file
