"""Contract of the port Reviews."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.model.decision import Lease, PieceState
from chalicelib.model.errors import ConflictError
from chalicelib.model.nomenclature import FORBIDDEN
from chalicelib.model.piece import Candidate, Evidence, Field, Outcome, piece_after
from chalicelib.model.review_queue import NONE, Proposal, QueueFilter, proposal_of
from tests.contract.samples import AT, LATER, MARKED, a_line, decided, waiting_for_a_person

ALL = QueueFilter().selection


def queued(register, selection=ALL, *, after=None, limit=9, latest_first=False):
    found = register.queued_pieces(selection, after=after, limit=limit, latest_first=latest_first)
    return [piece.piece for _, piece, _ in found]


def test_what_waits_for_a_person_is_listed_oldest_first_each_queue_apart(register):
    second, first = waiting_for_a_person(register, 2), waiting_for_a_person(register, 1)
    shut = waiting_for_a_person(register, 3, "sealed_off", type=FORBIDDEN)
    marked = waiting_for_a_person(register, 4, "filed", matricule="123456", like=MARKED)
    waiting_for_a_person(register, 5, "filed", matricule="123456", like=MARKED, decided=("like",))

    assert queued(register) == [first.piece, second.piece, marked.piece]
    assert queued(register, latest_first=True, limit=2) == [marked.piece, second.piece]
    assert queued(register, after=first.place, limit=1) == [second.piece]
    assert queued(register, after=marked.place, latest_first=True) == [second.piece, first.piece]
    assert [each.piece for each in register.sealed_pieces(after=None, limit=9)] == [shut.piece]
    assert {each.piece for each in register.casefile_pieces("123456", after=None, limit=9)} >= {marked.piece}
    assert (register.count_queued(ALL, most=9), register.count_queued(ALL, most=2), register.count_sealed(most=9)) == (3, 2, 1)
    assert register.batch("lot-1")[1].sealed == register.recount("lot-1").sealed == 1


def test_each_choice_of_filters_has_a_list_of_its_own_and_what_was_decided_is_in_none(register):
    here = waiting_for_a_person(register, 1, reason="homonyms", type="03.1", ministry="Santé")
    there = waiting_for_a_person(register, 2, reason="no_matricule", type="03.1", ministry="Santé")
    bare = waiting_for_a_person(register, 3, reason="no_matricule")
    both = QueueFilter(type="03.1", ministry="Santé").selection

    assert queued(register, both) == [here.piece, there.piece]
    assert queued(register, QueueFilter(batch="lot-1", type="03.1", ministry="Santé", reason="homonyms").selection) == [here.piece]
    assert queued(register, QueueFilter(type=NONE, ministry=NONE).selection) == [bare.piece]
    assert queued(register, QueueFilter(batch="lot-2").selection) == []
    decided(register, here, Outcome(status="filed", matricule="123456"))
    stands = register.piece(there.piece)
    decided(register, stands, Outcome(status="to_review", reason="doubted", type="04.1", ministry="Santé"), decision="undo")

    assert queued(register, both) == []
    assert queued(register, QueueFilter(type="04.1", reason="doubted").selection) == [there.piece]
    assert register.count_queued(ALL, most=9) == 2


def test_pieces_with_the_same_proposal_are_listed_together(register):
    facts = {"reason": "conflicting_text", "type": "03.1", "candidates": (Candidate(matricule="12.3456", rank=0.9),)}
    one, other = (waiting_for_a_person(register, number, **facts) for number in (1, 2))
    waiting_for_a_person(register, 3, **(facts | {"type": "04.1"}))
    homonym = waiting_for_a_person(register, 4, **(facts | {"reason": "homonyms"}))

    assert queued(register, Proposal(matricule="123456", reason="conflicting_text", type="03.1").selection) == [one.piece, other.piece]
    assert (proposal_of(one), proposal_of(homonym)) == (Proposal(matricule="123456", reason="conflicting_text", type="03.1"), None)


def test_decisions_of_a_reader_are_counted_by_the_hour_and_what_was_undone_is_taken_off(register):
    for number, at in enumerate((AT - timedelta(hours=1), AT, LATER), 1):
        decided(register, waiting_for_a_person(register, number), Outcome(status="filed", matricule="123456"), at=at)
    decided(register, waiting_for_a_person(register, 4), Outcome(status="filed", matricule="123456"), by="bob")

    assert [register.decisions_since("aline", AT - timedelta(hours=each)) for each in (0, 1)] == [2, 3]
    stands = register.piece(a_line(1).piece)
    decided(register, stands, Outcome(status="to_review"), decision="undo")
    assert register.decisions_since("aline", AT) == 1
    assert register.decisions_since("carine", AT) == 0


def test_a_piece_is_in_one_hand_until_it_is_put_back_or_time_is_over(register):
    piece = waiting_for_a_person(register)
    until = LATER + timedelta(minutes=15)
    register.acquire_lease(piece, Lease(by="aline", until=until), now=LATER)
    with pytest.raises(ConflictError):
        register.acquire_lease(piece, Lease(by="bob", until=until), now=until - timedelta(seconds=1))
    register.acquire_lease(piece, Lease(by="aline", until=until + timedelta(seconds=9)), now=LATER)
    register.release_lease(piece.piece, "bob")

    assert register.piece_with_lease(piece.piece) == (piece, Lease(by="aline", until=until + timedelta(seconds=9)))
    assert register.queued_pieces(ALL, after=None, limit=1)[0][2].by == "aline"
    register.acquire_lease(piece, Lease(by="bob", until=until + timedelta(minutes=15)), now=until + timedelta(seconds=9))
    register.release_lease(piece.piece, "bob")
    assert register.piece_with_lease(piece.piece) == (piece, None)
    assert register.piece_with_lease(MARKED) is None


def test_a_piece_that_has_moved_is_taken_by_nobody(register):
    piece = waiting_for_a_person(register)
    decided(register, piece, Outcome(status="filed", matricule="123456"))
    with pytest.raises(ConflictError):
        register.acquire_lease(piece, Lease(by="bob", until=LATER + timedelta(minutes=15)), now=LATER)

    assert register.piece_with_lease(piece.piece)[1] is None


def test_of_many_who_reach_for_a_piece_one_gets_it(register):
    piece = waiting_for_a_person(register)

    def reach(number):
        try:
            register.acquire_lease(piece, Lease(by=f"reader-{number}", until=LATER + timedelta(minutes=15)), now=LATER)
        except ConflictError:
            return 0
        return 1

    with ThreadPoolExecutor(8) as readers:
        won = sum(readers.map(reach, range(16)))

    assert won == 1


def test_a_decision_its_change_and_the_end_of_the_lease_are_one(register):
    piece = waiting_for_a_person(register)
    register.acquire_lease(piece, Lease(by="aline", until=LATER + timedelta(minutes=15)), now=LATER)
    moved, change = decided(register, piece, Outcome(status="filed", matricule="123456", decided=("matricule",)))

    assert moved
    assert register.piece_with_lease(piece.piece) == (
        piece_after(piece, Outcome(status="filed", matricule="123456", decided=("matricule",))),
        None,
    )
    assert list(register.decisions(piece.piece, limit=9)) == [change]
    assert "decision" in {event.type for event in register.batch_events("lot-1")}


def test_nobody_decides_of_what_is_in_anothers_hand(register):
    piece = waiting_for_a_person(register)
    register.acquire_lease(piece, Lease(by="bob", until=LATER + timedelta(minutes=15)), now=LATER)
    refused, _ = decided(register, piece, Outcome(status="filed", matricule="123456"))
    late, _ = decided(register, piece, Outcome(status="filed", matricule="123456"), at=LATER + timedelta(minutes=15))

    assert (refused, late) == (False, True)
    assert len(register.decisions(piece.piece, limit=9)) == 1


def test_of_two_decisions_on_one_edition_one_is_written(register):
    piece = waiting_for_a_person(register)
    outcomes = [Outcome(status="filed", matricule=each) for each in ("123456", "654321")]
    with ThreadPoolExecutor(2) as archivists:
        moved = list(archivists.map(lambda outcome: decided(register, piece, outcome)[0], outcomes))

    assert sorted(moved) == [False, True]
    (change,) = register.decisions(piece.piece, limit=9)
    assert change.after.matricule == register.piece(piece.piece).matricule
    assert register.batch("lot-1")[1].counts["filed"] == 1


def test_changes_are_told_whole_by_piece_and_by_day(register):
    field = Field(name="act_date", value="2010-03-03", raw="03/03/2010", confidence=0.98, page=1, box=(0.1, 0.25, 0.5, 0.02))
    seen = Evidence(kind="name", exact=False, page=1, box=(0.1, 0.2, 0.3, 0.02))
    candidate = Candidate(matricule="123456", name="NDAYIZEYE", first_names="Jean", rank=0.55, evidence=(seen,))
    piece = waiting_for_a_person(register, fields=(field,), candidates=(candidate,), reason="homonyms", type="03.1", type_confidence=0.9)
    _, first = decided(register, piece, Outcome(status="filed", matricule="123456", fields=(field,)))
    stands = register.piece(piece.piece)
    _, second = decided(register, stands, Outcome(status="refused", reason="by_review"), at=LATER + timedelta(days=1), decision="refuse")

    assert list(register.decisions(piece.piece, limit=9)) == [second, first]
    assert list(register.decisions(piece.piece, limit=1)) == [second]
    assert first.before == PieceState(
        status="to_review",
        reason="homonyms",
        type="03.1",
        type_confidence=0.9,
        fields=(field,),
        candidates=(candidate,),
    )
    assert list(register.decisions_on(LATER.date())) == [first]
    assert list(register.decisions_on((LATER + timedelta(days=1)).date())) == [second]
