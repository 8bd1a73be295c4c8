"""Batches of a rebuilt register: restored behind their lines, from their last receipt; then what was in work goes on.

1. Find the names of the batches that have a receipt; those that have lines are told by the records.
2. Count the sums of a batch from its lines and events.
3. Compare the lines with the last receipt: closed where they agree, else open for a new revision.
4. Announce again the uploads that no line has taken, or that are in work.
5. File the pieces whose text is kept, and restore orphaned duplicates.

Lines and receipts are read one by one: the memory is the same for any batch.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any

from chalicelib.access.stored_receipt import open_receipt
from chalicelib.administration.portions import in_portions
from chalicelib.ingest.inbox import batch_assigner, folder_of, manifest_of, places_of
from chalicelib.model.batch import Batch, Tally
from chalicelib.model.batch_line import file_line_after
from chalicelib.model.batch_names import receipts_folder
from chalicelib.model.identifiers import role_of
from chalicelib.model.piece import BatchLine
from chalicelib.model.upload import Upload
from chalicelib.ports.archive import Archive
from chalicelib.processing.filing import file_pieces, restore_duplicates

_LINES = 25
"""Settled between two looks at the clock: half a second each, if every one has a text to be filed."""
_DAMAGED = (ValueError, KeyError, TypeError)
"""Raised where a receipt is not as it was written."""
_REVISION = re.compile(r"-r([0-9]+)\.json$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sum:
    """Lines of a batch or a receipt, in any order: as many, with the same sum of digests, are the same lines."""

    count: int = 0
    digests: int = 0

    def plus(self, version: str, digest: str | None, status: str) -> "_Sum":
        """Add a line; its upload's version tells it from all others, and unlike its key is never masked."""
        facts = hashlib.sha256(f"{version}\0{digest or ''}\0{status}".encode()).digest()
        return _Sum(count=self.count + 1, digests=(self.digests + int.from_bytes(facts)) % 2**256)


def latest_receipt(keys: Iterable[str]) -> str | None:
    """Give the key of the latest of a batch's receipts.

    >>> latest_receipt(["receipts/lot-1/lot-1-r10.json", "receipts/lot-1/lot-1-r9.json"])
    'receipts/lot-1/lot-1-r10.json'
    """
    return max((key for key in keys if _REVISION.search(key)), key=_revision_of, default=None)


def batch_of_receipt(key: str, archive: Archive) -> str | None:
    """Read a receipt's batch; None where the receipt is damaged: the records of its lines tell of the batch."""
    with suppress(*_DAMAGED):
        receipt = open_receipt(key, archive)
        return str(receipt.head["batch"]) if receipt else None
    return None


def restore_batch(name: str, archive: Archive) -> None:
    """Write a batch as its lines and its last receipt tell; repeatable. What only a manifest or marker tells stays as it stands."""
    _restore_divided_files(name, archive)
    tally = archive.register.recount(name)
    opened_at, lines = _read_lines(archive.register.lines(name))
    opened_at = opened_at or archive.clock.now()
    found = archive.register.batch(name)
    standing = found[0] if found else Batch(name=name, opened_at=opened_at)
    batch = replace(standing, opened_at=opened_at, first_opened_at=None, status="open", revision=0, closed_at=None, closed_moves=0)
    batch = replace(batch, missing_files=0, lost_files=0)
    key = latest_receipt(archive.outbox.receipts(receipts_folder(name)))
    if key is not None:
        batch = replace(batch, revision=_revision_of(key), closed_moves=-1)
        with suppress(*_DAMAGED):
            batch = _with_receipt(batch, key, lines, tally, archive)
    archive.register.restore([batch])


def _restore_divided_files(name: str, archive: Archive) -> None:
    """Write the lines of divided files as those of their pieces tell; one that lacks a piece waits (`resume_lines` registers it)."""
    file, parts = None, list[BatchLine]()
    for line in chain(archive.register.lines(name), [None]):
        if line is not None and line.part:
            parts.append(line)
            continue
        if file is not None and parts:
            _restore_divided_file(file, parts, archive)
        file, parts = line, []


def _restore_divided_file(file: BatchLine, parts: Sequence[BatchLine], archive: Archive) -> None:
    piece = archive.register.piece(file.piece) if file.piece else None
    if piece is None or piece.status != "divided":
        return
    known = {part.part for part in parts if part.status != "divided"}
    is_whole = all(said.pages in known for said in piece.division)
    archive.register.restore([file_line_after(file, parts if is_whole else ())])


def _with_receipt(batch: Batch, key: str, lines: _Sum, tally: Tally, archive: Archive) -> Batch:
    """Close a batch where its last receipt lists its lines; where others have come or moved since, a new revision is due."""
    receipt = open_receipt(key, archive)
    if receipt is None:
        return batch
    is_same = _listed(receipt.files()) == lines
    opened_at, closed_at = (datetime.fromisoformat(receipt.head[name]) for name in ("opened_at", "closed_at"))
    counts: Mapping[str, int] = receipt.head["counts"]
    lost = max(0, counts["failed"] - tally.counts.get("failed", 0))
    batch = replace(batch, opened_at=opened_at, closed_at=closed_at, missing_files=counts["missing"], lost_files=lost)
    if receipt.head.get("reopened_at"):
        batch = replace(batch, first_opened_at=opened_at, opened_at=datetime.fromisoformat(receipt.head["reopened_at"]))
    if not is_same:
        return batch
    closed = replace(batch, status="closed", closed_moves=tally.moves)
    return _with_manifest(closed, receipt.tail()["manifest"], archive)


def _with_manifest(batch: Batch, key: str | None, archive: Archive) -> Batch:
    """Give a closed batch the manifest of its receipt, which is announced again and then changes nothing."""
    if not key or batch.manifest_key:
        return batch
    manifest = manifest_of(folder_of(batch.name, key), [key], archive)
    return replace(batch, manifest_key=key, announced=len(manifest.announced)) if manifest else batch


def _revision_of(key: str) -> int:
    found = _REVISION.search(key)
    return int(found[1]) if found else 0


def _read_lines(lines: Iterable[BatchLine]) -> tuple[datetime | None, _Sum]:
    """Give the time of the first arrival, and the sum of the lines."""
    first, total = None, _Sum()
    for line in lines:
        if line.part:
            continue  # the line of its file counts
        first = min(first or line.arrived_at, line.arrived_at)
        total = total.plus(line.version, line.digest, line.status)
    return first, total


def _listed(files: Iterable[Mapping[str, Any]]) -> _Sum:
    """Give the sum of the uploads that a receipt lists."""
    total = _Sum()
    for file in files:
        if file["version"]:
            total = total.plus(file["version"], file["digest"], file["status"])
    return total


def unfinished(uploads: Sequence[Upload], archive: Archive) -> list[Upload]:
    """Filter the uploads that no line has taken, or whose line is in work: they may not be marked as kept; manifests and markers, too."""
    assign = batch_assigner(archive)
    places = {upload: places_of(assign(upload), archive) for upload in uploads if role_of(upload.key) == "scan"}
    lines = archive.register.lines_of_arrivals([place for each in places.values() for place in each])
    ended = {place for place, line in lines.items() if line.status != "waiting"}
    lost = [upload for upload, each in places.items() if ended.isdisjoint(each)]
    return [*lost, *(upload for upload in uploads if role_of(upload.key) in {"manifest", "marker"})]


def resume_lines(name: str, archive: Archive, *, after: str | None) -> Iterator[str]:
    """Go on with the lines of a batch: file the pieces whose text is kept, restore orphaned duplicates; repeatable.

    Args:
        name: of the batch.
        archive: the ports.
        after: line behind which to begin.

    Yields:
        the last line of each portion.
    """
    found = archive.register.batch(name)
    if found is None or not (found[1].waiting or found[1].counts.get("duplicate")):
        return
    for portion in in_portions(archive.register.lines(name, after=after), _LINES):
        for digest in dict.fromkeys(line.digest for line in portion if line.status == "waiting"):
            _file_read(digest, archive)
        for kept in dict.fromkeys(line.duplicate_of for line in portion if line.status == "duplicate"):
            if kept is not None:
                restore_duplicates(kept, archive)
        yield portion[-1].line


def _file_read(digest: str | None, archive: Archive) -> None:
    """File the pieces of an original that had been read before the loss."""
    original = archive.register.original(digest) if digest else None
    if original is not None and original.status == "transcribed":
        file_pieces(original, archive)
