"""JSON of batches and receipts, member by member."""

from datetime import UTC, datetime

from chalicelib.access.batches import BatchDetails, CountedBatch, ReceiptPage
from chalicelib.model.batch import Batch, Tally
from chalicelib.model.cursor import ListPage
from chalicelib.model.piece import BatchLine
from functions.representations.batches import batch_details_json, batches_json, receipt_page_json

AT = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
BATCH = Batch(name="lot-1", opened_at=AT)
TALLY = Tally(lines=2, waiting=1, moved_at=AT, pages=3, counts={"refused": 1, "to_review": 3}, sealed=1)
BATCH_JSON = {
    "batch": "lot-1",
    "status": "open",
    "revision": 0,
    "opened_at": "2026-11-23T08:05:00Z",
    "reopened_at": None,
    "closed_at": None,
    "announced": None,
    "lines": 2,
    "waiting": 1,
    "pages": 3,
    "counts": {"refused": 1, "to_review": 3},
    "elsewhere": 1,
}


def test_a_batch_has_its_sums() -> None:
    assert batches_json(ListPage(entries=(CountedBatch(batch=BATCH, tally=TALLY),))) == {"batches": [BATCH_JSON], "next": None}


def test_a_batch_in_work_says_which_files_were_refused_and_why() -> None:
    line = BatchLine(
        line="l", batch="lot-1", key="lot-1/a.txt", version="v", size=9, status="refused", arrived_at=AT, taken_at=AT, reason="odd"
    )

    assert batch_details_json(BatchDetails(batch=BATCH, tally=TALLY, refused=(line,))) == BATCH_JSON | {
        "moved_at": "2026-11-23T08:05:00Z",
        "in_review": {"number": 0, "more": False},
        "refused": [{"key": "lot-1/a.txt", "status": "refused", "reason": "odd", "reason_fr": "odd", "reason_en": "odd"}],
    }


def test_a_page_of_a_receipt_has_its_head_its_files_and_what_stands_at_the_end() -> None:
    page = ReceiptPage(head={"revision": 1}, files=ListPage(entries=({"key": "k"},)), ignored=({"key": "t"},), manifest="m")

    assert receipt_page_json(page, ("République", "Ministère")) == {
        "revision": 1,
        "letterhead": ["République", "Ministère"],
        "files": [{"key": "k"}],
        "next": None,
        "manifest": "m",
        "ignored": [{"key": "t"}],
        "manifest_problems": [],
    }
