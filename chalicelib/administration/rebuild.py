"""Rebuild: the register is written again from the buckets alone, after a loss of the table.

1. Read every record of the vault: a line with its piece, original, events and decisions.
2. Write these values; an original with a transcript in the vault counts as read.
3. Restore the batches: closed where the last receipt agrees with the lines, else open.
4. Announce again the uploads that no record names, or that were in work.
5. File the pieces whose transcript is kept; restore orphaned duplicates; wake the OCR for the rest.

Every step may be repeated, also over a whole register. Nothing is read a second time by Textract.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.analysis.sensitivity.names import mask_paths
from chalicelib.ingest.inbox import batch_assigner
from chalicelib.ingest.receipt import Receipt, read_receipt
from chalicelib.model.batch import Batch
from chalicelib.model.codec import from_plain
from chalicelib.model.decision import Decision
from chalicelib.model.event import Event
from chalicelib.model.identifiers import arrival_id, role_of
from chalicelib.model.piece import BatchLine, Original, Piece
from chalicelib.model.register import Restored
from chalicelib.model.upload import Upload
from chalicelib.ports.archive import Archive
from chalicelib.processing.filing import file_pieces, restore_duplicates


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildResult:
    """Numbers of what was written again."""

    lines: int
    originals: int
    pieces: int
    batches: int
    announced: int
    """Uploads that no record names, or that were in work: they were announced again."""


def rebuild(archive: Archive) -> RebuildResult:
    """Write the register again; repeatable, and harmless over a whole register.

    The caller restores the roster first: pieces that still wait are matched with it.
    """
    records = _latest(archive.vault.records())
    archive.register.restore(_values(records, archive))
    result = RebuildResult(
        lines=len(records),
        originals=len({record["original"]["digest"] for record in records if record.get("piece")}),
        pieces=sum(bool(record.get("piece")) for record in records),
        batches=_restore_batches(records, archive),
        announced=_announce_rest(records, archive),
    )
    for record in records:
        if record.get("original") and record["line"]["status"] == "waiting":
            _file_read(record["original"]["digest"], archive)
    for name in {record["piece"]["duplicate_of"] for record in records if (record.get("piece") or {}).get("duplicate_of")}:
        restore_duplicates(name, archive)
    archive.queues.wake_ocr()
    return result


def _latest(records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep one record of each line: a line that failed unread and was ingested again has an older record, without a digest."""
    kept: dict[str, dict[str, Any]] = {}
    for record in records:
        name = record["line"]["line"]
        if name not in kept or not kept[name]["line"].get("digest"):
            kept[name] = record
    return list(kept.values())


def _file_read(digest: str, archive: Archive) -> None:
    """File the pieces of an original that had been read before the loss."""
    original = archive.register.original(digest)
    if original is not None and original.status == "transcribed":
        file_pieces(original, archive)


def _values(records: Iterable[Mapping[str, Any]], archive: Archive) -> Iterator[Restored]:
    """Give every value of the records; each original once, with the status that its transcript proves."""
    originals: dict[str, Original] = {}
    given_up: dict[str, bool] = {}
    for record in records:
        line = from_plain(BatchLine, record["line"])
        yield line
        yield line.batch, record["arrival"], line.line
        yield from (from_plain(Event, event) for event in record["events"])
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


def _restore_batches(records: Iterable[Mapping[str, Any]], archive: Archive) -> int:
    """Restore each batch: closed where its last receipt agrees with its lines, else open for a new revision; return their number."""
    opened: dict[str, datetime] = {}
    for record in records:
        line = from_plain(BatchLine, record["line"])
        opened[line.batch] = min(opened.get(line.batch, line.arrived_at), line.arrived_at)
    receipts: dict[str, Receipt] = {}
    for text in archive.outbox.receipts():
        receipt = read_receipt(text)
        if receipt.batch not in receipts or receipts[receipt.batch].revision < receipt.revision:
            receipts[receipt.batch] = receipt
    manifests = _manifests(archive)
    names = opened.keys() | receipts.keys()
    for name in names:
        archive.register.restore([_batch(name, opened.get(name), receipts.get(name), manifests.get(name), archive)])
    return len(names)


def _manifests(archive: Archive) -> dict[str, Upload]:
    assign = batch_assigner(archive)
    return {assign(upload).batch: upload for upload in archive.inbox.uploads() if role_of(upload.key) == "manifest"}


def _batch(name: str, opened_at: datetime | None, receipt: Receipt | None, manifest: Upload | None, archive: Archive) -> Batch:
    archive.register.open_batch(name, opened_at or archive.clock.now())
    found = archive.register.batch(name)
    moves = found[1].moves if found else 0
    standing = list(archive.register.lines(name))
    keys = mask_paths([line.key for line in standing])
    lines = {(key, line.version, line.status) for key, line in zip(keys, standing, strict=True)}
    listed = {(file.key, file.version, file.status) for file in receipt.files if file.version} if receipt else set()
    key = manifest.key if manifest else None
    if receipt is None:
        return Batch(name=name, opened_at=opened_at or archive.clock.now(), manifest_key=key)
    same = lines == listed
    return Batch(
        name=name,
        opened_at=receipt.reopened_at or receipt.opened_at,
        first_opened_at=receipt.opened_at if receipt.reopened_at else None,
        status="closed" if same else "open",
        revision=receipt.revision,
        manifest_key=key,
        closed_at=receipt.closed_at,
        closed_moves=moves if same else -1,
    )


def _announce_rest(records: Iterable[Mapping[str, Any]], archive: Archive) -> int:
    """Announce again every upload that no record names, or that was still in work: it may not be marked as kept."""
    known = {record["arrival"] for record in records if record["line"]["status"] != "waiting"}
    roles = {"scan", "manifest", "marker"}
    lost = [
        upload
        for upload in archive.inbox.uploads()
        if role_of(upload.key) in roles and arrival_id(archive.inbox.name, upload.key, upload.version) not in known
    ]
    archive.queues.announce_uploads(lost)
    return len(lost)
