"""Records of the vault become values of the register again: lines with their arrivals and events, pieces, decisions, originals.

A record tells of one line. The records of one original come one behind the other, so its own value follows from all of them, in one
portion or in several. Of a line that failed unread and was ingested again there are two records; of the older only its events count.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from chalicelib.model.codec import from_plain
from chalicelib.model.decision import Decision
from chalicelib.model.event import Event
from chalicelib.model.piece import BatchLine, Original, Piece
from chalicelib.model.register import Restored
from chalicelib.ports.archive import Archive

Record = Mapping[str, Any]
"""As `processing.vault_record` writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredRecords:
    """What a portion of records has written."""

    batches: frozenset[str]
    """Names."""
    lines: int
    pieces: int
    originals: int
    """Those that an earlier portion had begun are not counted again."""


def restore_records(records: Sequence[Record], archive: Archive, *, behind: str = "") -> RestoredRecords:
    """Write the values of a portion of records; repeatable.

    Args:
        records: in the order of their places in the vault.
        archive: the ports.
        behind: place of the record before them, which may be of the same original.
    """
    valid, older = _parted(records, archive)
    pieces = [record for record in valid if record.get("piece")]
    begun = _begun(pieces, behind, archive)
    archive.register.restore(chain(_values(valid, begun, archive), *map(_events, older)))
    return RestoredRecords(
        batches=frozenset(record["line"]["batch"] for record in valid),
        lines=sum(not record["line"].get("part") for record in valid),
        pieces=sum(record["piece"]["status"] != "divided" for record in pieces),
        originals=len({record["original"]["digest"] for record in pieces}) - (begun is not None),
    )


def _name(record: Record) -> tuple[str, str]:
    return record["line"]["batch"], record["line"]["line"]


def _parted(records: Sequence[Record], archive: Archive) -> tuple[list[Record], list[Record]]:
    """Part the records from the older ones, whose line was read later: its record, beside the original, comes before them."""
    read = {_name(record) for record in records if record["line"].get("digest")}
    parted: tuple[list[Record], list[Record]] = ([], [])
    for record in records:
        is_unread = not record["line"].get("digest")
        parted[is_unread and (_name(record) in read or _is_read(record, archive))].append(record)
    return parted


def _is_read(record: Record, archive: Archive) -> bool:
    line = archive.register.line(*_name(record))
    return line is not None and line.digest is not None


def _events(record: Record) -> Iterator[Event]:
    return (from_plain(Event, event) for event in record["events"])


def _begun(pieces: Sequence[Record], behind: str, archive: Archive) -> Original | None:
    """Give the original that an earlier portion has written and that this one goes on with."""
    digest = pieces[0]["original"]["digest"] if pieces else None
    return archive.register.original(digest) if digest and digest in behind else None


def _values(records: Sequence[Record], begun: Original | None, archive: Archive) -> Iterator[Restored]:
    """Give every value of the records; each original once, with the status that its transcript proves."""
    originals: dict[str, Original] = {begun.digest: begun} if begun else {}
    given_up: dict[str, bool] = {begun.digest: begun.status == "failed"} if begun else {}
    for record in records:
        line = from_plain(BatchLine, record["line"])
        yield line
        if not line.part:
            yield line.batch, record["arrival"], line.line
        yield from _events(record)
        if not record.get("piece"):
            continue
        yield from_plain(Piece, record["piece"])
        yield from (from_plain(Decision, change) for change in record.get("changes", ()))
        original = from_plain(Original, record["original"])
        first = originals.get(original.digest)
        originals[original.digest] = original if first is None or original.attempt > first.attempt else first
        given_up[original.digest] = line.status == "failed" and given_up.get(original.digest, True)
    for original in originals.values():
        yield _proved(original, archive, given_up=given_up[original.digest])


def _proved(original: Original, archive: Archive, *, given_up: bool) -> Original:
    """Give an original the status that the vault proves: read, where its transcript is kept; else waiting, or failed with all its pieces.

    A second reading that was under way is over: the kept transcript stands, and the number of its attempt is not used again.
    """
    if original.status == "transcribed":
        return original
    transcript = archive.vault.transcript(original.digest)
    if transcript is None:
        return replace(original, status="failed" if given_up else "waiting", job=None, started_at=None)
    return replace(original, status="transcribed", again=False, confidence=transcript.confidence)
