"""Older scans, which came in before scans were divided: how far their division has got."""

from dataclasses import dataclass
from typing import Literal

OlderScansStatus = Literal["none", "running", "paused", "finished"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderScansProgress:
    """How far the division of older scans has got."""

    status: OlderScansStatus
    waits_for: str = ""
    """Why no file is queued at present: a key of `backfill.WAITS`."""
    explanation: str = ""
    """The same in French."""
    files_per_hour: int = 0
    looked_at: int = 0
    """Files of batches that were looked at."""
    queued: int = 0
    """Of these, the files of several pages that were given to be measured and cut."""
    batch: str = ""
    """Batch in which it stands; empty at the beginning and at the end."""
