"""Contract of the port Pieces."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.model.errors import ConflictError
from chalicelib.model.piece import Field, Outcome
from chalicelib.model.review_queue import QueueFilter
from tests.contract.samples import (
    AT,
    JEAN,
    LATER,
    a_line,
    a_piece,
    an_entry,
    an_event,
    an_original,
    decided,
    filed,
    left_out,
    two_filed,
    waiting_for_a_person,
)


def test_a_piece_settles_once(register):
    register.register_arrival(an_entry())

    assert [filed(register), filed(register)] == [True, False]
    assert register.piece(a_line().piece).matricule == "123456"
    assert register.line("lot-1", a_line().line) == replace(a_line(), status="filed", matricule="123456", confidence=97.5)
    assert [event.type for event in register.batch_events("lot-1")] == ["ingestion", "filing"]


def test_a_failed_piece_is_begun_again_once(register):
    register.register_arrival(an_entry())
    line = a_line()
    register.settle_piece(a_piece(line), line, Outcome(status="failed", reason="reading_failed"), an_event(line, "failure", LATER))
    register.retry_piece(register.piece(line.piece), an_event(line, "retrial", LATER))
    with pytest.raises(ConflictError):
        register.retry_piece(register.piece(line.piece), an_event(line, "retrial", LATER))

    assert register.line("lot-1", line.line) == line
    assert register.batch("lot-1")[1].waiting == 1


def test_a_case_file_lists_its_filed_pieces_in_the_order_of_their_registration(register):
    for number in (3, 1, 2, 4):
        line = a_line(number)
        register.register_arrival(an_entry(number, piece=replace(a_piece(line), registered_at=AT + timedelta(seconds=number))))
        if number != 4:
            register.settle_piece(
                register.piece(line.piece), line, Outcome(status="filed", matricule="12.34-56"), an_event(line, "filing", LATER)
            )
    first = register.casefile_pieces(JEAN, after=None, limit=2)

    assert [piece.piece for piece in first] == [a_line(1).piece, a_line(2).piece]
    assert [piece.piece for piece in register.casefile_pieces(JEAN, after=first[-1].place, limit=2)] == [a_line(3).piece]
    assert list(register.casefile_pieces("12345", after=None, limit=2)) == []


def test_what_came_into_a_case_file_is_told_at_once_with_its_fingerprint(register):
    for number, text in ((1, "one"), (2, "two"), (3, None)):
        waiting_for_a_person(register, number, "filed", matricule="12.34-56", fingerprint=text)
    waiting_for_a_person(register, 4, "filed", matricule="654321", fingerprint="four")
    waiting_for_a_person(register, 5, "to_review")
    assert dict(register.recent_fingerprints(JEAN)) == {a_line(1).piece: "one", a_line(2).piece: "two"}

    decided(register, register.piece(a_line(1).piece), Outcome(status="filed", matricule="12.34-56", fingerprint="read anew"))
    decided(register, register.piece(a_line(2).piece), Outcome(status="refused", reason="by_review", fingerprint="two"))

    assert register.recent_fingerprints(JEAN)[a_line(1).piece] == "read anew"
    assert dict(register.recent_fingerprints("12345")) == {}


def test_pieces_are_read_with_their_originals(register):
    for number in (1, 2):
        register.register_arrival(an_entry(number))
    wanted = [a_line(2).piece, "0" * 64 + "-00000000", a_line(1).piece]

    assert dict(register.pieces_with_originals(wanted)) == {a_line(n).piece: (a_piece(a_line(n)), an_original(n)) for n in (1, 2)}
    assert dict(register.pieces_with_originals([])) == {}


def test_a_piece_keeps_the_fields_that_were_found_in_it(register):
    field = Field(name="act_date", value="2010-03-01", raw="1er mars 2010", confidence=0.93, page=1, box=(0.1, 0.25, 0.3, 0.0123))
    piece = replace(a_piece(a_line()), type="03.1", type_confidence=0.75, fields=(field,))
    register.register_arrival(an_entry(piece=piece))

    assert register.piece(piece.piece) == piece


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
    assert [piece.piece for _, piece, _ in register.queued_pieces(QueueFilter().selection, after=None, limit=9)] == []


def test_what_is_only_corrected_has_not_left(register):
    kept, _ = two_filed(register)
    decided(register, kept, Outcome(status="filed", matricule="123456", type="05.1"))

    assert list(register.find_orphaning_pieces(LATER + timedelta(days=1))) == []


def test_of_two_pieces_of_the_same_bytes_that_wait_one_is_filed(register):
    lines = [a_line(number) for number in (1, 2)]
    for number in (1, 2):
        register.register_arrival(an_entry(number))

    def file(number):
        line, other = lines[number], lines[1 - number].piece
        outcome, event = Outcome(status="filed", matricule="123456"), an_event(line, "filing", LATER)
        return register.settle_piece(a_piece(line), line, outcome, event, beside=[other])

    with ThreadPoolExecutor(2) as workers:
        assert sorted(workers.map(file, (0, 1))) == [False, True]
