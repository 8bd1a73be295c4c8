"""Contract of the port Batches."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.model.errors import ConflictError, TransientError
from chalicelib.model.piece import Outcome
from chalicelib.model.register import AccessionEntry
from tests.contract.samples import AT, LATER, a_line, a_piece, an_entry, an_event, an_original, filed


def test_what_is_taken_is_found_again_whole(register):
    register.register_arrival(an_entry())

    assert register.line_of_arrival("lot-1", "a1") == a_line().line
    assert register.line("lot-1", a_line().line) == a_line()
    assert register.original(an_original().digest) == an_original()
    assert register.piece(a_line().piece) == a_piece(a_line())
    assert list(register.pieces_of_original(a_line().digest)) == [a_piece(a_line())]
    assert list(register.batch_events("lot-1")) == [an_event(a_line())]


def test_a_line_whose_bytes_were_never_read_is_found_again(register):
    line = a_line(status="refused", digest=None, piece=None, reason="size")
    register.register_arrival(AccessionEntry(arrival="a1", line=line, event=an_event(line, "refusal")))

    assert list(register.lines("lot-1")) == [line]


def test_of_many_arrivals_the_registered_ones_are_told(register):
    entries = [an_entry(number) for number in (1, 2)]
    for entry in entries:
        register.register_arrival(entry)
    places = [("lot-1", entry.arrival) for entry in entries]

    assert register.known_arrivals([*places, ("lot-2", entries[0].arrival), ("lot-1", "x" * 16), places[0]]) == set(places)
    assert register.known_arrivals([]) == set()
    assert register.lines_of_arrivals([*places, ("lot-2", entries[0].arrival), ("lot-1", "x" * 16), places[0]]) == {
        place: entry.line for place, entry in zip(places, entries, strict=True)
    }
    assert register.lines_of_arrivals([]) == {}


def test_an_arrival_is_taken_once(register):
    register.register_arrival(an_entry())
    with pytest.raises(ConflictError):
        register.register_arrival(an_entry(2, arrival="a1"))

    assert register.line("lot-1", a_line(2).line) is None
    assert register.original(an_original(2).digest) is None
    assert register.batch("lot-1")[1].lines == 1


def test_an_original_and_a_piece_are_registered_once(register):
    register.register_arrival(an_entry())
    other = replace(a_line(2), digest=a_line(1).digest, piece=a_line(1).piece)
    with pytest.raises(ConflictError):
        register.register_arrival(AccessionEntry(arrival="a2", line=other, event=an_event(other), original=an_original(1)))
    with pytest.raises(ConflictError):
        register.register_arrival(
            AccessionEntry(arrival="a2", line=other, event=an_event(other), piece=a_piece(other), seen=an_original(1))
        )

    assert len(list(register.lines("lot-1"))) == 1


def test_a_decision_on_an_original_that_has_moved_is_refused(register):
    register.register_arrival(an_entry())
    seen = register.original(an_original().digest)
    register.reading_succeeded(seen, 98.0)
    second = replace(a_line(2), digest=seen.digest, piece=f"{seen.digest}-22222222")
    with pytest.raises(ConflictError):
        register.register_arrival(AccessionEntry(arrival="a2", line=second, event=an_event(second), piece=a_piece(second), seen=seen))

    assert register.line("lot-1", second.line) is None


def test_a_failed_line_that_is_revived_is_counted_once(register):
    line = a_line(status="failed", digest=None, piece=None, reason="vanished")
    register.register_arrival(AccessionEntry(arrival="a1", line=line, event=an_event(line, "failure")))
    register.register_arrival(an_entry(1, original=an_original(1), revives=True, event=an_event(a_line(), "ingestion", LATER)))
    with pytest.raises(ConflictError):
        register.register_arrival(an_entry(1, original=an_original(2), piece=None, revives=True))

    tally = register.batch("lot-1")[1]
    assert (tally.lines, tally.waiting, tally.counts["failed"], tally.moves) == (1, 1, 0, 2)


def test_the_events_of_a_line_are_read_without_those_of_its_batch(register):
    for number in (1, 2):
        register.register_arrival(an_entry(number))
    filed(register)

    assert list(register.line_events("lot-1", a_line(1).line)) == [an_event(a_line(1)), an_event(a_line(1), "filing", LATER)]
    assert list(register.line_events("lot-1", a_line(2).line)) == [an_event(a_line(2))]
    assert list(register.line_events("lot-2", a_line(1).line)) == []


def test_what_was_refused_or_failed_is_listed_the_latest_first_until_it_is_tried_again(register):
    refused = a_line(2, "refused", digest=None, piece=None, reason="size")
    register.register_arrival(AccessionEntry(arrival="a2", line=refused, event=an_event(refused, "refusal")))
    line = a_line(1, pages=3, status="waiting")
    line = replace(line, taken_at=LATER)
    register.register_arrival(an_entry(1, line=line))
    register.settle_piece(a_piece(line), line, Outcome(status="failed", reason="reading_failed"), an_event(line, "failure", LATER))
    listed, tally = register.refused_lines("lot-1", limit=5), register.batch("lot-1")[1]
    register.retry_piece(register.piece(line.piece), an_event(line, "retrial", LATER))

    assert [(each.key, each.reason) for each in listed] == [("lot-1/1.pdf", "reading_failed"), ("lot-1/2.pdf", "size")]
    assert [each.key for each in register.refused_lines("lot-1", limit=5)] == ["lot-1/2.pdf"]
    assert [each.key for each in register.refused_lines("lot-2", limit=5)] == []
    assert (tally.pages, register.batch("lot-1")[1].pages) == (3, 0)


def test_the_sums_are_those_of_the_lines_however_many_work_at_once(register):
    def work(number):
        for _ in range(20):
            try:
                register.register_arrival(an_entry(number))
                break
            except ConflictError:
                break
            except TransientError:
                continue
        filed(register, number)

    with ThreadPoolExecutor(8) as workers:
        list(workers.map(work, [number for number in range(1, 25) for _ in range(2)]))

    tally = register.batch("lot-1")[1]
    assert (tally.lines, tally.counts["filed"], tally.waiting, tally.moves) == (24, 24, 0, 48)
    assert len(list(register.batch_events("lot-1"))) == 48


def test_a_batch_is_closed_by_one_and_opened_again_by_one(register):
    seen = register.batch("lot-1")[0]
    closing = register.close_batch(seen, moves=3, at=LATER)
    with pytest.raises(ConflictError):
        register.close_batch(seen, moves=3, at=LATER)
    register.record_receipt(closing, moves=4, missing=2, lost=1)
    with pytest.raises(ConflictError):
        register.record_receipt(closing, moves=4)
    closed = register.batch("lot-1")[0]

    assert (closed.status, closed.revision, closed.closed_moves, closed.closed_at) == ("closed", 1, 4, LATER)
    assert (closed.missing_files, closed.lost_files) == (2, 1)
    assert list(register.open_batches()) == []
    register.reopen_batch(closed, LATER)
    with pytest.raises(ConflictError):
        register.reopen_batch(closed, LATER)
    again = register.batch("lot-1")[0]
    assert (again.status, list(register.open_batches())) == ("open", ["lot-1"])
    assert (again.begun_at, again.reopened_at, again.closed_at) == (AT, LATER, None)


def test_a_batch_that_is_opened_a_third_time_keeps_the_time_of_its_first_opening(register):
    for times in (1, 2):
        closing = register.close_batch(register.batch("lot-1")[0], moves=times, at=LATER)
        register.record_receipt(closing, moves=times)
        register.reopen_batch(register.batch("lot-1")[0], LATER + timedelta(hours=times))
    batch = register.batch("lot-1")[0]

    assert (batch.begun_at, batch.reopened_at, batch.revision) == (AT, LATER + timedelta(hours=2), 2)


def test_opening_a_batch_again_forgets_nothing(register):
    register.record_manifest("lot-1", "lot-1/_manifest.csv", 7)
    register.record_marker("lot-1", LATER)
    register.open_batch("lot-1", LATER)

    batch = register.batch("lot-1")[0]
    assert (batch.opened_at, batch.announced, batch.marked_at) == (AT, 7, LATER)


def test_lines_are_read_from_behind_one_on(register):
    for number in (1, 2, 3):
        register.register_arrival(an_entry(number))
    lines = list(register.lines("lot-1"))

    assert [each.line for each in lines] == sorted(each.line for each in lines)
    assert list(register.lines("lot-1", after=lines[0].line)) == lines[1:]
    assert list(register.lines("lot-1", after=lines[2].line)) == []


def test_batches_are_read_the_first_first(register):
    register.open_batch("lot-3", LATER + timedelta(minutes=1))
    register.open_batch("lot-2", LATER)
    first = register.earliest_batches(after=None, limit=2)

    assert [each.name for each in first] == ["lot-1", "lot-2"]
    assert [each.name for each in register.earliest_batches(after=first[-1].place, limit=2)] == ["lot-3"]


def test_batches_are_listed_with_their_sums_the_one_opened_last_first(register):
    for minute in range(1, 15):
        register.open_batch(f"lot {minute} é+%", AT + timedelta(minutes=minute))
    register.register_arrival(an_entry())
    filed(register)
    closing = register.close_batch(register.batch("lot-1")[0], moves=2, at=LATER)
    register.record_receipt(closing, moves=2)
    names = [batch.name for batch, _ in register.latest_batches(before=None, limit=30)]
    place = register.latest_batches(before=None, limit=14)[-1][0].place
    register.reopen_batch(register.batch("lot-1")[0], AT + timedelta(hours=1))

    assert names == [*(f"lot {minute} é+%" for minute in range(14, 0, -1)), "lot-1"]
    assert [batch.name for batch, _ in register.latest_batches(before=place, limit=30)] == []
    assert list(register.latest_batches(before=None, limit=1)) == [register.batch("lot-1")]
    assert register.batch("lot-1")[1].counts["filed"] == 1
