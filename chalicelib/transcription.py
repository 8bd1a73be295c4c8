"""A reading has ended: its text is kept, and every piece of its original comes to rest."""

from typing import Literal

from chalicelib.errors import ConflictError, PermanentError, ReadingError
from chalicelib.filing import bring_back, fail_pieces, file_pieces, stand_by
from chalicelib.piece import Original
from chalicelib.ports import Archive
from chalicelib.revision import revise_pieces
from chalicelib.transcript import Transcript

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
        for piece in archive.register.pieces(original.digest):
            bring_back(piece.piece, archive)
    if original.attempt > 1 and original.job == job:
        revise_pieces(original, archive)


def _read(original: Original, job: str, standing: str, archive: Archive) -> Transcript:
    """Read all that the job wrote; fewer pages than the document has is a failure, not a success."""
    if standing != "SUCCEEDED":
        raise ReadingError("reading_failed", standing)
    try:
        pages = archive.engine.pages(job)
    except PermanentError as gone:
        raise ReadingError("reading_failed", gone.code) from gone
    if [page.number for page in pages] != list(range(1, original.pages + 1)):
        raise ReadingError("pages_lost", f"{len(pages)} of {original.pages}")
    return Transcript(reader=READER, pages=tuple(pages))


def _file(original: Original, job: str, transcript: Transcript, archive: Archive) -> Ending:
    """Vault first, register second, pieces third."""
    archive.vault.keep_transcript(original.digest, transcript)
    try:
        now = archive.register.transcribed(original, transcript.confidence)
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
        archive.register.reread(original)
        archive.lanes.wake(original.digest)
        return "again"
    archive.register.give_up(original)
    fail_pieces(original, failure, archive)
    return "failed"
