"""A backfill: scans that lie in an older bucket come in batch after batch, and never before a batch of the day."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.administration import backfill as module
from chalicelib.administration import backfill_waits
from chalicelib.administration.backfill import advance_backfill, backfill_progress, pause_backfill, start_backfill
from chalicelib.administration.monitoring import observe
from chalicelib.model.backfill import LARGEST_COPY
from chalicelib.model.errors import PermanentError
from chalicelib.model.register import REBUILD, Bookmark
from tests.contract.samples import ODD_NAMES
from tests.world import World, scan, sweep

JEAN, MARIE = "123456", "654321"


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(backfill_waits, "_FIRST_BATCH", 2)
    monkeypatch.setattr(backfill_waits, "_BATCH", 4)
    monkeypatch.setattr(module, "_PORTION", 2)


@pytest.fixture
def world():
    world = World(JEAN, MARIE, pages_per_month=1_000)
    for number in range(9):
        world.backfill_source.put(f"gitega/{JEAN}/{number}.pdf", scan(f"old {number}"))
    return world


def minutes(world, number, *, work=True):
    """Let minutes pass: the sweep, and unless told otherwise every other function."""
    for _ in range(number):
        sweep(world)
        if work:
            world.drain()
        world.clock.pause(60)


def refusal(do):
    with pytest.raises(PermanentError) as caught:
        do()
    return caught.value.code


def test_every_file_comes_in_once_in_batches_that_each_have_a_receipt(world):
    start_backfill("gitega", "gitega/", world)
    minutes(world, 60)
    done = backfill_progress(world)

    assert (done.status, done.files, done.done, done.batches, done.outcomes) == ("finished", 9, 9, 3, {"copied": 9})
    assert observe(world).backfill_left == 0
    assert [world.receipt(f"reprise-gitega-000{each}")["counts"]["filed"] for each in (1, 2, 3)] == [2, 4, 3]
    assert world.outcomes("reprise-gitega-0001") == {f"gitega/{JEAN}/0.pdf": "filed", f"gitega/{JEAN}/1.pdf": "filed"}
    assert len({source for source, _ in world.backfill_source.copied}) == 9


def test_the_files_are_counted_first_so_that_progress_can_be_told(world, monkeypatch):
    monkeypatch.setattr(module, "_COUNTED", 4)
    start_backfill("gitega", "gitega/", world)
    told = []
    for _ in range(4):
        advance_backfill(world, until=world.clock.now())
        told.append((backfill_progress(world).status, backfill_progress(world).files))

    assert told == [("counting", 4), ("counting", 8), ("counting", 9), ("running", 9)]


def test_the_pace_is_that_of_the_setting(world):
    world.settings = replace(world.settings, backfill_rate=4.0)
    start_backfill("gitega", "gitega/", world)
    minutes(world, 29)
    early, left = backfill_progress(world), observe(world).backfill_left
    minutes(world, 5)

    assert left == 7
    assert (early.batches, early.waits_for, early.done) == (1, "pace", 2), "two files have half an hour at four files an hour"
    assert early.explanation.startswith("Le lot suivant part à la cadence")
    assert backfill_progress(world).batches == 2


def test_no_batch_begins_while_one_of_the_day_is_in_work(world):
    start_backfill("gitega", "gitega/", world)
    world.sync({f"lot-du-jour/{MARIE}/a.pdf": scan("today")})
    world.drain()
    minutes(world, 2)
    held = backfill_progress(world)
    minutes(world, 20)

    assert (held.batches, held.waits_for) == (0, "day_batch")
    assert world.receipt("lot-du-jour")["counts"]["filed"] == 1
    assert backfill_progress(world).batches > 0


def test_no_batch_begins_while_the_one_before_still_waits(world):
    start_backfill("gitega", "gitega/", world)
    minutes(world, 10, work=False)
    held = backfill_progress(world)

    assert (held.batches, held.done, held.waits_for) == (1, 2, "backlog")


def test_the_rest_of_the_months_pages_is_left_to_the_batches_of_the_day(world):
    world.settings = replace(world.settings, pages_per_month=5)
    start_backfill("gitega", "gitega/", world)
    minutes(world, 30)
    held = backfill_progress(world)

    assert (held.batches, held.waits_for) == (1, "ceiling"), "two pages are read, four more are foreseen, and nine tenths of five are 4.5"
    assert world.register.reserved_pages(world.clock.now().strftime("%Y-%m")) == 2


def test_while_readings_are_paused_no_batch_begins(world):
    world.settings = replace(world.settings, start_rate=0)
    start_backfill("gitega", "gitega/", world)
    minutes(world, 3)

    assert (backfill_progress(world).batches, backfill_progress(world).waits_for) == (0, "readings_paused")


def test_a_paused_backfill_ends_the_batch_it_began_and_goes_on_where_it_stopped(world, monkeypatch):
    monkeypatch.setattr(backfill_waits, "_FIRST_BATCH", 6)
    start_backfill("gitega", "gitega/", world)
    advance_backfill(world, until=world.clock.now())
    advance_backfill(world, until=world.clock.now())
    pause_backfill(world)
    midway = backfill_progress(world)
    minutes(world, 30)
    paused = backfill_progress(world)
    start_backfill("gitega", "gitega/", world)
    minutes(world, 30)

    assert 0 < midway.done < 6
    assert (paused.status, paused.done, paused.batches, paused.waits_for) == ("paused", 6, 1, "paused")
    assert (backfill_progress(world).status, backfill_progress(world).done) == ("finished", 9)
    assert world.receipt("reprise-gitega-0001")["counts"]["filed"] == 6


def test_a_portion_that_a_crash_has_copied_twice_gives_each_file_one_line(world):
    start_backfill("gitega", "gitega/", world)
    put = world.register.put_bookmark

    def lost(duty, bookmark):
        if duty == "backfill-done#gitega" and bookmark.place:
            raise RuntimeError("the function was stopped")
        put(duty, bookmark)

    world.register.put_bookmark = lost
    with pytest.raises(RuntimeError):
        advance_backfill(world, until=world.clock.now() + timedelta(minutes=1))
    world.register.put_bookmark = put
    minutes(world, 60)

    assert [source for source, _ in world.backfill_source.copied].count(f"gitega/{JEAN}/0.pdf") == 2
    assert world.receipt("reprise-gitega-0001")["counts"]["filed"] == 2
    assert len(world.receipt("reprise-gitega-0001")["files"]) == 2


def test_what_vanishes_or_cannot_be_copied_is_named_by_the_receipt(world, monkeypatch):
    monkeypatch.setattr(backfill_waits, "_FIRST_BATCH", 9)
    source = world.backfill_source
    source.archived.add(f"gitega/{JEAN}/1.pdf")
    source.sizes[f"gitega/{JEAN}/2.pdf"] = LARGEST_COPY + 1
    source.denied.add(f"gitega/{JEAN}/3.pdf")
    start_backfill("gitega", "gitega/", world)
    listed = list(source.objects("gitega/"))
    monkeypatch.setattr(source, "objects", lambda prefix, *, after="": (each for each in listed if each.key > after))
    source.remove(f"gitega/{JEAN}/0.pdf")
    minutes(world, 30)
    outcomes = backfill_progress(world).outcomes

    assert outcomes == {"copied": 5, "vanished": 1, "archived": 1, "too_large": 1, "denied": 1}
    missing = {name for name, status in world.outcomes("reprise-gitega-0001").items() if status == "missing"}
    assert missing == {f"gitega/{JEAN}/{each}.pdf" for each in range(4)}


def test_what_is_no_scan_stays_where_it_is_and_does_not_hold_the_rest_up(world):
    for name in ("gitega/@eaDir/0.pdf", "gitega/Thumbs.db", "_manifest.csv", "_COMPLETE", "gitega/"):
        world.backfill_source.put(name, b"x")
    world.backfill_source.put("gitega/" + "é" * 499 + ".pdf", scan("too long a name"))
    start_backfill("gitega", "", world)
    minutes(world, 90)
    done = backfill_progress(world)

    assert (done.status, done.outcomes) == ("finished", {"copied": 9, "ignored": 5, "key_too_long": 1})


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_file_of_any_name_comes_in_and_its_batch_closes(name):
    world = World(JEAN, pages_per_month=1_000)
    key = f"ancien/{name.partition('/')[2]}"
    world.backfill_source.put(key, scan("old"))
    start_backfill("odd", "", world)
    minutes(world, 30)

    assert backfill_progress(world).outcomes == {"copied": 1}
    assert [file["status"] for file in world.receipt("reprise-odd-0001")["files"]] != ["missing"]
    assert len(world.receipt("reprise-odd-0001")["files"]) == 1


def test_a_bucket_that_may_no_longer_be_read_pauses_the_backfill_and_loses_nothing(world):
    start_backfill("gitega", "gitega/", world)
    world.backfill_source.denied = {each.key for each in world.backfill_source.objects("")}
    minutes(world, 5)
    stopped = backfill_progress(world)
    world.backfill_source.denied = set()
    start_backfill("gitega", "gitega/", world)
    minutes(world, 60)

    assert (stopped.status, stopped.done) == ("paused", 0)
    assert stopped.explanation.startswith("La lecture du seau a été refusée")
    assert backfill_progress(world).outcomes == {"copied": 9}


def test_while_the_register_is_rebuilt_nothing_is_begun(world):
    start_backfill("gitega", "gitega/", world)
    world.register.put_bookmark(REBUILD, Bookmark(place="lot", at=world.clock.now()))

    assert advance_backfill(world, until=world.clock.now()) == 0
    assert backfill_progress(world).files == 0


def test_a_refusal_says_what_is_wrong_before_anything_is_begun(world):
    assert refusal(lambda: pause_backfill(world)) == "backfill_none"
    assert refusal(lambda: start_backfill("gitega", "ngozi/", world)) == "backfill_empty"
    assert refusal(lambda: start_backfill("hutu", "gitega/", world)) == "backfill_bad_name"
    world.register.open_batch("reprise-ngozi-0001", world.clock.now())
    assert refusal(lambda: start_backfill("ngozi", "gitega/", world)) == "backfill_taken_name"
    world.backfill_source.may_list = False
    assert refusal(lambda: start_backfill("gitega", "gitega/", world)) == "backfill_denied"
    world.backfill_source.bucket = ""
    assert refusal(lambda: start_backfill("gitega", "gitega/", world)) == "backfill_no_bucket"
    world.backfill_source.bucket = "anciens-scans"
    world.settings = replace(world.settings, pages_per_month=None)
    assert refusal(lambda: start_backfill("gitega", "gitega/", world)) == "backfill_no_ceiling"
    assert backfill_progress(world).status == "none"


def test_one_backfill_is_in_work_at_a_time_and_a_name_serves_once(world):
    start_backfill("gitega", "gitega/", world)

    assert refusal(lambda: start_backfill("ngozi", "gitega/", world)) == "backfill_in_work"
    assert refusal(lambda: start_backfill("gitega", "gitega/1", world)) == "backfill_other_prefix"
    pause_backfill(world)
    assert start_backfill("ngozi", f"gitega/{JEAN}/8", world).name == "ngozi"
    minutes(world, 30)
    assert backfill_progress(world).outcomes == {"copied": 1}
    assert refusal(lambda: start_backfill("ngozi", f"gitega/{JEAN}/8", world)) == "backfill_finished"
    start_backfill("gitega", "gitega/", world)
    minutes(world, 60)
    assert backfill_progress(world).outcomes == {"copied": 9}
    assert world.outcomes("reprise-gitega-0003")[f"gitega/{JEAN}/8.pdf"] == "duplicate"
