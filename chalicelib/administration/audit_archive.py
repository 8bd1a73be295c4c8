"""The journal of reading outlives the register: who opened what, and who signed in, goes to the vault page by page.

A page is what happened in five minutes, written once these have rested: a Lambda notes the time, then writes, and the index by
time follows the table a moment later. What is repeated writes the same page again, under the same name.
"""

from datetime import UTC, datetime, timedelta
from itertools import groupby, islice

from chalicelib.model.audit import AccessRecord
from chalicelib.model.errors import ConflictError
from chalicelib.ports.archive import Archive

_PAGE = timedelta(minutes=5)
_REST = timedelta(minutes=2)
"""Longer than a Lambda of the API may run, and than the index lags behind."""
_AT_MOST = timedelta(days=1)
"""Caught up with in one go, the next one goes on; and gone back to where nothing says how far the last one came."""
_LINES = 10_000
"""On a page; five minutes that are busier make several."""


def keep_accesses(archive: Archive) -> int:
    """Write the pages that are due; repeatable, and harmless when two do it at once.

    Returns:
        How many consultations and sign-ins were written.
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


def restore_accesses(archive: Archive) -> int:
    """Write again into the register what the vault has; repeatable.

    Returns:
        How many.
    """
    restored = 0
    accesses = archive.vault.access_records()
    while some := list[AccessRecord](islice(accesses, _LINES)):
        archive.consultations.restore(some)
        restored += len(some)
    return restored


def _page_of(at: datetime) -> datetime:
    """Tell when the page began in which a time falls."""
    minute = at.minute - at.minute % (_PAGE // timedelta(minutes=1))
    return at.astimezone(UTC).replace(minute=minute, second=0, microsecond=0)
