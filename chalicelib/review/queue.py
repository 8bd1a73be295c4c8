"""What waits for a person: the queue, one piece with all that speaks for it, and whose hand it is in.

To open a piece here is a consultation, written down before anything leaves; the list alone is not. A piece that is sealed off, or
withdrawn, is not there for archivists.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.model.codec import stamp, to_plain
from chalicelib.model.cursor import cursor_of, place_of
from chalicelib.model.decision import GUARDED, Lease, last_undoable, told_change, told_state
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.identifiers import is_piece, normalise
from chalicelib.model.piece import Candidate, Piece, Status
from chalicelib.model.reader import Reader
from chalicelib.ports.archive import Archive
from chalicelib.text.download_name import MEDIA_TYPES

Answer = dict[str, Any]

IN_HAND = timedelta(minutes=15)
"""How long a piece stays in somebody's hand; whoever has it may take it again."""
REVIEWED: frozenset[Status] = frozenset({"to_review", "filed", "duplicate", "refused"})
"""Pieces that an archivist may decide of."""
_HISTORY = 100
"""Changes told of one piece."""
_READ = 100
"""Pieces read at once from the queue."""
_READS = 5
"""How often for one page, where only one reason is asked for."""


def list_queue(archive: Archive, *, cursor: str | None = None, limit: int = 20, reason: str | None = None) -> Answer:
    """Read a page of what waits for an archivist, the oldest first; where one reason is asked for, a page may be short.

    Raises:
        ReaderError: `invalid` for a cursor of another list.
    """
    place = place_of(cursor, "review", reason or "")
    now = archive.clock.now()
    told: list[Answer] = []
    for _ in range(_READS):
        found = archive.register.pieces_awaiting_review("to_review", after=place, limit=_READ if reason else limit + 1)
        for number, (piece, lease) in enumerate(found):
            if reason in (None, _reason(piece)):
                told.append(_entry(piece, lease, now))
            place = piece.place
            if len(told) == limit:
                more = number + 1 < len(found) or bool(reason and len(found) == _READ)
                return {"pieces": told, "next": cursor_of(place, "review", reason or "") if more else None}
        if len(found) < (_READ if reason else limit + 1):
            return {"pieces": told, "next": None}
    return {"pieces": told, "next": cursor_of(place, "review", reason or "") if place else None}


def read_reviewed(reader: Reader, name: str, archive: Archive) -> Answer:
    """Read all that is known of a piece, with who changed what.

    Raises:
        ReaderError: `not_found`.
        TransientError: it could not be journalled.
    """
    piece, lease = _found(name, archive)
    original = archive.register.original(piece.digest)
    if original is None:
        raise ReaderError("not_found", "no original")
    history = archive.register.decisions(piece.piece, limit=_HISTORY)
    matricule = normalise(piece.matricule or "") or None if piece.status == "filed" else None
    record_consultation("piece", reader, Subject(matricule=matricule, piece=piece.piece), archive, role="archivist")
    undoable = last_undoable(history)
    return _entry(piece, lease, archive.clock.now()) | {
        "claim": {"folders": list(piece.claim.folders), "name": piece.claim.name},
        "evidence": to_plain(piece.evidence),
        "digest": piece.digest,
        "pages": original.pages,
        "size": original.size,
        "media_type": MEDIA_TYPES[original.extension],
        "confidence": original.confidence,
        "history": [told_change(each) for each in history],
        "undoable": undoable.decision if undoable and undoable.decision not in GUARDED else None,
        "reread_since": bool(history) and history[0].edition != piece.edition,
    }


def claim(reader: Reader, name: str, archive: Archive) -> Answer:
    """Take a piece in hand, or keep it longer.

    Raises:
        ReaderError: `not_found`; `taken`.
        TransientError: it could not be journalled.
    """
    piece, _ = _found(name, archive)
    try:
        _lease(reader, piece, archive)
    except ConflictError as rival:
        raise ReaderError("taken") from rival
    return read_reviewed(reader, name, archive)


def claim_next(reader: Reader, archive: Archive, *, reason: str | None = None, after: str | None = None) -> Answer | None:
    """Take in hand the oldest piece that is in nobody's; None where there is none.

    Args:
        reader: who asks.
        archive: the ports.
        reason: of these alone.
        after: a piece that was looked at: those that came later.
        session: the ID token's `jti`.
    """
    place = _found(after, archive)[0].place if after else None
    for _ in range(_READS):
        found = archive.register.pieces_awaiting_review("to_review", after=place, limit=_READ)
        for piece, lease in found:
            if reason in (None, _reason(piece)) and _is_free(lease, reader, archive):
                try:
                    _lease(reader, piece, archive)
                except ConflictError:
                    continue  # somebody was quicker, or the index lags behind
                return read_reviewed(reader, piece.piece, archive)
        if len(found) < _READ:
            return None
        place = found[-1][0].place
    return None


def put_back(reader: Reader, name: str, archive: Archive) -> None:
    """Take a piece out of the own hand.

    Raises:
        ReaderError: `not_found`.
    """
    piece, _ = _found(name, archive)
    archive.register.release_lease(piece.piece, reader.name)


def corrections(archive: Archive, since: date, until: date) -> Iterator[str]:
    """Tell what was proposed and what people decided instead, a line of JSON for each piece that they changed in some days.

    These are examples to measure against. A piece that is or was sealed off is never among them.
    """
    told: set[str] = set()
    day = since
    while day <= until:
        for change in archive.register.decisions_on(day):
            if change.piece not in told:
                told.add(change.piece)
                example = _example(change.piece, archive)
                if example:
                    yield json.dumps(example, ensure_ascii=False, sort_keys=True)
        day += timedelta(days=1)


def _example(name: str, archive: Archive) -> Answer | None:
    history, piece = archive.register.decisions(name, limit=_HISTORY), archive.register.piece(name)
    if piece is None or piece.closed_to_all or any(each.decision in GUARDED for each in history):
        return None
    proposed, decided = replace(history[-1].before, decided=()), replace(history[0].after, decided=())
    return {"digest": piece.digest, "proposed": told_state(proposed), "decided": told_state(decided)} if proposed != decided else None


def _found(name: str, archive: Archive) -> tuple[Piece, Lease | None]:
    """Read a piece that an archivist may decide of."""
    found = archive.register.piece_with_lease(name) if is_piece(name) else None
    if found is None or found[0].closed_to_all or found[0].status not in REVIEWED:
        raise ReaderError("not_found", "not there, or not to be reviewed")
    return found


def _lease(reader: Reader, piece: Piece, archive: Archive) -> None:
    now = archive.clock.now()
    archive.register.acquire_lease(piece, Lease(by=reader.name, until=now + IN_HAND), now=now)


def _is_free(lease: Lease | None, reader: Reader, archive: Archive) -> bool:
    return lease is None or lease.by == reader.name or lease.until <= archive.clock.now()


def _reason(piece: Piece) -> str | None:
    """Why it waits; one that is filed waits since it seems to show another again."""
    return "near_duplicate" if piece.awaited and piece.status == "filed" else piece.reason


def _entry(piece: Piece, lease: Lease | None, now: datetime) -> Answer:
    live = lease if lease and lease.until > now else None
    return {
        "piece": piece.piece,
        "batch": piece.batch,
        "name": piece.name,
        "registered_at": stamp(piece.registered_at),
        "edition": piece.edition,
        "status": piece.status,
        "reason": _reason(piece),
        "type": piece.type,
        "type_confidence": piece.type_confidence,
        "matricule": normalise(piece.matricule or "") or None,
        "candidates": [_candidate(each) for each in piece.candidates],
        "fields": to_plain(piece.fields),
        "decided": list(piece.decided),
        "duplicate_of": piece.duplicate_of,
        "like": piece.like,
        "claimed_by": live.by if live else None,
        "claimed_until": stamp(live.until) if live else None,
    }


def _candidate(candidate: Candidate) -> Answer:
    written = candidate.matricule
    return {**to_plain(candidate), "matricule": normalise(written), "written": written}
