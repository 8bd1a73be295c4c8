"""Sweep: what lost events have left behind is taken up again, every minute.

1. Schedule the closing of every open batch.
2. Wake the starter of readings.
3. Ask Textract about readings that have lasted too long, and queue the notice that has not come.
4. Queue a notice for pieces that left their case file in a crash: their duplicates are orphaned.
5. Now and then, compare the whole inbox with the register, and announce again the uploads that it has not taken.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from chalicelib.ingest.inbox import batch_assigner, uploads_without_arrival
from chalicelib.model.errors import TransientError
from chalicelib.model.identifiers import digest_of_piece, role_of
from chalicelib.model.piece import REREADINGS
from chalicelib.ports.archive import Archive

if TYPE_CHECKING:
    from chalicelib.model.upload import Upload

_MOST_UPLOADS = 5_000
"""Announced again by one sweep; the next sweep announces the rest."""
_REST = timedelta(minutes=2)
"""Time that a worker has to restore the duplicates of a piece that left its case file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepResult:
    """Numbers of one sweep."""

    batches: int
    """Open batches whose closing was scheduled."""
    readings: int
    """Stale readings that Textract had ended."""
    orphaned: int
    """Pieces that left their case file in a crash, and whose duplicates are orphaned."""
    uploads: int
    """Uploads announced again."""


def sweep(archive: Archive, *, whole: bool) -> SweepResult:
    """Take up what lost events have left behind.

    Args:
        archive: the ports.
        whole: compare the whole inbox with the register as well.
    """
    now = archive.clock.now()
    batches = archive.register.open_batches()
    for batch in batches:
        archive.queues.schedule_closing(batch)
    if batches or archive.register.waiting_readings(REREADINGS, 1):
        archive.queues.wake_ocr()
    return SweepResult(
        batches=len(batches),
        readings=sum(_send_notice(digest, archive) for digest in archive.register.stale_readings(now - archive.settings.stale)),
        orphaned=sum(_restore_orphans(piece, archive) for piece in archive.register.find_orphaning_pieces(now - _REST)),
        uploads=recover_lost(archive, now=now) if whole else 0,
    )


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


def _restore_orphans(piece: str, archive: Archive) -> bool:
    """Queue a notice without a job, for `transcribe` to restore the duplicates of a piece."""
    digest = digest_of_piece(piece)
    original = archive.register.original(digest)
    if original is None or original.status != "transcribed":
        return False
    archive.queues.send_ocr_notice(digest, "", "SUCCEEDED")
    return True


def recover_lost(archive: Archive, *, now: datetime) -> int:
    """Compare the whole inbox with the register, and announce again the uploads that no line has taken.

    A batch that has just moved is left out: its other uploads most likely wait in a queue.

    Returns:
        Number of uploads announced again.
    """
    waiting: dict[str, list[Upload]] = {}
    assign = batch_assigner(archive)
    for upload in archive.inbox.uploads():
        if role_of(upload.key) == "scan" and upload.uploaded_at < now - archive.settings.grace:
            waiting.setdefault(assign(upload).batch, []).append(upload)
    still = (batch for batch in waiting if not _moves(batch, archive, now))
    lost = list(islice((upload for batch in still for upload in uploads_without_arrival(waiting[batch], batch, archive)), _MOST_UPLOADS))
    archive.queues.announce_uploads(lost)
    return len(lost)


def _moves(batch: str, archive: Archive, now: datetime) -> bool:
    found = archive.register.batch(batch)
    moved_at = found[1].moved_at if found else None
    return moved_at is not None and now - moved_at < archive.settings.grace
