"""OCR: readings are started at Textract's pace and in turn, and tried again where they fail."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from chalicelib.ingest.accession import ingest
from chalicelib.ingest.inbox import batch_assigner
from chalicelib.processing.ocr import start_readings
from tests.world import World, scan

JEAN, MARIE = "123456", "654321"


@pytest.fixture
def world():
    return World(JEAN, MARIE)


def test_a_reading_textract_was_too_busy_to_begin_is_begun_later(world):
    world.ocr.busy = 7
    world.sync({f"lot-1/{JEAN}/{number}.pdf": scan(str(number)) for number in range(5)})
    world.run()

    assert world.receipt("lot-1")["counts"]["filed"] == 5
    assert world.dead == []


def test_a_reading_that_fails_is_tried_three_times_and_then_somebody_must_look(world):
    world.ocr.failing = 2
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()
    world.ocr.failing = 3
    world.sync({f"lot-2/{JEAN}/b.pdf": scan("b")})
    world.run()

    assert world.outcomes("lot-1") == {f"{JEAN}/a.pdf": "filed"}
    assert world.receipt("lot-2")["files"][0]["reason"] == "reading_failed"


def test_fewer_pages_than_the_document_has_is_no_success(world):
    world.ocr.short = 3
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()

    assert world.receipt("lot-1")["files"][0]["reason"] == "pages_lost"


def test_a_failed_piece_that_is_sent_again_is_read_again(world):
    world.ocr.failing = 3
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()

    assert world.outcomes("lot-1", 2) == {f"{JEAN}/a.pdf": "filed"}
    assert [event.type for event in world.register.batch_events("lot-1")] == ["ingestion", "failure", "retrial", "filing"]


def test_a_document_textract_refuses_is_failed_with_that_reason(world):
    world.ocr.refusing = True
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()

    assert world.receipt("lot-1")["files"][0]["reason"] == "reading_refused"


def test_a_day_s_batch_does_not_wait_behind_the_backlog(world):
    world.sync({f"fonds/{JEAN}/{number}.pdf": scan(f"f{number}") for number in range(60)})
    world.sync({f"jour/{MARIE}/{number}.pdf": scan(f"j{number}") for number in range(5)})
    world.run()
    order = [world.register.original(digest).batch for digest in world.ocr.started]

    assert max(index for index, batch in enumerate(order) if batch == "jour") < 20


def start_for_seconds(world, seconds, rounds):
    """Let starters, each with some seconds, follow one another; the batches of the readings that they start, in order."""
    for _ in range(rounds):
        wakes, world.queues.readings = world.queues.readings[:10], world.queues.readings[10:]
        start_readings(world, until=world.clock.now() + timedelta(seconds=seconds), first=[each for each in wakes if each])
    return [world.register.original(digest).batch for digest in world.ocr.started]


def take_in(world, batch, files):
    """Upload files, and ingest them without any reading."""
    for upload in world.sync({f"{batch}/{JEAN}/{number}.pdf": scan(f"{batch} {number}") for number in range(files)}, announce=False):
        ingest(batch_assigner(world)(upload), world)


def test_wake_ups_of_a_backlog_do_not_keep_a_day_s_batch_waiting():
    world = World(JEAN, start_rate=1.0)
    take_in(world, "fonds", 200)
    take_in(world, "jour", 10)
    order = start_for_seconds(world, 9, rounds=4)

    assert len(order) == 32
    assert order.count("jour") == 10


def test_a_batch_opened_last_has_every_second_turn_among_a_hundred_that_wait():
    world = World(JEAN, start_rate=1.0)
    for number in range(100):
        take_in(world, f"fonds-{number:02}", 10)
    world.clock.pause(60)
    take_in(world, "jour", 25)
    order = start_for_seconds(world, 9, rounds=7)

    assert order.count("jour") == 25


def test_a_batch_of_a_backfill_is_none_of_the_day_however_late_it_was_opened():
    world = World(JEAN, start_rate=1.0)
    take_in(world, "jour", 23)
    world.clock.pause(60)
    take_in(world, "reprise-gitega-0001", 30)
    order = start_for_seconds(world, 9, rounds=4)

    assert (order.count("jour"), order.count("reprise-gitega-0001")) == (23, 9)


def test_every_open_batch_has_its_turn_however_short_a_starter_lives():
    world = World(JEAN, start_rate=1.0)
    for number in range(12):
        take_in(world, f"fonds-{number:02}", 30)
    world.queues.readings.clear()
    order = start_for_seconds(world, 9, rounds=14)

    assert set(order) == {f"fonds-{number:02}" for number in range(12)}


def test_the_time_of_the_calls_is_part_of_the_pause_between_two_starts():
    world = World(JEAN, start_rate=5.0)
    take_in(world, "lot-1", 60)
    begin = world.register.reading_started

    def slow(*args):
        world.clock.pause(0.15)
        begin(*args)

    world.register.reading_started = slow
    order = start_for_seconds(world, 9, rounds=1)

    assert 43 <= len(order) <= 45


def test_a_question_never_reaches_textract_sooner_than_the_pace_after_the_one_before():
    world = World(JEAN, start_rate=1.0)
    take_in(world, "lot-1", 10)
    asked, start = [], world.ocr.start

    def slow(original):
        world.clock.pause(0.3 if len(asked) % 2 else 0.0)  # on its way
        asked.append(world.clock.now())
        return start(original)

    world.ocr.start = slow
    start_for_seconds(world, 9, rounds=1)

    assert len(asked) > 5
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(asked))


def test_a_starter_that_finds_nothing_in_time_goes_on_from_its_place():
    world = World(JEAN)
    for number in range(5):
        world.register.open_batch(f"vide-{number}", world.clock.now())
    asked = []
    waiting = world.register.waiting_readings

    def slow(batch, limit):
        asked.append(batch)
        world.clock.pause(1)
        return waiting(batch, limit)

    world.register.waiting_readings = slow
    first = start_readings(world, until=world.clock.now() + timedelta(seconds=3))
    start_readings(world, until=world.clock.now() + timedelta(seconds=2))

    assert first.left
    assert asked == ["vide-0", "vide-1", "vide-2", "vide-3", "vide-4"]


def counted_pages(world):
    return world.register.reserved_pages(f"{world.clock.now():%Y-%m}")


def test_at_the_ceiling_readings_wait_and_go_on_when_it_is_raised():
    world = World(JEAN, pages_per_month=3)
    world.sync({f"lot-1/{JEAN}/{number}.pdf": scan(str(number)) for number in range(5)})
    world.run(until_closed=False)

    assert (len(world.ocr.started), counted_pages(world)) == (3, 3)
    assert start_readings(world, until=world.clock.now() + timedelta(minutes=1)).held == "ceiling"

    world.settings = replace(world.settings, pages_per_month=5)
    world.run()

    assert world.receipt("lot-1")["counts"]["filed"] == 5
    assert (counted_pages(world), world.dead) == (5, [])


def test_at_the_ceiling_readings_go_on_when_the_month_turns():
    world = World(JEAN, dollars_per_month=0.003, dollars_per_thousand_pages=1.0)
    world.sync({f"lot-1/{JEAN}/{number}.pdf": scan(str(number)) for number in range(5)})
    world.run(until_closed=False)

    assert len(world.ocr.started) == 3
    world.clock.pause(31 * 86400)
    world.run()

    assert world.receipt("lot-1")["counts"]["filed"] == 5


def test_a_paused_archive_starts_nothing_and_goes_on_when_it_is_told_to():
    world = World(JEAN, start_rate=0.0)
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run(until_closed=False)

    assert start_readings(world, until=world.clock.now() + timedelta(minutes=1)).held == "paused"
    assert (world.ocr.started, counted_pages(world)) == ([], 0)

    world.settings = replace(world.settings, start_rate=5.0)
    world.run()

    assert world.outcomes("lot-1") == {f"{JEAN}/a.pdf": "filed"}


def test_a_reading_that_textract_refuses_costs_no_page_of_the_month(world):
    world.ocr.refusing = True
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()

    assert counted_pages(world) == 0


def test_never_more_readings_are_open_than_the_settings_allow():
    world = World(JEAN, open_jobs=3)
    most = 0
    begin = world.register.reading_started

    def watched(*args):
        nonlocal most
        begin(*args)
        most = max(most, world.register.reading_count())

    world.register.reading_started = watched
    world.sync({f"lot-1/{JEAN}/{number}.pdf": scan(str(number)) for number in range(10)})
    world.run()

    assert (most, world.receipt("lot-1")["counts"]["filed"]) == (3, 10)
