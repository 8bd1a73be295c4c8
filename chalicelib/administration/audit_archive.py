"""Archive of the audit trail: consultations and sign-ins are copied to the vault, page by page, to outlive the register.

1. Read up to when the vault has them.
2. Read the access records of the following five minutes, once these are two minutes past.
3. Write them to the vault as one page.
4. Register up to when the vault has them.

Every step may be repeated: the same five minutes make the same page, under the same name.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice

from chalicelib.model.errors import ConflictError
from chalicelib.ports.archive import Archive

_PAGE = timedelta(minutes=5)
_REST = timedelta(minutes=2)
"""Longer than a Lambda of the API may run (30 s) and than the index lags behind: all records of a page are then in the index."""
_AT_MOST = timedelta(days=1)
"""Archived by one call, at most; where the register does not say up to when the vault has them, the time to go back."""
_LINES = 10_000
"""On one page; more records make several pages."""


def keep_accesses(archive: Archive) -> int:
    """Write the pages that are due; repeatable, also by two workers at once.

    Returns:
        Number of consultations and sign-ins written.
    """
    seen = archive.consultations.archived_until()
    rested = _page_of(archive.clock.now() - _REST)
    since = seen or rested - _AT_MOST
    until = min(rested, since + _AT_MOST)
    if until <= since:
        return 0
    written = 0
    for begun, accesses in groupby(archive.consultations.access_records(since, until), key=lambda each: _page_of(each[0])):
        while page := [access for _, access in islice(accesses, _LINES)]:
            archive.vault.keep_access_records(begun, page)
            written += len(page)
    try:
        archive.consultations.set_archived_until(until, seen=seen)
    except ConflictError:
        return 0  # another sweep was quicker, with the same pages
    return written


def restore_accesses(archive: Archive, *, after: str = "") -> Iterator[tuple[str, int]]:
    """Write the pages of the vault back into the register; repeatable.

    Args:
        archive: the ports.
        after: place of the page behind which to begin.

    Yields:
        the place of a page that is written, and the number of its records.
    """
    for place, accesses in archive.vault.access_pages(after=after):
        archive.consultations.restore(accesses)
        yield place, len(accesses)


def _page_of(at: datetime) -> datetime:
    """Start of the five minutes in which a time falls."""
    minute = at.minute - at.minute % (_PAGE // timedelta(minutes=1))
    return at.astimezone(UTC).replace(minute=minute, second=0, microsecond=0)
