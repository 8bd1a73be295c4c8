"""The whole matrix of faults, for as long as there is time: `make campaign MINUTES=30`, `make campaign SEED=12345`.

A trial is one story of the archive with one fault, or with many at random; its number, the seed, says which. A campaign runs seed after
seed on all cores, so that after as many trials as the matrix has cells each cell was tried once. It ends with the seeds that failed; each
runs again by `make campaign SEED=<seed> MINUTES=0`.
"""

import argparse
import io
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from itertools import count
from math import gcd
from random import SystemRandom

from tests import speedups
from tests.faults import test_division, test_interleavings, test_kills, test_rebuild, test_reprocessing
from tests.faults.plans import KINDS

STRIDE = 137
"""Cells between two trials: neighbours, which take as long as each other, do not follow on each other."""
SEEDED = 12
"""Cells of each story that chance plays: as many tries of it in each walk through the matrix."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One story and what goes wrong in it."""

    name: str
    play: Callable[[int], None]
    """Called with the trial's seed; raises what went wrong."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a trial."""

    seed: int
    name: str
    failure: str = ""


@cache
def matrix() -> tuple[Cell, ...]:
    """List every call with every kind of fault, and every story that chance plays."""
    cells = [_struck(call, kind) for call in range(test_kills.SWEEP_CALLS) for kind in KINDS if call == 0 or kind != KINDS[0]]
    cells += [_cut_short(call, kind) for call in range(test_reprocessing.CALLS) for kind in test_reprocessing.KINDS]
    cells += [_killed_anew(call) for call in range(test_reprocessing.ANEW)]
    cells += [_struck_dividing(call, kind) for call in range(test_division.LONGEST) for kind in KINDS if call == 0 or kind != KINDS[0]]
    for play in (
        test_kills.test_faults_at_random_in_full_batches_of_messages_change_nothing,
        test_rebuild.test_a_register_lost_in_mid_batch_is_rebuilt_and_the_batch_ends_right,
    ):
        cells += [Cell(name=play.__name__, play=play)] * SEEDED
    for shuffled in (
        test_interleavings.test_whatever_the_order_every_file_ends_where_it_must_and_once,
        test_interleavings.test_a_reading_that_failed_is_begun_again_when_its_bytes_are_sent_again,
        test_interleavings.test_notices_that_never_come_are_asked_after_whatever_else_happens,
    ):
        cells += [Cell(name=shuffled.__name__, play=lambda seed, play=shuffled: play(range(seed * 20, seed * 20 + 20)))] * SEEDED
    return tuple(cells)


def _struck(call: int, kind: str) -> Cell:
    strike = test_kills.test_whichever_call_of_a_lambda_goes_wrong_the_batch_ends_right
    return Cell(name=f"call {call} of each Lambda {kind}", play=lambda _: strike(call, (kind,)))


def _struck_dividing(call: int, kind: str) -> Cell:
    return Cell(name=f"call {call} of a division {kind}", play=lambda _: test_division.strike(call, (kind,)))


def _cut_short(call: int, kind: str) -> Cell:
    cut = test_reprocessing.test_a_round_that_is_cut_short_at_any_call_is_made_good_by_the_next
    return Cell(name=f"call {call} of a round {kind}", play=lambda _: cut(call, kind))


def _killed_anew(call: int) -> Cell:
    kill = test_reprocessing.test_a_reading_anew_in_which_a_worker_dies_ends_right
    return Cell(name=f"call {call} of a reading anew {KINDS[1]}", play=lambda _: kill(call))


def cell_of(seed: int, cells: Sequence[Cell]) -> Cell:
    """Tell which cell a seed tries: so many seeds in a row as there are cells try each once."""
    assert gcd(STRIDE, len(cells)) == 1
    return cells[seed * STRIDE % len(cells)]


def run(seed: int, cells: Sequence[Cell] = ()) -> Outcome:
    """Run one trial."""
    cell = cell_of(seed, cells or matrix())
    try:
        with redirect_stdout(io.StringIO()):
            cell.play(seed)
    except Exception:  # noqa: BLE001 - whatever it is, it is the finding
        return Outcome(seed=seed, name=cell.name, failure=traceback.format_exc())
    return Outcome(seed=seed, name=cell.name)


def campaign(seed: int, minutes: float) -> int:
    """Run trials until the time is up, at least one; the number is the exit status."""
    cores, size = len(os.sched_getaffinity(0)), len(matrix())
    print(f"SEED={seed}: {minutes:g} minutes on {cores} cores; the matrix has {size} cells", flush=True)
    end, seeds, tried, failed = time.monotonic() + 60 * minutes, count(seed), 0, []
    with ProcessPoolExecutor(cores, initializer=speedups.install) as workers:
        under_way = {workers.submit(run, next(seeds)) for _ in range(cores if minutes else 1)}
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for outcome in (future.result() for future in done):
                tried += 1
                if outcome.failure:
                    failed.append(outcome)
                    print(f"SEED={outcome.seed} failed: {outcome.name}\n{outcome.failure}", flush=True)
                elif tried % 50 == 0:
                    print(f"{tried} trials, {len(failed)} failed", flush=True)
                if time.monotonic() < end:
                    under_way.add(workers.submit(run, next(seeds)))
    print(f"{tried} trials of {size} cells, {len(failed)} failed")
    for outcome in failed:
        print(f"  make campaign SEED={outcome.seed} MINUTES=0   # {outcome.name}")
    return 1 if failed else 0


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="make campaign", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=15, help="0 for one trial")
    parser.add_argument("--seed", type=int, help="of the first trial; any where none is given")
    given = parser.parse_args()
    return campaign(SystemRandom().randrange(1_000_000) if given.seed is None else given.seed, given.minutes)


if __name__ == "__main__":
    sys.exit(main())
