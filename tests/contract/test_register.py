"""What every register promises."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.model.errors import ConflictError, TransientError
from chalicelib.model.event import Event
from chalicelib.model.identifiers import Claim
from chalicelib.model.piece import BatchLine, Original, Outcome, Piece
from chalicelib.model.register import AccessionEntry, RosterPointer
from chalicelib.model.servant import Servant

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=1)


@pytest.fixture
def register(ports):
    ports.register.open_batch("lot-1", AT)
    return ports.register


def a_line(number=1, status="waiting", **facts):
    said = {"digest": f"{number:064x}", "piece": f"{number:064x}-{number:08x}"} | facts
    name = f"{number:032x}"[::-1]
    return BatchLine(
        line=name, batch="lot-1", key=f"lot-1/{number}.pdf", version="v", size=9, status=status, arrived_at=AT, taken_at=AT, **said
    )


def an_original(number=1, **facts):
    said = {"route": "textract", "batch": "lot-1", "registered_at": AT} | facts
    return Original(digest=f"{number:064x}", size=9, media_type="application/pdf", extension="pdf", pages=1, **said)


def a_piece(line):
    said = {"piece": line.piece, "digest": line.digest, "batch": "lot-1", "line": line.line}
    return Piece(**said, name="1.pdf", claim=Claim(folders=("123456",)), registered_at=AT)


def an_event(line, kind="ingestion", at=AT):
    return Event(type=kind, at=at, batch=line.batch, line=line.line, piece=line.piece, digest=line.digest)


def an_entry(number=1, arrival=None, **facts):
    line = a_line(number)
    said = {"arrival": arrival or f"a{number}", "line": line, "event": an_event(line), "piece": a_piece(line)}
    return AccessionEntry(**(said | {"original": an_original(number)} | facts))


def filed(register, number=1):
    line = a_line(number)
    outcome = Outcome(status="filed", matricule="123456", confidence=97.5)
    return register.settle_piece(a_piece(line), line, outcome, an_event(line, "filing", LATER))


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


def test_a_piece_settles_once(register):
    register.register_arrival(an_entry())

    assert [filed(register), filed(register)] == [True, False]
    assert register.piece(a_line().piece).matricule == "123456"
    assert register.line("lot-1", a_line().line) == replace(a_line(), status="filed", matricule="123456", confidence=97.5)
    assert [event.type for event in register.batch_events("lot-1")] == ["ingestion", "filing"]


def test_the_events_of_a_line_are_read_without_those_of_its_batch(register):
    for number in (1, 2):
        register.register_arrival(an_entry(number))
    filed(register)

    assert list(register.line_events("lot-1", a_line(1).line)) == [an_event(a_line(1)), an_event(a_line(1), "filing", LATER)]
    assert list(register.line_events("lot-1", a_line(2).line)) == [an_event(a_line(2))]
    assert list(register.line_events("lot-2", a_line(1).line)) == []


def test_a_failed_piece_is_begun_again_once(register):
    register.register_arrival(an_entry())
    line = a_line()
    register.settle_piece(a_piece(line), line, Outcome(status="failed", reason="reading_failed"), an_event(line, "failure", LATER))
    register.retry_piece(register.piece(line.piece), an_event(line, "retrial", LATER))
    with pytest.raises(ConflictError):
        register.retry_piece(register.piece(line.piece), an_event(line, "retrial", LATER))

    assert register.line("lot-1", line.line) == line
    assert register.batch("lot-1")[1].waiting == 1


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


def test_what_waits_is_listed_oldest_first_until_it_has_begun(register):
    for number in (3, 1, 2):
        register.register_arrival(an_entry(number, original=an_original(number, registered_at=AT + timedelta(seconds=number))))
    first = register.original(an_original(1).digest)
    register.reading_started(first, "job-1", AT)

    assert list(register.waiting_readings("lot-1", 10)) == [an_original(2).digest, an_original(3).digest]
    assert list(register.waiting_readings("lot-1", 1)) == [an_original(2).digest]
    assert register.reading_count() == 1
    assert list(register.stale_readings(LATER)) == [first.digest]
    assert list(register.stale_readings(AT)) == []


def test_a_born_digital_original_waits_for_nobody(register):
    register.register_arrival(an_entry(original=an_original(route="layer")))

    assert list(register.waiting_readings("lot-1", 10)) == []


def test_a_reading_moves_on_only_from_where_it_was_seen(register):
    register.register_arrival(an_entry())
    seen = register.original(an_original().digest)
    register.retry_reading(seen)
    for move in (
        lambda: register.reading_succeeded(seen, 1.0),
        lambda: register.reading_failed(seen),
        lambda: register.retry_reading(seen),
    ):
        with pytest.raises(ConflictError):
            move()
    register.reading_started(seen, "late", AT)

    now = register.original(seen.digest)
    assert (now.status, now.attempt, now.job) == ("waiting", 2, None)


def test_a_beginning_that_comes_after_the_end_changes_nothing(register):
    register.register_arrival(an_entry())
    seen = register.original(an_original().digest)
    register.reading_succeeded(seen, 98.5)
    register.reading_started(seen, "job-1", AT)

    now = register.original(seen.digest)
    assert (now.status, now.confidence, register.reading_count()) == ("transcribed", 98.5, 0)


def test_a_batch_is_closed_by_one_and_opened_again_by_one(register):
    seen = register.batch("lot-1")[0]
    closing = register.close_batch(seen, moves=3, at=LATER)
    with pytest.raises(ConflictError):
        register.close_batch(seen, moves=3, at=LATER)
    register.record_receipt(closing, moves=4)
    with pytest.raises(ConflictError):
        register.record_receipt(closing, moves=4)
    closed = register.batch("lot-1")[0]

    assert (closed.status, closed.revision, closed.closed_moves, closed.closed_at) == ("closed", 1, 4, LATER)
    assert list(register.open_batches()) == []
    register.reopen_batch(closed, LATER)
    with pytest.raises(ConflictError):
        register.reopen_batch(closed, LATER)
    assert (register.batch("lot-1")[0].status, list(register.open_batches())) == ("open", ["lot-1"])


def test_opening_a_batch_again_forgets_nothing(register):
    register.record_manifest("lot-1", "lot-1/_manifest.csv", 7)
    register.record_marker("lot-1", LATER)
    register.open_batch("lot-1", LATER)

    batch = register.batch("lot-1")[0]
    assert (batch.opened_at, batch.announced, batch.marked_at) == (AT, 7, LATER)


def test_a_roster_is_put_in_force_only_over_the_one_that_was_seen(register):
    first = RosterPointer(generation="g1", count=2, shapes=frozenset({"999999"}), uploaded_at=AT)
    register.put_servants("g1", [Servant(matricule="123456"), Servant(matricule="O12345")])
    register.put_roster_in_force(first, seen=None)
    with pytest.raises(ConflictError):
        register.put_roster_in_force(replace(first, generation="g2"), seen=None)
    with pytest.raises(ConflictError):
        register.put_roster_in_force(replace(first, generation="g2"), seen=replace(first, generation="g0"))

    assert register.roster_pointer() == first
    assert [each.matricule for each in register.find_servants("g1", "012345")] == ["O12345"]
    assert list(register.find_servants("g2", "012345")) == []


def read(register, number=1):
    """Take an original in that Textract has read, once."""
    register.register_arrival(an_entry(number))
    register.reading_started(register.original(an_original(number).digest), f"job-{number}", AT)
    return register.reading_succeeded(register.original(an_original(number).digest), 98.0)


def test_what_is_read_anew_waits_in_a_queue_of_its_own_and_remembers_its_first_job(register):
    original = read(register)
    register.reread_original(original)
    with pytest.raises(ConflictError):
        register.reread_original(original)
    now = register.original(original.digest)

    assert (now.status, now.again, now.attempt, now.job, now.confidence) == ("waiting", True, 2, "job-1", 98.0)
    assert (list(register.waiting_readings("", 9)), list(register.waiting_readings("lot-1", 9))) == ([original.digest], [])


def test_a_second_reading_replaces_the_first_when_it_ends_well(register):
    register.reread_original(read(register))
    register.reading_started(register.original(an_original().digest), "job-2", LATER)
    now = register.reading_succeeded(register.original(an_original().digest), 99.0)

    assert (now.status, now.again, now.job, now.confidence) == ("transcribed", False, "job-2", 99.0)
    assert (list(register.waiting_readings("", 9)), register.reading_count()) == ([], 0)


def test_the_first_reading_stands_where_the_second_ends_badly(register):
    register.reread_original(read(register))
    register.reading_started(register.original(an_original().digest), "job-2", LATER)
    now = register.rereading_failed(register.original(an_original().digest))

    assert (now.status, now.again, now.confidence) == ("transcribed", False, 98.0)
    assert register.reading_count() == 0
    with pytest.raises(ConflictError):
        register.rereading_failed(now)


def test_only_what_has_been_read_is_read_anew(register):
    register.register_arrival(an_entry())
    with pytest.raises(ConflictError):
        register.reread_original(an_original())

    assert register.original(an_original().digest) == an_original()


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


def test_what_is_restored_is_what_was_lost(register, ports):
    register.register_arrival(an_entry())
    filed(register)
    line, piece = register.line("lot-1", a_line().line), register.piece(a_line().piece)
    original = replace(an_original(), status="transcribed", confidence=97.5)
    before = register.batch("lot-1")
    values = [line, piece, original, *register.batch_events("lot-1"), ("lot-1", "a1", line.line), register.batch("lot-1")[0]]
    register.restore(values)

    assert register.batch("lot-1") == before
    assert list(register.lines("lot-1")) == [line]
    assert register.original(original.digest) == original
