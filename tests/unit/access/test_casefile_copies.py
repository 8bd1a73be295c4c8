"""A whole case file as one PDF: what is in it, who may have it, and what is refused."""

from dataclasses import replace

import pytest

from chalicelib.access import casefile_copies
from chalicelib.access.casefile_copies import link_copy, offer_copy
from chalicelib.model.piece import Field
from chalicelib.model.reader import Reader
from chalicelib.model.servant import Servant
from tests.unit.access.readers import ARCHIVIST, JEAN, MARIE, piece_of, pieces_of, refused, servant, world_of_three_pieces
from tests.unit.files import drawn_pdf, typed, with_attachments


@pytest.fixture
def world():
    return world_of_three_pieces()


def bound(world):
    (body,) = world.vault.casefile_copies.values()
    return body.decode()


def test_a_servant_has_their_whole_case_file_in_the_order_of_its_acts_and_is_written_down(world):
    world.register.put_servants("g1", [Servant(matricule=JEAN, written="12.34-56", name="NDAYI")])
    later, earlier = piece_of(world, "a.pdf"), piece_of(world, "b.pdf")
    for piece, day in ((later, "2015-03-01"), (earlier, "2010-03-01")):
        dated = Field(name="act_date", value=day, raw="", confidence=1, page=1, box=(0, 0, 0, 0))
        world.register.alter(piece.piece, fields=(dated,), type="03.1" if piece == earlier else None)
    offer = offer_copy(servant(JEAN), JEAN, world)
    link = link_copy(servant(JEAN), JEAN, world)

    assert (offer.pieces, offer.left_out, offer.too_large) == (2, (), False)
    assert offer.size == sum(len(world.vault.originals[each.digest]) for each in (later, earlier))
    assert bound(world).index("Acte de nomination") < bound(world).index("a.pdf")
    assert (link.name, link.media_type) == ("dossier 12.34-56 2026-11-23.pdf", "application/pdf")
    assert [(each.action, each.reader, each.matricule) for each in world.consultations.written.values()] == [("copy", JEAN, JEAN)]


def test_the_same_copy_is_bound_once_and_another_day_or_piece_makes_another(world):
    first = link_copy(servant(JEAN), JEAN, world).link.url
    assert link_copy(servant(JEAN), JEAN, world).link.url == first
    assert world.casefile_copies.bound == 1
    world.register.alter(pieces_of(world, JEAN)[0], type="03.2")
    assert link_copy(servant(JEAN), JEAN, world).link.url != first
    world.clock.pause(86_400)
    link_copy(servant(JEAN), JEAN, world)

    assert world.casefile_copies.bound == 3


def test_what_the_screen_does_not_show_is_not_in_the_copy_and_what_may_only_be_looked_at_is_named(world):
    world.sync({f"lot-9/{JEAN}/joints.pdf": with_attachments(drawn_pdf(typed("Arrete du 3 mars 2010")), 1)})
    world.run()
    world.register.alter(world.receipt("lot-9")["files"][0]["piece"], status="filed", matricule=JEAN)
    world.register.alter(piece_of(world, "a.pdf").piece, status="sealed_off")
    offer = offer_copy(servant(JEAN), JEAN, world)
    link_copy(servant(JEAN), JEAN, world)

    assert (offer.pieces, [each.name for each in offer.left_out]) == (1, ["joints.pdf"])
    assert "b.pdf" in bound(world)
    assert "joints.pdf" not in bound(world)
    assert "a.pdf" not in bound(world)
    assert offer_copy(ARCHIVIST, JEAN, world).pieces == 2
    world.register.alter(piece_of(world, "b.pdf").piece, status="sealed_off")
    assert refused(link_copy, servant(JEAN), JEAN, world) == "nothing_to_copy"


def test_nobody_has_anothers_case_file(world):
    for use in (offer_copy, link_copy):
        assert refused(use, servant(MARIE), JEAN, world) == "not_found"
        assert refused(use, Reader(name="a", roles=frozenset({"auditor"})), JEAN, world) == "not_found"
        assert refused(use, ARCHIVIST, "999999", world) == "not_found"
    assert world.vault.casefile_copies == {}


def test_an_archivists_look_and_copy_are_written_down(world):
    offer_copy(ARCHIVIST, JEAN, world)
    link_copy(ARCHIVIST, JEAN, world)

    assert [each.action for each in world.consultations.written.values()] == ["casefile", "copy"]


def test_a_case_file_too_large_to_bind_while_one_waits_is_refused_before_it_is_begun(world, monkeypatch):
    monkeypatch.setattr(casefile_copies, "MOST_BYTES", 10)

    assert offer_copy(servant(JEAN), JEAN, world).too_large
    assert refused(link_copy, servant(JEAN), JEAN, world) == "casefile_too_large"
    assert world.casefile_copies.bound == 0


def test_a_case_file_of_many_pieces_is_counted_whole_and_never_copied_in_part(world):
    sample = piece_of(world, "a.pdf")
    for number in range(610):
        world.register.add(replace(sample, piece=f"{sample.piece}-{number}"))
    offer = offer_copy(servant(JEAN), JEAN, world)

    assert (offer.pieces, offer.too_large) == (612, True)
    assert refused(link_copy, servant(JEAN), JEAN, world) == "casefile_too_large"


def test_after_midnight_in_bujumbura_the_name_and_the_page_tell_the_same_day(world):
    world.clock.pause(14.5 * 3600)  # 22:30 in UTC, 0:30 there
    link = link_copy(servant(JEAN), JEAN, world)

    assert link.name.endswith(" 2026-11-24.pdf")
    assert "24 novembre 2026" in bound(world)


def test_the_key_of_a_copy_names_nobody(world):
    link_copy(servant(JEAN), JEAN, world)
    (key,) = world.vault.casefile_copies

    assert key.startswith("casefiles/")
    assert JEAN not in key
