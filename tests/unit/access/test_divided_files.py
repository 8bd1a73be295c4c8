"""Pieces of a divided file for their readers: each has its own pages, text and download, and the original stays for those at work."""

from datetime import timedelta

import pytest

from chalicelib.access.casefile_copies import link_copy, offer_copy
from chalicelib.access.casefiles import read_casefile
from chalicelib.access.pieces import link_original, link_page, read_piece, read_text
from chalicelib.access.text_search import TextQuery, search_casefile
from tests.unit.access.readers import ARCHIVIST, JEAN, MARIE, refused, servant
from tests.unit.processing.test_division import FORBIDDEN_PAGE, Dossier


@pytest.fixture
def dossier():
    return Dossier(JEAN, MARIE, cuts=(4, 6)).come_in()


def name_of(dossier, first):
    return next(each.piece for each in dossier.pieces if each.pages[0] == first)


def test_a_servant_sees_the_pieces_of_a_scan_one_by_one(dossier):
    found = read_casefile(servant(JEAN), JEAN, dossier.world)
    details = read_piece(servant(JEAN), name_of(dossier, 4), dossier.world)

    assert sorted(each.part.range for each in found.pieces.entries) == ["1-3", "4-5", "6-8"]
    assert (details.summary.pages, details.summary.part.of) == (2, 8)
    assert details.summary.size == pytest.approx(len(dossier.body) / 4, abs=1)


def test_a_text_is_that_of_the_pieces_pages_which_count_from_one(dossier):
    pages = read_text(servant(JEAN), name_of(dossier, 4), dossier.world).pages.entries

    assert [(page.number, page.lines[0].text) for page in pages] == [(1, "Arrêté n° 550/4"), (2, "Arrêté n° 550/5")]


def test_a_page_of_a_piece_is_a_page_of_its_original(dossier):
    link = link_page(servant(JEAN), name_of(dossier, 6), 2, dossier.world)

    assert (link.image.page, link.pages) == (2, 3)
    assert set(dossier.world.vault.pictures) == {(dossier.digest, 7)}
    assert refused(link_page, servant(JEAN), name_of(dossier, 6), 4, dossier.world) == "not_found"


def test_a_download_has_the_pieces_pages_alone_and_is_made_once(dossier):
    name = name_of(dossier, 4)
    link = link_original(servant(JEAN), name, dossier.world)
    again = link_original(servant(JEAN), name, dossier.world)

    assert (link.name, link.media_type) == ("dossier p. 4-5.pdf", "application/pdf")
    assert list(dossier.world.vault.casefile_copies.values()) == [f"%PDF-1.7 pages [4, 5] of {len(dossier.body)}".encode()]
    assert again.size == link.size


def test_the_whole_original_is_for_those_at_work(dossier):
    name = name_of(dossier, 4)

    assert link_original(ARCHIVIST, name, dossier.world, whole=True).size == len(dossier.body)
    assert refused(lambda *asked: link_original(*asked, whole=True), servant(MARIE), name, dossier.world) == "not_found"


def test_an_original_with_a_sealed_piece_is_nobodys_as_a_whole():
    dossier = Dossier(JEAN, MARIE, cuts=(4, 6))
    dossier.says(5, FORBIDDEN_PAGE)
    dossier.come_in()
    name = name_of(dossier, 1)

    assert link_original(servant(JEAN), name, dossier.world)
    assert refused(lambda *asked: link_original(*asked, whole=True), ARCHIVIST, name, dossier.world) == "not_found"
    assert refused(lambda *asked: link_original(*asked, whole=True), servant(JEAN), name, dossier.world) == "not_found"


def test_no_reader_sees_a_file_beside_its_pieces(dossier):
    whole = next(each.piece for each in dossier.world.register.every_piece() if each.status == "divided")

    assert {refused(read, ARCHIVIST, whole, dossier.world) for read in (read_piece, read_text, link_original)} == {"not_found"}


def test_words_are_found_in_the_piece_that_has_them(dossier):
    dossier.world.clock.pause(timedelta(minutes=1).total_seconds())
    found = search_casefile(servant(JEAN), JEAN, TextQuery(words=("7",)), dossier.world)

    assert [(hit.piece, [line.page for line in hit.lines][-1]) for hit in found.entries] == [(name_of(dossier, 6), 2)]


def test_the_copy_of_the_case_file_has_each_page_once_and_fetches_the_scan_once(dossier):
    offer = offer_copy(servant(JEAN), JEAN, dossier.world)
    link_copy(servant(JEAN), JEAN, dossier.world)

    assert (offer.pieces, offer.pages, offer.size) == (3, 8, pytest.approx(len(dossier.body), abs=2))
