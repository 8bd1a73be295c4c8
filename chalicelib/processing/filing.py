"""Filing: pieces whose text is known are filed, queued for review or failed, and their batch is scheduled for closing.

1. Read the kept transcript, once for all pieces of the original.
2. Divide a file that holds several papers, where the cuts are sure; register its pieces (`division`).
3. Decide the outcome of each waiting piece.
4. Settle the piece: write its record in the vault, then move it in the register.
5. Schedule the closing of its batch; restore the duplicates of a piece that left its case file.
6. Compare the pieces that were filed with those that came into the same case file at the same time.

Every step may be repeated.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.model.batch_line import line_status
from chalicelib.model.errors import ConflictError, ReadingError
from chalicelib.model.event import Event, EventType
from chalicelib.model.identifiers import normalise
from chalicelib.model.piece import CUTS, Original, Outcome, Piece, is_filed_with, leaves_casefile, piece_after, unchanged_outcome
from chalicelib.model.register import Settlement
from chalicelib.model.transcript import Transcript
from chalicelib.personnel.directory import servant_in_force
from chalicelib.ports.archive import Archive
from chalicelib.processing.closing_schedule import schedule_closing
from chalicelib.processing.division import divided, division_of, new_parts, parts_of, propose, set_aside
from chalicelib.processing.outcome import (
    LOST_TEXT,
    alike_among,
    assess,
    assess_kept,
    beside_in_file,
    outcome_of,
    outcome_of_orphan,
    status_as_decided,
)
from chalicelib.processing.vault_record import mend_record, next_record

_EVENTS: dict[str, EventType] = {
    "filed": "filing",
    "to_review": "review",
    "sealed_off": "review",
    "failed": "failure",
    "duplicate": "duplication",
}
"""Event of an outcome that no person decided."""


_MOST_BESIDE = 50
"""Pieces of the same bytes that a filing depends on: a transaction has at most 100 items."""


def file_pieces(original: Original, archive: Archive) -> None:
    """Settle every waiting piece of an original that has been read, and the failed ones that an interrupted retry left behind.

    Files that hold several papers are divided first, where the cuts are sure, and what they say of their pieces is carried out.
    """
    standing = {piece.piece: piece for piece in archive.register.pieces_of_original(original.digest)}
    transcript = archive.vault.transcript(original.digest) if any(map(_is_unsettled, standing.values())) else None
    for piece in list(standing.values()):
        again = _put_back_to_waiting(piece, archive) if piece.status == "failed" else piece
        if again is not None:
            standing[again.piece] = _divided(again, original, transcript, archive) if again.status == "waiting" else again
    files = [each for each in standing.values() if _is_divided_file(each) or parts_of(each, standing.values())]
    for piece in files:
        standing |= {each.piece: each for each in carry_out_division(piece, original, standing.values(), archive)}
    waiting = [each for each in standing.values() if each.status == "waiting"]
    if waiting and transcript is None:
        transcript = archive.vault.transcript(original.digest)
    unnamed: list[tuple[Piece, Outcome]] = []
    for piece in waiting:
        assessment = LOST_TEXT if transcript is None else assess(transcript, archive, original=original, piece=piece)
        outcome = outcome_of(piece, assessment, archive, confidence=original.confidence, siblings=tuple(standing.values()))
        if piece.pages and outcome.status == "to_review":
            unnamed.append((piece, outcome))
        else:
            _settle_in(standing, piece, outcome, original, archive)
    for piece, outcome in unnamed:
        _settle_in(standing, piece, beside_in_file(outcome, piece, tuple(standing.values()), archive), original, archive)
    mark_simultaneous_duplicates(standing.values(), archive)
    for piece in files:
        end_division(standing[piece.piece], archive)


def mark_simultaneous_duplicates(pieces: Iterable[Piece], archive: Archive) -> None:
    """Mark likely duplicates among pieces that came into one case file at the same time; repeatable.

    Each was compared with the case file before it was filed, when the others were not there yet, or no index showed them.
    """
    filed = [each for each in pieces if each.status == "filed" and each.fingerprint and each.matricule]
    for matricule in {normalise(each.matricule or "") for each in filed}:
        recent = archive.register.recent_fingerprints(matricule)
        for piece in filed:
            if normalise(piece.matricule or "") == matricule:
                _mark_alike(piece, recent, archive)


def _mark_alike(piece: Piece, recent: Mapping[str, str], archive: Archive) -> None:
    """Mark the later of a piece and each recent one that it resembles, where neither is marked and no person has decided of it."""
    for name in alike_among(piece, recent):
        both = [each for each in map(archive.register.piece, (piece.piece, name)) if each is not None and is_filed_with(each, piece)]
        *before, later = sorted(both, key=lambda each: (each.filed_at or each.registered_at, each.piece))
        if not before or later.like or before[0].like == later.piece or "like" in later.decided:
            continue
        original = archive.register.original(later.digest)
        outcome = replace(unchanged_outcome(later, confidence=original.confidence if original else None), like=before[0].piece)
        settle(Settlement(piece=later, outcome=outcome, event="review", detail="near_duplicate"), archive)


def _settle_in(standing: dict[str, Piece], piece: Piece, outcome: Outcome, original: Original, archive: Archive) -> None:
    """Settle a piece, and note among the pieces of its original how it stands."""
    same = (each for each in standing.values() if each.status == "waiting" and each.piece != piece.piece and each.pages == piece.pages)
    beside = tuple(each.piece for each in same)[:_MOST_BESIDE]
    settlement = Settlement(piece=piece, outcome=outcome, original=original, beside=beside if outcome.status == "filed" else ())
    if settle(settlement, archive):
        standing[piece.piece] = piece_after(piece, outcome)
    elif outcome.status == "duplicate" or settlement.beside:
        raise ConflictError("conflict", "a piece of the same bytes has moved, or it has")


def _is_unsettled(piece: Piece) -> bool:
    return piece.status in ("waiting", "failed")


def _divided(piece: Piece, original: Original, transcript: Transcript | None, archive: Archive) -> Piece:
    """Divide a file that waits, where it surely holds several papers, and nobody has decided anything of it."""
    if piece.pages or transcript is None or original.pages == 1 or piece.decided:
        return piece
    division = division_of(original, propose(original, archive, transcript))
    if not division:
        return piece
    outcome = divided(piece, division, original)
    moved = settle(Settlement(piece=piece, outcome=outcome, original=original, event="division"), archive)
    return piece_after(piece, outcome) if moved else archive.register.piece(piece.piece) or piece


def carry_out_division(file: Piece, original: Original, pieces: Iterable[Piece], archive: Archive) -> Iterator[Piece]:
    """Register the pieces that a divided file says, and set aside those that it no longer says; give them as they stand.

    A piece that is said again waits to be filed, and so does one that waited for a person's word on the cuts; what people decided of it
    stands.
    """
    known = parts_of(file, pieces)
    said = {each.pages for each in file.division}
    for piece in known:
        confirmed = CUTS in file.decided and piece.reason == CUTS
        if piece.closed_to_all or (piece.pages in said and piece.status != "divided" and not confirmed):
            yield piece
            continue
        if piece.pages not in said and piece.status == "divided":
            yield piece
            continue
        outcome = _said_again(piece, file, original) if piece.pages in said else set_aside(piece, original)
        if settle(Settlement(piece=piece, outcome=outcome, event="division"), archive):
            yield piece_after(piece, outcome)
    line = archive.register.line(file.batch, file.line)
    new = new_parts(file, line, known, archive) if line else []
    archive.register.register_parts(new)
    yield from (archive.register.piece(piece.piece) or piece for piece, _, _ in new)


def _said_again(piece: Piece, file: Piece, original: Original) -> Outcome:
    """Make the outcome of a piece that its file says again: as people decided, else it waits to be filed."""
    status = status_as_decided(replace(piece, status="waiting"))
    decided = dict.fromkeys((*(each for each in piece.decided if each != CUTS), *((CUTS,) if CUTS in file.decided else ())))
    standing = unchanged_outcome(piece, confidence=original.confidence)
    return replace(standing, status=status, reason=standing.reason if status == "refused" else None, decided=tuple(decided))


def end_division(file: Piece, archive: Archive) -> None:
    """Record that the pieces of a file are registered as it says, and schedule the closing of its batch."""
    line = archive.register.line(file.batch, file.line)
    if line is not None:
        archive.register.record_division(file, line, archive.clock.now())
        schedule_closing(file.batch, archive)


def fail_pieces(original: Original, failure: ReadingError, archive: Archive) -> None:
    """Settle every waiting piece of an original that could not be read."""
    for piece in archive.register.pieces_of_original(original.digest):
        if piece.status == "waiting":
            outcome = Outcome(status="failed", reason=failure.code)
            settle(Settlement(piece=piece, outcome=outcome, original=original), archive)


def settle(settlement: Settlement, archive: Archive) -> bool:
    """Move a piece to its outcome, in vault and register.

    1. Note the ministry of a piece that comes into the review queue, and when a piece came into its case file.
    2. Write the line's record beside the original.
    3. Move piece, line, sums and journal in the register, in one transaction.
    4. Schedule the closing of the batch.
    5. Where the piece has left its case file, restore its duplicates.

    Returns:
        Whether the piece moved: another worker may have moved it meanwhile, or another archivist hold its lease.
    """
    event = _event_of(settlement, archive)
    settlement, piece = _completed(settlement, event.at, archive), settlement.piece
    moved = _write(settlement, event, archive)
    schedule_closing(piece.batch, archive)
    if moved and leaves_casefile(piece, piece_after(piece, settlement.outcome)):
        restore_duplicates(piece.piece, archive)
    return moved


def _completed(settlement: Settlement, at: datetime, archive: Archive) -> Settlement:
    """Add to the outcome what follows from it.

    Of a piece that an archivist must look at, the ministry of the likely owner: the queue is filtered by it. Of a filed piece, when it came
    into this case file: what was known on an earlier day is asked by it.
    """
    piece, after = settlement.piece, piece_after(settlement.piece, settlement.outcome)
    servant = servant_in_force(after.likely_owner, archive.register) if after.awaited == "to_review" and after.likely_owner else None
    stays = is_filed_with(piece, after)
    filed_at = (piece.filed_at if stays else at) if after.status == "filed" else None
    outcome = replace(settlement.outcome, ministry=(servant.ministry or None) if servant else None, filed_at=filed_at)
    return replace(settlement, outcome=outcome)


def _write(settlement: Settlement, event: Event, archive: Archive) -> bool:
    """Write the vault's record, then the register; False where the piece had moved."""
    piece = settlement.piece
    line = archive.register.line(piece.batch, piece.line)
    if line is None or (line.status != line_status(piece.status) and not _is_divided_file(piece)):
        return False
    record = next_record(line, settlement, event, archive)
    if record is None:
        return False
    mark = archive.vault.keep_record(line, record)
    moved = archive.register.settle_piece(piece, line, settlement.outcome, event, settlement.decision, beside=settlement.beside)
    if not moved:
        mend_record(piece.batch, piece.line, archive, over=mark)
    return moved


def _is_divided_file(piece: Piece) -> bool:
    """Whether a piece is a file's own, and the file is divided: its line says what its pieces are."""
    return piece.status == "divided" and not piece.pages


def _event_of(settlement: Settlement, archive: Archive) -> Event:
    """Make the journal's event of a settlement."""
    piece, outcome, decision = settlement.piece, settlement.outcome, settlement.decision
    return Event(
        type=settlement.event or ("decision" if decision else _EVENTS[outcome.status]),
        at=decision.at if decision else archive.clock.now(),
        batch=piece.batch,
        line=piece.line,
        piece=piece.piece,
        digest=piece.digest,
        detail=settlement.detail or (decision.decision if decision else outcome.reason),
    )


def restore_duplicates(name: str, archive: Archive) -> None:
    """Settle anew each duplicate of a piece that is no longer in its case file: to review, or as the duplicate of a third; repeatable.

    Raises:
        ConflictError: a duplicate was moved meanwhile.
    """
    kept = archive.register.piece(name)
    for twin in archive.register.duplicates_of(name):
        original = archive.register.original(twin.digest)
        if not is_filed_with(kept, twin) and original is not None:
            outcome = outcome_of_orphan(twin, kept, archive, confidence=original.confidence)
            if not settle(Settlement(piece=twin, outcome=outcome), archive):
                raise ConflictError("conflict", "a duplicate has moved")
    if kept is not None:
        archive.register.record_duplicates_restored(kept)


def keep_previous_transcript(original: Original, archive: Archive) -> None:
    """End a second reading that has failed: the transcript of the first stays, and no piece changes."""
    file_pieces(original, archive)  # pieces ingested meanwhile; first: as long as one waits, a repetition comes here again
    file_pieces(archive.register.rereading_failed(original), archive)  # pieces ingested between the two steps


def file_again(batch: str, archive: Archive) -> int:
    """File the pieces of a batch that wait for review and that the roster in force now identifies.

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
        outcome = outcome_of(piece, assess_kept(piece, original, archive), archive, confidence=original.confidence)
        if outcome.status == "filed":
            settle(Settlement(piece=piece, outcome=outcome), archive)
            mark_simultaneous_duplicates([piece_after(piece, outcome)], archive)
            filed += 1
    return filed


def retry_pieces(original: Original, archive: Archive) -> int:
    """Retry an original: one new reading, every failed piece back to waiting.

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
    begun = [piece for piece in failed if _put_back_to_waiting(piece, archive)]
    for batch in {piece.batch for piece in begun}:
        schedule_closing(batch, archive)  # opens it again: readings are started for open batches alone
    archive.queues.wake_ocr(original.digest)
    return len(begun)


def _put_back_to_waiting(piece: Piece, archive: Archive) -> Piece | None:
    """Put a failed piece and its line back to waiting; None where another worker has done so."""
    line = archive.register.line(piece.batch, piece.line)
    if line is None or line.status != "failed":
        return None
    at = archive.clock.now()
    event = Event(type="retrial", at=at, batch=piece.batch, line=piece.line, piece=piece.piece, digest=piece.digest)
    archive.register.open_batch(piece.batch, at)
    record = next_record(line, Settlement(piece=piece, outcome=Outcome(status="waiting")), event, archive)
    if record is None:
        return None
    mark = archive.vault.keep_record(line, record)
    try:
        archive.register.retry_piece(piece, event)
    except ConflictError:
        mend_record(piece.batch, piece.line, archive, over=mark)
        return None
    return replace(piece, status="waiting", reason=None)


def retry_batch(batch: str, archive: Archive) -> int:
    """Retry every failed reading of a batch; returns how many pieces wait again."""
    digests = {line.digest for line in archive.register.lines(batch) if line.status == "failed" and line.piece and line.digest}
    originals = (archive.register.original(digest) for digest in sorted(digests))
    return sum(retry_pieces(original, archive) for original in originals if original is not None)
