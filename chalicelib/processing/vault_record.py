"""What the vault keeps beside an original of each line that it is: all that the register would have to be told again.

A record is written before the register moves, and mended where a twin was quicker or a worker died in between.
"""

from collections.abc import Iterable
from typing import Any

from chalicelib.model.codec import to_plain
from chalicelib.model.decision import Decision
from chalicelib.model.event import Event
from chalicelib.model.identifiers import arrival_id, line_id
from chalicelib.model.piece import FOLLOWS, BatchLine, Original, Outcome, Piece, line_after, piece_after
from chalicelib.ports.archive import Archive

_CHANGES = 1_000
"""Of one piece by people: nobody makes so many."""


def next_record(  # noqa: PLR0913 - all that a record tells
    line: BatchLine,
    piece: Piece,
    outcome: Outcome,
    event: Event,
    archive: Archive,
    *,
    original: Original | None = None,
    change: Decision | None = None,
) -> dict[str, Any] | None:
    """The record with its outcome and one more event, made anew where it is wrong; None where a twin has moved the line."""
    record = _first_record(line, piece, original, archive) or archive.vault.record(line)
    if record is None or record.get("line") != to_plain(line) or (line.status != "waiting" and record.get("piece") != to_plain(piece)):
        record = _record_from_register(line, archive)
    if record is None:
        return None
    told = {
        "line": to_plain(line_after(line, outcome)),
        "piece": to_plain(piece_after(piece, outcome)),
        "events": [*record["events"], to_plain(event)],
    }
    return record | told | ({"changes": [*record.get("changes", ()), to_plain(change)]} if change else {})


def _first_record(line: BatchLine, piece: Piece, original: Original | None, archive: Archive) -> dict[str, Any] | None:
    """The record as ingest wrote it, told from the values, where nothing can have happened to the line but its ingestion."""
    if original is None or original.attempt > 1 or line.status != "waiting" or line.line != line_id(line.key, piece.digest):
        return None
    ingestion = Event(type="ingestion", at=line.taken_at, batch=line.batch, line=line.line, piece=piece.piece, digest=piece.digest)
    return record_of(arrival_id(archive.inbox.name, line.key, line.version), line, piece, original, [ingestion])


def check_record(line: BatchLine, archive: Archive) -> None:
    """Mend a record that a worker wrote which then died, or found that a twin had been quicker; one step ahead is no fault."""
    record = archive.vault.record(line)
    told = record.get("line", {}) if record else {}
    if told != to_plain(line) and told.get("status") not in FOLLOWS[line.status]:
        mend_record(line.batch, line.line, archive)


def mend_record(batch: str, name: str, archive: Archive) -> None:
    """Write a line's record again from the register."""
    line = archive.register.line(batch, name)
    while line is not None:
        record = _record_from_register(line, archive)
        if record is not None:
            archive.vault.keep_record(line, record)
        seen, line = line, archive.register.line(batch, name)
        if record is not None and line == seen:
            return


def _record_from_register(line: BatchLine, archive: Archive) -> dict[str, Any] | None:
    """Tell all that the register knows of a line; None where it moved meanwhile."""
    piece = archive.register.piece(line.piece) if line.piece else None
    original = archive.register.original(piece.digest) if piece else None
    events = list(archive.register.line_events(line.batch, line.line))
    changes = archive.register.decisions(piece.piece, limit=_CHANGES)[::-1] if piece and piece.edition > 1 else ()
    if archive.register.line(line.batch, line.line) != line:
        return None
    record = record_of(arrival_id(archive.inbox.name, line.key, line.version), line, piece, original, events)
    return record | ({"changes": [to_plain(each) for each in changes]} if changes else {})


def record_of(arrival: str, line: BatchLine, piece: Piece | None, original: Original | None, events: Iterable[Event]) -> dict[str, Any]:
    """What the vault keeps beside the original, enough to write the register again."""
    return {
        "schema": 1,
        "arrival": arrival,
        "line": to_plain(line),
        "piece": to_plain(piece) if piece else None,
        "original": to_plain(original) if original else None,
        "events": [to_plain(event) for event in events],
    }
