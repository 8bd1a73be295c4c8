"""Older scans: files of several pages that came in before scans were divided are cut, at a set pace, behind the batches of the day.

1. An administrator starts it, with so many files an hour, or pauses it; it goes on from where it stopped.
2. Each minute the sweep walks on over the lines of the batches, the one opened first first, and queues the next files of several pages.
3. The function that files transcripts measures each, and cuts what is sure (`processing.late_division`); no reading is started.

A bookmark keeps the place behind every portion. A file that is queued twice, or was divided when it came in, stays as it is.
"""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from chalicelib.administration.backfill_waits import has_day_batch
from chalicelib.administration.portions import in_portions
from chalicelib.model.backfill import WAITS
from chalicelib.model.errors import PermanentError
from chalicelib.model.older_scans import OlderScansProgress, OlderScansStatus
from chalicelib.model.piece import BatchLine
from chalicelib.model.register import Bookmark
from chalicelib.ports.archive import Archive
from chalicelib.processing.closing_schedule import is_being_rebuilt
from chalicelib.processing.late_division import DIVIDE
from chalicelib.processing.reassessment import AT_REST

_ORDER: Final = "older-scans-order"
"""Bookmark of what administrators want; they alone write it. Its counts: files an hour, whether it is paused."""
_DONE: Final = "older-scans"
"""Bookmark of how far the sweep has got; its place is as that of `older_acts`."""
_LINES: Final = 100
"""Lines looked at between two looks at the clock."""


def start_older_scans(rate: int, archive: Archive) -> OlderScansProgress:
    """Start to divide older scans, or go on, with so many files an hour; one that has come to its end begins anew."""
    done = archive.register.bookmark(_DONE)
    if done is None or not done.place:
        archive.register.put_bookmark(_DONE, Bookmark(place=json.dumps(["", "", ""]), at=archive.clock.now()))
    _put_order(rate, archive, paused=False)
    return older_scans_progress(archive)


def pause_older_scans(archive: Archive) -> OlderScansProgress:
    """Pause it: files that are queued are still divided, and no other is queued.

    Raises:
        PermanentError: `older_scans_none`.
    """
    order = archive.register.bookmark(_ORDER)
    if order is None:
        raise PermanentError("older_scans_none")
    _put_order(order.counts["rate"], archive, paused=True)
    return older_scans_progress(archive)


def older_scans_progress(archive: Archive) -> OlderScansProgress:
    """Tell how far it has got, and what it waits for."""
    order, done = archive.register.bookmark(_ORDER), archive.register.bookmark(_DONE)
    if order is None:
        return OlderScansProgress(status="none")
    counts = done.counts if done else {}
    status: OlderScansStatus = "finished" if done and not done.place else "paused" if order.counts["paused"] else "running"
    waits_for = _waits_for(archive) if status == "running" else ""
    return OlderScansProgress(
        status=status,
        waits_for=waits_for,
        explanation=WAITS[waits_for],
        files_per_hour=order.counts["rate"],
        looked_at=counts.get("lines", 0),
        queued=counts.get("queued", 0),
        batch=json.loads(done.place)[1] if done and done.place else "",
    )


def advance_older_scans(archive: Archive, *, until: datetime) -> int:
    """Queue the older scans that are due this minute; return their number.

    Args:
        archive: the ports.
        until: when to stop, UTC; one portion is done in any case.
    """
    order = archive.register.bookmark(_ORDER)
    if order is None or order.counts["paused"]:
        return 0
    done = archive.register.bookmark(_DONE)
    if done is None or not done.place or _waits_for(archive):
        return 0
    due = _due(order.counts["rate"], done, archive)
    return _walk(done, due, archive, until) if due else 0


def _due(rate: int, done: Bookmark, archive: Archive) -> int:
    """Count the files that the pace allows since the last step: of at most an hour, so that a pause is not made up for at once."""
    passed = min(archive.clock.now() - done.at, timedelta(hours=1))
    return int(rate * (passed / timedelta(hours=1)))


def _walk(done: Bookmark, due: int, archive: Archive, until: datetime) -> int:
    """Walk over the lines, and queue files until the pace or the time is used up."""
    place, begun, line = json.loads(done.place)
    counts, queued = dict(done.counts), 0
    while batch := next(iter(archive.register.earliest_batches(after=place or None, limit=1)), None):
        after = line if batch.name == begun else None  # another one where that batch has opened again since, and comes later
        for lines in in_portions(archive.register.lines(batch.name, after=after), _LINES):
            some = list(islice(filter(_is_older_scan, lines), due - queued))
            _queue(some, archive)
            queued += len(some)
            last = lines[-1] if queued < due else some[-1]
            looked_at = lines.index(last) + 1
            counts = {**counts, "lines": counts.get("lines", 0) + looked_at, "queued": counts.get("queued", 0) + len(some)}
            done = Bookmark(place=json.dumps([place, batch.name, last.line]), at=archive.clock.now(), counts=counts)
            archive.register.put_bookmark(_DONE, done)
            if queued >= due or archive.clock.now() >= until:
                return queued
        place = batch.place
    archive.register.put_bookmark(_DONE, replace(done, place="", at=archive.clock.now()))
    return queued


def _is_older_scan(line: BatchLine) -> bool:
    """Whether the line is of a file of several pages that is one piece."""
    return bool(line.piece and line.digest and (line.pages or 1) > 1) and line.status in AT_REST and not (line.part or line.divided)


def _queue(lines: list[BatchLine], archive: Archive) -> None:
    for digest in dict.fromkeys(line.digest for line in lines if line.digest):
        archive.queues.send_ocr_notice(digest, "", DIVIDE)


def _waits_for(archive: Archive) -> str:
    """Say why no file is queued: a key of `WAITS`; empty where one is."""
    if is_being_rebuilt(archive):
        return "rebuilding"
    return "day_batch" if has_day_batch(archive) else ""


def _put_order(rate: int, archive: Archive, *, paused: bool) -> None:
    archive.register.put_bookmark(_ORDER, Bookmark(place="", at=archive.clock.now(), counts={"rate": rate, "paused": int(paused)}))
