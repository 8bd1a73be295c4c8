"""Backfill: hundreds of thousands of scans that lie in another bucket are taken in at a set pace, in batches behind those of the day.

1. An administrator names the backfill and the folder; the files are counted, so that its progress can be told.
2. Wait for the pace, the batches of the day, the batches before, and below the month's ceiling (`backfill_waits`).
3. Begin a batch: its manifest lists the next thousand files, so that its receipt names those that never came.
4. Copy them into the inbox under the batch's name and their own, some at a time. From there on they are a batch like any other.

A bookmark keeps the place behind every portion: what a crash makes be copied twice is the same line of the same batch. A batch that was
begun is copied to its end, whatever comes in between: half a batch would close, and its receipt would need a revision. A minute costs the
same however many files lie in the bucket.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Final

from chalicelib.administration.backfill_waits import batch_size, what_a_backfill_waits_for
from chalicelib.administration.portions import in_portions
from chalicelib.ingest.inbox import batch_assigner
from chalicelib.ingest.manifest import match, read_manifest
from chalicelib.model.backfill import FOLDER, WAITS, BackfillProgress, BackfillStatus, SourceObject, backfill_batch
from chalicelib.model.errors import PermanentError
from chalicelib.model.identifiers import role_of
from chalicelib.model.register import Bookmark
from chalicelib.model.upload import Upload
from chalicelib.ports.archive import Archive
from chalicelib.processing.closing_schedule import is_being_rebuilt
from chalicelib.processing.page_ceiling import most_pages

_PORTION: Final = 100
"""Files copied between two looks at the clock."""
_COUNTED: Final = 10_000
"""Files counted between two looks at the clock."""
_LONGEST_KEY: Final = 1024
"""Bytes: S3's limit."""
_CURRENT: Final = "backfill"
"""Bookmark with the name of the latest backfill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What administrators want of a backfill, written by them alone; the sweep writes how far it has got."""

    name: str
    prefix: str
    paused: bool
    denied: bool


def start_backfill(name: str, prefix: str, archive: Archive) -> BackfillProgress:
    """Start a backfill, or go on with one that was paused.

    Args:
        name: which its batches bear.
        prefix: of the keys; empty: the whole bucket.
        archive: the ports.

    Raises:
        PermanentError: `backfill_no_bucket`, `backfill_denied`, `backfill_empty`: what the installation can read; `backfill_no_ceiling`;
            `backfill_bad_name`, `backfill_taken_name`, `backfill_other_prefix`, `backfill_finished`: the name; `backfill_in_work`: another.
    """
    if not archive.backfill_source.bucket:
        raise PermanentError("backfill_no_bucket")
    if most_pages(archive.settings) is None:
        raise PermanentError("backfill_no_ceiling")
    current = _current(archive)
    if current and current.name != name and not current.paused and not _mark("done", current.name, archive).counts.get("finished"):
        raise PermanentError("backfill_in_work")
    known = _order_of(name, archive)
    if known is None:
        _check_name(name, archive)
    elif known.prefix != prefix:
        raise PermanentError("backfill_other_prefix")
    elif _mark("done", name, archive).counts.get("finished"):
        raise PermanentError("backfill_finished")
    _check_source(prefix, archive)
    _put_order(_Order(name=name, prefix=prefix, paused=False, denied=False), archive)
    archive.register.put_bookmark(_CURRENT, Bookmark(place=name, at=archive.clock.now()))
    return backfill_progress(archive)


def pause_backfill(archive: Archive) -> BackfillProgress:
    """Pause the backfill: a batch that was begun is copied to its end, and no other is begun.

    Raises:
        PermanentError: `backfill_none`.
    """
    order = _current(archive)
    if order is None:
        raise PermanentError("backfill_none")
    _put_order(replace(order, paused=True), archive)
    return backfill_progress(archive)


def backfill_progress(archive: Archive) -> BackfillProgress:
    """Tell how far the latest backfill has got, and what it waits for."""
    order = _current(archive)
    if order is None:
        return BackfillProgress(name="", bucket=archive.backfill_source.bucket, prefix="", status="none")
    counted, done = _mark("count", order.name, archive).counts, _mark("done", order.name, archive).counts
    outcomes = {key.removeprefix("files_"): number for key, number in done.items() if key.startswith("files_")}
    status = _status(order, counted, done)
    is_moving = status in {"finished", "counting"} or (status == "running" and done.get("left"))
    waits_for = "" if is_moving else _what_it_waits_for(order, archive)
    return BackfillProgress(
        name=order.name,
        bucket=archive.backfill_source.bucket,
        prefix=order.prefix,
        status=status,
        waits_for=waits_for,
        explanation=WAITS[waits_for],
        files=counted.get("files", 0),
        bytes=counted.get("bytes", 0),
        done=sum(outcomes.values()),
        batches=done.get("batch", 0),
        files_per_hour=archive.settings.backfill_rate,
        outcomes=outcomes,
    )


def backfill_files_left(archive: Archive) -> int:
    """Count the files of the latest backfill that have not had their turn, as far as they are counted."""
    order = _current(archive)
    if order is None:
        return 0
    counted, done = _mark("count", order.name, archive).counts, _mark("done", order.name, archive).counts
    taken = sum(number for key, number in done.items() if key.startswith("files_"))
    return 0 if done.get("finished") else max(0, counted.get("files", 0) - taken)


def _status(order: _Order, counted: Mapping[str, int], done: Mapping[str, int]) -> BackfillStatus:
    if done.get("finished"):
        return "finished"
    if order.paused:
        return "paused"
    return "running" if counted.get("finished") else "counting"


def advance_backfill(archive: Archive, *, until: datetime) -> int:
    """Go on with the backfill: count its files, begin a batch that is due, or copy on; return the number of files that had their turn.

    Args:
        archive: the ports.
        until: when to stop, UTC; at least one portion is done.
    """
    order = _current(archive)
    done = _mark("done", order.name, archive) if order else None
    if order is None or done is None or order.denied or done.counts.get("finished") or is_being_rebuilt(archive):
        return 0
    try:
        if not done.counts.get("left"):
            if order.paused or not _is_counted(order, archive, until) or _what_it_waits_for(order, archive):
                return 0
            done = _begin_batch(order, done, archive)
        return _copy_on(order, done, archive, until)
    except PermanentError as refusal:
        if refusal.code not in {"denied", "vanished"}:
            raise
        _put_order(replace(order, paused=True, denied=True), archive)
        return 0


def _is_counted(order: _Order, archive: Archive, until: datetime) -> bool:
    """Count the files of the bucket from where the last minute stopped; say whether all are counted."""
    mark = _mark("count", order.name, archive)
    if mark.counts.get("finished"):
        return True
    sums = Counter(mark.counts)
    for portion in in_portions(archive.backfill_source.objects(order.prefix, after=mark.place), _COUNTED):
        sums.update(files=len(portion), bytes=sum(each.size for each in portion))
        archive.register.put_bookmark(f"backfill-count#{order.name}", Bookmark(place=portion[-1].key, at=archive.clock.now(), counts=sums))
        if archive.clock.now() >= until:
            return False
    sums["finished"] = 1
    archive.register.put_bookmark(f"backfill-count#{order.name}", Bookmark(place="", at=archive.clock.now(), counts=sums))
    return True


def _what_it_waits_for(order: _Order, archive: Archive) -> str:
    """Say why no further batch may begin: a key of `WAITS`; empty where one may."""
    if order.paused:
        return "denied" if order.denied else "paused"
    return what_a_backfill_waits_for(order.name, _mark("done", order.name, archive).counts, archive)


def _begin_batch(order: _Order, done: Bookmark, archive: Archive) -> Bookmark:
    """Write the manifest of the next batch, and note that it is begun; without a file left, note that the backfill is finished."""
    batch = done.counts.get("batch", 0)
    chosen = list(islice(archive.backfill_source.objects(order.prefix, after=done.place), batch_size(batch)))
    counts = dict(done.counts) | {"left": len(chosen), "size": len(chosen), "began": int(archive.clock.now().timestamp())}
    if chosen:
        counts["batch"] = batch + 1
        _write_manifest(backfill_batch(order.name, batch + 1), chosen, archive)
    else:
        counts["finished"] = 1
    return _put_done(order, replace(done, counts=counts), archive)


def _write_manifest(batch: str, chosen: Iterable[SourceObject], archive: Archive) -> None:
    """Announce the scans of a batch; one whose key no manifest can write is not announced, and comes in all the same."""
    paths = [each.key for each in chosen if role_of(f"{batch}/{each.key}") == "scan"]
    data = _manifest(paths)
    found = match(read_manifest(data), batch, paths).found
    legible = [path for path in paths if path in found and found[path].path == path] if len(found) < len(paths) else paths
    if legible:
        archive.inbox.put_manifest(f"{batch}/_manifest.csv", _manifest(legible))


def _manifest(paths: Iterable[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows([("fichier",), *((path,) for path in paths)])
    return text.getvalue().encode()


def _copy_on(order: _Order, done: Bookmark, archive: Archive, until: datetime) -> int:
    """Copy the files that are left of the batch, a portion at a time.

    Raises:
        PermanentError: `denied`, not one of a portion may be read: the portion has its turn again.
    """
    batch, before = backfill_batch(order.name, done.counts.get("batch", 0)), done.counts.get("left", 0)
    listed = archive.backfill_source.objects(order.prefix, after=done.place)
    for portion in in_portions(islice(listed, before), _PORTION):
        outcomes = _copied(batch, portion, archive)
        if outcomes and outcomes.keys() <= {"denied"}:
            raise PermanentError("denied", batch)
        sums = {f"files_{outcome}": done.counts.get(f"files_{outcome}", 0) + files for outcome, files in outcomes.items()}
        counts = {**done.counts, **sums, "left": done.counts["left"] - len(portion)}
        done = _put_done(order, Bookmark(place=portion[-1].key, at=archive.clock.now(), counts=counts), archive)
        if archive.clock.now() >= until:
            break
    else:  # fewer may be there than when the batch was begun
        is_last = next(archive.backfill_source.objects(order.prefix, after=done.place), None) is None
        _put_done(order, replace(done, counts={**done.counts, "left": 0} | ({"finished": 1} if is_last else {})), archive)
        return before
    return before - done.counts["left"]


def _copied(batch: str, portion: Sequence[SourceObject], archive: Archive) -> Counter[str]:
    """Copy the scans of a portion; count all of it by what became of it."""
    keys = [(each, f"{batch}/{each.key}") for each in portion]
    outcomes: Counter[str] = Counter(ignored=sum(role_of(key) != "scan" for _, key in keys))
    scans = [(each, key) for each, key in keys if role_of(key) == "scan"]
    short = [(each, key) for each, key in scans if len(key.encode()) <= _LONGEST_KEY]
    outcomes["key_too_long"] = len(scans) - len(short)
    outcomes.update(archive.backfill_source.copy_to_inbox(short))
    return +outcomes


def _check_name(name: str, archive: Archive) -> None:
    """Refuse a name under which files would not be batches of their own, or that batches bear already."""
    batch = backfill_batch(name, 1)
    first = Upload(key=f"{batch}/acte.pdf", version="", size=0, uploaded_at=archive.clock.now())
    if not batch.startswith(FOLDER) or batch_assigner(archive)(first).batch != batch:
        raise PermanentError("backfill_bad_name")
    if archive.register.batch(batch):
        raise PermanentError("backfill_taken_name")


def _check_source(prefix: str, archive: Archive) -> None:
    try:
        first = next(archive.backfill_source.objects(prefix), None)
    except PermanentError as refusal:
        raise PermanentError("backfill_denied", refusal.code) from refusal
    if first is None:
        raise PermanentError("backfill_empty")


def _current(archive: Archive) -> _Order | None:
    mark = archive.register.bookmark(_CURRENT)
    return _order_of(mark.place, archive) if mark else None


def _order_of(name: str, archive: Archive) -> _Order | None:
    mark = archive.register.bookmark(f"backfill-order#{name}")
    if mark is None:
        return None
    return _Order(name=name, prefix=mark.place, paused=bool(mark.counts.get("paused")), denied=bool(mark.counts.get("denied")))


def _put_order(order: _Order, archive: Archive) -> None:
    counts = {"paused": int(order.paused), "denied": int(order.denied)}
    archive.register.put_bookmark(f"backfill-order#{order.name}", Bookmark(place=order.prefix, at=archive.clock.now(), counts=counts))


def _mark(what: str, name: str, archive: Archive) -> Bookmark:
    """Read how far the counting, or the copying, of a backfill has got."""
    return archive.register.bookmark(f"backfill-{what}#{name}") or Bookmark(place="", at=archive.clock.now())


def _put_done(order: _Order, done: Bookmark, archive: Archive) -> Bookmark:
    archive.register.put_bookmark(f"backfill-done#{order.name}", done)
    return done
