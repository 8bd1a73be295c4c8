"""Local stacks for the benchmarks: a fresh one with a roster in force, a batch timed through it, the processes of its functions."""

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.options import BUILD
from chalicelib.aws.register import RegisterTable
from infra.local.options import parse
from infra.local.run.progress import Progress
from infra.local.run.sync import Intake, drop_roster, take_in
from infra.local.stack import Running, run_stack
from infra.terminal import Terminal

FOLDER = BUILD / "benchmark"
EMULATOR = "infra.local.emulator.process"
"""Module of the emulator's process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One thing that was timed."""

    what: str
    wall: float
    """Seconds."""
    cpu: float
    """Seconds of all processes together."""
    pages: int


@contextmanager
def stack(port: int, *arguments: str, roster: Path) -> Iterator[Running]:
    """A fresh local stack with a roster in force."""
    with tempfile.TemporaryDirectory(dir=FOLDER, prefix="stack-") as data:
        options = parse(["--data", data, "--port", str(port), *arguments])
        with run_stack(options, roster, _silent()) as running:
            drop_roster(running, roster, Path(data, "roster-dropped"))
            running.wait_for_background()
            yield running


def timed_batch(running: Running, batch: Path, what: str, *, name: str = "benchmark") -> tuple[Measured, Intake]:
    """Sync a folder and wait for its last outcome; the quiet time before the receipt is a setting, no work."""
    before, cpu, began = running.reader.pages_read, cpu_of_tree(), datetime.now(UTC)
    intake = take_in(running, batch, name, Progress(_silent(), name=name, files=0))
    found = running.stack.adapter(RegisterTable).batch(name)
    wall = (found[1].moved_at - began).total_seconds() if found and found[1].moved_at else intake.seconds
    pages = running.reader.pages_read - before or sum(file["pages"] or 0 for file in intake.receipt["files"])
    return Measured(what=f"stack: {what}", wall=wall, cpu=cpu_of_tree() - cpu, pages=pages), intake


def _silent() -> Terminal:
    """A terminal that nobody watches."""
    return Terminal(io.StringIO())


def dead_letters(running: Running) -> int:
    """Messages in the dead-letter queues."""
    sqs = running.stack.emulator.client("sqs")
    urls = [url for url in sqs.list_queues().get("QueueUrls", []) if "-dead" in url]
    names = ["ApproximateNumberOfMessages"]
    return sum(int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"][names[0]]) for url in urls)


def process_tree() -> Iterator[Path]:
    """This process and all below it."""
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(status.parent.name))
    waiting = [os.getpid()]
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        yield Path(f"/proc/{pid}")


def cpu_of_tree() -> float:
    """CPU seconds of this process and all below it, those that have ended and were waited for included."""
    ticks = 0
    for process in process_tree():
        try:
            ticks += sum(map(int, (process / "stat").read_text().rpartition(")")[2].split()[11:15]))
        except OSError:
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def cpu_by_function() -> dict[str, float]:
    """CPU seconds of each function's living processes together, and of the emulator."""
    spent: dict[str, float] = {}
    for process in process_tree():
        try:
            command = (process / "cmdline").read_text().replace("\0", " ")
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        name = "the emulator" if EMULATOR in command else lambda_name(command)
        if name:
            spent[name] = spent.get(name, 0.0) + sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
    return spent


def memory_by_function() -> dict[str, float]:
    """Largest resident memory so far of each function's living processes, in MB, and of its sandbox's worker (VmHWM)."""
    most: dict[str, float] = {}
    for process in process_tree():
        try:
            name = lambda_name((process / "cmdline").read_text().replace("\0", " "))
            status = (process / "status").read_text()
        except OSError:
            continue
        held = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")), "0")
        if name:
            most[name] = max(most.get(name, 0.0), int(held) / 1024)
    return most


def lambda_name(command: str) -> str | None:
    """Function whose process a command line starts; None for other processes."""
    if "chalicelib.formats.sandbox_worker" in command:
        return "the sandbox"
    if "ministack-lambda-" not in command:
        return None
    return command.partition("ministack-lambda-")[2].split("/")[0].rsplit("-", 2)[0]
