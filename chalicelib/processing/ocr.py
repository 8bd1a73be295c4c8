"""OCR: readings are started at the pace that Textract grants, and their results are taken in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.model.errors import ConflictError, PermanentError, ReadingError, TransientError
from chalicelib.model.piece import REREADINGS, Original
from chalicelib.model.transcript import Transcript
from chalicelib.ports.archive import Archive
from chalicelib.processing.filing import bring_back, fail_pieces, file_pieces, look_at, stand_by
from chalicelib.processing.reassessment import revise_pieces

_TURN = 5
"""Readings started for one batch before the next batch has its turn."""
_LONGEST_PAUSE = 8.0
"""Seconds between two tries while Textract is too busy."""


@dataclass(slots=True)
class Started:
    """What one waking has done."""

    begun: int = 0
    throttled: int = 0
    refused: int = 0
    left: bool = False
    """Something still waits: wake again."""


def start_readings(archive: Archive, *, until: datetime, first: Iterable[str] = ()) -> Started:
    """Start what waits until nothing does, or the time is up.

    Args:
        archive: the ports.
        until: when to stop, UTC.
        first: digests that were just registered: an index may not show them yet.
    """
    done = Started()
    room = 0
    for original in _queue(archive, first):
        while room <= 0:
            room = archive.settings.open_jobs - archive.register.reading_count()
            if room <= 0 and not _rest(1.0, archive, until):
                done.left = True
                return done
        if not _start(original, archive, until, done):
            done.left = True
            return done
        room -= 1
    return done


def _queue(archive: Archive, first: Iterable[str]) -> Iterator[Original]:
    """Every original that waits, once: those just registered, then each open batch in turn, at last what is read anew."""
    met: set[str] = set()

    def fresh(digests: Iterable[str]) -> list[Original]:
        new = [digest for digest in dict.fromkeys(digests) if digest not in met]
        met.update(new)
        return [each for each in archive.register.originals(new) if each.status == "waiting" and each.route == "textract"]

    begun = fresh(first)
    for batch in {original.batch for original in begun} - set(archive.register.open_batches() if begun else ()):
        look_at(batch, archive)  # a late file opens its batch again: only open ones have their turn below
    yield from begun
    while True:
        before = len(met)
        for batch in archive.register.open_batches():
            # An index lags behind the table: what was just begun may still be listed, so look past it.
            yield from fresh([digest for digest in archive.register.waiting_readings(batch, _TURN * 20) if digest not in met][:_TURN])
        if len(met) == before:  # nothing waits that was never read
            yield from fresh([digest for digest in archive.register.waiting_readings(REREADINGS, _TURN * 20) if digest not in met][:_TURN])
        if len(met) == before:
            return


def _start(original: Original, archive: Archive, until: datetime, done: Started) -> bool:
    """Start one reading, however often it takes; False when the time is up."""
    pause = 1.0 / archive.settings.start_rate
    while _rest(pause, archive, until):
        try:
            job = archive.ocr.start(original)
        except TransientError:
            done.throttled += 1
            pause = min(max(1.0, pause * 2), _LONGEST_PAUSE)
            continue
        except ReadingError as refusal:
            done.refused += 1
            if original.again:
                stand_by(original, archive)
                return True
            fail_pieces(original, refusal, archive)  # first: as long as it waits, a repetition comes here again
            archive.register.reading_failed(original)
            fail_pieces(original, refusal, archive)  # those that came in between
            return True
        archive.register.reading_started(original, job, archive.clock.now())
        done.begun += 1
        return True
    return False


def _rest(seconds: float, archive: Archive, until: datetime) -> bool:
    """Wait; False when there is no time left to wait in."""
    if (until - archive.clock.now()).total_seconds() <= seconds:
        return False
    archive.clock.pause(seconds)
    return True


ATTEMPTS = 3
"""Readings of one original before somebody must look."""
READER = "textract/detect-document-text-1.0"

Ending = Literal["filed", "failed", "again", "unknown", "known", "revised", "stood"]


def transcribe(digest: str, job: str, standing: str, archive: Archive) -> Ending:
    """Take in one notice of Textract's.

    A notice may come before the register knows the job, twice, or long after a newer attempt; a good reading is good whichever
    attempt made it, and a bad one counts only for the attempt that is under way.

    Args:
        digest: the notice's JobTag.
        job: its JobId.
        standing: its Status: `SUCCEEDED`, or anything else.
        archive: the ports.

    Raises:
        TransientError: ask again.
    """
    original = archive.register.original(digest)
    if original is None:
        return "unknown"
    if original.status == "transcribed":
        _settle(original, job, archive)
        return "known"
    if original.status == "failed":
        fail_pieces(original, ReadingError("reading_failed"), archive)
        return "known"
    if original.again and not _is_awaited(original, job):
        return "known"
    try:
        return _file(original, job, _read(original, job, standing, archive), archive)
    except ReadingError as failure:
        return _fail(original, job, failure, archive)


def _is_awaited(original: Original, job: str) -> bool:
    """Whether a notice speaks of the reading anew: the one that it is to replace, told again or late, must not pass for it."""
    if original.status == "waiting" and original.job != job:
        raise ConflictError("conflict", "the notice came before its job was registered")
    return original.status == "reading" and original.job == job


def _settle(original: Original, job: str, archive: Archive) -> None:
    """Settle what waits, and, where the notice is that of the latest of several readings, what stands on an earlier one.

    A notice of no job is the sweep's: whoever took a piece of it out of a case file has died before its duplicates were brought back.
    """
    file_pieces(original, archive)
    if not job:
        for piece in archive.register.pieces_of_original(original.digest):
            bring_back(piece.piece, archive)
    if original.attempt > 1 and original.job == job:
        revise_pieces(original, archive)


def _read(original: Original, job: str, standing: str, archive: Archive) -> Transcript:
    """Read all that the job wrote; fewer pages than the document has is a failure, not a success."""
    if standing != "SUCCEEDED":
        raise ReadingError("reading_failed", standing)
    try:
        pages = archive.ocr.result_pages(job)
    except PermanentError as gone:
        raise ReadingError("reading_failed", gone.code) from gone
    if [page.number for page in pages] != list(range(1, original.pages + 1)):
        raise ReadingError("pages_lost", f"{len(pages)} of {original.pages}")
    return Transcript(reader=READER, pages=tuple(pages))


def _file(original: Original, job: str, transcript: Transcript, archive: Archive) -> Ending:
    """Vault first, register second, pieces third."""
    archive.vault.keep_transcript(original.digest, transcript)
    try:
        now = archive.register.reading_succeeded(original, transcript.confidence)
    except ConflictError:  # a rival moved it, or a new attempt began meanwhile: read again what stands
        return _again(original, job, archive)
    _settle(now, job, archive)
    return "revised" if original.again else "filed"


def _again(original: Original, job: str, archive: Archive) -> Ending:
    now = archive.register.original(original.digest)
    if now is None or now.status != "transcribed":
        raise ConflictError("conflict", "the reading moved meanwhile")
    _settle(now, job, archive)
    return "known"


def _fail(original: Original, job: str, failure: ReadingError, archive: Archive) -> Ending:
    """Begin a new attempt, or give up and say so."""
    if original.status == "waiting":
        raise ConflictError("conflict", "the notice came before its job was registered")
    if original.job != job:
        return "known"
    if original.again:
        stand_by(original, archive)
        return "stood"
    if original.attempt < ATTEMPTS:
        archive.register.retry_reading(original)
        archive.queues.wake_ocr(original.digest)
        return "again"
    archive.register.reading_failed(original)
    fail_pieces(original, failure, archive)
    return "failed"
