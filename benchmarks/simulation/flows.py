"""The archive by flows: how many files a second each stage lets through, which one binds, and how long a load takes.

It equals the simulation event by event where a load is large beside what the archive holds at a time (tests/benchmarks/test_simulation.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, inf
from typing import Final, Literal

from benchmarks.simulation.archive import FILE_UNITS, MOVE_UNITS
from benchmarks.simulation.parameters import Setup
from functions.reading import MARGIN

Stage = Literal["dispatch", "ingest", "pace", "starter", "jobs", "transcribe", "sums", "table", "account"]

_ROUNDS: Final = 60
"""Halvings until the rate and what is held at it agree."""
_ALMOST: Final = 0.999
"""Of a full lane: beyond, the wait is without end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """How a load of many files runs through the archive."""

    rates: Mapping[Stage, float]
    """Files a second that each stage lets through."""
    seconds: float
    """From the first upload to the last outcome."""
    receipt: float
    """From the first upload to the receipt."""

    @property
    def binding(self) -> Stage:
        """The stage that holds up the others."""
        return min(self.rates, key=lambda stage: self.rates[stage])

    @property
    def rate(self) -> float:
        """Files a second."""
        return self.rates[self.binding]

    def utilisation(self, stage: Stage) -> float:
        """Share of a stage that the load uses."""
        return self.rate / self.rates[stage]


def flow_of(setup: Setup, *, files: int, pages: int) -> Flow:
    """Run a load by flows.

    Args:
        setup: of the archive.
        files: at once.
        pages: of each file.
    """
    number, steps = setup.numbers, setup.steps
    filing = steps.message["Transcribe"] + steps.page * (pages - 1)
    job = number["textract", "first_page"] + number["textract", "each_page"] * (pages - 1)
    notice = number["queues", "notice"] + number["queues", "delivery"]
    seconds = {"Dispatch": steps.message["Dispatch"], "IngestSmall": steps.message["IngestSmall"], "Transcribe": filing}
    lanes = {name: setup.shapes[name].concurrency / each for name, each in seconds.items()}
    rates: dict[Stage, float] = {
        "dispatch": lanes["Dispatch"],
        "ingest": lanes["IngestSmall"],
        **_starts(setup),
        "jobs": _held_by_jobs(setup, job + notice, filing),
        "transcribe": lanes["Transcribe"],
        "sums": number["table", "partition_writes"] / MOVE_UNITS,
        "table": number["table", "writes"] / FILE_UNITS,
        "account": setup.settings.account / sum(seconds.values()),
    }
    first = number["queues", "announcement"] + 4 * number["queues", "delivery"] + sum(seconds.values()) + steps.start + steps.cold
    last = first + files / min(rates.values()) + job + notice
    return Flow(rates=rates, seconds=last, receipt=last + setup.settings.quiet + steps.message["CloseBatch"] + steps.line * files)


def _held_by_jobs(setup: Setup, reading: float, filing: float) -> float:
    """Files a second that open jobs allow: to the starter, which looks each second, a job is open until its pieces are filed."""
    servers = setup.shapes["Transcribe"].concurrency
    rate = servers / filing
    for _ in range(_ROUNDS):
        held = reading + filing + _waiting(min(rate, _ALMOST * servers / filing), filing, servers) + 0.5
        rate = (rate + setup.settings.open_jobs / held) / 2
    return rate


def _waiting(rate: float, seconds: float, servers: int) -> float:
    """Seconds that a message waits for one of some equal servers of a fixed time: half of what Erlang's formula gives (M/M/c)."""
    offered = rate * seconds
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = offered * blocked / (number + offered * blocked)
    delayed = blocked / (1 - offered / servers * (1 - blocked))
    return delayed * seconds / (servers - offered) / 2


def _starts(setup: Setup) -> dict[Stage, float]:
    """Starts a second: as the set pace allows, and as the requests of one starter after the other allow."""
    steps, settings, quota = setup.steps, setup.settings, setup.settings.quota.rates.get("StartDocumentTextDetection", inf)
    pace = min(settings.start_rate, quota)
    span = setup.shapes["StartReadings"].timeout - MARGIN.total_seconds()
    gap = setup.numbers["queues", "delivery"] + steps.start * 1.5

    def each(interval: float) -> float:
        starts = max(1, ceil(span / interval) - 1)
        return starts / (starts * interval + gap)

    others = steps.start - steps.call
    return {"pace": each(1 / pace + steps.call) if 1 / pace >= others else inf, "starter": each(steps.start)}
