"""From `aws s3 sync` to the receipt, in memory, as a clerk would tell it."""

import pytest

from chalicelib.administration.sweep import sweep
from chalicelib.model.identifiers import piece_id
from tests.world import World, scan

JEAN, MARIE = "123456", "654321"


@pytest.fixture
def world():
    return World(JEAN, MARIE)


def digest_of(world, key):
    return next(file["digest"] for batch in [key.split("/")[0]] for file in world.receipt(batch)["files"] if file["key"] == key)


def test_two_dossiers_come_in_and_their_receipt_closes(world):
    world.sync({f"lot-1/{JEAN}/nomination.pdf": scan("n"), f"lot-1/{MARIE}/diplôme.pdf": scan("d")})
    world.run()

    receipt = world.receipt("lot-1")
    assert receipt["counts"] == {"announced": 2, "filed": 2, "to_review": 0, "duplicate": 0, "refused": 0, "failed": 0, "missing": 0}
    assert {file["matricule"] for file in receipt["files"]} == {JEAN, MARIE}
    assert all(file["pages"] == 1 and file["confidence"] == 98.5 for file in receipt["files"])


def test_an_announcement_repeated_ten_times_counts_once(world):
    uploads = world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.queues.announce_uploads(uploads * 9)
    world.run()

    assert world.receipt("lot-1")["counts"]["announced"] == 1
    assert len(world.ocr.started) == 1
    assert [event.type for event in world.register.batch_events("lot-1")] == ["ingestion", "filing"]


def test_a_replay_after_the_receipt_opens_no_revision(world):
    uploads = world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()
    world.queues.announce_uploads(uploads)
    world.run()

    assert "receipts/lot-1/lot-1-r2.json" not in world.outbox.objects


def test_the_same_file_sent_again_under_its_own_name_is_nothing_new(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()

    assert "receipts/lot-1/lot-1-r2.json" not in world.outbox.objects
    assert world.receipt("lot-1")["counts"]["announced"] == 1


def test_a_renamed_copy_in_the_same_dossier_is_a_duplicate_and_not_read_again(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan(), f"lot-1/{JEAN}/b.pdf": scan()})
    world.run()

    assert sorted(world.outcomes("lot-1").values()) == ["duplicate", "filed"]
    assert len(world.ocr.started) == 1
    duplicate = next(file for file in world.receipt("lot-1")["files"] if file["status"] == "duplicate")
    assert duplicate["duplicate_of"] == piece_id(duplicate["digest"], JEAN)


def test_the_same_circular_in_two_dossiers_is_filed_twice_and_read_once(world):
    world.sync({f"lot-1/{JEAN}/circulaire.pdf": scan(), f"lot-1/{MARIE}/circulaire.pdf": scan()})
    world.run()

    assert set(world.outcomes("lot-1").values()) == {"filed"}
    assert len(world.ocr.started) == 1


def test_a_circular_that_was_read_last_month_is_filed_in_another_dossier_without_a_reading(world):
    world.sync({f"lot-1/{JEAN}/circulaire.pdf": scan()})
    world.run()
    world.sync({f"lot-2/{MARIE}/circulaire.pdf": scan()})
    world.run()

    assert world.outcomes("lot-2") == {f"{MARIE}/circulaire.pdf": "filed"}
    assert len(world.ocr.started) == 1


def test_new_bytes_under_an_old_name_are_a_new_line_and_a_new_revision(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("first")})
    world.run()
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("second")})
    world.run()

    assert world.receipt("lot-1", 2)["counts"] | {"announced": 2, "filed": 2} == world.receipt("lot-1", 2)["counts"]
    assert len({file["version"] for file in world.receipt("lot-1", 2)["files"]}) == 2


def test_a_late_file_opens_a_second_revision_that_tells_the_whole_batch(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("a")})
    world.run()
    world.sync({f"lot-1/{MARIE}/b.pdf": scan("b")})
    world.run()

    assert world.receipt("lot-1", 2)["counts"]["announced"] == 2
    assert world.receipt("lot-1", 1)["counts"]["announced"] == 1


def test_a_file_without_a_matricule_or_with_an_unknown_one_goes_to_review(world):
    world.sync({"lot-1/divers/note.pdf": scan("n"), "lot-1/999999/acte.pdf": scan("a")})
    world.run()

    reasons = {file["key"]: file["reason"] for file in world.receipt("lot-1")["files"]}
    assert reasons == {"lot-1/divers/note.pdf": "no_matricule", "lot-1/999999/acte.pdf": "unknown_matricule"}


def test_a_matricule_typed_with_a_letter_o_finds_its_servant():
    world = World("102030")
    world.sync({"lot-1/1O2O3O/acte.pdf": scan()})
    world.run()

    assert world.receipt("lot-1")["files"][0]["matricule"] == "102030"


def test_a_file_whose_name_and_folder_say_two_servants_goes_to_review(world):
    world.sync({f"lot-1/{JEAN}/{MARIE}-acte.pdf": scan()})
    world.run()

    assert world.receipt("lot-1")["files"][0]["reason"] == "conflicting_matricules"


def test_fifty_matricules_at_the_top_become_one_batch_named_by_its_day():
    matricules = [f"{number:06}" for number in range(100000, 100050)]
    world = World(*matricules)
    world.sync({f"{matricule}/acte.pdf": scan(matricule) for matricule in matricules})
    world.run()

    assert world.receipt("2026-11-23")["counts"]["filed"] == 50
    assert len([key for key in world.outbox.objects if key.endswith(".json")]) == 1


@pytest.mark.parametrize(("body", "reason"), [(b"", "empty"), (b"PK\x03\x04 not a scan", "type"), (b"%PDF-1.4 cut", "corrupt")])
def test_a_bad_file_is_refused_by_name_and_kept(world, body, reason):
    world.sync({f"lot-1/{JEAN}/bad.pdf": body, f"lot-1/{JEAN}/good.pdf": scan()})
    world.run()

    refused = next(file for file in world.receipt("lot-1")["files"] if file["status"] == "refused")
    assert (refused["reason"], refused["key"]) == (reason, f"lot-1/{JEAN}/bad.pdf")
    assert world.inbox.kept == {(f"lot-1/{JEAN}/good.pdf", "v2")}


def test_litter_is_named_aside_and_counts_as_nothing(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan(), f"lot-1/{JEAN}/Thumbs.db": b"x", "lot-1/.DS_Store": b"y"})
    world.run()

    assert world.receipt("lot-1")["counts"]["announced"] == 1
    assert [each["key"] for each in world.receipt("lot-1")["ignored"]] == ["lot-1/.DS_Store", f"lot-1/{JEAN}/Thumbs.db"]


def test_a_manifest_whose_files_have_all_come_closes_the_batch_at_once(world):
    started = world.clock.now()
    world.sync({f"lot-1/{JEAN}/a.pdf": scan(), "lot-1/_manifest.csv": f"fichier\n{JEAN}/a.pdf\n".encode()})
    world.run()

    assert (world.clock.now() - started).total_seconds() < 60
    assert world.receipt("lot-1")["manifest"] == "lot-1/_manifest.csv"


def test_a_file_that_the_manifest_announces_and_that_never_came_is_missing(world):
    manifest = f"fichier\n{JEAN}/a.pdf\n{MARIE}/b.pdf\n".encode()
    world.sync({f"lot-1/{JEAN}/a.pdf": scan(), "lot-1/_manifest.csv": manifest})
    world.run()

    assert world.outcomes("lot-1") == {f"{JEAN}/a.pdf": "filed", f"{MARIE}/b.pdf": "missing"}
    world.sync({f"lot-1/{MARIE}/b.pdf": scan("b")})
    world.run()

    assert set(world.outcomes("lot-1", 2).values()) == {"filed"}


def test_a_file_nobody_announced_does_not_stand_in_for_one_that_is_still_to_come(world):
    manifest = f"fichier\n{JEAN}/a.pdf\n{MARIE}/b.pdf\n".encode()
    world.sync({"lot-1/_manifest.csv": manifest, f"lot-1/{JEAN}/a.pdf": scan(), f"lot-1/{JEAN}/extra.pdf": scan("x")})
    world.drain()
    world.sync({f"lot-1/{MARIE}/b.pdf": scan("b")})
    world.run()

    assert world.receipt("lot-1")["counts"] | {"announced": 3, "filed": 3} == world.receipt("lot-1")["counts"]


def test_a_marker_shortens_the_wait_but_never_closes_over_work(world):
    world.sync({"lot-1/_COMPLETE": b""})
    world.drain()
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()

    assert world.receipt("lot-1")["counts"]["filed"] == 1


def test_an_upload_whose_announcement_was_lost_is_found_again(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("a")})
    world.sync({f"lot-1/{JEAN}/b.pdf": scan("b")}, announce=False)
    world.run()

    assert world.receipt("lot-1")["counts"]["filed"] == 2


def test_a_batch_of_which_nothing_was_announced_is_found_again(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("a")}, announce=False)
    world.run(until_closed=False)
    world.clock.pause(300)
    world.queues.announce_uploads([])
    sweep(world, whole=True)
    world.run()

    assert world.receipt("lot-1")["counts"]["filed"] == 1


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


def test_a_notice_that_never_came_is_asked_after(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.answer = lambda: None
    world.run()

    assert world.receipt("lot-1")["counts"]["filed"] == 1


def test_an_upload_that_was_taken_away_is_failed_and_said(world):
    upload = world.sync({f"lot-1/{JEAN}/a.pdf": scan(), f"lot-1/{JEAN}/b.pdf": scan("b")})[0]
    world.inbox.remove(upload)
    world.run()

    assert world.outcomes("lot-1") == {f"{JEAN}/a.pdf": "failed", f"{JEAN}/b.pdf": "filed"}


def test_a_day_s_batch_does_not_wait_behind_the_backlog(world):
    world.sync({f"fonds/{JEAN}/{number}.pdf": scan(f"f{number}") for number in range(60)})
    world.sync({f"jour/{MARIE}/{number}.pdf": scan(f"j{number}") for number in range(5)})
    world.run()
    order = [world.register.original(digest).batch for digest in world.ocr.started]

    assert max(index for index, batch in enumerate(order) if batch == "jour") < 20


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


def test_a_manifest_that_comes_after_the_receipt_is_answered_by_a_new_one(world):
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()
    world.sync({"lot-1/_manifest.csv": f"fichier\n{JEAN}/a.pdf\n{MARIE}/b.pdf\n".encode()})
    world.run()

    assert world.outcomes("lot-1", 2) == {f"{JEAN}/a.pdf": "filed", f"{MARIE}/b.pdf": "missing"}


def test_a_batch_whose_name_looks_like_a_matricule_keeps_its_manifest(world):
    manifest = f"fichier\n{JEAN}/a.pdf\n".encode()
    world.sync({f"202611/{JEAN}/a.pdf": scan(), "202611/_manifest.csv": manifest})
    world.run()

    assert world.receipt("202611")["manifest"] == "202611/_manifest.csv"
    assert [key for key in world.outbox.objects if key.endswith(".json")] == ["receipts/202611/202611-r1.json"]


def test_a_first_roster_does_not_take_in_a_second_time_what_came_before_it():
    world = World()
    world.sync({"AB-0123/acte.pdf": scan(), "AB-0124/acte.pdf": scan("b")})
    world.run()
    world.put_in_force("AB0123", "AB0124")
    world.clock.pause(3600)
    sweep(world, whole=True)
    world.run()

    assert sorted(key for key in world.outbox.objects if key.endswith(".json")) == [
        "receipts/AB-0123/AB-0123-r1.json",
        "receipts/AB-0124/AB-0124-r1.json",
    ]


def test_a_key_that_begins_with_a_slash_still_has_a_batch(world):
    world.sync({"/égaré.pdf": scan()})
    world.run()

    assert world.receipt("2026-11-23")["counts"]["to_review"] == 1
