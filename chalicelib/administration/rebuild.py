"""Rebuild: the register is written again from the buckets alone, after a loss of the table.

1. Restore the roster, with which pieces that still wait are matched, the names of who has left it, and the audit trail.
2. Read the records of the vault in the order of digests: a line with its piece, original, events and decisions.
3. Write these values; an original with a transcript in the vault counts as read.
4. Restore the batches: closed where the last receipt agrees with the lines, else open.
5. Announce again the uploads that no record names, or that were in work.
6. File the pieces whose transcript is kept; restore orphaned duplicates; wake the OCR for the rest.

A rebuild goes on portion by portion, over as many calls as it needs: after each portion its place is written in the register, so that a
crash repeats one portion at most. Every portion may be repeated, also over a whole register. Nothing is read a second time by Textract.
Until its end no batch closes, and the sweep announces no upload: half a register would take them for lost.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.administration.audit_archive import restore_accesses
from chalicelib.administration.portions import in_portions
from chalicelib.administration.rebuild_batches import batch_of_receipt, latest_receipt, restore_batch, resume_lines, unfinished
from chalicelib.administration.rebuild_records import restore_records
from chalicelib.model.errors import TransientError
from chalicelib.model.register import REBUILD, Bookmark
from chalicelib.personnel.loading import restore_former_servants, restore_roster
from chalicelib.ports.archive import Archive
from chalicelib.reconciliation.decisions import restore_decisions

_RECORDS = 500
"""Restored between two looks at the clock: about two seconds, and 10 MB."""
_UPLOADS = 1_000
_WHOLE = "done"
"""Place behind all rosters."""
_BATCH = f"{REBUILD}/"
"""Before the names of the batches that a rebuild has found: each has a bookmark of its own."""

Step = tuple[str, Mapping[str, int]]
"""Where a stage goes on after a portion, and what the portion adds to the numbers of the result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildResult:
    """Numbers of what was written again since the beginning of the rebuild, over all its calls."""

    servants: int = 0
    former: int = 0
    """Lines of former rosters that the next one did not have as they were: who has left is found by name, and compared each month."""
    accesses: int = 0
    """Records of the audit trail."""
    lines: int = 0
    originals: int = 0
    pieces: int = 0
    decisions: int = 0
    """On discrepancies between roster and archive."""
    batches: int = 0
    announced: int = 0
    """Uploads that no record names, or that were in work: they were announced again."""
    busy: bool = False
    """The call ended because a service was busy."""
    next: str | None = None
    """Stage and place where the next call goes on; None at the end."""


def rebuild(archive: Archive, *, until: datetime, afresh: bool = False) -> RebuildResult:
    """Write the register again; repeatable, and harmless over a whole register.

    Args:
        archive: the ports.
        until: when to stop, UTC; one portion is done in any case.
        afresh: begin anew, where an earlier rebuild has not come to its end.
    """
    last = archive.register.bookmark(REBUILD)
    if afresh or last is None or not last.place:
        last = _mark(next(iter(_STAGES)), "", {}, archive)
        archive.register.put_bookmark(REBUILD, last)
    busy = False
    try:
        for mark in _marks(last, archive):
            archive.register.put_bookmark(REBUILD, mark)
            last = mark
            if archive.clock.now() >= until:
                break
    except TransientError:
        busy = True
    return RebuildResult(**last.counts, busy=busy, next=last.place or None)


def _marks(begun: Bookmark, archive: Archive) -> Iterator[Bookmark]:
    """Do portion after portion from a bookmark on, and give the bookmark behind each; the last has no place."""
    first, _, place = begun.place.partition(" ")
    stages = list(_STAGES)
    counts = Counter(begun.counts)
    for number, stage in enumerate(stages[stages.index(first) :]):
        for following, done in _STAGES[stage]("" if number else place, archive):
            counts.update(done)
            yield _mark(stage, following, counts, archive)
    archive.queues.wake_ocr()
    yield replace(_mark("", "", counts, archive), place="")


def _mark(stage: str, place: str, counts: Mapping[str, int], archive: Archive) -> Bookmark:
    return Bookmark(place=f"{stage} {place}", at=archive.clock.now(), counts=dict(counts))


def _roster(place: str, archive: Archive) -> Iterator[Step]:
    """Index those who have left former rosters; then restore the roster in force, the one before and the one that waits."""
    if place == _WHOLE:
        return
    for generation, former in restore_former_servants(archive, after=place):
        yield generation, {"former": former}
    yield _WHOLE, {"servants": restore_roster(archive)}


def _accesses(place: str, archive: Archive) -> Iterator[Step]:
    """Restore the audit trail."""
    for following, accesses in restore_accesses(archive, after=place):
        yield following, {"accesses": accesses}


def _records(place: str, archive: Archive) -> Iterator[Step]:
    """Restore lines, pieces and originals, and note the names of their batches."""
    noted = set[str]()
    for portion in in_portions(archive.vault.records(after=place), _RECORDS):
        done = restore_records([record for _, record in portion], archive, behind=place)
        for batch in done.batches - noted:
            _note(batch, archive)
        noted |= done.batches
        place = portion[-1][0]
        yield place, {"lines": done.lines, "originals": done.originals, "pieces": done.pieces}


def _receipts(place: str, archive: Archive) -> Iterator[Step]:
    """Note the names of the batches that have receipts: they may have no line."""
    for keys in in_portions(archive.outbox.receipts(after=place), 1, _folder_of):
        key = latest_receipt(keys)
        batch = batch_of_receipt(key, archive) if key else None
        if batch:
            _note(batch, archive)
        yield keys[-1], {}


def _folder_of(key: str) -> str:
    return key.rpartition("/")[0]


def _note(batch: str, archive: Archive) -> None:
    archive.register.put_bookmark(f"{_BATCH}{batch}", Bookmark(place="", at=archive.clock.now()))


def _batches(place: str, archive: Archive) -> Iterator[Step]:
    """Restore the batches that were found."""
    for name in _found(place, archive):
        restore_batch(name, archive)
        yield name, {"batches": 1}


def _found(after: str, archive: Archive) -> Iterator[str]:
    names = (duty.removeprefix(_BATCH) for duty in archive.register.bookmarks(_BATCH))
    return (name for name in names if name > after)


def _uploads(place: str, archive: Archive) -> Iterator[Step]:
    """Announce again what was lost or in work."""
    for uploads in in_portions(archive.inbox.uploads(after=place), _UPLOADS, lambda upload: upload.key):
        again = unfinished(uploads, archive)
        archive.queues.announce_uploads(again)
        yield uploads[-1].key, {"announced": len(again)}


def _discrepancies(place: str, archive: Archive) -> Iterator[Step]:
    """Restore what people decided on discrepancies."""
    for following in restore_decisions(archive, after=place):
        yield following, {"decisions": 1}


def _lines(place: str, archive: Archive) -> Iterator[Step]:
    """Go on with what was in work; a place is a batch, which may be half done, and a line of it."""
    begun, _, line = place.rpartition("#")
    if begun:
        for last in resume_lines(begun, archive, after=line):
            yield f"{begun}#{last}", {}
    for name in _found(begun, archive):
        for last in resume_lines(name, archive, after=None):
            yield f"{name}#{last}", {}


_STAGES: Mapping[str, Callable[[str, Archive], Iterator[Step]]] = {
    "roster": _roster,
    "accesses": _accesses,
    "records": _records,
    "discrepancies": _discrepancies,
    "receipts": _receipts,
    "batches": _batches,
    "uploads": _uploads,
    "lines": _lines,
}
"""In their order: each needs all of those before it. A stage is called with its place, empty at its beginning."""
