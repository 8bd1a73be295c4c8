"""What a backfill waits for before it begins a further batch: it takes in nothing that a batch of the day would have to wait behind."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from chalicelib.model.backfill import backfill_batch, is_backfill
from chalicelib.model.batch import Batch, Tally
from chalicelib.ports.archive import Archive
from chalicelib.processing.closing_schedule import is_being_rebuilt
from chalicelib.processing.page_ceiling import month_of, most_pages

_BATCH: Final = 1_000
"""Files of a batch: one page of a listing; a receipt of so many lines is read at once."""
_FIRST_BATCH: Final = 100
"""Files of the first batch: it shows how many pages a file has, and what the scans are worth, before the thousands follow."""
_LATEST: Final = 10
"""Batches opened last, among which those of the day are."""
_CEILING_SHARE: Final = 0.9
"""Share of the month's ceiling that a backfill may use; the rest is for the batches of the day."""


def batch_size(begun: int) -> int:
    """Files of the batch that comes after so many.

    >>> batch_size(0), batch_size(1)
    (100, 1000)
    """
    return _BATCH if begun else _FIRST_BATCH


def what_a_backfill_waits_for(name: str, done: Mapping[str, int], archive: Archive) -> str:
    """Say why no further batch may begin, in a handful of requests: a key of `WAITS`; empty where one may.

    Args:
        name: of the backfill.
        done: its counts: `batch`, number of the latest batch; `size`, its files; `began`, when, in seconds since 1970.
        archive: the ports.
    """
    each: Mapping[str, Callable[[], bool]] = {
        "rebuilding": lambda: is_being_rebuilt(archive),
        "readings_paused": lambda: archive.settings.start_rate == 0,
        "no_ceiling": lambda: most_pages(archive.settings) is None,
        "pace": lambda: _is_before_its_time(done, archive),
        "day_batch": lambda: has_day_batch(archive),
        "backlog": lambda: _outstanding(name, done, archive) > (_BATCH // 2 if done.get("batch", 0) > 1 else 0),
        "ceiling": lambda: _comes_near_the_ceiling(name, done, archive),
    }
    return next((reason for reason, holds in each.items() if holds()), "")


def _is_before_its_time(done: Mapping[str, int], archive: Archive) -> bool:
    """Say whether the latest batch has not yet had the time that the pace gives its files."""
    if not done.get("batch"):
        return False
    return archive.clock.now() < _began(done) + timedelta(hours=done["size"] / archive.settings.backfill_rate)


def _began(done: Mapping[str, int]) -> datetime:
    return datetime.fromtimestamp(done["began"], UTC)


def has_day_batch(archive: Archive) -> bool:
    """Say whether a batch that is none of a backfill is coming in; one that is open again for its receipt alone is not."""
    latest = archive.register.latest_batches(before=None, limit=_LATEST)
    coming = (batch for batch, tally in latest if batch.status == "open" and (batch.reopened_at is None or tally.waiting))
    return any(not is_backfill(batch.name) for batch in coming)


def _latest(name: str, done: Mapping[str, int], archive: Archive) -> list[tuple[Batch, Tally] | None]:
    """Read the latest batch of a backfill, and the one before; None for one that the register does not know."""
    number = done.get("batch", 0)
    return [archive.register.batch(backfill_batch(name, each)) for each in (number, number - 1) if each > 0]


def _outstanding(name: str, done: Mapping[str, int], archive: Archive) -> int:
    """Files of the last two batches that have no outcome yet.

    One that was just begun may not be in the register; one in which nothing was a scan never will be.
    """
    latest = _latest(name, done, archive)
    if latest and latest[0] is None and archive.clock.now() < _began(done) + archive.settings.patience:
        return done["size"]
    return sum(
        max(tally.waiting, (batch.announced or 0) - tally.lines + tally.waiting)
        for batch, tally in filter(None, latest)
        if batch.status != "closed"
    )


def _comes_near_the_ceiling(name: str, done: Mapping[str, int], archive: Archive) -> bool:
    """Say whether the pages of the next batch, as many a file as the latest batches had, would come near the month's ceiling."""
    tallies = [tally for _, tally in filter(None, _latest(name, done, archive))]
    settled = sum(tally.lines - tally.waiting for tally in tallies)
    foreseen = sum(tally.pages for tally in tallies) / settled * batch_size(done.get("batch", 0)) if settled else 1
    asked = archive.register.reserved_pages(month_of(archive.clock.now()))
    return asked + foreseen > (most_pages(archive.settings) or 0) * _CEILING_SHARE
