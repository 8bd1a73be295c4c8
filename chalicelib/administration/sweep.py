"""Sweep: duties of each minute, which take up what lost events have left behind.

- Schedule the closing of every open batch, and wake the starter of readings.
- Ask Textract about readings that have lasted too long, and queue the notice that has not come.
- Queue a notice for pieces that left their case file in a crash: their duplicates are orphaned.
- Queue older scans that are to be divided, at the pace that an administrator has set.
- Go on with a backfill: count its files, begin a batch that is due, copy.
- List the acts of pieces that an earlier release filed, until all of them are listed.
- Compare the inbox with the register, some thousand uploads each minute, and announce again those that the register has not taken.

The comparison keeps its place in the register: a sweep costs the same over ten thousand uploads and over a million.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.administration.backfill import advance_backfill
from chalicelib.administration.older_acts import list_older_acts
from chalicelib.administration.older_scans import advance_older_scans
from chalicelib.administration.portions import in_portions
from chalicelib.ingest.inbox import batch_assigner, places_of
from chalicelib.model.errors import PermanentError, TransientError
from chalicelib.model.identifiers import digest_of_piece, role_of
from chalicelib.model.piece import REREADINGS
from chalicelib.model.register import Bookmark
from chalicelib.model.upload import Upload
from chalicelib.ports.archive import Archive
from chalicelib.processing.closing_schedule import is_being_rebuilt

_COMPARING = timedelta(seconds=15)
"""Of each minute, for the comparison of inbox and register."""
_BACKFILLING = timedelta(seconds=10)
"""Of each minute, for a backfill: with eight copies at a time, most of a thousand files."""
_LISTING = timedelta(seconds=10)
"""Of each minute, for the acts of an earlier release, and for the scans of one."""
_ROUND_REST = timedelta(minutes=10)
"""Between the end of a comparison and the beginning of the next."""
_COMPARED = 1_000
"""Uploads compared between two looks at the clock, and one more key's versions."""
_MOST_UPLOADS = 5_000
"""Announced again by one sweep; the next sweep announces the rest."""
_REST = timedelta(minutes=2)
"""Time that a worker has to restore the duplicates of a piece that left its case file."""
_INBOX = "inbox"
"""Bookmark of the comparison."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """Uploads announced again, and whether the whole inbox was compared."""

    announced: int
    finished: bool


def duties(archive: Archive, *, until: datetime) -> Mapping[str, Callable[[], int]]:
    """Duties of one sweep, by name: each answers how many it took up, and needs no other.

    Args:
        archive: the ports.
        until: when the sweep is to end, UTC.
    """
    return {
        "batches": lambda: _schedule_closings(archive),
        "readings": lambda: _send_missing_notices(archive),
        "orphaned": lambda: _restore_all_orphans(archive),
        "acts": lambda: list_older_acts(archive, until=min(until, archive.clock.now() + _LISTING)),
        "older_scans": lambda: advance_older_scans(archive, until=min(until, archive.clock.now() + _LISTING)),
        "backfill": lambda: advance_backfill(archive, until=min(until, archive.clock.now() + _BACKFILLING)),
        "uploads": lambda: _recover_in_turn(archive, min(until, archive.clock.now() + _COMPARING)),
    }


def _schedule_closings(archive: Archive) -> int:
    """Schedule the closing of every open batch, and wake the starter of readings; return the number of batches."""
    batches = archive.register.open_batches()
    archive.queues.schedule_closings(batches)
    if batches or archive.register.waiting_readings(REREADINGS, 1):
        archive.queues.wake_ocr()
    return len(batches)


def _send_missing_notices(archive: Archive) -> int:
    """Queue the notices of stale readings that Textract had ended; return their number."""
    stale = archive.register.stale_readings(archive.clock.now() - archive.settings.stale)
    return sum(_send_notice(digest, archive) for digest in stale)


def _send_notice(digest: str, archive: Archive) -> bool:
    """Queue the missing notice of a reading that Textract has ended; a job that Textract no longer knows has failed."""
    original = archive.register.original(digest)
    if original is None or original.status != "reading" or original.job is None:
        return False
    try:
        status = archive.ocr.job_status(original.job)
    except TransientError:
        return False  # Textract is busy: the next sweep asks
    if status == "IN_PROGRESS":
        return False
    archive.queues.send_ocr_notice(digest, original.job, status)
    return True


def _restore_all_orphans(archive: Archive) -> int:
    """Queue a notice for each piece that left its case file, and each file whose division a crash interrupted; return their number."""
    before = archive.clock.now() - _REST
    left = (*archive.register.find_orphaning_pieces(before), *archive.register.find_unfinished_divisions(before))
    return sum(_restore_orphans(piece, archive) for piece in left)


def _restore_orphans(piece: str, archive: Archive) -> bool:
    """Queue a notice without a job, for `transcribe` to register the pieces of a divided file, or restore the duplicates of a piece."""
    digest = digest_of_piece(piece)
    original = archive.register.original(digest)
    if original is None or original.status != "transcribed":
        return False
    archive.queues.send_ocr_notice(digest, "", "SUCCEEDED")
    return True


def _recover_in_turn(archive: Archive, until: datetime) -> int:
    """Go on with the comparison of inbox and register, or begin it anew after its rest; half a rebuilt register is not compared.

    Raises:
        PermanentError: `register_lost`: everything would be ingested once more, over what the vault knows of it.
    """
    if is_being_rebuilt(archive):
        return 0
    last = archive.register.bookmark(_INBOX)
    if last is None and not archive.register.earliest_batches(after=None, limit=1) and not archive.vault.is_empty():
        raise PermanentError("register_lost", "the register has no batch, the vault has pieces: rebuild")
    if last and not last.place and archive.clock.now() - last.at < _ROUND_REST:
        return 0
    return recover_lost(archive, until=until).announced


def recover_lost(archive: Archive, *, until: datetime) -> Recovery:
    """Compare the inbox with the register from where the last comparison stopped, and announce again the uploads that no line has taken.

    A batch that has just moved is left out: its other uploads most likely wait in a queue.

    Args:
        archive: the ports.
        until: when to stop, UTC; the next call goes on.
    """
    last = archive.register.bookmark(_INBOX)
    announced = 0
    listed = archive.inbox.uploads(after=last.place if last else "")
    for uploads in in_portions(listed, _COMPARED, lambda upload: upload.key):
        lost = _lost(uploads, archive)
        archive.queues.announce_uploads(lost)
        announced += len(lost)
        archive.register.put_bookmark(_INBOX, Bookmark(place=uploads[-1].key, at=archive.clock.now()))
        if archive.clock.now() >= until or announced >= _MOST_UPLOADS:
            return Recovery(announced=announced, finished=False)
    archive.register.put_bookmark(_INBOX, Bookmark(place="", at=archive.clock.now()))
    return Recovery(announced=announced, finished=True)


def _lost(uploads: Iterable[Upload], archive: Archive) -> list[Upload]:
    """Filter the scans, old enough and of a batch at rest, that no batch which may have taken them knows."""
    assign = batch_assigner(archive)
    before = archive.clock.now() - archive.settings.grace
    waiting = [assign(upload) for upload in uploads if role_of(upload.key) == "scan" and upload.uploaded_at < before]
    places = {arrival: places_of(arrival, archive) for arrival in waiting}
    for some in (slice(1), slice(1, None)):  # most are known under their own batch
        known = archive.register.known_arrivals([place for arrival in waiting for place in places[arrival][some]])
        waiting = [arrival for arrival in waiting if known.isdisjoint(places[arrival])]
    moving = {batch: _moves(batch, archive) for batch in {arrival.batch for arrival in waiting}}
    return [arrival.upload for arrival in waiting if not moving[arrival.batch]]


def _moves(batch: str, archive: Archive) -> bool:
    found = archive.register.batch(batch)
    moved_at = found[1].moved_at if found else None
    return moved_at is not None and archive.clock.now() - moved_at < archive.settings.grace
