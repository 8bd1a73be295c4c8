"""Pieces whose text is known come to rest: filed, or for a person to look at; and their batch is looked at in turn."""

from typing import Any

from chalicelib.batch import quiet_for
from chalicelib.errors import ReadingError
from chalicelib.journal import Event, EventType
from chalicelib.matching import match, roster_of
from chalicelib.piece import Original, Outcome, Piece
from chalicelib.ports import Archive
from chalicelib.records import to_plain

_EVENTS: dict[str, EventType] = {"filed": "filing", "to_review": "review", "failed": "failure"}


def file_pieces(original: Original, archive: Archive) -> None:
    """Settle every waiting piece of an original that has been read."""
    for piece in archive.register.pieces(original.digest):
        if piece.status == "waiting":
            settle(piece, _outcome(piece, original, archive), archive)


def fail_pieces(original: Original, failure: ReadingError, archive: Archive) -> None:
    """Settle every waiting piece of an original that could not be read."""
    for piece in archive.register.pieces(original.digest):
        if piece.status == "waiting":
            settle(piece, Outcome(status="failed", reason=failure.code), archive)


def settle(piece: Piece, outcome: Outcome, archive: Archive) -> None:
    """Write the outcome beside the original, then in the register, then look at the batch."""
    at = archive.clock.now()
    event = Event(
        type=_EVENTS[outcome.status],
        at=at,
        batch=piece.batch,
        line=piece.line,
        piece=piece.piece,
        digest=piece.digest,
        detail=outcome.reason,
    )
    line = archive.register.line(piece.batch, piece.line)
    if line is not None and line.status == piece.status:
        archive.vault.keep_record(line, _settled(archive.vault.record(line) or {}, outcome, event))
        archive.register.settle(piece, outcome, event)
    look_at(piece.batch, archive)


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
        found = match(piece.claim, roster_of(archive.register, archive.register.settings_roster()))
        if found.matricule:
            settle(piece, Outcome(status="filed", matricule=found.matricule, confidence=line.confidence), archive)
            filed += 1
    return filed


def retry_pieces(original: Original, archive: Archive) -> int:
    """Begin again what failed: one new reading, every failed piece of the original back to waiting.

    Returns:
        How many pieces wait again.
    """
    failed = [piece for piece in archive.register.pieces(original.digest) if piece.status == "failed"]
    if original.status == "failed":
        archive.register.reread(original)
    for piece in failed:
        archive.register.open_batch(piece.batch, archive.clock.now())
        event = Event(type="retrial", at=archive.clock.now(), batch=piece.batch, line=piece.line, piece=piece.piece, digest=piece.digest)
        line = archive.register.line(piece.batch, piece.line)
        if line is not None:
            archive.vault.keep_record(line, _settled(archive.vault.record(line) or {}, Outcome(status="waiting"), event))
        archive.register.retry(piece, event)
    archive.lanes.wake(original.digest)
    return len(failed)


def retry_batch(batch: str, archive: Archive) -> int:
    """Begin again every failed reading of a batch; returns how many pieces wait again."""
    digests = {line.digest for line in archive.register.lines(batch) if line.status == "failed" and line.piece and line.digest}
    originals = (archive.register.original(digest) for digest in sorted(digests))
    return sum(retry_pieces(original, archive) for original in originals if original is not None)


def look_at(name: str, archive: Archive) -> None:
    """Have a batch looked at for closing, once nothing of it is in work and it has rested."""
    found = archive.register.batch(name)
    if found is None:
        return
    batch, tally = found
    if batch.status == "closed" and tally.moves != batch.closed_moves:
        archive.register.reopen(batch, tally.moved_at or archive.clock.now())
    if tally.waiting == 0 and tally.moves != batch.closed_moves:
        rest = quiet_for(batch, tally, quiet=archive.settings.quiet, marked_quiet=archive.settings.marked_quiet)
        archive.lanes.check(name, moves=tally.moves, after=rest)


def _outcome(piece: Piece, original: Original, archive: Archive) -> Outcome:
    """File on the match made on arrival; where there was none, ask the roster again: it may have come since."""
    matricule, reason = piece.matricule, piece.reason
    if matricule is None:
        found = match(piece.claim, roster_of(archive.register, archive.register.settings_roster()))
        matricule, reason = found.matricule, found.reason
    status = "filed" if matricule else "to_review"
    return Outcome(status=status, matricule=matricule, reason=reason, confidence=original.confidence)  # type: ignore[arg-type]


def _settled(record: dict[str, Any], outcome: Outcome, event: Event) -> dict[str, Any]:
    """A record with its outcome and one more event; a last event of the same type is the same step, repeated."""
    facts = to_plain(outcome)
    line = {name: value for name, value in record.get("line", {}).items() if name != "reason"}
    piece = {name: value for name, value in (record.get("piece") or {}).items() if name != "reason"}
    events = record.get("events", [])
    if events and events[-1]["type"] == event.type:
        events = events[:-1]
    without = {name: value for name, value in facts.items() if name != "confidence"}
    return record | {"line": line | facts, "piece": piece | without, "events": [*events, to_plain(event)]}
