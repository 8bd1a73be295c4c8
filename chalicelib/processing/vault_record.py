"""Record of a batch's line, kept in the vault beside the original: enough to rebuild the register from the vault alone.

1. Before the register moves, write the record as the line will stand; a line's first record only where no other worker has written one.
2. Where the register did not move, because another worker was quicker or this one crashed, write the record again from the register; not
over what another worker has written meanwhile, who answers for it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.model import schema
from chalicelib.model.batch_line import line_after
from chalicelib.model.codec import to_plain
from chalicelib.model.errors import ConflictError
from chalicelib.model.event import Event
from chalicelib.model.identifiers import arrival_id, line_id
from chalicelib.model.piece import FOLLOWS, BatchLine, Original, Piece, piece_after
from chalicelib.model.register import Settlement
from chalicelib.ports.archive import Archive
from chalicelib.ports.vault import NO_RECORD
from chalicelib.processing.division import division_event

_DECISIONS = 1_000
"""Read of one piece: more than archivists ever take."""
_TRIES = 4
"""Writes tried of a line's first record, where other workers write the same one."""


def next_record(line: BatchLine, settlement: Settlement, event: Event, archive: Archive) -> dict[str, Any] | None:
    """Make a line's record with its outcome and one more event; None where another worker has moved the line.

    A record that does not say what the register says is made anew first.
    """
    piece, outcome, original = settlement.piece, settlement.outcome, settlement.original
    record = _first_record(line, piece, original, archive) or archive.vault.record(line)
    if record is None or record.get("line") != to_plain(line) or (line.status != "waiting" and record.get("piece") != to_plain(piece)):
        record = _record_from_register(line, archive)
    if record is None:
        return None
    after = {
        "line": to_plain(line_after(line, outcome)),
        "piece": to_plain(piece_after(piece, outcome)),
        "events": [*record["events"], to_plain(event)],
    }
    if settlement.decision:
        after["changes"] = [*record.get("changes", ()), to_plain(settlement.decision)]
    if original:
        after["original"] = to_plain(original)
    return record | after


def _first_record(line: BatchLine, piece: Piece, original: Original | None, archive: Archive) -> dict[str, Any] | None:
    """Make a line's first record, where it has no event but its ingestion, or the division of its file: a read of the vault is saved."""
    if original is not None and line.part and line.status == "waiting" and not piece.edition:
        return record_of(arrival_id(archive.inbox.name, line.key, line.version), line, piece, original, [division_event(line)])
    if original is None or original.attempt > 1 or line.status != "waiting" or line.line != line_id(line.key, piece.digest):
        return None
    ingestion = Event(type="ingestion", at=line.taken_at, batch=line.batch, line=line.line, piece=piece.piece, digest=piece.digest)
    return record_of(arrival_id(archive.inbox.name, line.key, line.version), line, piece, original, [ingestion])


def keep_first_record(line: BatchLine, record: Mapping[str, Any], archive: Archive) -> str | None:
    """Write the first record of a line; return its mark, or None where another worker has registered the line.

    A record whose line is not registered is that of a worker that crashed, or of one that is about to register it: it is replaced only as
    long as nobody has written since.

    Raises:
        ConflictError: other workers kept writing.
    """
    over = NO_RECORD
    for _ in range(_TRIES):
        mark = archive.vault.keep_record(line, record, over=over)
        if mark is not None:
            return mark
        over = archive.vault.record_mark(line)
        if archive.register.line(line.batch, line.line) is not None:
            return None
    raise ConflictError("conflict", "other workers wrote the record too often")


def check_record(line: BatchLine, archive: Archive) -> None:
    """Mend the record of a line where it neither equals the line nor is one step ahead of it."""
    record = archive.vault.record(line)
    kept = record.get("line", {}) if record else {}
    if kept != to_plain(line) and kept.get("status") not in FOLLOWS[line.status]:
        mend_record(line.batch, line.line, archive)


def mend_record(batch: str, name: str, archive: Archive, *, over: str | None = None) -> None:
    """Write a line's record again from the register.

    Args:
        batch: of the line.
        name: of the line.
        archive: the ports.
        over: mark of the record that did not come true: what another worker has written since stays. None: whatever is kept is replaced.
    """
    line = archive.register.line(batch, name)
    while line is not None:
        record = _record_from_register(line, archive)
        if record is not None:
            over = archive.vault.keep_record(line, record, over=over)
            if over is None:
                return
        seen, line = line, archive.register.line(batch, name)
        if record is not None and line == seen:
            return


def _record_from_register(line: BatchLine, archive: Archive) -> dict[str, Any] | None:
    """Make a line's record from what the register holds; None where the line moved meanwhile."""
    piece = archive.register.piece(line.piece) if line.piece else None
    original = archive.register.original(piece.digest) if piece else None
    events = list(archive.register.line_events(line.batch, line.line))
    changes = archive.register.decisions(piece.piece, limit=_DECISIONS)[::-1] if piece and piece.edition > 1 else ()
    if archive.register.line(line.batch, line.line) != line:
        return None
    record = record_of(arrival_id(archive.inbox.name, line.key, line.version), line, piece, original, events)
    return record | ({"changes": [to_plain(each) for each in changes]} if changes else {})


def record_of(arrival: str, line: BatchLine, piece: Piece | None, original: Original | None, events: Iterable[Event]) -> dict[str, Any]:
    """Make the record of a line from its values."""
    return {
        "schema": schema.RECORD,
        "arrival": arrival,
        "line": to_plain(line),
        "piece": to_plain(piece) if piece else None,
        "original": to_plain(original) if original else None,
        "events": [to_plain(event) for event in events],
    }
