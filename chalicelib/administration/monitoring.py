"""Monitoring: the figures of the moment that administrators watch, in a handful of requests whatever the size of the archive.

1. Count the batches that are not closed.
2. Count the pieces that wait for an archivist, and tell the age of the oldest.
3. Read the pages that OCR was asked for this month, their price, and the month's ceiling.
4. Count the files of a backfill that have not had their turn.
"""

from dataclasses import dataclass
from datetime import timedelta

from chalicelib.administration.backfill import backfill_files_left
from chalicelib.model.review_queue import QueueFilter
from chalicelib.ports.archive import Archive
from chalicelib.processing.page_ceiling import month_of, most_pages, price_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringFigures:
    """Figures of the moment."""

    open_batches: int
    to_review: int
    """Pieces that wait for an archivist, as last counted (`statistics`)."""
    oldest_review: timedelta
    """Time since the oldest of them was registered; zero where none waits."""
    pages: int
    """Pages that OCR was asked for in the present month of UTC."""
    dollars: float
    """Their price."""
    most_pages: int | None
    """Ceiling of the month; None without one."""
    backfill_left: int
    """Files of a backfill that have not had their turn; 0 without one."""


def observe(archive: Archive) -> MonitoringFigures:
    """Read the figures of the moment."""
    now, settings = archive.clock.now(), archive.settings
    oldest = archive.register.queued_pieces(QueueFilter().selection, after=None, limit=1)
    pages = archive.register.reserved_pages(month_of(now))
    return MonitoringFigures(
        open_batches=len(archive.register.open_batches()),
        to_review=sum(queue.waiting for queue in archive.statistics.review_queues()),
        oldest_review=now - oldest[0][1].registered_at if oldest else timedelta(),
        pages=pages,
        dollars=price_of(pages, settings),
        most_pages=most_pages(settings),
        backfill_left=backfill_files_left(archive),
    )
