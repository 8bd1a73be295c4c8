"""Closing of a batch: once nothing of it is in work or unaccounted for, its receipt is written.

1. Wait until no line is in work, and the batch has rested for its quiet time; a complete manifest needs none.
2. Announce again the uploads that no line has taken.
3. Fix the revision.
4. Write the receipt: the manifest's lines and a fresh listing of the inbox, held against the register's lines.
5. Register that the receipt is written; an upload that comes later opens the next revision.

Every step may be repeated, and closings may run at the same time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.analysis.sensitivity.names import MASK, mask_path
from chalicelib.ingest.inbox import folder_of, is_scan, manifest_of, uploads_of, uploads_without_arrival
from chalicelib.ingest.manifest import Announced, Manifest, match
from chalicelib.ingest.receipt import Receipt, ReceiptFile, ReceiptPiece, to_csv, to_json, with_masked_names
from chalicelib.ingest.receipt_print import to_html
from chalicelib.model.batch import Batch, Tally, quiet_for
from chalicelib.model.batch_names import receipt_place
from chalicelib.model.codec import from_plain, to_plain
from chalicelib.model.errors import ConflictError
from chalicelib.model.identifiers import arrival_id, file_line_id, ignored_as, role_of
from chalicelib.model.piece import BatchLine
from chalicelib.model.segmentation import page_ranges
from chalicelib.model.upload import Upload
from chalicelib.ports.archive import Archive
from chalicelib.processing.closing_schedule import is_being_rebuilt, schedule_closing
from chalicelib.text.table import TableProblem

_PIECES = 50
"""Pieces read at once with their originals; DynamoDB takes 100 items."""

Look = Literal["absent", "moved", "settled", "in work", "resting", "recovering", "rebuilding", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contents:
    """Lines and uploads of a batch, read before its revision was fixed and used again for its receipt."""

    moves: int
    """The tally's, read before the lines: as long as it stays the same, so do the lines."""
    lines: Sequence[BatchLine] | None
    """None where they were not read: without a manifest, the tally says enough."""
    uploads: Sequence[Upload]
    """Scans, ignored files and manifests in the inbox; one that came later belongs to the next revision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Comparison:
    """A manifest compared with the lines of its batch."""

    missing: tuple[ReceiptFile, ...] = ()
    problems: tuple[TableProblem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Twin:
    """Where the piece stands that another shows again."""

    file: str | None = None
    """Inbox key where it came with this batch, else its name alone."""
    batch: str | None = None
    """None where it is this one."""
    pages: tuple[int, ...] = ()
    """Of its file; empty: all of them."""


_NO_TWIN = _Twin()


def close_batch(name: str, archive: Archive, *, moves: int | None = None) -> Look:
    """Close a batch, if it is at rest.

    Args:
        name: the batch.
        archive: the ports.
        moves: the tally's count of moves when this closing was scheduled; where it has changed, a later closing is scheduled too.

    Raises:
        TransientError: ask again.
    """
    found = archive.register.batch(name)
    if found is None or is_being_rebuilt(archive):
        return "rebuilding" if found else "absent"  # after a rebuild, the sweep schedules the closing of every open batch
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
    manifest = _manifest_of(batch, (), archive)
    lines = list(archive.register.lines(batch.name)) if manifest else None
    complete = _is_complete(manifest, lines or (), _folder(batch, ()))
    settings = archive.settings
    uncounted = replace(batch, announced=None)  # as many lines as announced need not be the announced ones
    quiet = quiet_for(uncounted, tally, quiet=settings.quiet, marked_quiet=settings.marked_quiet)
    if _is_resting(batch, tally, timedelta() if complete else quiet, archive):
        return "resting"
    uploads = _uploads(batch.name, archive)
    if complete and _manifest_keys(batch, uploads) != _manifest_keys(batch, ()):  # a second manifest announces more
        complete = _is_complete(_manifest_of(batch, uploads, archive), lines or (), _folder(batch, uploads))
    if not complete and _is_resting(batch, tally, quiet, archive):
        return "resting"
    lost = uploads_without_arrival(_scans(uploads), batch.name, archive)
    if lost and now - max(_last_sign(batch, tally), *(upload.uploaded_at for upload in lost)) < settings.patience:
        archive.queues.announce_uploads(upload for upload in lost if upload.uploaded_at < now - settings.grace)
        archive.queues.schedule_closing(batch.name, moves=tally.moves, after=settings.grace)
        return "recovering"
    if not (tally.lines or (manifest and manifest.announced) or lost) and now - _last_sign(batch, tally) < settings.patience:
        return "resting"  # a marker may come long before the first file; the sweep schedules the next closing
    closing = archive.register.close_batch(batch, moves=tally.moves, at=now)
    return _write(closing, archive, _Contents(moves=tally.moves, lines=lines, uploads=uploads))


def _is_resting(batch: Batch, tally: Tally, rest: timedelta, archive: Archive) -> bool:
    """Say whether less than a time has passed since the last sign of a batch; the next look is scheduled then."""
    left = _last_sign(batch, tally) + rest - archive.clock.now()
    if left > timedelta():
        archive.queues.schedule_closing(batch.name, moves=tally.moves, after=left)
    return left > timedelta()


def _manifest_of(batch: Batch, uploads: Iterable[Upload], archive: Archive) -> Manifest | None:
    """Read the manifest that the register knows, with any other among the uploads."""
    return manifest_of(_folder(batch, uploads), _manifest_keys(batch, uploads), archive)


def _manifest_keys(batch: Batch, uploads: Iterable[Upload]) -> Sequence[str]:
    listed = (upload.key for upload in uploads if role_of(upload.key) == "manifest")
    return list(dict.fromkeys(filter(None, (batch.manifest_key, *listed))))


def _folder(batch: Batch, uploads: Iterable[Upload]) -> str:
    return folder_of(batch.name, next(iter(_manifest_keys(batch, uploads)), ""))


def _is_complete(manifest: Manifest | None, lines: Sequence[BatchLine], folder: str) -> bool:
    """Say whether all has come that a manifest announces; a line that was not understood may announce one more file."""
    return manifest is not None and bool(manifest.announced) and _compared(manifest, lines, folder) == _Comparison()


def _last_sign(batch: Batch, tally: Tally) -> datetime:
    """Time of the last sign that the batch is coming in: a move, its marker, or its opening."""
    return max(each for each in (tally.moved_at, batch.marked_at, batch.opened_at) if each is not None)


def _write(batch: Batch, archive: Archive, seen: _Contents | None = None) -> Look:
    """Write the receipt of a fixed revision; repeatable, for the receipt follows from the register."""
    found = archive.register.batch(batch.name)
    is_fresh = seen is not None and found is not None and found[1].moves == seen.moves
    lines = seen.lines if seen is not None and seen.lines is not None and is_fresh else list(archive.register.lines(batch.name))
    if found is None or any(line.status == "waiting" for line in lines):
        return "in work"  # it came in while the revision was being fixed; its settling schedules the next closing
    receipt = _receipt_of(batch, archive, lines, seen.uploads if seen else _uploads(batch.name, archive))
    _publish(receipt, archive)
    try:
        lost = sum(file.status == "failed" for file in receipt.files) - sum(line.status == "failed" for line in lines)
        archive.register.record_receipt(batch, moves=found[1].moves, missing=receipt.counts["missing"], lost=lost)
    except ConflictError:
        return _republish_if_superseded(batch, found[1], archive)
    schedule_closing(batch.name, archive)  # a file that came in meanwhile opens the batch again
    return "closed"


def _publish(receipt: Receipt, archive: Archive) -> None:
    place, shown = receipt_place(receipt.batch, receipt.revision), with_masked_names(receipt)
    archive.outbox.put(f"{place}.csv", to_csv(shown), "text/csv; charset=utf-8")
    archive.outbox.put(f"{place}.html", to_html(shown, archive.settings, archive.nomenclature), "text/html; charset=utf-8")
    archive.outbox.put(f"{place}.json", to_json(shown), "application/json")


def _republish_if_superseded(batch: Batch, tally: Tally, archive: Archive) -> Look:
    """Publish the receipt again where a concurrent closing counted more lines: ours must not replace its own."""
    found = archive.register.batch(batch.name)
    if found is not None and found[0].revision == batch.revision and found[0].closed_moves != tally.moves:
        lines = list(archive.register.lines(batch.name))
        if all(line.status != "waiting" for line in lines):
            _publish(_receipt_of(batch, archive, lines, _uploads(batch.name, archive)), archive)
    return "settled"


def _receipt_of(batch: Batch, archive: Archive, lines: Sequence[BatchLine], uploads: Sequence[Upload]) -> Receipt:
    """Make the receipt: the manifest's lines and the listing of the inbox, held against the register's lines."""
    lines = sorted(lines, key=lambda line: (line.key, line.arrived_at, line.line))
    manifest = _manifest_of(batch, uploads, archive)
    compared = _compared(manifest, lines, _folder(batch, uploads)) if manifest else _Comparison()
    missing = compared.missing
    listed = _listed(batch, _scans(uploads), lines, archive)
    lost = [upload for upload, line in listed if line is None]
    # The console's "create folder" leaves an empty object whose key ends with a slash: no file.
    ignored = {upload.key: why for upload in uploads if not upload.key.endswith("/") and (why := ignored_as(upload.key))}
    return Receipt(
        batch=batch.name,
        revision=batch.revision,
        opened_at=batch.begun_at,
        reopened_at=batch.reopened_at,
        closed_at=batch.closed_at or archive.clock.now(),
        files=(*_files(lines, archive), *map(_lost, lost), *missing),
        announced=len({line for _, line in listed if line} | {line.line for line in lines if not line.part}) + len(lost) + len(missing),
        ignored=tuple(sorted(ignored.items())),
        manifest=", ".join(_manifest_keys(batch, uploads)) if manifest else None,
        manifest_problems=compared.problems,
    )


def _uploads(batch: str, archive: Archive) -> Sequence[Upload]:
    return list(uploads_of(batch, archive, "scan", "ignored", "manifest"))


def _scans(uploads: Iterable[Upload]) -> Sequence[Upload]:
    return [upload for upload in uploads if role_of(upload.key) == "scan"]


def _listed(batch: Batch, uploads: Sequence[Upload], lines: Sequence[BatchLine], archive: Archive) -> list[tuple[Upload, str | None]]:
    """Pair every upload that stands in the inbox with the line that took it, or with None where none did.

    Several versions of one key with the same bytes have one line. An upload that came while the batch was closing is left out:
    a line of it opens the next revision, and without one the sweep announces it again first.
    """
    taken = archive.register.arrivals(batch.name)
    latest = (batch.closed_at or archive.clock.now()) - archive.settings.patience
    known = {line.line for line in lines}
    lost = set(uploads_without_arrival(uploads, batch.name, archive))
    pairs: list[tuple[Upload, str | None]] = []
    for upload in uploads:
        line = taken.get(arrival_id(archive.inbox.name, upload.key, upload.version))
        if line in known:
            pairs.append((upload, line))
            continue
        gone = upload in lost or (line is not None and archive.register.line(batch.name, line) is None)
        if gone and upload.uploaded_at <= latest:
            pairs.append((upload, None))
    return pairs


def _files(lines: Sequence[BatchLine], archive: Archive) -> Iterator[ReceiptFile]:
    """Make the receipt's lines of files that came; a duplicate's says which file it is the duplicate of."""
    twins = _twins(lines, archive)
    parts: dict[str, list[BatchLine]] = {}
    for line in lines:
        if line.part:
            parts.setdefault(file_line_id(line.line), []).append(line)
    for line in lines:
        if line.part:
            continue
        twin = twins.get(line.duplicate_of or "", _NO_TWIN)
        read = from_plain(ReceiptFile, to_plain(line))
        pieces = tuple(_pieces(line, parts.get(line.line, ()), twins))
        yield replace(read, duplicate_file=twin.file, duplicate_batch=twin.batch, pieces=pieces)


def _twins(lines: Sequence[BatchLine], archive: Archive) -> Mapping[str, _Twin]:
    """Say where the pieces stand of which a line is the duplicate, by their names: in this batch or in another."""
    here = {line.piece: _Twin(file=line.key, pages=line.part) for line in lines if line.piece}
    elsewhere = sorted({line.duplicate_of for line in lines if line.duplicate_of} - here.keys())
    some = (elsewhere[start : start + _PIECES] for start in range(0, len(elsewhere), _PIECES))
    known = (piece for each in some for piece, _ in archive.register.pieces_with_originals(each).values())
    return here | {piece.piece: _Twin(file=piece.name, batch=piece.batch, pages=piece.pages) for piece in known}


def _pieces(file: BatchLine, parts: Sequence[BatchLine], twins: Mapping[str, _Twin]) -> Iterator[ReceiptPiece]:
    """Make the pieces of a file as its receipt lists them; what a sealed piece is stays unsaid."""
    lines = sorted((part for part in parts if part.status != "divided"), key=lambda part: part.part) if file.divided else [file]
    for line in lines:
        if line.piece is not None:
            twin = twins.get(line.duplicate_of or "", _NO_TWIN)
            yield replace(
                from_plain(ReceiptPiece, to_plain(line) | {"pages": []}),
                pages=line.part or tuple(range(1, (line.pages or 0) + 1)),
                duplicate_file=twin.file,
                duplicate_batch=twin.batch,
                duplicate_range=page_ranges(twin.pages) or None,
            )


def _compared(manifest: Manifest, lines: Sequence[BatchLine], folder: str) -> _Comparison:
    """List the manifest's lines without an upload: none has the path, or none with the path has the digest."""
    came: dict[str, set[str | None]] = {}
    for line in lines:
        came.setdefault(line.key.removeprefix(f"{folder}/"), set()).add(line.digest)
    matched = match(manifest, folder, came)
    absent = (_absent(folder, each, "never_came") for each in matched.missing if is_scan(folder, each.path))
    other = (
        _absent(folder, replace(announced, path=path), "digest_mismatch")
        for path, announced in matched.found.items()
        if announced.digest and announced.digest not in came[path] and came[path] != {None}
    )
    return _Comparison(missing=(*absent, *other), problems=(*manifest.problems, *matched.problems))


def _absent(folder: str, announced: Announced, reason: str) -> ReceiptFile:
    """Make the receipt's line of a file that did not come; a masked name is told by its line of the manifest."""
    key = mask_path(f"{folder}/{announced.path}").replace(MASK, f"{MASK[:-1]}, ligne {announced.line} du bordereau]")
    return ReceiptFile(key=key, digest=announced.digest, status="missing", reason=reason)


def _lost(upload: Upload) -> ReceiptFile:
    """Make the receipt's line of an upload that the register has no line of."""
    return ReceiptFile(key=upload.key, version=upload.version, size=upload.size, status="failed", reason="unprocessed")
