"""The review queue, as an archivist would tell it: what waits and why, and who holds the lease of a piece."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.access.batches import read_batch
from chalicelib.access.pieces import read_text
from chalicelib.model.cursor import ListPage
from chalicelib.model.reader import Reader
from chalicelib.model.review_queue import Count, QueueFilter
from chalicelib.review.queue import LEASE, claim, claim_next, list_queue, put_back, read_reviewed
from tests.unit.processing.test_outcome import JEAN, MARIE, act_about
from tests.unit.review.desk import ALINE, BOB, LETTER, bring, code_of, names_of, queued


def test_the_queue_tells_the_oldest_first_why_and_whose_it_may_be(world, doubtful):
    world.clock.pause(60)
    later = bring(world, "lot-2/divers/lettre.pdf", LETTER)
    page = queued(world, limit=1)
    following = queued(world, cursor=page.next, limit=1)

    (first,) = page.entries
    assert (first.piece.piece, first.reason, first.piece.type) == (doubtful.piece, "conflicting_text", "03.1")
    assert [each.matricule for each in first.piece.candidates] == [MARIE.matricule, JEAN.matricule]
    assert {each.kind for each in first.piece.candidates[0].evidence} >= {"matricule", "name"}
    assert names_of(following) == [later.piece]
    assert following.next is None


def test_one_reason_may_be_asked_for(world, doubtful):
    bring(world, "lot-2/divers/lettre.pdf", LETTER)

    assert names_of(queued(world, reason="conflicting_text")) == [doubtful.piece]
    assert queued(world, reason="homonyms") == ListPage(entries=())
    assert len(queued(world).entries) == 2


def test_the_queue_is_chosen_by_batch_type_ministry_and_reason_and_counted(world, doubtful):
    letter = bring(world, "lot-2/divers/lettre.pdf", LETTER)
    world.register.put_servants("g1", [replace(MARIE, ministry="Santé")])
    theirs = bring(world, f"lot-2/{JEAN.matricule}/b.pdf", act_about(MARIE))

    assert names_of(queued(world, batch="lot-2")) == [letter.piece, theirs.piece]
    assert names_of(queued(world, batch="lot-2", type="03.1")) == [theirs.piece]
    assert names_of(queued(world, type="none")) == [letter.piece]
    assert names_of(queued(world, ministry="Santé")) == [theirs.piece]
    assert names_of(queued(world, ministry="none", reason="conflicting_text")) == [doubtful.piece]
    assert names_of(queued(world, order="latest", limit=1)) == [theirs.piece]
    assert names_of(queued(world, order="latest", cursor=queued(world, order="latest", limit=1).next)) == [letter.piece, doubtful.piece]
    assert list_queue(ALINE, world, QueueFilter(batch="lot-2")).waiting == Count(number=2, more=False)
    assert claim_next(ALINE, world, QueueFilter(batch="lot-2", order="latest")).entry.piece.piece == theirs.piece


def test_pieces_of_a_batch_that_another_function_decides_on_are_counted_apart(world, doubtful):
    bring(world, f"lot-1/{JEAN.matricule}/fiche.pdf", f"Fiche\nMatricule : {JEAN.matricule}\nEthnie : Hutu")
    batch, tally = world.register.batch("lot-1")

    assert (tally.counts["to_review"], tally.sealed) == (2, 1)
    assert read_batch(ALINE, batch.name, world).in_review == Count(number=1, more=False)
    assert list_queue(ALINE, world, QueueFilter(batch=batch.name)).elsewhere == 1
    assert list_queue(ALINE, world, QueueFilter(batch=batch.name, reason="homonyms")).elsewhere is None
    assert list_queue(ALINE, world).elsewhere is None


def test_what_tells_candidates_apart_is_told_and_nobody_is_proposed_among_homonyms(world, doubtful):
    told = read_reviewed(ALINE, doubtful.piece, world)
    assert told.servants[MARIE.matricule].birth_date == MARIE.birth_date
    assert told.proposed

    world.register.alter(doubtful.piece, reason="homonyms")
    assert not read_reviewed(ALINE, doubtful.piece, world).proposed


def test_opening_a_piece_to_review_is_written_down_first(world, doubtful):
    world.consultations.broken = True
    with pytest.raises(Exception, match="unjournalled"):
        read_reviewed(ALINE, doubtful.piece, world)
    world.consultations.broken = False
    told = read_reviewed(ALINE, doubtful.piece, world)

    assert (told.original.pages, told.history, told.undoable) == (1, (), None)
    assert [(each.reader, each.role) for each in world.consultations.written.values()] == [("aline", "archivist")]


def test_two_archivists_never_take_the_same_piece(world, doubtful):
    later = bring(world, "lot-2/divers/lettre.pdf", LETTER)

    assert claim_next(ALINE, world).entry.piece.piece == doubtful.piece
    assert claim_next(BOB, world).entry.piece.piece == later.piece
    assert claim_next(BOB, world).entry.piece.piece == later.piece
    assert claim_next(Reader(name="carine", roles=frozenset({"archivist"})), world) is None
    assert code_of(claim, BOB, doubtful.piece, world) == "taken"


def test_what_is_in_hand_is_free_again_after_a_quarter_of_an_hour_or_once_it_is_put_back(world, doubtful):
    claim(ALINE, doubtful.piece, world)
    assert queued(world).entries[0].lease.by == "aline"
    world.clock.pause((LEASE - timedelta(seconds=1)).total_seconds())
    claim(ALINE, doubtful.piece, world)
    world.clock.pause(2)
    assert code_of(claim, BOB, doubtful.piece, world) == "taken"
    put_back(BOB, doubtful.piece, world)
    assert code_of(claim, BOB, doubtful.piece, world) == "taken"
    put_back(ALINE, doubtful.piece, world)

    assert claim(BOB, doubtful.piece, world).entry.lease.by == "bob"
    world.clock.pause(LEASE.total_seconds())
    assert queued(world).entries[0].lease is None
    assert claim(ALINE, doubtful.piece, world).entry.lease.by == "aline"


def test_one_who_passes_goes_on_behind_the_piece(world, doubtful):
    later = bring(world, "lot-2/divers/lettre.pdf", LETTER)

    assert claim_next(ALINE, world, after=doubtful.piece).entry.piece.piece == later.piece
    assert claim_next(ALINE, world, after=later.piece) is None


def test_what_is_not_there_to_be_reviewed_is_not_found(world):
    for name in ("x", "ab" * 32 + "-01234567", ""):
        for act in (
            lambda name: claim(ALINE, name, world),
            lambda name: read_reviewed(ALINE, name, world),
            lambda name: put_back(ALINE, name, world),
        ):
            assert code_of(act, name) == "not_found"
    assert claim_next(ALINE, world) is None


def test_an_archivist_reads_the_text_of_what_is_to_be_reviewed(world, doubtful):
    assert read_text(ALINE, doubtful.piece, world).pages.entries
