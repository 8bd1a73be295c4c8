"""What no event will bring on: a batch nobody looked at, a reading nobody answered, an upload nobody announced."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from chalicelib.ingest.inbox import placing, untaken
from chalicelib.model.errors import TransientError
from chalicelib.model.identifiers import digest_of_piece, role_of
from chalicelib.model.piece import REREADINGS
from chalicelib.ports.archive import Archive

if TYPE_CHECKING:
    from chalicelib.model.upload import Upload

_AT_MOST = 5_000
"""Uploads announced again by one sweep; the next one goes on."""


_REST = timedelta(minutes=2)
"""Longer than whoever took a piece out of its case file needs to look at its duplicates."""


@dataclass(slots=True)
class Swept:
    """What one sweep has done."""

    looked: int = 0
    asked: int = 0
    announced: int = 0
    bereft: int = 0
    """Pieces that left their case file while their worker died: their duplicates are brought back."""


def sweep(archive: Archive, *, whole: bool) -> Swept:
    """Look at every open batch, wake the starter, ask after stale readings and, now and then, through the whole inbox.

    Args:
        archive: the ports.
        whole: compare the whole inbox with the register as well.
    """
    done = Swept()
    now = archive.clock.now()
    for batch in archive.register.open_batches():
        archive.queues.schedule_closing(batch)
        done.looked += 1
    if done.looked or archive.register.waiting_readings(REREADINGS, 1):
        archive.queues.wake_ocr()
    for digest in archive.register.stale_readings(now - archive.settings.stale):
        done.asked += _ask_after(digest, archive)
    for piece in archive.register.find_orphaning_pieces(now - _REST):
        done.bereft += _go_on(digest_of_piece(piece), archive)
    if whole:
        done.announced = recover_lost(archive, now=now)
    return done


def _ask_after(digest: str, archive: Archive) -> int:
    """Send ourselves the notice that Textract owes; a job that it has forgotten has failed."""
    original = archive.register.original(digest)
    if original is None or original.status != "reading" or original.job is None:
        return 0
    try:
        standing = archive.ocr.job_status(original.job)
    except TransientError:
        return 0  # Textract is busy: the next sweep asks
    if standing == "IN_PROGRESS":
        return 0
    archive.queues.send_ocr_notice(digest, original.job, standing)
    return 1


def _go_on(digest: str, archive: Archive) -> int:
    """Have what was left undone of an original's pieces done, by a notice that names no job."""
    original = archive.register.original(digest)
    if original is None or original.status != "transcribed":
        return 0
    archive.queues.send_ocr_notice(digest, "", "SUCCEEDED")
    return 1


def recover_lost(archive: Archive, *, now: datetime) -> int:
    """Compare the whole inbox with the register, and announce again what was never taken.

    A batch that is moving is left alone: what it lacks most likely waits in a queue.

    Returns:
        How many uploads were announced again.
    """
    waiting: dict[str, list[Upload]] = {}
    place = placing(archive)
    for upload in archive.inbox.uploads():
        if role_of(upload.key) == "scan" and upload.uploaded_at < now - archive.settings.grace:
            waiting.setdefault(place(upload).batch, []).append(upload)
    still = (batch for batch in waiting if not _moves(batch, archive, now))
    lost = list(islice((upload for batch in still for upload in untaken(waiting[batch], batch, archive)), _AT_MOST))
    archive.queues.announce_uploads(lost)
    return len(lost)


def _moves(batch: str, archive: Archive, now: datetime) -> bool:
    found = archive.register.batch(batch)
    moved_at = found[1].moved_at if found else None
    return moved_at is not None and now - moved_at < archive.settings.grace
