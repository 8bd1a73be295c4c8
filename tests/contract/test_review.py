"""What every register promises to those who decide."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.model.decision import Decision, Lease, PieceState, state_of
from chalicelib.model.errors import ConflictError
from chalicelib.model.piece import Candidate, Evidence, Field, Outcome, piece_after
from tests.contract.test_register import AT, LATER, a_line, a_piece, an_entry, an_event

MARKED = "0" * 64 + "-00000000"


@pytest.fixture
def register(ports):
    ports.register.open_batch("lot-1", AT)
    return ports.register


def waiting_for_a_person(register, number=1, status="to_review", **facts):
    """Bring one piece to a person, the higher its number the later."""
    line = a_line(number)
    register.register_arrival(an_entry(number, piece=replace(a_piece(line), registered_at=AT + timedelta(seconds=number))))
    register.settle_piece(register.piece(line.piece), line, Outcome(status=status, **facts), an_event(line, "review", LATER))
    return register.piece(line.piece)


def a_change(piece, outcome, by="aline", at=LATER, **facts):
    after = piece_after(piece, outcome)
    said = {"piece": piece.piece, "edition": after.edition, "at": at, "by": by, "decision": "file", "note": "vu"}
    return Decision(**(said | {"before": state_of(piece), "after": state_of(after)} | facts))


def decided(register, piece, outcome, **facts):
    line = register.line(piece.batch, piece.line)
    change = a_change(piece, outcome, **facts)
    return register.settle_piece(piece, line, outcome, an_event(line, "decision", change.at), change), change


def named(found):
    return [piece.piece for piece, _ in found]


def test_what_waits_for_a_person_is_listed_oldest_first_each_queue_apart(register):
    second, first = waiting_for_a_person(register, 2), waiting_for_a_person(register, 1)
    shut = waiting_for_a_person(register, 3, "sealed_off")
    marked = waiting_for_a_person(register, 4, "filed", matricule="123456", like=MARKED)
    waiting_for_a_person(register, 5, "filed", matricule="123456", like=MARKED, decided=("like",))

    assert named(register.pieces_awaiting_review("to_review", after=None, limit=9)) == [first.piece, second.piece, marked.piece]
    assert named(register.pieces_awaiting_review("to_review", after=first.place, limit=1)) == [second.piece]
    assert named(register.pieces_awaiting_review("sealed_off", after=None, limit=9)) == [shut.piece]
    assert {each.piece for each in register.casefile_pieces("123456", after=None, limit=9)} >= {marked.piece}


def test_a_piece_is_in_one_hand_until_it_is_put_back_or_time_is_over(register):
    piece = waiting_for_a_person(register)
    until = LATER + timedelta(minutes=15)
    register.acquire_lease(piece, Lease(by="aline", until=until), now=LATER)
    with pytest.raises(ConflictError):
        register.acquire_lease(piece, Lease(by="bob", until=until), now=until - timedelta(seconds=1))
    register.acquire_lease(piece, Lease(by="aline", until=until + timedelta(seconds=9)), now=LATER)
    register.release_lease(piece.piece, "bob")

    assert register.piece_with_lease(piece.piece) == (piece, Lease(by="aline", until=until + timedelta(seconds=9)))
    assert register.pieces_awaiting_review("to_review", after=None, limit=1)[0][1].by == "aline"
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


def left_out(register, piece, kept, **facts):
    """Leave a piece out as the duplicate of another."""
    outcome = Outcome(status="duplicate", reason="near_duplicate", matricule="123456", duplicate_of=kept.piece, decided=("status",))
    return decided(register, register.piece(piece.piece), outcome, decision="duplicate", **facts)[0]


def two_filed(register):
    return [waiting_for_a_person(register, number, "filed", matricule="123456") for number in (1, 2)]


def test_a_piece_is_left_out_only_for_one_that_stands_in_that_case_file(register):
    kept, twin = two_filed(register)
    elsewhere = waiting_for_a_person(register, 3, "filed", matricule="654321")
    refused = waiting_for_a_person(register, 4, "to_review")

    assert [left_out(register, twin, other) for other in (elsewhere, refused, kept)] == [False, False, True]
    assert register.duplicates_of(kept.piece) == [register.piece(twin.piece)]
    assert register.duplicates_of(elsewhere.piece) == []
    assert not left_out(register, kept, twin)
    assert register.piece(kept.piece).status == "filed"


def test_of_two_pieces_that_are_left_out_crosswise_one_stays(register):
    first, second = two_filed(register)
    with ThreadPoolExecutor(2) as archivists:
        done = list(archivists.map(lambda pair: left_out(register, *pair), [(first, second), (second, first)]))

    assert sorted(done) == [False, True]
    assert sorted(register.piece(each.piece).status for each in (first, second)) == ["duplicate", "filed"]


def test_what_has_left_its_case_file_is_named_until_its_duplicates_are_looked_at(register):
    kept, twin = two_filed(register)
    left_out(register, twin, kept)
    names = [list(register.find_orphaning_pieces(LATER + timedelta(days=1)))]
    decided(register, kept, Outcome(status="refused", reason="by_review"), at=LATER + timedelta(hours=1))
    after = LATER + timedelta(hours=2)
    names += [list(register.find_orphaning_pieces(LATER + timedelta(minutes=59))), list(register.find_orphaning_pieces(after))]
    register.record_duplicates_restored(kept)
    names.append(list(register.find_orphaning_pieces(after)))
    register.record_duplicates_restored(register.piece(kept.piece))
    register.record_duplicates_restored(register.piece(twin.piece))

    assert names == [[twin.piece], [twin.piece], [twin.piece, kept.piece], [twin.piece, kept.piece]]
    assert list(register.find_orphaning_pieces(after)) == []
    assert [each.piece for each in register.pieces_awaiting_review("to_review", after=None, limit=9)] == []


def test_what_is_only_corrected_has_not_left(register):
    kept, _ = two_filed(register)
    decided(register, kept, Outcome(status="filed", matricule="123456", type="05.1"))

    assert list(register.find_orphaning_pieces(LATER + timedelta(days=1))) == []


def test_duplicates_that_were_lost_are_restored(register):
    kept, twin = two_filed(register)
    whole = replace(register.piece(twin.piece), status="duplicate", matricule="123456", duplicate_of=kept.piece)
    register.restore([whole])

    assert register.duplicates_of(kept.piece) == [whole]


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


def test_changes_that_were_lost_are_restored(register):
    piece = waiting_for_a_person(register)
    change = a_change(piece, Outcome(status="filed", matricule="123456"))
    register.restore([change])
    register.restore([change])

    assert list(register.decisions(piece.piece, limit=9)) == [change]


def test_a_record_of_what_a_person_refused_stays_beside_its_original(ports):
    line = a_line(status="refused", reason="by_review")
    ports.vault.keep_record(a_line(), {"line": {"status": "to_review"}})
    ports.vault.keep_record(line, {"line": {"status": "refused"}})

    assert ports.vault.record(a_line()) == {"line": {"status": "refused"}}
    assert list(ports.vault.records()) == [{"line": {"status": "refused"}}]
