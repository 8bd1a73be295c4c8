"""Every benchmark runs at its smallest size and prints figures; tests/e2e runs those that need the local stack."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared_data import ORDERS, needs

ROOT = Path(__file__).parents[2]
SHARED = {
    "cut_fitting",
    "cut_metrics",
    "dossier_filing",
    "link",
    "options",
    "plots",
    "read_ink",
    "roadmap_figures",
    "roster_population",
    "scanned_dossiers",
    "stack",
    "virtual_table",
}
"""Modules that the benchmarks share."""
ON_A_STACK = {"backlog", "batch", "storm", "web"}
ON_SCANS = {"copies", "pages", "text_layers"}
NAMES = sorted({path.stem for path in (ROOT / "benchmarks").glob("[!_]*.py")} - SHARED)


def marked(name: str) -> object:
    """Mark a benchmark that draws other people's scans."""
    return pytest.param(name, marks=needs(ORDERS)) if name in ON_SCANS else name


@pytest.mark.parametrize("name", [marked(name) for name in NAMES if name not in ON_A_STACK])
def test_a_benchmark_prints_its_figures_at_its_smallest_size(name: str) -> None:
    command = [sys.executable, "-m", f"benchmarks.{name}", "--smoke"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own

    assert done.returncode == 0, done.stderr
    assert any(letter.isdigit() for letter in done.stdout)
