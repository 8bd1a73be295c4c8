"""An archive of a released revision is read, continued and rebuilt by today's code; its template replaces no data."""

import json
from pathlib import Path
from typing import Any

RELEASED = Path(__file__).parent / "released"
"""What `tests.upgrade.make` wrote."""


def released(name: str) -> Any:
    """A file of the release: `archive`, `answers` or `resources`."""
    return json.loads((RELEASED / f"{name}.json").read_text("utf-8"))
