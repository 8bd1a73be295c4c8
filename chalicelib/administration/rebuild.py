"""The register, written again from the buckets alone: after a disaster, or after an emulator lost its memory.

Every line left its record in the vault, with the events of its journal; closed batches left their receipts in the outbox; what
neither speaks of still stands in the inbox and is announced again. Nothing is read a second time: transcripts are kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.ingest.inbox import placing
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


@dataclass(slots=True)
class Rebuilt:
    """What was written again."""

    lines: int = 0
    originals: int = 0
    pieces: int = 0
    batches: int = 0
    announced: int = 0
    """Uploads that no record speaks of, or that were in work: they were announced again."""


def rebuild(archive: Archive) -> Rebuilt:
    """Write the register again; repeatable, and harmless over a register that is whole.

    Rosters are loaded first by the caller: a filing is not decided again, but what is still waiting will be.
    """
    done = Rebuilt()
    records = _latest(archive.vault.records())
    archive.register.restore(_values(records, archive, done))
    _restore_batches(records, archive, done)
    done.announced = _announce_rest(records, archive)
    for record in records:
        if record.get("original") and record["line"]["status"] == "waiting":
            _go_on(record["original"]["digest"], archive)
    for name in {record["piece"]["duplicate_of"] for record in records if (record.get("piece") or {}).get("duplicate_of")}:
        restore_duplicates(name, archive)
    archive.queues.wake_ocr()
    return done


def _latest(records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep one record of each line: one that was revived left an older one, without a digest, among the refused."""
    kept: dict[str, dict[str, Any]] = {}
    for record in records:
        name = record["line"]["line"]
        if name not in kept or not kept[name]["line"].get("digest"):
            kept[name] = record
    return list(kept.values())


def _go_on(digest: str, archive: Archive) -> None:
    """File what had been read before the register was lost."""
    original = archive.register.original(digest)
    if original is not None and original.status == "transcribed":
        file_pieces(original, archive)


def _values(records: Iterable[Mapping[str, Any]], archive: Archive, done: Rebuilt) -> Iterator[Restored]:
    """Give every value that the records hold: an original once, in the state its kept transcript proves."""
    originals: dict[str, Original] = {}
    given_up: dict[str, bool] = {}
    for record in records:
        line = from_plain(BatchLine, record["line"])
        done.lines += 1
        yield line
        yield line.batch, record["arrival"], line.line
        yield from (from_plain(Event, event) for event in record["events"])
        if not record.get("piece"):
            continue
        done.pieces += 1
        yield from_plain(Piece, record["piece"])
        yield from (from_plain(Decision, change) for change in record.get("changes", ()))
        original = from_plain(Original, record["original"])
        first = originals.get(original.digest)
        originals[original.digest] = original if first is None or original.attempt > first.attempt else first
        given_up[original.digest] = line.status == "failed" and given_up.get(original.digest, True)
    for original in originals.values():
        done.originals += 1
        yield _proved(original, archive, given_up=given_up[original.digest])


def _proved(original: Original, archive: Archive, *, given_up: bool) -> Original:
    """An original whose transcript is kept has been read; any other waits to be, unless all its pieces had failed.

    A reading anew that was under way is over: the transcript that is kept stands, and the attempt is not used twice.
    """
    if original.status == "transcribed":
        return original
    transcript = archive.vault.transcript(original.digest)
    if transcript is None:
        return replace(original, status="failed" if given_up else "waiting", job=None, started_at=None)
    return replace(original, status="transcribed", again=False, confidence=transcript.confidence)


def _restore_batches(records: Iterable[Mapping[str, Any]], archive: Archive, done: Rebuilt) -> None:
    """A batch is closed if its last receipt says what its lines say; else it is open, and a new revision will follow."""
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
    for name in opened.keys() | receipts.keys():
        done.batches += 1
        archive.register.restore([_batch(name, opened.get(name), receipts.get(name), manifests.get(name), archive)])


def _manifests(archive: Archive) -> dict[str, Upload]:
    place = placing(archive)
    return {place(upload).batch: upload for upload in archive.inbox.uploads() if role_of(upload.key) == "manifest"}


def _batch(name: str, opened_at: datetime | None, receipt: Receipt | None, manifest: Upload | None, archive: Archive) -> Batch:
    archive.register.open_batch(name, opened_at or archive.clock.now())
    found = archive.register.batch(name)
    moves = found[1].moves if found else 0
    lines = {(line.key, line.version, line.status) for line in archive.register.lines(name)}
    told = {(file.key, file.version, file.status) for file in receipt.files if file.version} if receipt else set()
    key = manifest.key if manifest else None
    if receipt is None:
        return Batch(name=name, opened_at=opened_at or archive.clock.now(), manifest_key=key)
    same = lines == told
    return Batch(
        name=name,
        opened_at=receipt.opened_at,
        status="closed" if same else "open",
        revision=receipt.revision,
        manifest_key=key,
        closed_at=receipt.closed_at,
        closed_moves=moves if same else -1,
    )


def _announce_rest(records: Iterable[Mapping[str, Any]], archive: Archive) -> int:
    """Announce again every upload that no record speaks of, or that was still in work: its worker may not have marked it as kept."""
    known = {record["arrival"] for record in records if record["line"]["status"] != "waiting"}
    roles = {"scan", "manifest", "marker"}
    lost = [
        upload
        for upload in archive.inbox.uploads()
        if role_of(upload.key) in roles and arrival_id(archive.inbox.name, upload.key, upload.version) not in known
    ]
    archive.queues.announce_uploads(lost)
    return len(lost)
