"""The JSON of a deposit, as docs/openapi.yaml promises it."""

from datetime import UTC, datetime

from chalicelib.ingest.deposit import Deposit, DepositedFile
from chalicelib.model.upload import Slot
from chalicelib.model.wording import UNSENT
from functions.representations.ingest import deposit_json


def test_a_file_is_written_with_its_slot_or_with_the_reason_of_its_refusal_in_the_readers_language():
    slot = Slot(url="https://inbox.example/", fields={"key": "lot-1/a.pdf"}, expires_at=datetime(2026, 11, 23, 8, 15, tzinfo=UTC))
    files = (
        DepositedFile(name="a.pdf", status="send", slot=slot),
        DepositedFile(name="b.pdf", status="already"),
        DepositedFile(name="vide.pdf", status="refused", reason="empty"),
    )

    assert deposit_json(Deposit(batch="lot-1", files=files), "en") == {
        "batch": "lot-1",
        "files": [
            {
                "name": "a.pdf",
                "status": "send",
                "url": "https://inbox.example/",
                "fields": {"key": "lot-1/a.pdf"},
                "expires_at": "2026-11-23T08:15:00Z",
            },
            {"name": "b.pdf", "status": "already"},
            {"name": "vide.pdf", "status": "refused", "reason": "empty", "message": UNSENT["empty"][1]},
        ],
    }
