"""A servant sends a photo with a report; an archivist looks at it and may add it to the case file."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest

from chalicelib.access.rectifications import RectificationRequest, answer_report, file_report, list_own, list_reports
from chalicelib.access.report_photos import add_photo, link_photo_page, offer_slot
from chalicelib.model.codec import stamp
from chalicelib.model.identifiers import PHOTOS
from chalicelib.model.rectification import MOST_PDF_BYTES, MOST_PHOTO_BYTES, PHOTO_KEPT, photo_draft
from functions.representations.reports import own_report_json
from tests.unit.access.readers import ARCHIVIST, JEAN, MARIE, journal, refused, servant, world_of_three_pieces
from tests.unit.files import ACT, act_pdf, image_bytes

MISSING = RectificationRequest(kind="missing", text="Il manque mon diplôme, voici sa photo.")
PHOTO, ANOTHER = image_bytes("JPEG"), image_bytes("JPEG")


@pytest.fixture
def world():
    return world_of_three_pieces()


def digest_of(body):
    return hashlib.sha256(body).hexdigest()


def sent(world, body, matricule=JEAN):
    """A browser has put a file into the servant's slot."""
    world.report_photos.drafts[photo_draft(matricule)] = body


def with_photo(body=PHOTO):
    return replace(MISSING, photo=digest_of(body))


def reported(world, body=PHOTO):
    sent(world, body)
    return file_report(servant(JEAN), with_photo(body), world).report


def came(world):
    """Pieces that were made of photos of reports."""
    world.queues.announce_uploads(list(world.inbox.uploads(f"{PHOTOS}/")))
    world.run()
    return [each for each in world.register.every_piece() if each.batch == PHOTOS]


def test_a_servant_has_one_slot_of_the_size_and_type_that_they_said(world):
    offer_slot(servant(JEAN), "jpeg", MOST_PHOTO_BYTES, world)
    offer_slot(servant(JEAN), "pdf", MOST_PDF_BYTES, world)
    offer_slot(servant(MARIE), "jpeg", 1, world)
    drafts = [draft for draft, _, _ in world.deposits.signed]

    assert [signed[1:] for signed in world.deposits.signed] == [("jpeg", MOST_PHOTO_BYTES), ("pdf", MOST_PDF_BYTES), ("jpeg", 1)]
    assert drafts[0] == drafts[1] != drafts[2]
    assert not any(JEAN in draft or MARIE in draft for draft in drafts)


def test_what_is_empty_or_too_large_and_who_has_no_case_file_gets_no_slot(world):
    assert refused(offer_slot, servant(JEAN), "jpeg", MOST_PHOTO_BYTES + 1, world) == "photo_refused"
    assert refused(offer_slot, servant(JEAN), "pdf", MOST_PDF_BYTES + 1, world) == "photo_refused"
    assert refused(offer_slot, servant(JEAN), "jpeg", 0, world) == "photo_refused"
    assert refused(offer_slot, ARCHIVIST, "jpeg", 1, world) == "not_found"
    for _ in range(10):
        world.clock.pause(1)
        file_report(servant(JEAN), MISSING, world)
    assert refused(offer_slot, servant(JEAN), "jpeg", 1, world) == "too_many_reports"
    assert world.deposits.signed == []


def test_an_archivist_sees_the_photo_beside_the_report_as_an_image_that_the_archive_drew(world):
    name = reported(world)
    (waiting,) = list_reports(ARCHIVIST, world, "open").entries
    shown = link_photo_page(ARCHIVIST, name, 1, world)
    ((image, drawn),) = world.report_photos.pages.values()

    assert (waiting.report.photo.kind, waiting.report.photo.pages, waiting.report.photo.size) == ("jpeg", 1, len(PHOTO))
    assert (shown.image, shown.pages) == (image, 1)
    assert drawn.startswith(b"RIFF")
    assert journal(world)[-1] == ("photo", "archivist-1", "archivist", JEAN)
    assert refused(link_photo_page, ARCHIVIST, name, 2, world) == "not_found"
    assert refused(link_photo_page, ARCHIVIST, f"{MARIE}-{'0' * 20}", 1, world) == "not_found"


def test_the_servant_is_told_that_a_photo_went_along_and_until_when_it_is_kept(world):
    reported(world)
    (own,) = list_own(servant(JEAN), world).entries
    said = own_report_json(own)["photo"]

    assert (own.at.date(), (own.at + PHOTO_KEPT).date()) == (date(2026, 11, 23), date(2027, 2, 21))
    assert said == {"kind": "jpeg", "pages": 1, "size": len(PHOTO), "until": stamp(own.at + PHOTO_KEPT), "added_at": None}


def test_a_pdf_of_a_few_pages_goes_along_too(world):
    scanned = act_pdf(ACT, ACT, ACT)
    name = reported(world, scanned)

    assert world.rectifications.find(name).photo.pages == 3
    assert link_photo_page(ARCHIVIST, name, 3, world).image.page == 3


@pytest.mark.parametrize(
    "body",
    [b"<script>alert(1)</script>", b"", PHOTO[:200], image_bytes("PNG"), act_pdf(*[ACT] * 6), act_pdf(ACT) + bytes(MOST_PDF_BYTES)],
    ids=["a page of a site", "nothing", "a torn photograph", "another format", "too many pages", "too large"],
)
def test_what_is_no_photograph_or_pdf_is_refused_whatever_it_was_called_and_nothing_is_kept(world, body):
    sent(world, body)

    assert refused(file_report, servant(JEAN), with_photo(body), world) == "photo_refused"
    assert world.report_photos.photos == {}
    assert list_own(servant(JEAN), world).entries == ()
    assert file_report(servant(JEAN), MISSING, world).photo is None


def test_a_photo_that_never_arrived_or_that_another_has_replaced_is_asked_for_again(world):
    assert refused(file_report, servant(JEAN), with_photo(), world) == "photo_missing"
    sent(world, ANOTHER)
    assert refused(file_report, servant(JEAN), with_photo(), world) == "photo_missing"
    sent(world, PHOTO, MARIE)
    assert refused(file_report, servant(JEAN), with_photo(), world) == "photo_missing"
    assert world.report_photos.photos == {}


def test_what_is_put_into_the_slot_later_changes_no_report(world):
    name = reported(world)
    sent(world, ANOTHER)
    add_photo(ARCHIVIST, name, world)

    assert list(world.report_photos.photos.values()) == [PHOTO]
    assert [each.digest for each in came(world)] == [digest_of(PHOTO)]


def test_a_photo_that_is_added_is_taken_in_as_any_scan_and_lands_in_the_servants_file(world):
    name = reported(world)
    added = add_photo(ARCHIVIST, name, world)
    (piece,) = came(world)

    assert added.photo_added_at == world.rectifications.find(name).photo_added_at
    assert (piece.matricule, piece.digest) == (JEAN, digest_of(PHOTO))
    assert world.rectifications.find(name).status == "open"
    assert [(event.deed, event.by) for event in world.rectifications.events] == [("reported", JEAN), ("photo_added", "archivist-1")]


def test_a_photo_is_added_once_however_often_it_is_asked_for(world):
    name = reported(world)
    first = add_photo(ARCHIVIST, name, world)
    came(world)
    again = add_photo(ARCHIVIST, name, world)
    answer_report(ARCHIVIST, name, "closed", "", world)
    closed = add_photo(ARCHIVIST, name, world)

    assert first.photo_added_at == again.photo_added_at == closed.photo_added_at
    assert len(came(world)) == 1
    assert len(list(world.inbox.uploads(f"{PHOTOS}/"))) == 1


def test_the_answer_to_a_report_makes_room_once_though_its_photo_was_added_between(world):
    names = [reported(world)]
    for _ in range(9):
        world.clock.pause(1)
        names.append(file_report(servant(JEAN), MISSING, world).report)
    add_photo(ARCHIVIST, names[0], world)
    world.clock.pause(1)

    assert refused(file_report, servant(JEAN), MISSING, world) == "too_many_reports"
    answer_report(ARCHIVIST, names[0], "closed", "", world)
    assert file_report(servant(JEAN), MISSING, world)


def test_a_forbidden_mention_on_a_photo_seals_the_piece_that_it_becomes(world):
    scanned = act_pdf((*ACT, "L'agent est de l'ethnie Hutu."))
    name = reported(world, scanned)
    add_photo(ARCHIVIST, name, world)
    (piece,) = came(world)

    assert piece.status == "sealed_off"


def test_a_photo_that_is_no_longer_kept_is_neither_shown_nor_added(world):
    name = reported(world)
    world.report_photos.photos.clear()
    world.report_photos.pages.clear()

    assert refused(link_photo_page, ARCHIVIST, name, 1, world) == "not_found"
    assert refused(add_photo, ARCHIVIST, name, world) == "not_found"
    assert refused(add_photo, ARCHIVIST, file_report(servant(MARIE), MISSING, world).report, world) == "not_found"
