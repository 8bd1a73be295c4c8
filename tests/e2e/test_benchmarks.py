"""The benchmarks that need the local stack run at their smallest size; after all others, for they bring pieces in (conftest.py)."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import free_port
from house import House

ROOT = Path(__file__).parents[2]


STORM_SECONDS = 560
"""A message whose worker is killed four times returns after 10, 30, 90 and 270 seconds (docs/decisions/leases.md)."""


def run(*command: str, seconds: float = 280) -> str:
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-m", *command, "--smoke"], cwd=ROOT, capture_output=True, text=True, timeout=seconds, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_batch_benchmark_prints_the_stack_beside_the_reader_alone() -> None:
    printed = run("benchmarks.batch", "--port", str(free_port()))

    assert "stack: sample" in printed
    assert "the reader alone" in printed


def test_whole_dossiers_are_cut_at_their_sheets_and_nothing_is_lost() -> None:
    printed = run("benchmarks.dossiers", "--stack", "2", "--port", str(free_port()))

    assert "2 dossiers of 6 pages, 4 pieces" in printed
    assert "0 dead letters" in printed
    assert "pages a second" in printed


@pytest.mark.timeout(STORM_SECONDS + 20)
def test_the_storm_benchmark_kills_functions_and_loses_nothing() -> None:
    printed = run("benchmarks.storm", "--port", str(free_port()), seconds=STORM_SECONDS)

    assert printed.count("4 of 4 filed, 0 lost, 0 twice, 0 dead letters") == 2
    assert "times as long as undisturbed" in printed
    assert "killed: none" not in printed


def test_the_backlog_benchmark_closes_a_batch_while_another_waits() -> None:
    printed = run("benchmarks.backlog", "--port", str(free_port()))

    assert printed.count("4 of 4 settled") == 2
    assert printed.count("simulation ") == 2
    assert re.search(r"still waiting then: \d+ readings, \d+ messages", printed)


@pytest.mark.usefixtures("browser")
def test_the_slow_line_benchmark_prints_every_goal(house: House) -> None:
    printed = run("benchmarks.web", "--state", str(house.state_file))

    assert printed.count("; goal ") == 5
