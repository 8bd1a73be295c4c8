"""Contract of the port Readings."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.model.errors import ConflictError
from tests.contract.samples import AT, LATER, an_entry, an_original


def read(register, number=1):
    """Register an original and record the success of its OCR."""
    register.register_arrival(an_entry(number))
    register.reading_started(register.original(an_original(number).digest), f"job-{number}", AT)
    return register.reading_succeeded(register.original(an_original(number).digest), 98.0)


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


def test_pages_of_a_month_are_counted_up_to_its_ceiling_and_given_back(register):
    assert register.reserve_pages("2026-11", 60, 100)
    assert not register.reserve_pages("2026-11", 41, 100)
    assert register.reserve_pages("2026-11", 40, 100)
    assert not register.reserve_pages("2026-11", 101, 100)
    assert register.reserve_pages("2026-12", 1, 100), "another month"
    register.release_pages("2026-11", 40)

    assert register.reserved_pages("2026-11") == 60
    assert register.reserve_pages("2026-11", 500, None), "without a ceiling pages are counted all the same"
    assert register.reserved_pages("2026-11") == 560
    assert register.reserved_pages("2027-01") == 0


def test_ten_starters_at_once_stay_below_the_ceiling(register):
    with ThreadPoolExecutor(10) as starters:
        granted = list(starters.map(lambda _: register.reserve_pages("2026-11", 3, 50), range(40)))

    assert (sum(granted), register.reserved_pages("2026-11")) == (16, 48)


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
