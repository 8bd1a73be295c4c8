"""Links to page images: who is given one, when the page is rendered, and what is recorded before."""

import pytest

from chalicelib.access.casefiles import read_consultations
from chalicelib.access.pieces import link_page
from chalicelib.model.errors import ReaderError, TransientError
from chalicelib.model.reader import Reader
from chalicelib.review.sealed import link_sealed_page
from functions.representations.access import page_image_link_json
from tests.unit.files import pages_of
from tests.world import World

JEAN, MARIE = "123456", "654321"
OWN = Reader(name=JEAN, roles=frozenset({"servant"}), matricule=JEAN)
OTHER = Reader(name=MARIE, roles=frozenset({"servant"}), matricule=MARIE)
ARCHIVIST = Reader(name="a", roles=frozenset({"archivist"}))
GUARDIAN = Reader(name="g", roles=frozenset({"guardian"}))


@pytest.fixture
def world():
    world = World(JEAN, MARIE)
    world.sync({f"lot-1/{JEAN}/acte.pdf": pages_of(3)})
    world.run()
    return world


def the_piece(world):
    (piece,) = world.register.every_piece()
    return piece


def refused(show, *asked):
    with pytest.raises(ReaderError) as refusal:
        show(*asked)
    return refusal.value.code


def journal(world):
    return [(each.action, each.reader, each.role, each.matricule, each.page) for each in world.consultations.written.values()]


def test_a_page_is_drawn_when_it_is_first_looked_at_and_only_then(world):
    piece = the_piece(world).piece
    first = link_page(OWN, piece, 2, world)
    again = link_page(ARCHIVIST, piece, 2, world)

    assert world.page_images.asked == [2]
    assert first == again
    assert (first.image.page, first.pages, first.image.width, first.image.height) == (2, 3, 1000, 1414)
    assert page_image_link_json(first)["type"] == "image/webp"
    assert {page for _, page in world.vault.pictures} == {2}


def test_every_page_that_is_shown_is_written_down_by_its_number(world):
    piece = the_piece(world).piece
    for page in (1, 2):
        link_page(OWN, piece, page, world)
    link_page(ARCHIVIST, piece, 3, world)
    told = [each.consultation for each in read_consultations(OWN, JEAN, world).entries]

    assert journal(world) == [
        ("image", JEAN, "servant", JEAN, 1),
        ("image", JEAN, "servant", JEAN, 2),
        ("image", "a", "archivist", JEAN, 3),
    ]
    assert sorted((each.action, each.page, each.reader) for each in told) == [
        ("image", 1, JEAN),
        ("image", 2, JEAN),
        ("image", 3, "a"),
    ]


def test_nothing_is_shown_that_could_not_be_written_down(world):
    world.consultations.broken = True

    with pytest.raises(TransientError):
        link_page(OWN, the_piece(world).piece, 1, world)


def test_another_servants_page_and_a_page_that_there_is_not_are_not_found_and_nothing_is_drawn(world):
    piece = the_piece(world).piece

    assert {refused(link_page, OTHER, piece, page, world) for page in (1, 9)} == {"not_found"}
    assert {refused(link_page, OWN, piece, page, world) for page in (0, -1, 4)} == {"not_found"}
    assert refused(link_page, GUARDIAN, piece, 1, world) == "not_found"
    assert (world.page_images.asked, journal(world)) == ([], [])


def test_a_page_that_cannot_be_drawn_is_said_to_have_no_picture_and_is_not_tried_again(world):
    piece = the_piece(world).piece
    world.renderer.undrawable = {2}

    assert [refused(link_page, OWN, piece, 2, world) for _ in range(2)] == ["no_picture"] * 2
    assert link_page(OWN, piece, 1, world).image.page == 1
    assert world.page_images.asked == [2, 1]
    assert [page for *_, page in journal(world)] == [1]


def test_a_page_that_could_not_be_drawn_now_may_be_asked_for_again(world):
    piece = the_piece(world).piece
    world.page_images.busy = True
    with pytest.raises(TransientError):
        link_page(OWN, piece, 1, world)
    world.page_images.busy = False

    assert link_page(OWN, piece, 1, world).image.page == 1


def test_what_is_sealed_off_is_shown_to_a_guardian_alone_and_the_look_is_written_down():
    world = World(JEAN, MARIE)
    (upload,) = world.sync({f"lot-1/{JEAN}/fiche.pdf": pages_of(2)}, announce=False)
    with world.inbox.open_upload(upload) as (_, digest):
        world.ocr.texts[digest] = "Ethnie : hutu"
    world.queues.announce_uploads([upload])
    world.run()
    piece = the_piece(world)
    shown = link_sealed_page(GUARDIAN, piece.piece, 2, world)

    assert piece.status == "sealed_off"
    assert shown.image.page == 2
    assert {refused(link_page, reader, piece.piece, 2, world) for reader in (OWN, ARCHIVIST, GUARDIAN)} == {"not_found"}
    assert {refused(link_sealed_page, reader, piece.piece, 2, world) for reader in (OWN, ARCHIVIST)} == {"not_found"}
    assert journal(world) == [("image", "g", "guardian", None, 2)]
