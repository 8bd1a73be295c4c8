"""Troubles of the world around: events, Textract, uploads. Each batch ends as it would have without them."""

import pytest

from tests.stage.audit import HISTORIES, Wanted, audit, digest_of
from tests.stage.lambdas import lambdas
from tests.stage.story import JEAN, MARIE, OVERWRITTEN, first_files, play, second_files, wanted
from tests.world import scan


@pytest.fixture
def stage():
    with lambdas(JEAN, MARIE) as stage:
        yield stage


def test_events_that_come_twice_late_and_in_any_order_change_nothing(stage):
    uploads = stage.sync(first_files(), announce=False) + stage.sync(second_files(), announce=False)
    stage.announce(uploads[::-1] + uploads[3:])
    stage.run()
    stage.announce(uploads)
    stage.run()

    audit(stage, wanted())
    assert len(stage.receipts("lot-1")) == 1


def test_events_that_s3_lost_are_found_by_the_listing(stage):
    uploads = stage.sync(first_files(), announce=False) + stage.sync(second_files(), announce=False)
    stage.announce(uploads[:3])
    stage.run()

    audit(stage, wanted())


def test_a_batch_of_which_no_event_came_is_found_by_the_sweep(stage):
    stage.sync(first_files(), announce=False)
    stage.sync(second_files(), announce=False)
    for _ in range(15):
        stage.drain()
        stage.wait()
    stage.run()

    audit(stage, wanted())


def test_a_sync_cut_at_sixty_percent_and_resumed_the_next_day_is_one_batch(stage):
    files = list((first_files() | {f"lot-1/{JEAN}/dernier.pdf": scan("dernier")}).items())
    stage.sync(dict(files[:5]))
    stage.run()
    stage.clock.pause(20 * 3600)
    stage.sync(dict(files[5:]))
    stage.sync(second_files())
    stage.run()

    final = wanted()
    final.outcomes.append(((f"{JEAN}/dernier.pdf",), ["filed"]))
    final.read.add(digest_of(scan("dernier")))
    audit(stage, final)
    assert len(stage.receipts("lot-1")) == 2


def test_an_upload_overwritten_while_it_is_read_is_read_as_it_was(stage):
    def overwrite(service, operation, request):
        if operation == "GetObject" and "fiche" in request.url and overwritten == []:
            overwritten.append(True)
            overwritten[0] = stage.upload(f"lot-1/{OVERWRITTEN}", scan("fiche corrigée"))

    overwritten = []
    stage.wire.change = overwrite
    stage.sync(first_files())
    stage.drain()
    stage.announce(overwritten)
    stage.run()

    audit(stage, wanted())


@pytest.mark.parametrize("notices", ["first", "twice", "never"])
def test_notices_that_come_first_twice_or_never_change_nothing(stage, notices):
    stage.textract.notices = notices
    play(stage)

    audit(stage, wanted())


def test_textract_too_busy_for_an_hour_makes_files_wait_and_nothing_else(stage):
    stage.textract.busy = 60
    play(stage)

    audit(stage, wanted())
    assert stage.textract.starts == 64


def test_a_job_that_fails_is_begun_anew_and_its_file_filed(stage):
    stage.textract.failing = {1, 2}
    stage.sync({f"lot-1/{JEAN}/a.pdf": scan("a")})
    stage.run()

    read = digest_of(scan("a"))
    audit(stage, Wanted(batch="lot-1", outcomes=[((f"{JEAN}/a.pdf",), ["filed"])], read={read}, attempts={read: 3}))


def test_a_job_that_loses_a_page_is_no_success(stage):
    stage.textract.losing_pages = {1, 2, 3}
    stage.sync({f"lot-1/{JEAN}/a.pdf": scan("a")})
    stage.run()

    read = digest_of(scan("a"))
    audit(stage, Wanted(batch="lot-1", outcomes=[((f"{JEAN}/a.pdf",), ["failed"])], read={read}, attempts={read: 3}))
    assert stage.receipts("lot-1")[0]["files"][0]["reason"] == "pages_lost"


def test_what_failed_is_retried_by_an_administrator_and_filed(stage):
    stage.textract.failing = {1, 2, 3}
    stage.sync({f"lot-1/{JEAN}/a.pdf": scan("a")})
    stage.run()
    answer = stage.administer(action="retry", batch="lot-1")
    stage.run()

    read = digest_of(scan("a"))
    history = {f"{JEAN}/a.pdf": [*HISTORIES["failed"], "retrial", "filing"]}
    final = Wanted(batch="lot-1", outcomes=[((f"{JEAN}/a.pdf",), ["filed"])], read={read}, attempts={read: 4}, histories=history)
    audit(stage, final)
    assert answer == {"ok": True, "retried": 1}
    assert [receipt["counts"]["failed"] for receipt in stage.receipts("lot-1")] == [1, 0]
