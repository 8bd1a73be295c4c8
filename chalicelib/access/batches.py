"""Batches for archivists: all of them, one, and the receipt of a closed one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from typing import Any

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.access.stored_receipt import StoredReceipt, open_receipt
from chalicelib.analysis.sensitivity.names import mask_paths
from chalicelib.model.batch import Batch, Tally
from chalicelib.model.batch_names import outbox_name, receipt_place
from chalicelib.model.cursor import ListPage, SpreadsheetPage, cursor_of, place_of, split_page, two_numbers_of
from chalicelib.model.errors import ReaderError
from chalicelib.model.piece import LOST, OUTCOMES, BatchLine
from chalicelib.model.reader import Reader
from chalicelib.model.review_queue import MOST_COUNTED, Count, QueueFilter, counted
from chalicelib.ports.archive import Archive

_LONGEST = 1024
"""Bytes of a batch's name, which is the first folder of an S3 key."""
_MOST_ASIDES = 1_000
"""Ignored files, and wrong lines of the manifest, on the last page of a receipt; its CSV has them all."""
_MOST_REFUSED = 20
"""Refused or failed files that are listed while a batch is open; its receipt has them all."""
_ROWS = 2_000
"""Lines of one page of a receipt's CSV: below 5 MB at the longest keys; Lambda returns at most 6 MB."""
_LOOKED_AT = 20_000
"""Lines of a receipt that are looked through for one page of a filter, which may be short and have a `next`."""
_ASKED = 200
"""Letters of a filter."""
_LATEST = 50
"""Consultations of a batch among which one of the last hour is looked for."""
_PLACE = re.compile(r"([0-9]{1,6})\.([0-9]{1,9})")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedBatch:
    """A batch and the sums of its lines."""

    batch: Batch
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchDetails:
    """A batch, the sums of its lines, and files of it that came into no case file."""

    batch: Batch
    tally: Tally
    refused: tuple[BatchLine, ...]
    """Refused or failed, at most 20; names with a forbidden mention are masked."""
    in_review: Count = Count(number=0, more=False)  # noqa: RUF009 - frozen
    """Its pieces in the review queue: those to be verified that are not sealed off, and the likely duplicates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFilter:
    """Which files of a receipt are asked for; all of them by default."""

    status: str | None = None
    """One of `OUTCOMES`."""
    text: str | None = None
    """Part of the file's path or of its matricule, whatever their case."""

    def __post_init__(self) -> None:
        """Check what was asked.

        Raises:
            ReaderError: `invalid`: no such outcome, or a text longer than any.
        """
        if (self.status and self.status not in OUTCOMES) or len(self.text or "") > _ASKED:
            raise ReaderError("invalid", "filter")

    def matches(self, file: Mapping[str, Any], batch: str) -> bool:
        """Say whether a file is asked for."""
        text = (self.text or "").strip().casefold()
        path = str(file["key"]).removeprefix(f"{batch}/")
        return self.status in (None, "", file["status"]) and (not text or text in f"{path}\n{file['matricule'] or ''}".casefold())


EVERYTHING = ReceiptFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPage:
    """A page of a stored receipt, in the words of its JSON (`ingest.receipt`)."""

    head: Mapping[str, Any]
    """Batch, revision, times and counts."""
    files: ListPage[Mapping[str, Any]]
    ignored: tuple[Mapping[str, Any], ...] = ()
    """On the last page."""
    manifest: str | None = None
    """Key of the manifest, on the last page."""
    manifest_problems: tuple[Mapping[str, Any], ...] = ()
    """On the last page."""


def list_batches(archive: Archive, *, cursor: str | None = None, limit: int = 20) -> ListPage[CountedBatch]:
    """Read a page of all batches, the one opened last first.

    Raises:
        ReaderError: `invalid` for a cursor of another list.
    """
    before = place_of(cursor, "batches")
    found, last = split_page(archive.register.latest_batches(before=before, limit=limit + 1), limit)
    return ListPage(
        entries=tuple(CountedBatch(batch=batch, tally=tally) for batch, tally in found),
        next=cursor_of(last[0].place, "batches") if last else None,
    )


def read_batch(reader: Reader, name: str, archive: Archive) -> BatchDetails:
    """Read how far one batch has come, and which files were refused: their names may be those of persons.

    Raises:
        ReaderError: `not_found`.
        TransientError: the consultation could not be recorded.
    """
    batch, tally = _batch(name, archive)
    is_any_lost = any(tally.counts.get(each) for each in LOST)
    refused = archive.register.refused_lines(name, limit=_MOST_REFUSED) if is_any_lost else ()
    if refused:
        _record_refused_files(reader, batch, archive)
    keys = mask_paths([line.key for line in refused])
    return BatchDetails(
        batch=batch,
        tally=tally,
        refused=tuple(replace(line, key=key) for line, key in zip(refused, keys, strict=True)),
        in_review=counted(archive.register.count_queued(QueueFilter(batch=name).selection, most=MOST_COUNTED)),
    )


def read_receipt(  # noqa: PLR0913 - a page of a filtered list
    reader: Reader,
    name: str,
    archive: Archive,
    *,
    wanted: ReceiptFilter = EVERYTHING,
    cursor: str | None = None,
    limit: int = 100,
) -> ReceiptPage:
    """Read a page of the latest receipt; a cursor keeps to the revision that it was made for.

    1. Find the batch. 2. Read the page of its latest revision, or of the one before where that is not written yet. 3. Record the
    consultation. 4. Return the page.

    Raises:
        ReaderError: `not_found`: no such batch, or no receipt yet; `invalid` for a cursor of another list.
        TransientError: the consultation could not be recorded.
    """
    batch, _ = _batch(name, archive)
    scope = ("receipt", batch.name, wanted.status or "", wanted.text or "")
    revisions, first = _revisions(batch, place_of(cursor, *scope))
    for revision in revisions:
        stored = open_receipt(f"{receipt_place(batch.name, revision)}.json", archive)
        if stored is None:
            continue
        receipt, following = _page(stored, batch.name, wanted, first, limit)
        record_consultation("receipt", reader, Subject(batch=batch.name), archive)
        return replace(receipt, files=replace(receipt.files, next=cursor_of(f"{revision}.{following}", *scope) if following else None))
    raise ReaderError("not_found", "no receipt yet")


def read_receipt_spreadsheet(reader: Reader, name: str, archive: Archive, *, cursor: str | None = None) -> SpreadsheetPage:
    """Read a page of the latest receipt's CSV, as the outbox has it.

    Raises:
        ReaderError: `not_found`: no such batch, or no receipt yet; `invalid` for a cursor of another list.
        TransientError: the consultation could not be recorded.
    """
    batch, _ = _batch(name, archive)
    revisions, first = _revisions(batch, place_of(cursor, "receipt.csv", batch.name))
    for revision in revisions:
        lines = archive.outbox.report_lines(f"{receipt_place(batch.name, revision)}.csv")
        if lines is None:
            continue
        found, last = split_page(list(islice(lines, first, first + _ROWS + 1)), _ROWS)
        record_consultation("receipt", reader, Subject(batch=batch.name), archive)
        return SpreadsheetPage(
            text="".join(f"{line}\r\n" for line in found),
            name=f"recepisse-{outbox_name(batch.name)}-r{revision}",
            next=cursor_of(f"{revision}.{first + _ROWS}", "receipt.csv", batch.name) if last else None,
        )
    raise ReaderError("not_found", "no receipt yet")


def _revisions(batch: Batch, place: str | None) -> tuple[list[int], int]:
    """Revisions whose receipt may be read, and the line to begin at: a cursor's, else the latest, or the one before it."""
    revision, first = two_numbers_of(place, _PLACE)
    return [revision] if revision else [each for each in (batch.revision, batch.revision - 1) if each > 0], first


def _record_refused_files(reader: Reader, batch: Batch, archive: Archive) -> None:
    """Record that a reader saw the names of refused files, once in an hour: the site asks again every few seconds."""
    begin = archive.clock.now() - timedelta(hours=1)
    latest = archive.consultations.list_for(batch.name, before=None, limit=_LATEST)
    if not any(each.action == "refused_files" and each.reader == reader.name and each.at > begin for each in latest):
        record_consultation("refused_files", reader, Subject(batch=batch.name), archive)


def _batch(name: str, archive: Archive) -> tuple[Batch, Tally]:
    found = archive.register.batch(name) if 0 < len(name.encode("utf-8", "replace")) <= _LONGEST else None
    if found is None:
        raise ReaderError("not_found", "no such batch")
    return found


def _page(receipt: StoredReceipt, batch: str, wanted: ReceiptFilter, first: int, limit: int) -> tuple[ReceiptPage, int]:
    """Read a page of a stored receipt.

    Returns:
        The page, and the number of the line at which the next page begins; 0 at the end.
    """
    files: list[Mapping[str, Any]] = []
    for number, file in enumerate(receipt.files(first), first):
        if number - first >= _LOOKED_AT or (len(files) == limit and wanted.matches(file, batch)):
            return ReceiptPage(head=receipt.head, files=ListPage(entries=tuple(files))), number
        files += [file] if wanted.matches(file, batch) else []
    tail = receipt.tail()
    page = ReceiptPage(
        head=receipt.head,
        files=ListPage(entries=tuple(files)),
        ignored=tuple(tail["ignored"][:_MOST_ASIDES]),
        manifest=tail["manifest"],
        manifest_problems=tuple(tail["manifest_problems"][:_MOST_ASIDES]),
    )
    return page, 0
