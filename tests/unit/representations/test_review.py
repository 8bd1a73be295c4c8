"""The JSON of the review, as docs/openapi.yaml promises it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from chalicelib.model.cursor import ListPage
from chalicelib.model.decision import Decision, Lease, PieceState
from chalicelib.model.identifiers import Claim
from chalicelib.model.piece import Candidate, Evidence, Field, Original, Piece
from chalicelib.model.review_queue import MOST_COUNTED, counted
from chalicelib.model.servant import Servant
from chalicelib.model.transcript import Page, TextLine
from chalicelib.review.queue import QueuePage, ReviewedPiece, ReviewEntry
from chalicelib.review.sealed import SealedEntry, SealedPiece
from functions.representations.review import review_queue_json, reviewed_piece_json, sealed_entry_json, sealed_piece_json, sealed_queue_json

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
GRADE = Field(name="grade", value="A1", raw="A 1", confidence=0.9, page=1, box=(0.1, 0.2, 0.3, 0.4))
PIECE = Piece(
    piece="p-1",
    digest="ab" * 32,
    name="a.pdf",
    claim=Claim(folders=("12.345",), name=None),
    batch="lot-1",
    line="l-1",
    registered_at=AT,
    status="to_review",
    reason="conflicting_text",
    type="03.1",
    type_confidence=0.5,
    fields=(GRADE,),
    evidence=(Evidence(kind="folder"),),
    candidates=(Candidate(matricule="12.345", rank=0.5),),
    edition=2,
)
ORIGINAL = Original(
    digest="ab" * 32, size=9, media_type="application/pdf", extension="pdf", pages=3, route="textract", batch="lot-1", registered_at=AT
)
REFUSED = PieceState(status="refused", reason="by_review", matricule="12.345", fields=(GRADE,))
UNDONE = Decision(piece="p-1", edition=1, at=AT, by="aline", decision="refuse", before=PieceState(status="to_review"), after=REFUSED)
ENTRY = {
    "piece": "p-1",
    "batch": "lot-1",
    "name": "a.pdf",
    "registered_at": "2026-11-23T08:00:00Z",
    "edition": 2,
    "status": "to_review",
    "reason": "conflicting_text",
    "message": "The text names another servant than the folder's.",
    "type": "03.1",
    "type_confidence": 0.5,
    "matricule": None,
    "candidates": [{"matricule": "12345", "written": "12.345", "name": "", "first_names": "", "rank": 0.5, "evidence": []}],
    "fields": [{"name": "grade", "value": "A1", "raw": "A 1", "confidence": 0.9, "page": 1, "box": [0.1, 0.2, 0.3, 0.4]}],
    "decided": [],
    "duplicate_of": None,
    "like": None,
    "part": None,
    "claimed_by": "aline",
    "claimed_until": "2026-11-23T08:00:00Z",
}


def test_an_entry_of_the_queue_says_why_it_waits_in_the_readers_language():
    entry = ReviewEntry(piece=PIECE, lease=Lease(by="aline", until=AT))

    page = QueuePage(page=ListPage(entries=(entry,), next="c"), waiting=counted(MOST_COUNTED), elsewhere=2, decided_today=7)

    assert review_queue_json(page, "en") == {
        "pieces": [ENTRY],
        "next": "c",
        "waiting": {"number": MOST_COUNTED, "more": True},
        "elsewhere": 2,
        "decided_today": 7,
    }


def test_a_piece_is_written_with_its_original_and_the_decisions_on_it():
    entry = ReviewEntry(piece=PIECE, lease=Lease(by="aline", until=AT))
    state = {"status": "to_review", "reason": None, "matricule": None, "type": None, "fields": {}, "duplicate_of": None}

    servants = {"12345": Servant(matricule="12345", name="NDAYIZEYE", birth_date=date(1980, 5, 17), ministry="Santé", written="12.345")}
    person = {"matricule": "12345", "written": "12.345", "name": "NDAYIZEYE", "first_names": "", "birth_date": "1980-05-17"}
    person |= {"ministry": "Santé", "province": None, "status": None}
    read = ReviewedPiece(entry=entry, original=ORIGINAL, history=(UNDONE,), servants=servants, proposed=True)

    assert reviewed_piece_json(read, "en") == ENTRY | {
        "candidates": [ENTRY["candidates"][0] | {"servant": person}],
        "owner": None,
        "proposed": True,
        "claim": {"folders": ["12.345"], "name": None},
        "evidence": [{"kind": "folder", "exact": True}],
        "folder_alone": False,
        "digest": "ab" * 32,
        "pages": 3,
        "size": 9,
        "media_type": "application/pdf",
        "confidence": None,
        "history": [
            {
                "at": "2026-11-23T08:00:00Z",
                "by": "aline",
                "decision": "refuse",
                "note": None,
                "before": state,
                "after": state | {"status": "refused", "reason": "by_review", "matricule": "12345", "fields": {"grade": "A1"}},
            }
        ],
        "undoable": "refuse",
        "reread_since": True,
    }


def test_a_sealed_piece_is_listed_without_what_it_says_and_read_with_its_suspect_pages():
    copy = replace(PIECE, piece="p-2", status="filed")
    entry = SealedEntry(piece=PIECE, copy=copy)
    listed = sealed_queue_json(ListPage(entries=(entry,)))["pieces"][0]
    page = Page(number=2, lines=(TextLine(text="Ethnie", confidence=98.0, box=(0.1, 0.2, 0.3, 0.4)),))
    read = sealed_piece_json(SealedPiece(entry=entry, name="carte.pdf", original=ORIGINAL, places=(), pages=(page,), next=None, history=()))

    assert listed.keys() == {
        "piece",
        "batch",
        "name",
        "registered_at",
        "edition",
        "status",
        "reason",
        "folder",
        "released",
        "redact",
        "paper",
        "copy",
    }
    told = [
        sealed_entry_json(SealedEntry(piece=replace(PIECE, decided=decided, masked_copy=digest)))
        for decided, digest in (((), None), (("redact",), "cd" * 32), (("redact",), None))
    ]
    assert [(each["redact"], each["paper"]) for each in told] == [(False, False), (True, False), (True, True)]
    assert listed["copy"] == {"piece": "p-2", "status": "filed"}
    assert read.items() >= (listed | {"name": "carte.pdf"}).items()
    assert (read["pages_in_all"], read["size"], read["media_type"], read["digest"]) == (3, 9, "application/pdf", "ab" * 32)
    assert read["pages"] == [{"number": 2, "lines": [{"text": "Ethnie", "confidence": 98.0, "box": [0.1, 0.2, 0.3, 0.4]}]}]
    assert (read["places"], read["next"], read["history"]) == ([], None, [])
