"""A batch comes to its end: nothing in work, nothing unaccounted for, then a receipt whose sums close."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.ingest.inbox import manifest_of, untaken, uploads_of
from chalicelib.ingest.manifest import Manifest, match
from chalicelib.ingest.receipt import Receipt, ReceiptFile, to_csv, to_html, to_json
from chalicelib.model.batch import Batch, Tally, quiet_for
from chalicelib.model.codec import from_plain, to_plain
from chalicelib.model.errors import ConflictError
from chalicelib.model.identifiers import arrival_id, receipt_place, role_of
from chalicelib.model.piece import BatchLine
from chalicelib.model.upload import Upload
from chalicelib.ports.archive import Archive
from chalicelib.processing.filing import look_at

Look = Literal["absent", "moved", "settled", "in work", "resting", "recovering", "closed"]


def close_batch(name: str, archive: Archive, *, moves: int | None = None) -> Look:
    """Look at a batch, and close it if it is at rest.

    Args:
        name: the batch.
        archive: the ports.
        moves: what the tally said when this look was asked for; a later look was asked for if it has changed.

    Raises:
        TransientError: ask again.
    """
    found = archive.register.batch(name)
    if found is None:
        return "absent"
    batch, tally = found
    if batch.status == "closing":
        return _write(batch, archive)
    if moves is not None and tally.moves != moves:
        return "moved"
    if batch.status == "closed":
        if tally.moves == batch.closed_moves:
            return "settled"
        archive.register.reopen_batch(batch, tally.moved_at or archive.clock.now())
        return close_batch(name, archive)
    return "in work" if tally.waiting else _close_if_rested(batch, tally, archive)


def _close_if_rested(batch: Batch, tally: Tally, archive: Archive) -> Look:
    """Close after the quiet time; at once when every line of a manifest has come."""
    now = archive.clock.now()
    manifest = manifest_of(batch.name, batch.manifest_key, archive) if batch.manifest_key else None
    complete = manifest is not None and not _missing(manifest, list(archive.register.lines(batch.name)), batch.name)
    settings = archive.settings
    uncounted = replace(batch, announced=None)  # as many lines as announced are not yet the announced ones
    rest = timedelta() if complete else quiet_for(uncounted, tally, quiet=settings.quiet, marked_quiet=settings.marked_quiet)
    left = _last_sign(batch, tally) + rest - now
    if left > timedelta():
        archive.queues.schedule_closing(batch.name, moves=tally.moves, after=left)
        return "resting"
    lost = untaken(uploads_of(batch.name, archive), batch.name, archive)
    if lost and now - max(_last_sign(batch, tally), *(upload.uploaded_at for upload in lost)) < settings.patience:
        archive.queues.announce_uploads(upload for upload in lost if upload.uploaded_at < now - settings.grace)
        archive.queues.schedule_closing(batch.name, moves=tally.moves, after=settings.grace)
        return "recovering"
    if not tally.lines and manifest is None and not lost and now - _last_sign(batch, tally) < settings.patience:
        return "resting"  # a marker may land long before the first file; the sweep looks again, and at last says: nothing came
    return _write(archive.register.close_batch(batch, moves=tally.moves, at=now), archive)


def _last_sign(batch: Batch, tally: Tally) -> datetime:
    """Tell when the batch last gave a sign of life."""
    return max(each for each in (tally.moved_at, batch.marked_at, batch.opened_at) if each is not None)


def _write(batch: Batch, archive: Archive) -> Look:
    """Write the receipt of a fixed revision; repeatable, for it says what the register says."""
    found = archive.register.batch(batch.name)
    lines = list(archive.register.lines(batch.name))
    if found is None or any(line.status == "waiting" for line in lines):
        return "in work"  # it came in while the revision was being fixed; its settling asks again
    _publish(receipt_of(batch, archive, lines), archive)
    try:
        archive.register.record_receipt(batch, moves=found[1].moves)
    except ConflictError:
        return _beaten(batch, found[1], archive)
    look_at(batch.name, archive)  # what came in meanwhile opens it again
    return "closed"


def _publish(receipt: Receipt, archive: Archive) -> None:
    place = receipt_place(receipt.batch, receipt.revision)
    archive.outbox.put(f"{place}.csv", to_csv(receipt), "text/csv; charset=utf-8")
    archive.outbox.put(f"{place}.html", to_html(receipt, time_zone=archive.settings.time_zone), "text/html; charset=utf-8")
    archive.outbox.put(f"{place}.json", to_json(receipt), "application/json")


def _beaten(batch: Batch, tally: Tally, archive: Archive) -> Look:
    """A rival wrote the receipt too: where it knew more than we, ours must not stand over its own."""
    found = archive.register.batch(batch.name)
    if found is not None and found[0].revision == batch.revision and found[0].closed_moves != tally.moves:
        lines = list(archive.register.lines(batch.name))
        if all(line.status != "waiting" for line in lines):
            _publish(receipt_of(batch, archive, lines), archive)
    return "settled"


def receipt_of(batch: Batch, archive: Archive, lines: Sequence[BatchLine]) -> Receipt:
    """Say what became of every file: the manifest's lines, or a fresh listing, held against the register's lines."""
    lines = sorted(lines, key=lambda line: (line.key, line.arrived_at, line.line))
    closed_at = batch.closed_at or archive.clock.now()
    manifest = manifest_of(batch.name, batch.manifest_key, archive) if batch.manifest_key else None
    missing = _missing(manifest, lines, batch.name) if manifest else []
    uploads = list(uploads_of(batch.name, archive, "scan", "ignored"))
    listed = _listed(batch.name, [upload for upload in uploads if role_of(upload.key) == "scan"], lines, closed_at, archive)
    lost = [upload for upload, line in listed if line is None]
    # A console's "create folder" leaves an empty object whose key ends with a slash: nobody's file.
    litter = {upload.key for upload in uploads if role_of(upload.key) == "ignored" and not upload.key.endswith("/")}
    return Receipt(
        batch=batch.name,
        revision=batch.revision,
        opened_at=batch.opened_at,
        closed_at=closed_at,
        files=(*map(_file, lines), *map(_lost, lost), *missing),
        announced=len({line for _, line in listed if line} | {line.line for line in lines}) + len(lost) + len(missing),
        ignored=tuple((key, "litter") for key in sorted(litter)),
        manifest=batch.manifest_key if manifest else None,
        manifest_problems=manifest.problems if manifest else (),
    )


def _listed(
    batch: str, uploads: Sequence[Upload], lines: Sequence[BatchLine], closed_at: datetime, archive: Archive
) -> list[tuple[Upload, str | None]]:
    """Pair every upload that stands in the inbox with the line that took it, or with None where none did.

    Several versions of one key with the same bytes have one line. What came while the batch was closing is left out: if it is
    taken it opens the next revision, if it is lost it is looked for first.
    """
    taken = archive.register.arrivals(batch)
    known = {line.line for line in lines}
    lost = set(untaken(uploads, batch, archive))
    pairs: list[tuple[Upload, str | None]] = []
    for upload in uploads:
        line = taken.get(arrival_id(archive.inbox.name, upload.key, upload.version))
        if line in known:
            pairs.append((upload, line))
            continue
        gone = upload in lost or (line is not None and archive.register.line(batch, line) is None)
        if gone and upload.uploaded_at <= closed_at - archive.settings.patience:
            pairs.append((upload, None))
    return pairs


def _file(line: BatchLine) -> ReceiptFile:
    return from_plain(ReceiptFile, to_plain(line))


def _missing(manifest: Manifest, lines: Sequence[BatchLine], batch: str) -> list[ReceiptFile]:
    """Name the manifest's lines that no upload answers: none has the path, or none of those that have it has the digest."""
    came: dict[str, set[str | None]] = {}
    for line in lines:
        came.setdefault(line.key.removeprefix(f"{batch}/"), set()).add(line.digest)
    laid = match(manifest, batch, came)
    absent = [_absent(f"{batch}/{each.path}", each.digest, "never_came") for each in laid.missing]
    other = [
        _absent(f"{batch}/{path}", announced.digest, "digest_mismatch")
        for path, announced in laid.found.items()
        if announced.digest and announced.digest not in came[path] and came[path] != {None}
    ]
    return absent + other


def _absent(key: str, digest: str | None, reason: str) -> ReceiptFile:
    return ReceiptFile(key=key, digest=digest, status="missing", reason=reason)


def _lost(upload: Upload) -> ReceiptFile:
    """Name an upload that no line speaks of: the receipt says so rather than close over it."""
    return ReceiptFile(key=upload.key, version=upload.version, size=upload.size, status="failed", reason="unprocessed")
