"""Every benchmark runs at its smallest size and prints figures; tests/e2e runs those that need the local stack."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.options import SHARED_DATA

ROOT = Path(__file__).parents[2]
SHARED = {"link", "options"}
"""Modules that the benchmarks share."""
ON_A_STACK = {"batch", "web"}
ON_SCANS = {"copies", "pages"}
NAMES = sorted({path.stem for path in (ROOT / "benchmarks").glob("[!_]*.py")} - SHARED)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ON_A_STACK])
def test_a_benchmark_prints_its_figures_at_its_smallest_size(name: str) -> None:
    if name in ON_SCANS and not SHARED_DATA.is_dir():
        pytest.skip(f"no scans in {SHARED_DATA} (UBUBIKO_SHARED_DATA)")
    command = [sys.executable, "-m", f"benchmarks.{name}", "--smoke"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own

    assert done.returncode == 0, done.stderr
    assert any(letter.isdigit() for letter in done.stdout)
