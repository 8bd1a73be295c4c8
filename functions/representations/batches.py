"""JSON of batches and receipts."""

from collections.abc import Sequence
from dataclasses import asdict

from chalicelib.access.batches import BatchDetails, CountedBatch, ReceiptPage
from chalicelib.model.codec import stamp
from chalicelib.model.cursor import ListPage
from chalicelib.model.piece import BatchLine
from chalicelib.model.wording import reason_words
from functions.representations import Json


def batches_json(value: ListPage[CountedBatch]) -> Json:
    """Write a page of batches."""
    return {"batches": [batch_json(each) for each in value.entries], "next": value.next}


def batch_json(value: CountedBatch | BatchDetails) -> Json:
    """Write a batch with the sums of its lines."""
    batch, tally = value.batch, value.tally
    return {
        "batch": batch.name,
        "status": batch.status,
        "revision": batch.revision,
        "opened_at": stamp(batch.begun_at),
        "reopened_at": stamp(batch.reopened_at),
        "closed_at": stamp(batch.closed_at),
        "announced": batch.announced,
        "lines": tally.lines,
        "waiting": tally.waiting,
        "pages": tally.pages,
        "counts": dict(batch.counts(tally)),
        "elsewhere": tally.sealed,
    }


def batch_details_json(value: BatchDetails) -> Json:
    """Write how far a batch has come, with files of it that were refused."""
    refused = [refused_line_json(each) for each in value.refused]
    return batch_json(value) | {"moved_at": stamp(value.tally.moved_at), "refused": refused, "in_review": asdict(value.in_review)}


def refused_line_json(value: BatchLine) -> Json:
    """Write a refused or failed file in the words of its receipt."""
    french, english = reason_words(value.reason, value.attachments, value.key)
    return {"key": value.key, "status": value.status, "reason": value.reason, "reason_fr": french, "reason_en": english}


def receipt_page_json(value: ReceiptPage, letterhead: Sequence[str]) -> Json:
    """Write a page of a receipt, with the lines at the head of printed papers."""
    return {
        **value.head,
        "letterhead": list(letterhead),
        "files": list(value.files.entries),
        "next": value.files.next,
        "manifest": value.manifest,
        "ignored": list(value.ignored),
        "manifest_problems": list(value.manifest_problems),
    }
