"""Pieces with the same proposal, decided on together and undone together."""

import pytest

from chalicelib.model.decision import Lease
from chalicelib.model.errors import ReaderError
from chalicelib.review.alike import PieceEdition, file_alike, undo_alike
from chalicelib.review.decisions import DecisionRequest, UndoRequest, undo
from chalicelib.review.queue import LEASE, claim, list_alike
from tests.unit.processing.test_outcome import JEAN, MARIE, act_about
from tests.unit.review.desk import ALINE, BOB, LETTER, bring, code_of, now, queued


@pytest.fixture
def alike(world):
    """Three acts about Marie in Jean's folder, and another piece."""
    bring(world, "lot-2/divers/lettre.pdf", LETTER)
    return [bring(world, f"lot-{number}/{JEAN.matricule}/{number}.pdf", act_about(MARIE)) for number in (3, 4, 5)]


def request_of(piece, **said):
    return DecisionRequest(**({"edition": piece.edition, "decision": "file", "matricule": MARIE.matricule, "fields": {}} | said))


def seen(*pieces):
    return [PieceEdition(piece=each.piece, edition=each.edition) for each in pieces]


def test_pieces_with_the_same_servant_reason_and_type_are_listed_together(world, alike):
    first, second, third = alike
    claim(BOB, second.piece, world)

    assert [each.piece.piece for each in list_alike(ALINE, first.piece, world)] == [third.piece]
    assert {each.piece.piece for each in list_alike(BOB, first.piece, world)} == {second.piece, third.piece}


def test_they_are_filed_together_each_with_a_decision_of_its_own(world, alike):
    first, *others = alike
    claim(ALINE, first.piece, world)
    outcomes = file_alike(ALINE, first.piece, request_of(first, note="vu"), seen(*others), world)

    assert [each.refusal for each in outcomes] == [None, None]
    assert {now(world, each).matricule for each in alike} == {MARIE.matricule}
    assert [[(each.by, each.note) for each in world.register.decisions(piece.piece, limit=9)] for piece in alike] == [[("aline", "vu")]] * 3
    assert queued(world, reason="conflicting_text").entries == ()


def test_one_that_moved_or_is_in_another_hand_stays_and_keeps_no_other_from_its_turn(world, alike):
    first, second, third = alike
    claim(ALINE, first.piece, world)
    claim(BOB, second.piece, world)
    strange = PieceEdition(piece="x", edition=1)
    outcomes = file_alike(ALINE, first.piece, request_of(first), [*seen(second), strange, *seen(third)], world)

    assert [each.refusal for each in outcomes] == ["conflict", "not_found", None]
    assert (now(world, second).status, now(world, third).status) == ("to_review", "filed")
    assert world.register.piece_with_lease(second.piece)[1] == Lease(by="bob", until=world.clock.now() + LEASE)


def test_they_are_undone_together(world, alike):
    first, *others = alike
    claim(ALINE, first.piece, world)
    outcomes = file_alike(ALINE, first.piece, request_of(first), seen(*others), world)
    wanted = UndoRequest(edition=now(world, first).edition)
    undo(ALINE, first.piece, wanted, world)
    undone = undo_alike(ALINE, wanted, [PieceEdition(piece=each.piece, edition=each.edition) for each in outcomes], world)

    assert [each.refusal for each in undone] == [None, None]
    assert {now(world, each).status for each in alike} == {"to_review"}
    assert len(queued(world, reason="conflicting_text").entries) == 3


@pytest.mark.parametrize("said", [{"matricule": JEAN.matricule}, {"type": "04.1"}, {"decision": "refuse"}, {"matricule": None}])
def test_only_the_proposal_itself_is_decided_together(world, alike, said):
    first, *others = alike
    claim(ALINE, first.piece, world)

    assert code_of(file_alike, ALINE, first.piece, request_of(first, **said), seen(*others), world) == "invalid"
    assert {now(world, each).status for each in alike} == {"to_review"}


def test_what_is_not_alike_is_not_filed_by_the_way(world, alike):
    first, second, _ = alike
    claim(ALINE, first.piece, world)
    (letter,) = [each.piece for each in queued(world, reason="no_matricule").entries]
    outcomes = file_alike(ALINE, first.piece, request_of(first), seen(letter, first), world)

    assert [each.refusal for each in outcomes] == ["conflict"]
    assert (now(world, letter).status, now(world, second).status) == ("to_review", "to_review")


def test_a_piece_that_is_not_there_has_none_alike(world):
    with pytest.raises(ReaderError, match="not_found"):
        list_alike(ALINE, "x", world)
