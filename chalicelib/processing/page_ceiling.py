"""Monthly ceiling: Textract is asked for no more pages in a month than administrators allow, by number or by price.

A page is counted before its reading is started, in one conditional write, so that starters that run at the same time stay below the
ceiling together. A reading that was not started gives its pages back.
"""

from datetime import datetime

from chalicelib.model.piece import Original
from chalicelib.model.settings import Settings
from chalicelib.ports.archive import Archive


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


def price_of(pages: int, settings: Settings) -> float:
    """Price of pages in dollars, rounded to a cent.

    >>> price_of(8_000, Settings())
    12.0
    """
    return round(pages * settings.dollars_per_thousand_pages / 1000, 2)


def month_of(at: datetime) -> str:
    """Month of UTC in which the pages of a time are counted, as `2026-11`."""
    return at.strftime("%Y-%m")


def reserve_pages(original: Original, archive: Archive) -> str | None:
    """Count the pages of an original for the present month of UTC.

    Returns:
        The month, by which they can be given back; None where they exceed its ceiling.
    """
    month = month_of(archive.clock.now())
    return month if archive.register.reserve_pages(month, original.pages, most_pages(archive.settings)) else None
