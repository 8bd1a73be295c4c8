"""Accession of uploads: what becomes of each file, however often and in whatever order it is announced."""

import pytest

from chalicelib.model.identifiers import piece_id
from tests.unit.files import drawn_pdf, image_bytes, typed, with_attachments
from tests.world import World, scan

JEAN, MARIE = "123456", "654321"


@pytest.fixture
def world():
    return World(JEAN, MARIE)


def test_an_announcement_repeated_ten_times_counts_once(world):
    uploads = world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.queues.announce_uploads(uploads * 9)
    world.run()

    assert world.receipt("lot-1")["counts"]["announced"] == 1
    assert len(world.ocr.started) == 1
    assert [event.type for event in world.register.batch_events("lot-1")] == ["ingestion", "filing"]


def test_a_replay_after_the_receipt_opens_no_revision(world):
    uploads = world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()
    world.queues.announce_uploads(uploads)
    world.run()

    assert "receipts/lot-1/lot-1-r2.json" not in world.outbox.objects


def test_the_same_file_sent_again_under_its_own_name_is_nothing_new(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()

    assert "receipts/lot-1/lot-1-r2.json" not in world.outbox.objects
    assert world.receipt("lot-1")["counts"]["announced"] == 1


def test_a_renamed_copy_in_the_same_dossier_is_a_duplicate_and_not_read_again(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan(), f"lot-1/{JEAN}/b.pdf": scan()})
    world.run()

    assert sorted(world.outcomes("lot-1").values()) == ["duplicate", "filed"]
    assert len(world.ocr.started) == 1
    duplicate = next(file for file in world.receipt("lot-1")["files"] if file["status"] == "duplicate")
    assert duplicate["duplicate_of"] == piece_id(duplicate["digest"], JEAN)
    assert duplicate["duplicate_file"] == next(file["key"] for file in world.receipt("lot-1")["files"] if file["status"] == "filed")
    assert duplicate["duplicate_batch"] is None


def test_the_same_circular_in_two_dossiers_is_filed_twice_and_read_once(world):
    world.sync({f"lot-1/{JEAN}/circulaire.pdf": scan(), f"lot-1/{MARIE}/circulaire.pdf": scan()})
    world.run()

    assert set(world.outcomes("lot-1").values()) == {"filed"}
    assert len(world.ocr.started) == 1


def test_a_circular_that_was_read_last_month_is_filed_in_another_dossier_without_a_reading(world):
    world.sync({f"lot-1/{JEAN}/circulaire.pdf": scan()})
    world.run()
    world.sync({f"lot-2/{MARIE}/circulaire.pdf": scan()})
    world.run()

    assert world.outcomes("lot-2") == {f"{MARIE}/circulaire.pdf": "filed"}
    assert len(world.ocr.started) == 1


def test_a_file_without_a_matricule_or_with_an_unknown_one_goes_to_review(world):
    world.sync({"lot-1/divers/note.pdf": scan("n"), "lot-1/999999/acte.pdf": scan("a")})
    world.run()

    reasons = {file["key"]: file["reason"] for file in world.receipt("lot-1")["files"]}
    assert reasons == {"lot-1/divers/note.pdf": "no_matricule", "lot-1/999999/acte.pdf": "unknown_matricule"}


def test_a_matricule_typed_with_a_letter_o_finds_its_servant():
    world = World("102030")
    world.sync({"lot-1/1O2O3O/acte.pdf": scan()})
    world.run()

    assert world.receipt("lot-1")["files"][0]["matricule"] == "102030"


def test_a_file_whose_name_and_folder_say_two_servants_goes_to_review(world):
    world.sync({f"lot-1/{JEAN}/{MARIE}-acte.pdf": scan()})
    world.run()

    assert world.receipt("lot-1")["files"][0]["reason"] == "conflicting_matricules"


@pytest.mark.parametrize(("body", "reason"), [(b"", "empty"), (b"PK\x03\x04 not a scan", "type"), (b"%PDF-1.4 cut", "corrupt")])
def test_a_bad_file_is_refused_by_name_and_kept(world, body, reason):
    world.sync({f"lot-1/{JEAN}/bad.pdf": body, f"lot-1/{JEAN}/good.pdf": scan()})
    world.run()

    refused = next(file for file in world.receipt("lot-1")["files"] if file["status"] == "refused")
    assert (refused["reason"], refused["key"]) == (reason, f"lot-1/{JEAN}/bad.pdf")
    assert world.inbox.kept == {(f"lot-1/{JEAN}/good.pdf", "v2")}


SHOWN, SECRET = typed("Arrete du 3 mars 2010", "portant affectation"), typed("Ethnie : hutu", top=400)


def test_forbidden_words_under_a_black_bar_seal_the_piece_though_the_page_shows_none(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": drawn_pdf(SHOWN + SECRET + b"0 g 50 392 300 24 re f"), f"lot-1/{JEAN}/b.pdf": drawn_pdf(SHOWN)})
    world.run()
    sealed, open_one = (file for file in world.receipt("lot-1")["files"])

    assert (sealed["reason"], open_one["status"]) == ("sealed_off", "filed")
    assert world.register.piece(sealed["piece"]).status == "sealed_off"


def test_words_that_the_page_does_not_show_are_in_no_text_and_ocr_reads_an_image_of_the_page(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": drawn_pdf(SHOWN + typed("betterave", top=400) + b"1 g 50 392 300 24 re f")})
    world.run()
    (file,) = world.receipt("lot-1")["files"]

    assert (file["status"], world.inspector.copied) == ("filed", ["rendered"])
    assert "betterave" not in str(world.vault.transcript(file["digest"]))
    assert "betterave" in str(world.vault.layer(file["digest"]))


def test_a_portfolio_waits_for_a_person_who_is_told_how_many_documents_are_not_read(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": with_attachments(drawn_pdf(SHOWN), 2)})
    world.run()
    (file,) = world.receipt("lot-1")["files"]

    assert (file["status"], file["reason"], file["attachments"]) == ("to_review", "attachments", 2)
    assert file["reason_fr"] == "Des documents sont joints à ce PDF, et l'archive ne les lit pas (2)."
    assert [each.matricule for each in world.register.piece(file["piece"]).candidates] == [JEAN]


def test_an_upload_that_was_taken_away_is_failed_and_said(world):
    upload = world.sync({f"lot-1/{JEAN}/a.pdf": scan(), f"lot-1/{JEAN}/b.pdf": scan("b")})[0]
    world.inbox.remove(upload)
    world.run()

    assert world.outcomes("lot-1") == {f"{JEAN}/a.pdf": "failed", f"{JEAN}/b.pdf": "filed"}


def test_a_retry_that_a_crash_has_cut_short_goes_on_with_the_next_announcement(world):
    world.ocr.failing = 3
    uploads = world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()
    (piece,) = world.register.every_piece()
    world.register.retry_reading(world.register.original(piece.digest))  # the worker dies before it puts the piece back
    world.queues.announce_uploads(uploads)
    world.run()

    assert world.outcomes("lot-1", 2) == {f"{JEAN}/a.pdf": "filed"}


def test_a_photograph_without_its_end_marker_is_filed_with_a_remark_in_every_receipt(world):
    photograph = image_bytes("JPEG")[:-2]
    world.sync({f"lot-1/{JEAN}/photo.jpg": photograph})
    world.run()
    world.sync({f"lot-2/{MARIE}/photo.jpg": photograph, f"lot-2/{MARIE}/whole.jpg": image_bytes("JPEG")})
    world.run()

    assert [(file["status"], file["remark"]) for file in world.receipt("lot-1")["files"]] == [("filed", "end_missing")]
    assert {file["key"].rpartition("/")[2]: file["remark"] for file in world.receipt("lot-2")["files"]} == {
        "photo.jpg": "end_missing",
        "whole.jpg": None,
    }
