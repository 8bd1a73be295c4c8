"""OCR: readings are started at the pace that Textract grants, and their results become transcripts.

To start readings:

1. Take the originals that wait, a few of each batch in turn (`reading_turns`).
2. Wait until fewer jobs are open than Textract grants.
3. Count the pages against the month's ceiling; at the ceiling, and while administrators pause it, nothing is started.
4. Start the job; where Textract is too busy, wait and try again.
5. Register the job, or fail the pieces of an original that Textract refuses.

To end a reading, on Textract's notice:

1. Read the job's result, and check that it has every page.
2. Keep the transcript in the vault.
3. Register that the reading has succeeded.
4. File the pieces that wait; reassess those that stood on an earlier reading.

A failed reading is started again, twice at most. Every step may be repeated.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.model.errors import ConflictError, PermanentError, ReadingError, TransientError
from chalicelib.model.piece import Original
from chalicelib.model.transcript import Transcript
from chalicelib.ports.archive import Archive
from chalicelib.processing.filing import fail_pieces, file_pieces, keep_previous_transcript, restore_duplicates
from chalicelib.processing.page_ceiling import reserve_pages
from chalicelib.processing.reading_turns import ReadingTurns
from chalicelib.processing.reassessment import reassess_pieces

_LONGEST_PAUSE = 8.0
"""Seconds between two tries while Textract is too busy, at most."""


ATTEMPTS = 3
"""Readings of one original before its pieces fail."""
READER = "textract/detect-document-text-1.0"

Start = Literal["started", "throttled", "refused", "pages"]
Hold = Literal["paused", "ceiling"]
Ending = Literal["filed", "failed", "again", "unknown", "known", "revised", "stood"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingStarts:
    """Result of starting readings."""

    started: int = 0
    throttled: int = 0
    """Starts that Textract refused because it was too busy; each was tried again."""
    refused: int = 0
    """Originals that Textract does not accept."""
    pages: int = 0
    """Pages of the readings that were started."""
    left: bool = False
    """The time was over while readings still waited."""
    held: Hold | None = None
    """Why readings wait although there is time: administrators paused them, or the month's ceiling is reached."""


def start_readings(archive: Archive, *, until: datetime, first: Iterable[str] = ()) -> ReadingStarts:
    """Start the readings that wait, until none does or the time is over.

    Args:
        archive: the ports.
        until: when to stop, UTC.
        first: digests that were just registered: an index may not show them yet.
    """
    turns = ReadingTurns(archive, first, until=until)
    try:
        return _Starter(archive, until).start(turns)
    finally:
        turns.keep_place()


class _Starter:
    """One run of the starter: what it has started so far, and when Textract answered last."""

    def __init__(self, archive: Archive, until: datetime) -> None:
        self._archive = archive
        self._until = until
        self._counts: Counter[Start] = Counter()
        self._answered_at = archive.clock.now()

    def start(self, turns: ReadingTurns) -> ReadingStarts:
        """Start readings in turn, as long as there are some, room and time."""
        room = 0
        for original in turns:
            while room <= 0:
                room = self._archive.settings.open_jobs - self._archive.register.reading_count()
                if room <= 0 and not self._pause(1.0):
                    return self._result(left=True)
            if self._archive.settings.start_rate == 0:
                return self._result(held="paused")
            end = self._start_below_ceiling(original)
            if end == "ceiling":
                return self._result(held="ceiling")
            if end == "late":
                return self._result(left=True)
            room -= 1
        return self._result(left=turns.late)

    def _result(self, *, left: bool = False, held: Hold | None = None) -> ReadingStarts:
        counts = self._counts
        numbers = {"started": counts["started"], "throttled": counts["throttled"], "refused": counts["refused"], "pages": counts["pages"]}
        return ReadingStarts(**numbers, left=left, held=held)

    def _start_below_ceiling(self, original: Original) -> Literal["started", "refused", "late", "ceiling"]:
        """Start one reading, unless the month's ceiling forbids it; pages of a reading that did not start are given back."""
        month = reserve_pages(original, self._archive)
        if month is None:
            return "ceiling"
        end: Literal["started", "refused", "late"] = "late"
        try:
            end = self._start(original)
        finally:
            if end != "started":
                self._archive.register.release_pages(month, original.pages)
        return end

    def _start(self, original: Original) -> Literal["started", "refused", "late"]:
        """Start one reading, after as many tries as it takes, until the time is over.

        The pace is from Textract's answer to the next question: two questions never reach it closer together than the pace allows, and the
        time of the register's calls between them is part of the pause.
        """
        pause = 1.0 / self._archive.settings.start_rate
        while self._pause(pause - (self._archive.clock.now() - self._answered_at).total_seconds()):
            try:
                job = self._ask(original)
            except TransientError:
                self._counts["throttled"] += 1
                pause = min(max(1.0, pause * 2), _LONGEST_PAUSE)
                continue
            except ReadingError as refusal:
                self._counts["refused"] += 1
                _refuse(original, refusal, self._archive)
                return "refused"
            self._archive.register.reading_started(original, job, self._archive.clock.now())
            self._counts["started"] += 1
            self._counts["pages"] += original.pages
            return "started"
        return "late"

    def _ask(self, original: Original) -> str:
        """Ask Textract for a job; note when it answered."""
        try:
            return self._archive.ocr.start(original)
        finally:
            self._answered_at = self._archive.clock.now()

    def _pause(self, seconds: float) -> bool:
        """Wait; False when the time left is shorter."""
        seconds = max(0.0, seconds)
        if (self._until - self._archive.clock.now()).total_seconds() <= seconds:
            return False
        self._archive.clock.pause(seconds)
        return True


def _refuse(original: Original, refusal: ReadingError, archive: Archive) -> None:
    """Fail the pieces of an original that Textract does not accept; where it was read before, keep that transcript."""
    if original.again:
        keep_previous_transcript(original, archive)
        return
    fail_pieces(original, refusal, archive)  # first: as long as the original waits, a repetition comes here again
    archive.register.reading_failed(original)
    fail_pieces(original, refusal, archive)  # pieces ingested between the two steps


def transcribe(digest: str, job: str, status: str, archive: Archive) -> Ending:
    """End a reading, on one notice of Textract.

    A notice may come before the register knows the job, twice, or long after a newer attempt. A success counts whichever
    attempt it is of; a failure counts only for the attempt that is under way.

    Args:
        digest: the notice's JobTag.
        job: its JobId.
        status: its Status: `SUCCEEDED`, or anything else.
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
        return _file(original, job, _read(original, job, status, archive), archive)
    except ReadingError as failure:
        return _fail(original, job, failure, archive)


def _is_awaited(original: Original, job: str) -> bool:
    """Say whether a notice is of the second reading under way, and not a late or repeated one of the first."""
    if original.status == "waiting" and original.job != job:
        raise ConflictError("conflict", "the notice came before its job was registered")
    return original.status == "reading" and original.job == job


def _settle(original: Original, job: str, archive: Archive) -> None:
    """File the pieces that wait; where the notice is of the latest of several readings, reassess the others.

    A notice without a job is the sweep's: a worker crashed after a piece left its case file, before its duplicates were restored.
    """
    file_pieces(original, archive)
    if not job:
        for piece in archive.register.pieces_of_original(original.digest):
            restore_duplicates(piece.piece, archive)
    if original.attempt > 1 and original.job == job:
        reassess_pieces(original, archive)


def _read(original: Original, job: str, status: str, archive: Archive) -> Transcript:
    """Read the job's result; where pages are missing the reading has failed."""
    if status != "SUCCEEDED":
        raise ReadingError("reading_failed", status)
    try:
        pages = archive.ocr.result_pages(job)
    except PermanentError as gone:
        raise ReadingError("reading_failed", gone.code) from gone
    if [page.number for page in pages] != list(range(1, original.pages + 1)):
        raise ReadingError("pages_lost", f"{len(pages)} of {original.pages}")
    return Transcript(reader=READER, pages=tuple(pages))


def _file(original: Original, job: str, transcript: Transcript, archive: Archive) -> Ending:
    """Keep the transcript in the vault, register the success, file the pieces; in this order."""
    archive.vault.keep_transcript(original.digest, transcript)
    try:
        now = archive.register.reading_succeeded(original, transcript.confidence)
    except ConflictError:  # another worker moved the original, or a new attempt began: read it again
        return _file_moved(original, job, archive)
    _settle(now, job, archive)
    return "revised" if original.again else "filed"


def _file_moved(original: Original, job: str, archive: Archive) -> Ending:
    """File the pieces of an original that another worker has moved to `transcribed` meanwhile."""
    now = archive.register.original(original.digest)
    if now is None or now.status != "transcribed":
        raise ConflictError("conflict", "the reading moved meanwhile")
    _settle(now, job, archive)
    return "known"


def _fail(original: Original, job: str, failure: ReadingError, archive: Archive) -> Ending:
    """Start a new attempt; after the last one, fail the pieces."""
    if original.status == "waiting":
        raise ConflictError("conflict", "the notice came before its job was registered")
    if original.job != job:
        return "known"
    if original.again:
        keep_previous_transcript(original, archive)
        return "stood"
    if original.attempt < ATTEMPTS:
        archive.register.retry_reading(original)
        archive.queues.wake_ocr(original.digest)
        return "again"
    archive.register.reading_failed(original)
    fail_pieces(original, failure, archive)
    return "failed"
