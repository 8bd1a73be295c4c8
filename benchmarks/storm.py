"""One function's process killed every five seconds while a batch comes in, beside the same batch undisturbed: `python -m benchmarks.storm`.

300 files of one page, a reader that takes no time. A process is killed as a machine out of memory kills it, whatever it is doing.
goals: at most 3 times as long as undisturbed, nothing lost, nothing twice.
"""

import contextlib
import os
import random
import shutil
import signal
import threading
from collections import Counter
from pathlib import Path

from benchmarks.options import parser_of
from benchmarks.stack import FOLDER, Measured, dead_letters, lambda_name, process_tree, stack, timed_batch
from chalicelib.aws.register import RegisterTable
from infra.local.run.sync import Intake
from infra.local.sample.bulk import make_pile
from infra.local.stack import Running

GOAL = 3.0


def main() -> None:
    """Time the batch in a clean stack, then in one whose functions are killed."""
    parser = parser_of(__doc__)
    parser.add_argument("--port", type=int, default=4600, help="first port of the local stack (default: 4600)")
    parser.add_argument("--files", type=int, default=300, help="of one page (default: 300)")
    parser.add_argument("--every", type=float, default=5.0, metavar="SECONDS", help="between two kills (default: 5)")
    parser.add_argument("--seed", type=int, default=1, help="of the choice of processes (default: 1)")
    asked = parser.parse_args()
    if asked.smoke:
        asked.files, asked.every = 4, 2.0
    FOLDER.mkdir(parents=True, exist_ok=True)
    print(f"$ python -m benchmarks.storm --files {asked.files} --every {asked.every:g} --seed {asked.seed}   # {os.cpu_count()} cores")
    pile = make_pile(FOLDER / "pile-storm", files=2 * asked.files)
    storm = Storm(every=asked.every, seed=asked.seed)
    with stack(asked.port, "--engine", "instant", roster=pile.roster) as running:
        clean = _timed(running, _half_of(pile.batch, FOLDER / "pile-undisturbed"), "undisturbed")
        with storm:
            stormy = _timed(running, pile.batch, "in-the-storm")
    kills = ", ".join(f"{count} {name}" for name, count in storm.killed.most_common())
    print(f"  killed: {kills or 'none'}")
    print(f"  {stormy.wall / clean.wall:.2f} times as long as undisturbed (goal: {GOAL:g})")


def _half_of(batch: Path, half: Path) -> Path:
    """Move every second file of a folder to another folder."""
    shutil.rmtree(half, ignore_errors=True)
    for path in sorted(batch.rglob("*.pdf"))[::2]:
        target = half / path.relative_to(batch)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
    return half


def _timed(running: Running, batch: Path, name: str) -> Measured:
    measured, intake = timed_batch(running, batch, name, name=name)
    print(f"  {name:<12} {measured.wall:6.1f} s wall   {_tell(running, intake, name)}", flush=True)
    return measured


def _tell(running: Running, intake: Intake, batch: str) -> str:
    """What came of the files, by receipt and register."""
    counts = intake.receipt["counts"]
    table = running.stack.adapter(RegisterTable)
    pieces = Counter(line.piece for line in table.lines(batch) if line.piece)
    twice = sum(count - 1 for count in pieces.values())
    filed = counts["filed"]
    return f"{filed} of {intake.uploaded} filed, {intake.uploaded - len(pieces)} lost, {twice} twice, {dead_letters(running)} dead letters"


class Storm(threading.Thread):
    """Thread that kills one process of the functions after the other, drawn by chance, while a block runs."""

    def __init__(self, *, every: float, seed: int) -> None:
        """Do nothing before the block begins.

        Args:
            every: seconds between two kills.
            seed: of the draw.
        """
        super().__init__(daemon=True)
        self._every = every
        self._chance = random.Random(seed)  # noqa: S311 - no secret
        self._over = threading.Event()
        self.killed: Counter[str] = Counter()

    def __enter__(self) -> None:
        """Begin."""
        self.start()

    def __exit__(self, *_: object) -> None:
        """End, and wait for the last kill."""
        self._over.set()
        self.join()

    def run(self) -> None:
        """Draw one of the functions' processes, and kill it."""
        while not self._over.wait(self._every):
            processes = _processes()
            if processes:
                process = self._chance.choice(sorted(processes))
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
                    self.killed[processes[process]] += 1


def _processes() -> dict[int, str]:
    """The functions' processes, by id."""
    found = {}
    for folder in process_tree():
        with contextlib.suppress(OSError):
            name = lambda_name((folder / "cmdline").read_text().replace("\0", " "))
            if name and name != "the sandbox":
                found[int(folder.name)] = name
    return found


if __name__ == "__main__":
    main()
