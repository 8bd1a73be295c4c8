"""A piece without a paper: blank pages and separator sheets alone are filed with nobody, and the receipt says why."""

import hashlib
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest

from chalicelib.model.separator import SeparatorSheet
from chalicelib.model.wording import REASONS
from chalicelib.processing.reassessment import ReadPiece, reassess_piece
from chalicelib.text.nomenclature_file import shipped
from tests.unit.review.desk import now, settle
from tests.world import World, scan_of
from web.separator_sheets import print_sheets

JEAN = "123456"
KEY = f"lot-1/{JEAN}/scan.pdf"


def blank_scan(pages):
    """A PDF of pages on which nothing is drawn."""
    return sheets(*[None] * pages)


def sheets(*wanted):
    """Separator sheets as the site prints them; a blank page for each None."""
    printed, stream = BytesIO(), BytesIO()
    print_sheets([each for each in wanted if each] or [SeparatorSheet()], shipped(), printed)
    with pypdfium2.PdfDocument(printed.getvalue()) as document:
        if not any(wanted):
            document.del_page(0)
        for at in (at for at, each in enumerate(wanted) if not each):
            document.new_page(595, 842, at)
        document.save(stream)
    return stream.getvalue()


def brought(body, texts):
    """Sync a file of which the OCR reads these texts; give the world and the pieces that it has become."""
    world = World(JEAN)
    world.ocr.texts[hashlib.sha256(body).hexdigest()] = texts
    world.sync({KEY: body})
    world.run()
    return world, [each for each in world.register.pieces_of_original(hashlib.sha256(body).hexdigest()) if each.status != "divided"]


def read_of(world, piece):
    stands, line = now(world, piece), world.register.line(piece.batch, piece.line)
    original, transcript = world.register.original(piece.digest), world.vault.transcript(piece.digest)
    return ReadPiece(piece=stands, line=line, original=original, transcript=transcript)


def told(piece):
    return piece.status, piece.reason, piece.matricule, [each.matricule for each in piece.candidates]


@pytest.mark.parametrize("pages", [1, 3, 8])
@pytest.mark.parametrize("dust", ["", ".", "- '"])
def test_a_scan_of_blank_pages_alone_waits_for_a_person_with_its_reason(pages, dust):
    world, (piece,) = brought(blank_scan(pages), [dust] * pages)

    assert told(piece) == ("to_review", "blank_pages", None, [JEAN])
    receipt = world.receipt("lot-1")
    (file,) = receipt["files"]
    assert (receipt["counts"]["to_review"], receipt["counts"]["filed"]) == (1, 0)
    assert (file["reason"], file["reason_fr"], file["reason_en"]) == ("blank_pages", *REASONS["blank_pages"])


@pytest.mark.parametrize(
    "wanted", [(SeparatorSheet(),), (SeparatorSheet(type="05.1"), SeparatorSheet()), (SeparatorSheet(matricule="654321"),)], ids=len
)
def test_separator_sheets_alone_are_told_as_such_and_what_they_say_is_nobodys(wanted):
    world, (piece,) = brought(sheets(*wanted), ["Intercalaire 05.1"] * len(wanted))

    assert told(piece) == ("to_review", "separators_alone", None, [JEAN])
    assert (piece.pages, piece.type, piece.fields) == ((), None, ())
    (file,) = world.receipt("lot-1")["files"]
    assert (file["status"], file["reason_fr"]) == ("to_review", REASONS["separators_alone"][0])


def test_sheets_with_blank_backs_stay_one_file():
    body = sheets(SeparatorSheet(type="05.1"), None, SeparatorSheet(), None)
    _, (piece,) = brought(body, ["Intercalaire 05.1", "", "Intercalaire", ""])

    assert (piece.status, piece.reason, piece.pages) == ("to_review", "separators_alone", ())


def test_a_photograph_without_a_word_is_filed_by_its_folder_as_before():
    _, (piece,) = brought(scan_of(1), [""])

    assert (piece.status, piece.matricule, piece.folder_alone) == ("filed", JEAN, True)


def test_what_a_person_decides_of_a_blank_page_stands():
    world, (piece,) = brought(blank_scan(1), [""])
    filed = settle(world, piece, matricule=JEAN)

    assert (filed.status, filed.matricule) == ("filed", JEAN)
    reassess_piece(read_of(world, piece), world)
    assert now(world, piece).status == "filed"


def test_a_blank_scan_that_was_filed_before_goes_to_a_person_at_a_second_look():
    world, (piece,) = brought(scan_of(2), ["", ""])
    assert piece.status == "filed"

    world.vault.keep_page_facts(piece.digest, [replace(fact, ink=0.0) for fact in world.vault.page_facts(piece.digest)])
    reassess_piece(read_of(world, piece), world)
    assert told(now(world, piece)) == ("to_review", "blank_pages", None, [JEAN])
