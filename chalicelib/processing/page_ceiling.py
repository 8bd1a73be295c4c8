"""Monthly ceiling: Textract is asked for no more pages in a month than administrators allow, by number or by price.

A page is counted before its reading is started, in one conditional write, so that starters that run at the same time stay below the
ceiling together. A reading that was not started gives its pages back.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.model.piece import Original
from chalicelib.model.settings import Settings
from chalicelib.ports.archive import Archive


class Reservation:
    """Pages of one original, counted against the month's ceiling."""

    def __init__(self, *, granted: bool) -> None:
        """Begin with nothing used."""
        self.granted = granted
        self.used = False


def most_pages(settings: Settings) -> int | None:
    """Pages a month that the settings allow; None without a ceiling.

    >>> most_pages(Settings(pages_per_month=9_000, dollars_per_month=12.0))
    8000
    >>> most_pages(Settings()) is None
    True
    """
    by_price = None if settings.dollars_per_month is None else int(settings.dollars_per_month / settings.dollars_per_thousand_pages * 1000)
    ceilings = [each for each in (settings.pages_per_month, by_price) if each is not None]
    return min(ceilings, default=None)


@contextmanager
def reserved(original: Original, archive: Archive) -> Iterator[Reservation]:
    """Count the pages of an original for the month of UTC; take them off again where the block does not use them."""
    month = archive.clock.now().strftime("%Y-%m")
    granted = archive.register.reserve_pages(month, original.pages, most_pages(archive.settings))
    reservation = Reservation(granted=granted)
    try:
        yield reservation
    finally:
        if granted and not reservation.used:
            archive.register.release_pages(month, original.pages)
