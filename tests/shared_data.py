"""Files of other people that some tests look at: where they lie, and which of them are not here.

`python -m tests.shared_data` prints one line if any are absent: `make test` ends with it.
"""

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("UBUBIKO_SHARED_DATA") or Path(__file__).parents[1] / "../shared/data")
ANSWERS, ORDERS, HOSTILE, TYPED = "textract_responses/*.json", "arretes_scans/pdf/*.pdf", "hostile/*", "typed_french_gt/*.gt.txt"
CASES = "cases/*.pdf"
ABSENT = "shared data are absent"
"""Reason of the only skips that the gate allows."""


def needs(files: str) -> pytest.MarkDecorator:
    """Mark a test that is skipped where there are no such files."""
    return pytest.mark.skipif(not any(FOLDER.glob(files)), reason=f"{ABSENT}: {files}")


def absence() -> str:
    """Say in one line which files are absent; nothing where all are here."""
    absent = [files for files in (ANSWERS, ORDERS, HOSTILE, TYPED, CASES) if not any(FOLDER.glob(files))]
    return f"Not tried on other people's files: {FOLDER.resolve()} has no {', '.join(absent)} (UBUBIKO_SHARED_DATA)" if absent else ""


if __name__ == "__main__":
    print(absence(), end="\n" if absence() else "")  # noqa: T201 - a command
