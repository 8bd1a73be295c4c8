"""How batches stand, for archivists: all of them, one, and the receipt that a closed one left."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.model.batch import Batch, Tally
from chalicelib.model.codec import stamp
from chalicelib.model.cursor import cursor_of, place_of, split_page, two_numbers_of
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import receipt_place
from chalicelib.model.piece import LOST, BatchLine
from chalicelib.model.reader import Reader
from chalicelib.model.wording import reason_words
from chalicelib.ports.archive import Archive

Answer = dict[str, Any]

_LONGEST = 1024
"""Bytes of a batch's name: it is the first folder of an S3 key."""
_ASIDES = 1_000
"""Most of the ignored files, and of the manifest's bad lines, that the last page of a receipt tells; the CSV has no such end."""
_REFUSED = 20
"""Files that were refused or failed, told while a batch is in work; the receipt has them all."""
_PLACE = re.compile(r"([0-9]{1,6})\.([0-9]{1,9})")


def list_batches(archive: Archive, *, cursor: str | None = None, limit: int = 20) -> Answer:
    """Read a page of all batches with their sums, the one opened last first.

    Raises:
        ReaderError: `invalid` for a cursor that is none of this list's.
    """
    before = place_of(cursor, "batches")
    found, last = split_page(archive.register.latest_batches(before=before, limit=limit + 1), limit)
    return {"batches": [_told(batch, tally) for batch, tally in found], "next": cursor_of(last[0].place, "batches") if last else None}


def read_batch(name: str, archive: Archive) -> Answer:
    """Read how one batch stands, and what was refused of late, and why.

    Raises:
        ReaderError: `not_found`.
    """
    batch, tally = _batch(name, archive)
    some = archive.register.refused_lines(name, limit=_REFUSED) if any(tally.counts.get(each) for each in LOST) else ()
    return _told(batch, tally) | {"moved_at": stamp(tally.moved_at), "refused": [_refusal(line) for line in some]}


def read_receipt(reader: Reader, name: str, archive: Archive, *, cursor: str | None = None, limit: int = 100) -> Answer:
    """Read a page of the latest receipt; a cursor stays with the revision it was made for.

    Raises:
        ReaderError: `not_found`: no such batch, or no receipt yet; `invalid`.
        TransientError: it could not be journalled.
    """
    batch, _ = _batch(name, archive)
    revision, first = two_numbers_of(place_of(cursor, "receipt", batch.name), _PLACE)
    wanted = [revision] if revision else [each for each in (batch.revision, batch.revision - 1) if each > 0]
    receipt = next((found for each in wanted if (found := _page(batch.name, each, first, limit, archive))), None)
    if receipt is None:
        raise ReaderError("not_found", "no receipt yet")
    record_consultation("receipt", reader, Subject(batch=batch.name), archive)
    return receipt


def _batch(name: str, archive: Archive) -> tuple[Batch, Tally]:
    found = archive.register.batch(name) if 0 < len(name.encode("utf-8", "replace")) <= _LONGEST else None
    if found is None:
        raise ReaderError("not_found", "no such batch")
    return found


def _told(batch: Batch, tally: Tally) -> Answer:
    return {
        "batch": batch.name,
        "status": batch.status,
        "revision": batch.revision,
        "opened_at": stamp(batch.opened_at),
        "closed_at": stamp(batch.closed_at),
        "announced": batch.announced,
        "lines": tally.lines,
        "waiting": tally.waiting,
        "pages": tally.pages,
        "counts": dict(tally.counts),
    }


def _refusal(line: BatchLine) -> Answer:
    """Tell one file that came into no case file, as its line of the receipt will."""
    french, english = reason_words(line.reason)
    return {"key": line.key, "status": line.status, "reason": line.reason, "reason_fr": french, "reason_en": english}


def _page(batch: str, revision: int, first: int, limit: int, archive: Archive) -> Answer | None:
    """Read a part of a receipt line by line, as `receipt.to_json` writes it: that of a large batch would not fit in memory as values."""
    lines = archive.outbox.report_lines(f"{receipt_place(batch, revision)}.json")
    if lines is None:
        return None
    head: Answer = json.loads("".join(_until('"files": [', lines)).rstrip(",") + "}")
    files = [json.loads(line.rstrip(",")) for line in islice(filter(None, _until("]", lines)), first, first + limit + 1)]
    told, last = split_page(files, limit)
    following = cursor_of(f"{revision}.{first + limit}", "receipt", batch) if last else None
    tail = {"ignored": [], "manifest": None, "manifest_problems": []} if following else json.loads("{" + "".join(lines))
    asides = {name: tail[name][:_ASIDES] for name in ("ignored", "manifest_problems")}
    return head | {"files": told, "next": following, "manifest": tail["manifest"]} | asides


def _until(end: str, lines: Iterator[str]) -> Iterator[str]:
    """Take lines up to one that begins so."""
    for line in lines:
        if line.startswith(end):
            return
        yield line
