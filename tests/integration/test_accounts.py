"""The counter's routes and the administrators' actions, with the events that AWS sends them."""

import json
import re
from contextlib import contextmanager

import boto3
import pytest

import app as site
from chalicelib.wiring import archive
from functions.roster import load_roster
from tests.integration.test_handlers import event_of
from tests.stage import REGION
from tests.stage.account import declared
from tests.stage.gateway import SECRET, claims_of, request_event
from tests.stage.lambdas import Context, lambdas

JEAN, ALINE = "100001", "100002"
ROSTER = f"matricule;nom;prenom;statut\n{JEAN};NDAYIZEYE;Jean;actif\n{ALINE};BUKURU;Aline;retraitée\n"
LONG = 900_000


@contextmanager
def counter(monkeypatch, **settings):
    """Lend an archive with a pool of accounts."""
    with lambdas(site_url="https://archives.example.bi/", **settings) as stage:
        cognito, secrets = (boto3.client(name, region_name=REGION) for name in ("cognito-idp", "secretsmanager"))
        pool = cognito.create_user_pool(PoolName="readers", Policies=declared("readers.yaml", "UserPool")["Policies"])["UserPool"]["Id"]
        secret = secrets.create_secret(Name="origin", SecretString=SECRET)["ARN"]
        monkeypatch.setenv("USER_POOL_ID", pool)
        monkeypatch.setenv("USER_POOL_CLIENT_ID", "client")
        monkeypatch.setenv("ORIGIN_SECRET_ARN", secret)
        for port in ("accounts", "ledger"):
            vars(archive).pop(port, None)
        stage.cognito, stage.pool = cognito, pool
        yield stage
        for port in ("accounts", "ledger"):
            vars(archive).pop(port, None)


@pytest.fixture
def stage(monkeypatch):
    with counter(monkeypatch) as stage:
        yield stage


def drop(stage, name, text):
    """Drop a roster and load it, with as much time as AWS gives."""
    stage.clock.pause(60)
    upload = stage.upload(f"_roster/{name}.csv", text.encode())
    body = json.dumps(
        {"batch": "", "key": upload.key, "version": upload.version, "size": upload.size, "uploaded_at": upload.uploaded_at.isoformat()}
    )
    return load_roster(event_of(stage, "rosters", body), Context(function_name="load_roster", milliseconds=LONG))


def administer(stage, **asked):
    from functions.administer import administer as do  # noqa: PLC0415 - the stage sets the environment first

    return do(asked, Context(function_name="administer", milliseconds=LONG))


def ask(method, path, body=None, *, matricule=JEAN, groups="archivist"):
    """Ask the API as API Gateway does, once it has verified the token."""
    claims = claims_of("marie", groups)
    event = request_event(method, path, claims=claims, body=body, path={"matricule": matricule})
    answer = site.app(event, Context(function_name="api_handler"))
    return answer["statusCode"], json.loads(answer["body"])


def test_a_roster_then_accounts_then_somebody_leaves(stage):
    drop(stage, "a", ROSTER)
    opened = administer(stage, action="open_accounts")
    drop(stage, "b", ROSTER.replace("actif", "révoqué"))

    assert (opened["ok"], opened["opened"], opened["next"], len(opened["slips"])) == (True, 2, None, 1)
    assert stage.cognito.admin_get_user(UserPoolId=stage.pool, Username=JEAN)["Enabled"] is False
    assert stage.cognito.admin_get_user(UserPoolId=stage.pool, Username=ALINE)["Enabled"] is True
    assert administer(stage, action="count_accounts") == {"ok": True, "servants": 2, "open": 1, "opening": 0, "closed": 1}
    undone = administer(stage, action="undo_roster")
    assert undone["accounts"]["reopened"] == 1


def test_a_log_tells_how_many_matricules_were_odd_and_none_of_them(stage, capsys):
    drop(stage, "a", ROSTER)
    told = administer(stage, action="open_accounts", matricules=[JEAN, "987123"])

    said = stage.log.getvalue() + capsys.readouterr().out
    assert "987123" in json.dumps(told)
    assert "open_accounts" in said
    assert "987123" not in said


def test_no_log_says_a_password_or_a_name(stage, capsys):
    drop(stage, "a", ROSTER)
    key = administer(stage, action="open_accounts")["slips"][0]
    page = stage.tools["s3"].get_object(Bucket="ububiko-test-outbox", Key=key)["Body"].read().decode()
    administer(stage, action="reset_accounts", matricules=[JEAN], reason="fiche perdue")

    printed = re.findall(r"<span>(\w{4})</span>", page)
    said = stage.log.getvalue() + capsys.readouterr().out
    assert len(printed) == 6
    assert "open_accounts" in said
    assert not [word for word in (*printed, "NDAYIZEYE", "Aline", "BUKURU") if word in said]


def test_an_action_badly_asked_for_is_refused_in_french(stage):
    drop(stage, "a", ROSTER)
    for asked, code in (
        ({"action": "open_accounts", "limit": "10"}, "bad_limit"),
        ({"action": "open_accounts", "limit": 0}, "bad_limit"),
        ({"action": "open_accounts", "matricules": "100001"}, "bad_matricules"),
        ({"action": "reset_accounts", "reason": "x"}, "lacking_matricules"),
        ({"action": "reset_accounts", "matricules": ["100001"]}, "lacking_reason"),
        ({"action": "reset_accounts", "matricules": ["1"] * 501, "reason": "fiche perdue"}, "bad_matricules"),
    ):
        answer = administer(stage, **asked)

        assert (answer["ok"], answer["error"]) == (False, code)
        assert answer["erreur"] != code


def test_an_archivist_opens_resets_and_closes_at_the_counter(stage):
    drop(stage, "a", ROSTER)
    none = ask("GET", "/accounts/{matricule}")
    opened = ask("POST", "/accounts/{matricule}/open", {})
    stage.clock.pause(60)
    reset = ask("POST", "/accounts/{matricule}/reset", {"reason": "fiche perdue", "remove_totp": True})
    stage.clock.pause(60)
    seen = ask("GET", "/accounts/{matricule}")
    closed = ask("POST", "/accounts/{matricule}/close", {"reason": "sur demande"})

    assert (none[0], none[1]["state"], none[1]["name"]) == (200, "none", "NDAYIZEYE")
    assert (opened[0], reset[0]) == (200, 200)
    assert opened[1]["password"] != reset[1]["password"]
    assert reset[1]["slip"].count('class="slip"') == 1
    assert (seen[1]["state"], seen[1]["expires_at"]) == ("first_password", reset[1]["expires_at"])
    assert closed == (200, {"matricule": JEAN, "state": "closed"})
    assert ask("GET", "/accounts/{matricule}")[1]["state"] == "closed"
    assert reset[1]["password"] not in stage.log.getvalue()
    deeds = [(event.deed, event.by, event.reason) for event in archive.account_ledger.history(JEAN, 9)]
    assert deeds == [("closed", "marie", "sur demande"), ("reset", "marie", "fiche perdue"), ("opened", "marie", "")]


def test_nobody_but_an_archivist_is_served_at_the_counter(stage):
    drop(stage, "a", ROSTER)
    for groups in ("", "auditor", "director", "guardian"):
        answers = [
            ask("GET", "/accounts/{matricule}", groups=groups),
            *(ask("POST", f"/accounts/{{matricule}}/{deed}", {"reason": "motif"}, groups=groups) for deed in ("open", "reset", "close")),
        ]

        assert {number for number, _ in answers} == {404}, groups
        assert stage.cognito.list_users(UserPoolId=stage.pool)["Users"] == [], groups


def test_a_new_password_needs_a_reason(stage):
    drop(stage, "a", ROSTER)
    ask("POST", "/accounts/{matricule}/open", {})

    for body in ({}, {"reason": ""}, {"reason": " x "}, {"reason": "x" * 201}, {"reason": 3}, {"reason": "oui", "remove_totp": "no"}):
        assert ask("POST", "/accounts/{matricule}/reset", body)[0] == 400, body


def test_somebody_with_a_role_is_sent_to_an_administrator(stage):
    drop(stage, "a", ROSTER)
    ask("POST", "/accounts/{matricule}/open", {})
    stage.cognito.create_group(UserPoolId=stage.pool, GroupName="auditor")
    stage.cognito.admin_add_user_to_group(UserPoolId=stage.pool, Username=JEAN, GroupName="auditor")

    assert ask("POST", "/accounts/{matricule}/reset", {"reason": "motif"})[0] == 403
    assert ask("GET", "/accounts/{matricule}", matricule="999999")[0] == 404
