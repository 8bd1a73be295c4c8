"""Whole dossiers in one scan: what is told of each page is what the page shows."""

import re
from random import Random

import pypdfium2
import pytest

from infra.local.sample.people import Person, invent_people
from infra.local.sample.plan import page_texts
from infra.local.sample.typesetting.paper import Manner
from infra.local.sample.whole_dossiers import BoundDossier, bind, print_back, print_piece, scan_dossier


def chance(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - no secret


PEOPLE = invent_people(chance("gens"), 12)


def bound(seed: str, person: Person = PEOPLE[0], pages: int = 12) -> BoundDossier:
    return bind(chance(seed), person, PEOPLE[1:], pages=pages)


@pytest.fixture(scope="module")
def dossiers() -> list[BoundDossier]:
    return [bound(f"dossier {number}") for number in range(8)]


def test_the_same_seed_binds_the_same_dossier() -> None:
    assert bound("again", pages=5) == bound("again", pages=5)


def test_the_pages_of_a_piece_follow_each_other_and_its_first_one_is_a_start(dossiers: list[BoundDossier]) -> None:
    for dossier in dossiers:
        owners = [page.piece for page in dossier.pages]
        sides = [
            [page.side for page in dossier.pages if page.piece == number and page.side is not None] for number in range(len(dossier.pieces))
        ]

        assert owners == sorted(owners)
        assert sides == [list(range(piece.pages)) for piece in dossier.pieces]
        assert len(dossier.starts) == len(dossier.pieces)
        assert all(dossier.pages[start - 1].side == 0 for start in dossier.starts)


def test_a_stray_sheet_is_one_page_of_another_servant(dossiers: list[BoundDossier]) -> None:
    stray = [piece for dossier in dossiers for piece in dossier.pieces if piece.matricule != dossier.matricule]

    assert stray
    assert {piece.pages for piece in stray} == {1}


def test_a_piece_breaks_into_the_same_pages_signed_or_as_text_alone(dossiers: list[BoundDossier]) -> None:
    for piece in dossiers[0].pieces:
        for scanned in (True, False):
            with pypdfium2.PdfDocument(print_piece(piece, scanned=scanned)) as document:
                assert len(document) == piece.pages


def test_pages_are_counted_right_where_an_office_counts_them(dossiers: list[BoundDossier]) -> None:
    counted = [
        piece for dossier in dossiers for piece in dossier.pieces if piece.manner.folio == "Page {page} sur {pages}" and piece.pages > 1
    ]
    for piece in counted:
        said = [re.findall(r"Page (\d+) sur (\d+)", text) for text in page_texts(print_piece(piece, scanned=False))]
        told = [(int(page), int(pages)) for found in said for page, pages in found]

        assert told
        assert max(page for page, _ in told) == max(pages for _, pages in told)


def test_a_certified_copy_bears_its_stamp_on_every_page(dossiers: list[BoundDossier]) -> None:
    certified = next(piece for dossier in dossiers for piece in dossier.pieces if piece.manner.certified)

    assert all("POUR COPIE CERTIFIÉE CONFORME" in text for text in page_texts(print_piece(certified, scanned=False)))
    assert Manner().certified == ()


def test_a_back_is_empty_or_bears_its_stamp() -> None:
    assert "".join(page_texts(print_back(""))).strip() == ""
    assert "REÇU LE 3 MARS" in page_texts(print_back("REÇU LE 3 MARS"))[0]


def test_a_dossier_is_scanned_page_by_page_half_sheets_as_high_as_they_are(dossiers: list[BoundDossier]) -> None:
    dossier = min((each for each in dossiers if any(piece.height < 1 for piece in each.pieces)), key=lambda each: len(each.pages))
    heights = [dossier.pieces[page.piece].height for page in dossier.pages]
    with pypdfium2.PdfDocument(scan_dossier(dossier, chance("scan"), bilevel=True)) as document:
        scanned = [page.get_height() for page in document]

    assert scanned == pytest.approx([842 * height for height in heights], abs=2)
