"""Pieces whose text is known come to rest: filed, or for a person to look at; and their batch is looked at in turn."""

from dataclasses import replace

from chalicelib.model.batch import quiet_for
from chalicelib.model.codec import to_plain
from chalicelib.model.decision import Decision
from chalicelib.model.errors import ConflictError, ReadingError
from chalicelib.model.event import Event, EventType
from chalicelib.model.piece import Original, Outcome, Piece, is_filed_with, leaves_casefile, line_status, piece_after
from chalicelib.ports.archive import Archive
from chalicelib.processing.outcome import Assessment, assess_kept, outcome_of, without_twin
from chalicelib.processing.vault_record import mend_record, next_record

_EVENTS: dict[str, EventType] = {
    "filed": "filing",
    "to_review": "review",
    "sealed_off": "review",
    "failed": "failure",
    "duplicate": "duplication",
}
"""Of what no person decided."""


def file_pieces(original: Original, archive: Archive) -> None:
    """Settle every waiting piece of an original that has been read, and those that a retrial cut short has left behind."""
    appraisals: dict[bool, Assessment] = {}
    standing = {piece.piece: piece for piece in archive.register.pieces_of_original(original.digest)}
    for piece in list(standing.values()):
        again = _begin_again(piece, archive) if piece.status == "failed" else piece
        if again is not None and again.status == "waiting":
            if again.released not in appraisals:
                appraisals[again.released] = assess_kept(original, archive, released=again.released)
            appraisal, siblings = appraisals[again.released], tuple(standing.values())
            outcome = outcome_of(again, appraisal, archive, confidence=original.confidence, siblings=siblings)
            if settle(again, outcome, archive, original):
                standing[again.piece] = piece_after(again, outcome)
            elif outcome.status == "duplicate":
                raise ConflictError("conflict", "the piece that stood for it has moved, or it has")


def fail_pieces(original: Original, failure: ReadingError, archive: Archive) -> None:
    """Settle every waiting piece of an original that could not be read."""
    for piece in archive.register.pieces_of_original(original.digest):
        if piece.status == "waiting":
            settle(piece, Outcome(status="failed", reason=failure.code), archive, original)


def settle(  # noqa: PLR0913 - all that is told of one move
    piece: Piece,
    outcome: Outcome,
    archive: Archive,
    original: Original | None = None,
    change: Decision | None = None,
    *,
    kind: EventType | None = None,
    detail: str | None = None,
) -> bool:
    """Write the outcome beside the original, then in the register, then look at the batch.

    Args:
        piece: as it stands.
        outcome: what it becomes.
        archive: the ports.
        original: to be kept in the record, where its attempts matter: a token that Textract knows gives no second reading.
        change: by whom, where a person decided.
        kind: what the journal calls it, where the outcome does not say.
        detail: what it says of it, likewise.

    Returns:
        Whether it became so: somebody may have moved it meanwhile, or have it in hand.
    """
    event = Event(
        type=kind or ("decision" if change else _EVENTS[outcome.status]),
        at=change.at if change else archive.clock.now(),
        batch=piece.batch,
        line=piece.line,
        piece=piece.piece,
        digest=piece.digest,
        detail=detail or (change.decision if change else outcome.reason),
    )
    line = archive.register.line(piece.batch, piece.line)
    record = (
        next_record(line, piece, outcome, event, archive, original=original, change=change)
        if line and line.status == line_status(piece.status)
        else None
    )
    moved = False
    if line is not None and record is not None:
        archive.vault.keep_record(line, record | ({"original": to_plain(original)} if original else {}))
        moved = archive.register.settle_piece(piece, line, outcome, event, change)
        if not moved:
            mend_record(piece.batch, piece.line, archive)
    look_at(piece.batch, archive)
    if moved and leaves_casefile(piece, piece_after(piece, outcome)):
        bring_back(piece.piece, archive)
    return moved


def bring_back(name: str, archive: Archive) -> None:
    """Give each duplicate of a piece that is no longer in its case file to a person, or to what else stands for it; repeatable.

    Raises:
        ConflictError: one was moved meanwhile.
    """
    kept = archive.register.piece(name)
    for twin in archive.register.duplicates_of(name):
        original = archive.register.original(twin.digest)
        if not is_filed_with(kept, twin) and original is not None:
            outcome = without_twin(twin, kept, archive, confidence=original.confidence)
            if not settle(twin, outcome, archive):
                raise ConflictError("conflict", "a duplicate has moved")
    if kept is not None:
        archive.register.record_duplicates_restored(kept)


def stand_by(original: Original, archive: Archive) -> None:
    """Let the transcript that is kept stand: a reading anew has ended badly, and no piece suffers from it."""
    file_pieces(original, archive)  # what was taken in meanwhile; first: as long as it waits, a repetition comes here again
    file_pieces(archive.register.rereading_failed(original), archive)  # and what came in between


def file_again(batch: str, archive: Archive) -> int:
    """Ask the roster again about the pieces of a batch that it did not know, as when a new one has come into force.

    Returns:
        How many were filed.
    """
    filed = 0
    for line in archive.register.lines(batch):
        piece = archive.register.piece(line.piece) if line.status == "to_review" and line.piece else None
        if piece is None or piece.status != "to_review":
            continue
        original = archive.register.original(piece.digest)
        if original is None or original.status != "transcribed":
            continue
        outcome = outcome_of(piece, assess_kept(original, archive, released=piece.released), archive, confidence=original.confidence)
        if outcome.status == "filed":
            settle(piece, outcome, archive)
            filed += 1
    return filed


def retry_pieces(original: Original, archive: Archive) -> int:
    """Begin again what failed: one new reading, every failed piece of the original back to waiting.

    Returns:
        How many pieces wait again.
    """
    pieces = archive.register.pieces_of_original(original.digest)
    failed = [piece for piece in pieces if piece.status == "failed"]
    if not failed and not (original.status == "failed" and any(piece.status == "waiting" for piece in pieces)):
        return 0
    if original.status == "transcribed":
        file_pieces(original, archive)
        return len(failed)
    if original.status == "failed":
        archive.register.retry_reading(original)
    begun = [piece for piece in failed if _begin_again(piece, archive)]
    for batch in {piece.batch for piece in begun}:
        look_at(batch, archive)  # opens it again: the starter serves open batches alone
    archive.queues.wake_ocr(original.digest)
    return len(begun)


def _begin_again(piece: Piece, archive: Archive) -> Piece | None:
    """Put a failed piece and its line back to waiting; None where a twin has done so."""
    line = archive.register.line(piece.batch, piece.line)
    if line is None or line.status != "failed":
        return None
    at = archive.clock.now()
    event = Event(type="retrial", at=at, batch=piece.batch, line=piece.line, piece=piece.piece, digest=piece.digest)
    archive.register.open_batch(piece.batch, at)
    record = next_record(line, piece, Outcome(status="waiting"), event, archive)
    if record is None:
        return None
    archive.vault.keep_record(line, record)
    try:
        archive.register.retry_piece(piece, event)
    except ConflictError:
        mend_record(piece.batch, piece.line, archive)
        return None
    return replace(piece, status="waiting", reason=None)


def retry_batch(batch: str, archive: Archive) -> int:
    """Begin again every failed reading of a batch; returns how many pieces wait again."""
    digests = {line.digest for line in archive.register.lines(batch) if line.status == "failed" and line.piece and line.digest}
    originals = (archive.register.original(digest) for digest in sorted(digests))
    return sum(retry_pieces(original, archive) for original in originals if original is not None)


def look_at(name: str, archive: Archive) -> None:
    """Have a batch looked at for closing, once nothing of it is in work and it has rested."""
    found = archive.register.batch(name)
    if found is None:  # a register that was lost has forgotten what this worker once opened
        archive.register.open_batch(name, archive.clock.now())
        found = archive.register.batch(name)
    if found is None:
        return
    batch, tally = found
    if batch.status == "closed" and tally.moves != batch.closed_moves:
        archive.register.reopen_batch(batch, tally.moved_at or archive.clock.now())
    if tally.waiting == 0 and tally.moves != batch.closed_moves:
        rest = quiet_for(batch, tally, quiet=archive.settings.quiet, marked_quiet=archive.settings.marked_quiet)
        archive.queues.schedule_closing(name, moves=tally.moves, after=rest)
