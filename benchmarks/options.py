"""The command line that all benchmarks have, and the folder of real scans that some of them measure on."""

import argparse
import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED_DATA = Path(os.environ.get("UBUBIKO_SHARED_DATA") or ROOT.parent / "shared" / "data")
"""Other people's scans; the repository holds none."""
BUILD = ROOT / "build"
READINGS = BUILD / "readings"
"""What the local reader read in the real scans, one JSON file a scan; `benchmarks.reading` writes it."""


def parser_of(description: str | None) -> argparse.ArgumentParser:
    """A parser that knows `--smoke` and prints a module's docstring as it stands."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true", help="the smallest size, in seconds: only says that the benchmark still runs")
    return parser


def has_shared_data() -> bool:
    """Whether the real scans are there; prints one line if not."""
    if SHARED_DATA.is_dir():
        return True
    print(f"no scans in {SHARED_DATA} (UBUBIKO_SHARED_DATA): what is measured on real scans is skipped")
    return False
