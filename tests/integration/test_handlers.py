"""Whole handlers with the events that AWS sends them."""

import json
from pathlib import Path
from threading import Event

import pytest

from chalicelib.model.errors import ConflictError
from chalicelib.model.wording import REASONS
from chalicelib.text import nomenclature_file
from chalicelib.wiring import archive
from functions import messages
from functions.dispatch import dispatch
from functions.ingest import ingest_small
from functions.messages import LEASE, each_message
from functions.transcribe import transcribe
from tests.stage.audit import audit
from tests.stage.lambdas import Context, lambdas, sqs_record
from tests.stage.queues import Message
from tests.stage.story import JEAN, MARIE, ODD, play, wanted
from tests.stage.textract import WHAT_SCANS_SAY
from tests.world import scan

SHIPPED = Path(nomenclature_file.__file__).with_name("nomenclature.yaml")
TEST_EVENT = {
    "Service": "Amazon S3",
    "Event": "s3:TestEvent",
    "Time": "2026-11-23T08:00:00.000Z",
    "Bucket": "ububiko-test-inbox",
    "RequestId": "EXAMPLE",
    "HostId": "EXAMPLE",
}


@pytest.fixture
def stage():
    with lambdas(JEAN, MARIE) as stage:
        yield stage


def event_of(stage, queue, *bodies):
    """Write an event of some messages."""
    messages = [Message(body=body, due=stage.clock.now(), receives=1, id=f"message-{number}") for number, body in enumerate(bodies)]
    return {"Records": [sqs_record(message, queue) for message in messages]}


def test_s3_s_test_event_is_passed_over(stage):
    answer = dispatch(event_of(stage, "arrivals", json.dumps(TEST_EVENT)), Context(function_name="dispatch"))

    assert answer == {"batchItemFailures": []}
    assert stage.queues.next_due() is None


def test_only_the_message_that_failed_comes_again(stage):
    stage.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    stage.queues.receive("arrivals", 10)
    good = stage.queues.waiting["arrivals"][0].body
    answer = dispatch(event_of(stage, "arrivals", "no json", good), Context(function_name="dispatch"))

    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert len(stage.queues.waiting["ingest-small"]) == 1


def test_a_broken_message_ends_among_the_dead_letters_after_five_receives(stage):
    stage.queues.put("ingest-small", {"MessageBody": "no json", "MessageGroupId": "x"})
    stage.run()

    assert [letter.receives for letter in stage.dead_letters()["ingest-small"]] == [5]
    assert stage.log.getvalue().count('"message":"broken"') == 5
    assert stage.errors == 5, "an invocation that handled nothing fails, and the alarm counts it"


def test_meeting_another_worker_is_no_error(stage):
    def meet(_):
        raise ConflictError("conflict", "another worker moved it")

    answer = each_message(event_of(stage, "transcripts", "{}"), meet)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}


def test_a_message_that_fails_comes_again_later_and_later(stage):
    stage.queues.put("ingest-small", {"MessageBody": "no json", "MessageGroupId": "x"})
    seconds = []
    for _ in range(4):
        stage.drain()
        seconds.append(round((stage.queues.next_due() - stage.clock.now()).total_seconds()))
        stage.clock.pause(seconds[-1] + 1)

    assert seconds == [10, 30, 90, 270]


@pytest.mark.parametrize("name", ["arrivals", "ingest-small", "transcripts", "closings"])
def test_the_message_of_a_killed_worker_comes_again_within_seconds(stage, name):
    worked = []

    def kill(service, operation, _):
        worked.append(stage.wire.worker == name and service in {"dynamodb", "s3"})
        return "killed before" if worked[-1] and sum(worked) == 1 else None

    stage.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    stage.wire.fault = kill
    while not any(worked):
        stage.drain()
        if not any(worked):
            stage.wait()
    waits = (min(message.due for message in stage.queues.waiting[name]) - stage.clock.now()).total_seconds()

    assert stage.killed == 1
    assert waits <= LEASE
    stage.run()
    assert [line.status for line in stage.known.register.lines("lot-1")] == ["filed"]


def test_a_worker_renews_its_lease_as_long_as_it_works(stage, monkeypatch):
    hidden = []
    monkeypatch.setattr(messages, "_RENEWED_AFTER", 0.01)
    monkeypatch.setattr(type(archive.queues), "hide", lambda _, *asked: hidden.append(asked))

    def work(_):
        while len(hidden) < 4:
            Event().wait(0.01)

    each_message(event_of(stage, "closings", "{}"), work)
    kept = len(hidden)
    Event().wait(0.05)

    assert {seconds for _, _, seconds in hidden} == {LEASE}
    assert len(hidden) == kept, "a lease is not renewed after the work"


def test_work_goes_on_where_the_lease_cannot_be_had(stage):
    stage.wire.fault = lambda service, operation, _: "broken" if operation == "ChangeMessageVisibilityBatch" else None
    stage.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    stage.run()

    assert [line.status for line in stage.known.register.lines("lot-1")] == ["filed"]
    assert stage.log.getvalue().count('"message":"not_hidden"') > 2


def test_a_notice_of_a_job_that_nobody_knows_is_passed_over(stage):
    notice = {"JobId": "x" * 64, "Status": "SUCCEEDED", "API": "StartDocumentTextDetection", "JobTag": "f" * 64}
    envelope = json.dumps({"Type": "Notification", "Message": json.dumps(notice)})
    answer = transcribe(event_of(stage, "transcripts", envelope), Context(function_name="transcribe"))

    assert answer == {"batchItemFailures": []}


def test_the_whole_story_ends_in_one_receipt_that_is_right_for_every_file(stage):
    play(stage)

    audit(stage, wanted())
    receipt = stage.receipts("lot-1")[0]
    assert receipt["counts"] == {"announced": 8, "filed": 5, "to_review": 1, "duplicate": 1, "refused": 1, "failed": 0, "missing": 0}
    odd = next(file for file in receipt["files"] if file["key"].endswith(ODD))
    assert (odd["pages"], odd["confidence"], odd["matricule"]) == (1, 100.0, MARIE)
    assert {file["reason"] for file in receipt["files"]} - {None} <= set(REASONS)


def test_an_upload_that_is_too_large_is_refused_without_being_fetched(stage):
    arrival = {"batch": "lot-1", "key": "lot-1/gros.pdf", "version": "v", "size": 600 * 2**20, "uploaded_at": stage.clock.now().isoformat()}
    answer = ingest_small(event_of(stage, "ingest-small", json.dumps(arrival)), Context(function_name="ingest_small"))
    stage.run()

    file = stage.receipts("lot-1")[0]["files"][0]
    assert answer == {"batchItemFailures": []}
    assert (file["status"], file["reason"], file["digest"]) == ("refused", "size", None)
    assert "GetObject" not in {call.operation for call in stage.wire.calls if call.service == "s3"}


def test_an_upload_that_was_taken_away_is_failed_and_its_batch_closes(stage):
    upload = stage.sync({f"lot-1/{JEAN}/a.pdf": scan(), f"lot-1/{JEAN}/b.pdf": scan("b")})[0]
    stage.tools["s3"].delete_object(Bucket="ububiko-test-inbox", Key=upload.key, VersionId=upload.version)
    stage.run()

    assert {file["key"][-5:]: (file["status"], file["reason"]) for file in stage.receipts("lot-1")[0]["files"]} == {
        "a.pdf": ("failed", "vanished"),
        "b.pdf": ("filed", None),
    }


def test_a_roster_that_is_dropped_comes_into_force_and_files_what_waited_for_it():
    with lambdas() as stage:
        stage.sync({f"lot-1/{JEAN}/a.pdf": scan()})
        stage.drain()
        stage.sync({"_roster/agents.csv": f"matricule;nom;prenom\n{JEAN};NDAYIZEYE;Espérance\n".encode("cp1252")})
        stage.run()

        assert stage.receipts("lot-1")[-1]["counts"]["filed"] == 1
        assert stage.known.register.roster_pointer().count == 1


def test_footers_of_a_roster_are_no_servants_and_a_page_number_is_no_matricule_of_a_scan():
    with lambdas() as stage:
        rows = f"matricule;nom;prenom\n{JEAN};NDAYIZEYE;Espérance\n{MARIE};BUKURU;Aline\nTotal 2;;\nPage 1/2;;\n"
        stage.sync({"_roster/agents.csv": rows.encode("mac_roman")})
        stage.drain()
        stage.sync({"lot-1/page 1-2.pdf": scan()})
        stage.run()
        (file,) = stage.receipts("lot-1")[-1]["files"]

        assert (file["status"], file["reason"]) == ("to_review", "no_matricule")
        assert stage.known.register.roster_pointer().shapes == {"999999"}


def test_a_roster_that_exchanges_its_servants_waits_and_its_announcement_may_come_again_after_its_confirmation():
    with lambdas(JEAN, MARIE) as stage:
        uploads = stage.sync({"_roster/agents.csv": b"matricule\n777771\n777772\n"})
        stage.drain()
        waiting = stage.known.register.roster_pointer().pending
        answer = stage.administer(action="confirm_roster", generation=waiting)
        stage.announce(uploads)
        stage.drain()
        stage.clock.pause(60)
        in_force = stage.known.vault.roster_pointer()

        assert (answer["ok"], answer["servants"]) == (True, 2)
        assert (in_force.generation, in_force.pending) == (waiting, None)


def test_a_roster_can_be_undone_from_the_console():
    with lambdas() as stage:
        for number, matricules in enumerate(([JEAN], [JEAN, MARIE])):
            stage.clock.pause(60)
            rows = "".join(f"{matricule};N;P\n" for matricule in matricules)
            stage.sync({f"_roster/{number}.csv": f"matricule;nom;prenom\n{rows}".encode()})
            stage.drain()
        answer = stage.administer(action="undo_roster")

        assert (answer["ok"], answer["servants"]) == (True, 1)
        assert stage.administer(action="nonsense")["ok"] is False


def test_a_manifest_closes_its_batch_at_once_and_names_what_never_came(stage):
    rows = f"fichier\n{JEAN}/a.pdf\n{MARIE}/b.pdf\n".encode()
    stage.sync({"lot-1/_manifest.csv": rows, f"lot-1/{JEAN}/a.pdf": scan("a"), f"lot-1/{MARIE}/b.pdf": scan("b")})
    stage.sync({"lot-2/_manifest.csv": rows, f"lot-2/{JEAN}/a.pdf": scan("c")})
    stage.run()

    assert stage.receipts("lot-1")[0]["seconds"] < 30
    assert stage.receipts("lot-2")[0]["counts"]["missing"] == 1


def write_nomenclature(stage, body):
    """Put a nomenclature where administrators put theirs."""
    stage.tools["s3"].put_object(Bucket="ububiko-test-vault", Key="settings/nomenclature.yaml", Body=body.encode())
    stage.forget()


def test_a_bad_nomenclature_is_told_to_administrators_and_no_piece_waits_for_it(stage, capsys):
    write_nomenclature(stage, 'version: "2027-1"\npieces:\n  - {code: "03.1", mandatory: toujours}\n')
    stage.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    stage.run()
    answer = stage.administer(action="nomenclature")

    assert (answer["ok"], answer["shipped"], answer["unreadable"]) == (True, True, None)
    assert any(problem.startswith("ligne 3 : ") for problem in answer["refused"][0]["problems"])
    assert stage.receipts("lot-1")[0]["counts"]["filed"] == 1
    assert "nomenclature_refused" in stage.log.getvalue()
    assert "NomenclatureRefused" in capsys.readouterr().out


def test_a_setting_that_cannot_be_read_is_named_by_the_sweep():
    with lambdas(JEAN, start_rate="fast") as stage:
        stage.sync({f"lot-1/{JEAN}/a.pdf": scan()})
        stage.run()

        assert '"settings":["start-rate"]' in stage.log.getvalue()
        assert [line.status for line in stage.known.register.lines("lot-1")] == ["filed"], "the default applies"


def test_the_ministrys_nomenclature_types_what_comes_after_it(stage):
    write_nomenclature(stage, (shipped_text := SHIPPED.read_text("utf-8")).replace(shipped_text.split('"')[1], "2031-9", 1))

    answer = stage.administer(action="nomenclature")

    assert (answer["version"], answer["shipped"], answer["refused"]) == ("2031-9", False, [])


def test_logs_and_metrics_name_nobody_and_quote_nothing(stage, capsys):
    play(stage)
    stage.sync({"_roster/agents.csv": f"matricule;nom;prenom\n{JEAN};NDAYIZEYE;Espérance\n{MARIE};BUKURU;Aline\n".encode()})
    stage.run()

    said = stage.log.getvalue() + capsys.readouterr().out
    assert "taken" in said
    words = ("NDAYIZEYE", "Ndayizeye", "Espérance", "Esp\\u00e9rance", "BUKURU", "Aline", WHAT_SCANS_SAY, "nommée", "nomm\\u00e9e")
    assert [word for word in words if word in said] == []
    assert [name for name in ("nomination.pdf", "circulaire", "550+590") if name in said] == []
