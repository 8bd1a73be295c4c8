"""The receipt as a printed page."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.ingest.receipt import Receipt, ReceiptFile
from chalicelib.ingest.receipt_print import to_html
from chalicelib.model.settings import Settings
from chalicelib.text.nomenclature_file import shipped
from chalicelib.text.table import TableProblem
from tests.unit.printed import golden, parts

OPENED = datetime(2026, 11, 22, 7, 3, tzinfo=UTC)
DIGEST = "ab" * 32
FILES = (
    ReceiptFile(
        key="lot-1/104000/arrêté.pdf",
        version="v1",
        size=1_766_000,
        digest=DIGEST,
        status="filed",
        matricule="104000",
        pages=2,
        confidence=97.5,
    ),
    ReceiptFile(
        key="lot-1/104000/bis.pdf",
        version="v1",
        size=17_660,
        digest=DIGEST,
        status="duplicate",
        matricule="104000",
        pages=1_200,
        duplicate_file="lot-1/104000/arrêté.pdf",
    ),
    ReceiptFile(key="lot-1/104007/vide.pdf", version="v2", size=0, status="refused", reason="empty"),
    ReceiptFile(key="lot-1/104007/jamais.pdf", status="missing", reason="never_came"),
    ReceiptFile(key="lot-1/x.pdf", size=412, status="to_review", reason="no_matricule", confidence=61.04, matricule="104009"),
    ReceiptFile(key="lot-1/y.pdf", size=3_000_000_000, status="failed", reason="pages_lost"),
    ReceiptFile(key="lot-1/z.pdf", size=1, status="failed", reason="a word of tomorrow"),
    ReceiptFile(key="lot-1/<script>alert('1')</script>&amp;.pdf", status="filed"),
    ReceiptFile(key="lot-1/acte\u202efdp.exe", status="filed", matricule='"1'),
)
WHOLE: dict[str, Any] = {
    "batch": "lot-1",
    "revision": 2,
    "opened_at": OPENED - timedelta(days=2),
    "reopened_at": OPENED,
    "closed_at": OPENED + timedelta(seconds=669),
    "files": FILES,
    "ignored": (("lot-1/Thumbs.db", "litter"), ("lot-1/<i>", "<other>")),
    "manifest": "lot-1/bordereau.csv",
    "manifest_problems": (TableProblem(line=7, reason="digest"), TableProblem(line=1_200, reason="manifest_line")),
}
QUIET = WHOLE | {
    "revision": 1,
    "opened_at": OPENED,
    "reopened_at": None,
    "files": FILES[:2],
    "ignored": (),
    "manifest": None,
    "manifest_problems": (),
}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("receipt", WHOLE),
        ("receipt-nothing-to-do", QUIET),
        ("receipt-of-no-file", QUIET | {"files": ()}),
        ("receipt-hostile-batch", QUIET | {"batch": '"}</style><img src=x>\u202e'}),
    ],
)
def test_a_receipt_is_printed_as_the_page_that_was_kept(name: str, values: dict[str, Any]) -> None:
    assert parts(to_html(Receipt(**values), Settings(), shipped())) == golden(name)
