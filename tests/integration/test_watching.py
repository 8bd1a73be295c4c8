"""Auditors, directors and servants ask, as API Gateway hands it over, on moto: what is answered, what it costs, what is refused."""

import json
from collections import Counter
from dataclasses import replace

import pytest
from aws_lambda_powertools.utilities import parameters

from app import app
from chalicelib.model.errors import PermanentError
from chalicelib.model.piece import Field
from chalicelib.model.servant import Servant
from tests.stage.gateway import behind_the_site, claims_of, request_event
from tests.stage.lambdas import SCHEDULED, Context, lambdas
from tests.stage.metrics import published
from tests.world import scan

JEAN, MARIE = "123456", "654321"


class Desk:
    """People at their screens, and API Gateway before the Lambda."""

    def __init__(self, stage):
        self.stage = stage

    def ask(self, reader, method, route, *, query=None, body=None, **path):
        event = request_event(method, route, claims=claims_of(reader), query=query, body=body, path=path)
        return app(event, Context(function_name="api"))

    def read(self, *asked, **how):
        answer = self.ask(*asked, **how)
        assert answer["statusCode"] in (200, 201), answer["body"]
        return json.loads(answer["body"])

    def number(self, *asked, **how):
        return self.ask(*asked, **how)["statusCode"]


@pytest.fixture
def desk(monkeypatch):
    with lambdas(JEAN, MARIE) as stage, behind_the_site(monkeypatch):
        stage.sync({f"lot-1/{JEAN}/a.pdf": scan("a"), f"lot-1/{MARIE}/b.pdf": scan("b"), f"lot-1/{MARIE}/vide.pdf": b""})
        stage.run()
        yield Desk(stage)


def test_the_sweep_counts_and_the_direction_reads(desk):
    from functions.sweep import sweep  # noqa: PLC0415 - the stage sets the environment first

    sweep(SCHEDULED, Context(function_name="sweep"))
    again = sweep(SCHEDULED, Context(function_name="sweep"))
    told = desk.read("director", "GET", "/figures")
    desk.stage.wire.calls.clear()
    desk.read("archivist", "GET", "/figures", query={"from": "2026-11-01", "to": "2026-11-30"} if told["to"] >= "2026-11-30" else None)

    assert again["counted"] == 0
    assert (told["casefiles"], told["pieces"], told["refused"]) == (2, 2, [{"reason": "empty", "files": 1}])
    assert told["roadmap"]["casefiles"] == 115_000
    assert Counter(call.operation for call in desk.stage.wire.calls) == {"GetItem": 3, "Query": 3, "ListObjectVersions": 1}


def test_a_duty_of_the_sweep_that_fails_keeps_no_other_from_its_turn(desk, monkeypatch):
    from functions import sweep as module  # noqa: PLC0415 - as above

    def break_down(_):
        raise ValueError("an audit trail that nobody can read")

    monkeypatch.setattr(module, "keep_accesses", break_down)
    desk.stage.known.register.open_batch("lot-2", desk.stage.clock.now())
    with pytest.raises(module.DutiesFailedError, match=r"^kept$"):
        module.sweep(SCHEDULED, Context(function_name="sweep"))

    assert '"duty":"kept"' in desk.stage.log.getvalue()
    assert [json.loads(message.body)["batch"] for message in desk.stage.queues.waiting["closings"]] == ["lot-2"]
    assert desk.read("director", "GET", "/figures")["casefiles"] == 2, "what comes after it was done as well"


def test_the_first_sweeps_of_a_month_write_what_each_ministry_s_case_files_have_and_the_direction_reads_the_sums(desk):
    from functions.sweep import sweep  # noqa: PLC0415 - as above

    before = sweep(SCHEDULED, Context(function_name="sweep"))["completeness"]
    none_yet = desk.read("director", "GET", "/figures")["completeness"]
    saved_before = desk.number("director", "GET", "/figures.csv", query={"what": "completeness"})
    desk.stage.clock.pause(40 * 24 * 3600)
    compared = sweep(SCHEDULED, Context(function_name="sweep"))["completeness"]
    again = sweep(SCHEDULED, Context(function_name="sweep"))["completeness"]
    (nameless,) = desk.read("director", "GET", "/figures")["completeness"]["ministries"]
    saved = desk.ask("director", "GET", "/figures.csv", query={"what": "completeness"})
    lines = list(desk.stage.known.outbox.report_lines(f"reports/completude/{desk.stage.clock.now():%Y-%m}/sans-ministere.csv"))

    assert (before, none_yet, compared, again) == (0, None, 2, 0)
    assert {name: nameless[name] for name in ("ministry", "servants", "begun", "complete")} == {
        "ministry": None,
        "servants": 2,
        "begun": 2,
        "complete": 0,
    }
    assert [line.split(";")[0] for line in lines[1:]] == [JEAN, MARIE]
    assert saved_before == 404
    assert saved["body"].splitlines()[1].startswith(";2;2;0;0;2")
    assert f"completude-par-ministere-{desk.stage.clock.now():%Y-%m-%d}.csv" in str(saved["headers"] | saved["multiValueHeaders"])


def test_the_roster_is_held_against_the_archive_and_a_person_explains_what_differs(desk):
    from functions.administer import administer  # noqa: PLC0415 - as above

    none_yet = desk.read("director", "GET", "/reconciliation")
    desk.stage.known.register.put_servants("g1", [Servant(matricule="777777", name="BUKURU", first_names="Anne", written="777.777")])
    while not administer({"action": "reconciliation"}, Context(function_name="administer"))["finished"]:
        pass  # the tries' Lambda has no time left after a portion
    (found,) = desk.read("director", "GET", "/reconciliation")["discrepancies"]
    said, path = {"edition": found["edition"], "state": "explained", "note": "Dossier chez le notaire"}, "/reconciliation/{discrepancy}"
    after = desk.read("archivist", "POST", path, discrepancy=found["id"], body=said)
    stale = desk.number("director", "POST", path, discrepancy=found["id"], body=said)
    saved = desk.ask("director", "GET", "/reconciliation.csv", query={"state": "explained"})
    back = desk.read("director", "POST", f"{path}/undo", discrepancy=found["id"], body={"edition": after["edition"]})

    assert none_yet["month"] is None
    assert (found["id"], found["filed"], found["roster"][0]["matricule"]) == ("no_casefile-777777", 0, "777.777")
    assert (after["state"], after["reason"], after["by"], after["undoable"]) == ("explained", "Dossier chez le notaire", "archivist", True)
    assert (stale, back["state"], back["undoable"]) == (409, "to_look_at", False)
    assert "Payé(e), aucun dossier dans l'archive;777777;;BUKURU Anne" in saved["body"]
    assert [each["action"] for each in desk.read("auditor", "GET", "/journal")["journal"]].count("reconciled") == 2
    for role in ("auditor", "guardian", JEAN):
        assert desk.number(role, "POST", path, discrepancy=found["id"], body=said) == 404


def test_the_sweep_reconciles_once_a_month(desk):
    from functions.sweep import sweep  # noqa: PLC0415 - as above

    before = sweep(SCHEDULED, Context(function_name="sweep"))["reconciliation"]
    desk.stage.clock.pause(40 * 24 * 3600)

    assert (before, sweep(SCHEDULED, Context(function_name="sweep"))["reconciliation"]) == (0, 2)


def test_a_letter_is_given_to_its_servant_and_to_archivists_alone(desk):
    own = desk.read(JEAN, "GET", "/casefiles/{matricule}/letter", matricule="me")["letter"]
    desk_copy = desk.read("archivist", "GET", "/casefiles/{matricule}/letter", matricule=JEAN)["letter"]

    assert own == desk_copy
    assert f"<bdi>{JEAN}</bdi>" in own
    assert [desk.number(each, "GET", "/casefiles/{matricule}/letter", matricule=JEAN) for each in (MARIE, "director")] == [404, 404]


def test_a_career_is_told_to_its_servant_and_decided_on_by_archivists(desk):
    register = desk.stage.known.register
    (piece,) = register.casefile_pieces(JEAN, after=None, limit=2)
    day = Field(name="act_date", value="1990-02-01", raw="1/2/1990", confidence=0.9, page=1, box=(0.1, 0.2, 0.3, 0.02))
    register.restore([replace(piece, type="03.1", type_confidence=0.9, fields=(day,))])
    route = "/casefiles/{matricule}/career"
    (event,) = desk.read(JEAN, "GET", route, matricule="me")["events"]
    said = {"decision": "correct", "seen": event["version"], "day": "1990-02-11"}
    decided = desk.read("archivist", "POST", f"{route}/{{event}}", matricule=JEAN, event=event["id"], body=said)
    late = desk.ask("archivist", "POST", f"{route}/{{event}}", matricule=JEAN, event=event["id"], body=said | {"decision": "reject"})
    (mine,) = desk.read(JEAN, "GET", route, matricule="me")["events"]

    assert (event["kind"], event["day"], event["state"], event["citations"][0]["box"]) == (
        "recruitment",
        "1990-02-01",
        "found",
        [0.1, 0.2, 0.3, 0.02],
    )
    assert (mine["day"], mine["state"], mine["found"]["day"]) == ("1990-02-11", "corrected", "1990-02-01")
    assert decided["events"][0] == mine
    assert late["statusCode"] == 409
    assert "11/02/1990" in desk.read(JEAN, "GET", f"{route}/statement", matricule="me")["statement"]
    for name, body in (({"decision": "burn", "seen": "1"}, 400), ({"decision": "confirm"}, 400), ({**said, "details": {"name": "x"}}, 400)):
        assert desk.number("archivist", "POST", f"{route}/{{event}}", matricule=JEAN, event=event["id"], body=name) == body
    assert desk.number("archivist", "POST", f"{route}/{{event}}", matricule=JEAN, event="0", body=said) == 404
    assert [desk.number(each, "GET", route, matricule=JEAN) for each in (MARIE, "director", "auditor")] == [404, 404, 404]
    assert desk.number(JEAN, "POST", f"{route}/{{event}}", matricule=JEAN, event=event["id"], body=said) == 404


def test_each_sweep_publishes_what_the_dashboard_shows_of_the_moment(desk, capsys):
    from functions.sweep import sweep  # noqa: PLC0415 - as above

    desk.stage.sync({"lot-2/sans-nom/c.pdf": scan("c")})
    desk.stage.drain()
    desk.stage.tools["ssm"].put_parameter(Name="/ububiko/test/pages-per-month", Value="1000", Type="String")
    parameters.clear_caches()
    capsys.readouterr()
    sweep(SCHEDULED, Context(function_name="sweep"))

    seen = published(capsys.readouterr().out)
    assert {name: values for name, values in seen.items() if name != "OldestReview"} == {
        "BatchesOpen": [1.0],
        "PiecesToReview": [1.0],
        "PagesThisMonth": [3.0],
        "DollarsThisMonth": [0.0],
        "PagesCeiling": [1000.0],
        "SettingsRefused": [0.0],
        "NomenclatureRefused": [0.0],
        "CareerRulesRefused": [0.0],
        "NewerData": [0.0],
        "BackfillLeft": [0.0],
    }
    assert 0 <= seen["OldestReview"][0] < 60


def test_the_dashboards_tables_link_batches_and_follow_no_other_address(desk):
    from functions.board import HELP, board  # noqa: PLC0415 - as above

    def shown(**asked):
        return board(asked, Context(function_name="board"))

    assert shown(describe=True) == HELP
    assert "Aucun lot" in shown(show="open", site="https://archives.example.bi/")
    assert '<a href="https://archives.example.bi/#/batch/lot-1"' in shown(show="lost", site="https://archives.example.bi/")
    for asked in ({}, {"show": "lost"}, {"show": "lost", "site": "javascript:alert(1)"}, {"show": "all", "site": "https://a.bi/"}):
        with pytest.raises(PermanentError):
            shown(**asked)


def test_an_auditor_reads_who_read(desk):
    desk.read("archivist", "GET", "/casefiles/{matricule}", matricule=JEAN)
    told = desk.read("auditor", "GET", "/journal", query={"matricule": JEAN})
    sheet = desk.ask("auditor", "GET", "/journal.csv")

    assert [(each["action"], each["reader"]) for each in told["journal"]] == [("casefile", "archivist")]
    assert sheet["headers"]["Content-Type"] == "text/csv; charset=utf-8"
    assert sheet["body"].startswith("\ufeffdate et heure;")
    assert "journal lu" in sheet["body"]


def test_a_servant_reports_and_an_archivist_answers(desk):
    words = "Mon nom est mal écrit"
    made = desk.read(JEAN, "POST", "/casefiles/{matricule}/reports", body={"kind": "error", "text": words}, matricule="me")
    queue = desk.read("archivist", "GET", "/reports")["reports"]
    answered = desk.read("archivist", "POST", "/reports/{report}", body={"status": "answered", "answer": "Corrigé."}, report=made["report"])
    own = desk.read(JEAN, "GET", "/casefiles/{matricule}/reports", matricule="me")["reports"]

    assert [(each["report"], each["text"]) for each in queue] == [(made["report"], words)]
    assert (answered["status"], own[0]["answer"]) == ("answered", "Corrigé.")
    assert words not in desk.stage.log.getvalue()
    assert "Corrigé" not in desk.stage.log.getvalue()


def test_what_is_lacking_and_what_is_new_is_told(desk):
    lacking = desk.read(JEAN, "GET", "/casefiles/{matricule}/completeness", matricule="me")
    new = desk.read(JEAN, "GET", "/casefiles/{matricule}/news", matricule="me", query={"since": "2020-01-01T00:00:00Z"})

    assert lacking["matricule"] == JEAN
    assert {each["state"] for each in lacking["types"]} <= {"present", "missing", "unknown", "not_due"}
    assert [each["name"] for each in new["pieces"]] == ["a.pdf"]


RIGHTS = [
    ("GET", "/journal", {"auditor"}),
    ("GET", "/journal.csv", {"auditor"}),
    ("GET", "/figures", {"archivist", "director"}),
    ("GET", "/reports", {"archivist"}),
    ("GET", "/roadmap", {"archivist", "director"}),
    ("GET", "/reconciliation", {"archivist", "director"}),
]


def test_nobody_else_is_answered(desk):
    roles = ("archivist", "auditor", "director", "guardian", JEAN)
    for method, route, may in RIGHTS:
        assert {role for role in roles if desk.number(role, method, route) == 200} == may, route
        assert {desk.number(role, method, route) for role in roles if role not in may} == {404}, route


def test_the_direction_changes_the_plan_and_takes_it_back(desk):
    before = desk.read("director", "GET", "/roadmap")["plan"]
    members = before["members"] | {"start": "2026-01-05", "note": "adopté"}
    saved = desk.read("director", "POST", "/roadmap/plan", body={"seen": before["version"], "plan": members})
    again = desk.read("director", "POST", "/roadmap/plan", body={"seen": saved["version"], "plan": members | {"note": "revu"}})
    stale = desk.number("director", "POST", "/roadmap/plan", body={"seen": before["version"], "plan": members | {"note": "trop tard"}})
    back = desk.read("director", "POST", "/roadmap/plan/restore", body={"seen": again["version"], "version": saved["version"]})
    told = desk.read("archivist", "GET", "/roadmap")

    assert (before["source"], before["version"], saved["source"]) == ("shipped", "none", "saved")
    assert stale == 409
    assert (back["members"]["note"], [each["note"] for each in back["history"]]) == ("adopté", ["adopté", "revu", "adopté"])
    assert (told["plan"]["version"], told["plan"]["members"]["start"]) == (back["version"], "2026-01-05")
    assert desk.read("director", "GET", "/figures")["roadmap"]["start"] == "2026-01-05"
    assert [each["action"] for each in desk.read("auditor", "GET", "/journal")["journal"]].count("plan") == 3


def test_a_plan_with_problems_is_refused_with_all_of_them(desk):
    members = desk.read("director", "GET", "/roadmap")["plan"]["members"]
    wrong = members | {"casefiles": 0, "phases": [members["phases"][0] | {"months": "trois", "staff": -1}]}
    answer = desk.ask("director", "POST", "/roadmap/plan", body={"seen": "none", "plan": wrong})
    told = json.loads(answer["body"])

    assert (answer["statusCode"], told["code"]) == (400, "plan_refused")
    assert {each["field"] for each in told["problems"]} == {"casefiles", "phases.0.months", "phases.0.staff"}
    assert desk.read("director", "GET", "/roadmap")["plan"]["source"] == "shipped"
    for body in ({"seen": "none"}, {"plan": members}, {"seen": 1, "plan": members}, {"seen": "none", "plan": []}):
        assert desk.number("director", "POST", "/roadmap/plan", body=body) == 400, body
    for role in ("archivist", "auditor", "guardian", JEAN):
        assert desk.number(role, "POST", "/roadmap/plan", body={"seen": "none", "plan": members}) == 404
        assert desk.number(role, "POST", "/roadmap/plan/restore", body={"seen": "none", "version": "x"}) == 404


def test_a_plan_with_problems_that_was_put_into_the_vault_is_told_line_by_line_and_the_one_before_stays(desk):
    vault = {"Bucket": "ububiko-test-vault", "Key": "settings/roadmap.yaml"}
    wrong = desk.read("director", "GET", "/roadmap")["plan"]["members"] | {"start": "hier", "casefiles": 0}
    desk.stage.tools["s3"].put_object(**vault, Body=json.dumps(wrong, indent=1).encode())
    desk.stage.forget()
    plan = desk.read("director", "GET", "/roadmap")["plan"]
    (refused,) = plan["refused"]

    assert (plan["source"], plan["version"]) == ("shipped", "none")
    assert [(each["field"], each["line"]) for each in refused["told"]] == [("start", 2), ("casefiles", 3)]
    assert refused["problems"] == 2
    assert all(each["message"] for each in refused["told"])
    desk.stage.tools["s3"].delete_object(**vault)


def test_nobody_reports_or_looks_for_news_in_anothers_file(desk):
    for reader, matricule in ((JEAN, MARIE), ("archivist", JEAN), ("archivist", "me"), ("director", JEAN)):
        for body in ({"kind": "missing", "text": "x"}, {}):
            assert desk.number(reader, "POST", "/casefiles/{matricule}/reports", body=body, matricule=matricule) == 404
        assert desk.number(reader, "GET", "/casefiles/{matricule}/reports", matricule=matricule) == 404
        assert desk.number(reader, "GET", "/casefiles/{matricule}/news", matricule=matricule) == 404
    assert desk.number(JEAN, "GET", "/casefiles/{matricule}/completeness", matricule=MARIE) == 404


def test_a_report_badly_made_is_refused(desk):
    for body in ({}, {"kind": "error"}, {"kind": "x", "text": "y"}, {"kind": "error", "text": 3}, {"kind": "error", "text": "\n"}):
        assert desk.number(JEAN, "POST", "/casefiles/{matricule}/reports", body=body, matricule="me") == 400, body
