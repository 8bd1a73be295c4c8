"""Sign-in over HTTP, on moto: cookies, headers, and the answers to the page."""

import io
import json
import os
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from types import SimpleNamespace

import boto3
import pytest
from aws_lambda_powertools.utilities import parameters
from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses import ses_backends

from app import app
from chalicelib import wiring
from chalicelib.aws.accounts import PoolAccounts
from chalicelib.aws.register import RegisterTable
from chalicelib.aws.sessions import SessionsTable
from chalicelib.aws.sign_in_attempts import SignInAttemptsTable
from chalicelib.model.notice import NoticeWish
from functions.powertools import logger
from tests.contract.samples import a_line, a_piece
from tests.fakes import RIGHT_CODE, FakeClock
from tests.stage import REGION, TABLE
from tests.stage.account import make_table
from tests.stage.gateway import SECRET, request_event
from tests.stage.lambdas import SCHEDULED, Context, ports_apart
from tests.stage.metrics import published
from tests.stage.pool import pool_door

PASSWORD, OTHER, FIRST = "Soleil-levant-7", "Lac-Tanganyika-8", "first-Password-1"
SITE = {
    "x-origin-secret": SECRET,
    "x-viewer-address": "197.157.1.1",
    "x-viewer-host": "ububiko.example",
    "content-type": "application/json",
}


class Site:
    """A browser on the site: it keeps the cookie as it is told to."""

    def __init__(self, clock):
        self.clock, self.cookie, self.log = clock, None, io.StringIO()

    def ask(self, method, path, body=None, *, claims=None, query=None, **headers):
        """Ask the API as API Gateway does, once it has verified the token."""
        sent = SITE | {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookie is not None:
            sent["cookie"] = f"other=1; ububiko_session={self.cookie}"
        event = request_event(method, path, claims=claims, headers=sent, query=query, body=body)
        answer = app(event, Context(function_name="api_handler"))
        told = answer["headers"].get("Set-Cookie")
        if told:
            self.cookie = re.match(r"ububiko_session=([^;]*)", told)[1] or None
        return SimpleNamespace(status=answer["statusCode"], json=json.loads(answer["body"] or "null"), headers=answer["headers"])

    def enter(self, name="123456", password=PASSWORD):
        return self.ask("POST", "/session", {"username": name, "password": password})


@cache
def clients():
    """Clients are slow to make."""
    return boto3.client("dynamodb", REGION), boto3.client("secretsmanager", REGION)


@pytest.fixture
def site(monkeypatch):
    with mock_aws(), ports_apart() as made:
        pool = pool_door(boto3.client("cognito-idp", REGION))
        dynamodb, secrets = clients()
        make_table(dynamodb)
        secret = secrets.create_secret(Name="origin", SecretString=SITE["x-origin-secret"])["ARN"]
        for name, value in {"ORIGIN_SECRET_ARN": secret, "USER_POOL_CLIENT_ID": pool.identities._client_id}.items():  # noqa: SLF001
            monkeypatch.setenv(name, value)
        parameters.clear_caches()
        ports = {
            "identities": pool.identities,
            "attempts": SignInAttemptsTable(dynamodb, TABLE),
            "register": RegisterTable(dynamodb, TABLE),
        }
        ports["sessions"] = SessionsTable(dynamodb, TABLE)
        ports["accounts"] = PoolAccounts(pool.identities._client, pool.identities._pool)  # noqa: SLF001
        made.update(ports | {"clock": FakeClock(datetime.now(UTC))})
        pool.put("123456", PASSWORD, matricule="123456")
        pool.put("aline", PASSWORD, groups=["archivist"])
        pool.put("654321", FIRST, matricule="654321", temporary=True)
        site = Site(wiring.archive.clock)
        stream = logger.registered_handler.setStream(site.log)
        yield site
        logger.registered_handler.setStream(stream)
        parameters.clear_caches()


def test_a_servant_who_signs_in_is_given_their_case_file_at_once(site):
    told = site.enter()

    assert told.status == 200
    assert set(told.json) == {"token", "expires_in", "reader", "casefile"}
    assert told.json["reader"] == {"name": "123456", "matricule": "123456", "roles": ["servant"]}
    assert told.json["casefile"]["pieces"] == []
    assert site.enter("aline").json["casefile"] is None


def test_the_cookie_is_for_the_session_alone_and_out_of_reach_of_scripts(site):
    entered = site.enter().headers["Set-Cookie"]
    gone_on = site.ask("POST", "/session/refresh").headers["Set-Cookie"]

    assert set(entered.split("; ")[1:]) == {"Max-Age=1800", "Path=/api/session", "HttpOnly", "Secure", "SameSite=Strict"}
    assert gone_on == entered
    assert re.fullmatch(r"[\w-]{43}", site.cookie)


def test_no_answer_is_kept_by_anybody(site):
    assert site.enter().headers["Cache-Control"] == "no-store"
    assert site.enter(password="wrong").headers["Cache-Control"] == "no-store"  # noqa: S106 - a wrong one


def test_whoever_is_not_let_in_gets_one_answer_and_no_cookie(site):
    told = [site.enter(name, "wrong") for name in ("123456", "nobody", "archivist")]

    assert {each.status for each in told} == {401}
    assert len({json.dumps(each.json) for each in told}) == 1
    assert told[0].json["code"] == "sign_in_refused"
    assert "guichet" in told[0].json["message"]
    assert not any("Set-Cookie" in each.headers for each in told)


def test_each_refused_sign_in_is_counted_for_the_dashboard_and_a_good_one_is_not(site, capsys):
    site.enter()
    site.enter(password="wrong")  # noqa: S106 - a wrong one
    site.enter("nobody")

    assert published(capsys.readouterr().out) == {"SignInsRefused": [1.0, 1.0]}


def test_whoever_tries_too_often_is_told_how_long_to_wait(site):
    for _ in range(5):
        site.enter(password="wrong")  # noqa: S106 - a wrong one
    told = site.enter()

    assert (told.status, told.json["code"]) == (429, "too_many_attempts")
    assert 0 < int(told.headers["Retry-After"]) <= 30


def test_a_first_password_is_replaced_by_an_own_one(site):
    asked = site.enter("654321", FIRST)
    weak = site.ask("POST", "/session/challenge", {"session": asked.json["session"], "password": "weak"})
    told = site.ask("POST", "/session/challenge", {"session": asked.json["session"], "password": OTHER})

    assert (asked.status, asked.json["challenge"]) == (200, "new_password")
    assert (weak.status, weak.json["code"]) == (400, "weak_password")
    assert (told.status, told.json["reader"]["matricule"]) == (200, "654321")
    assert site.enter("654321", OTHER).status == 200


def test_a_session_goes_on_and_ends(site):
    site.enter()
    told = site.ask("POST", "/session/refresh")
    with_own = site.ask("POST", "/session/refresh", query={"casefile": "true"})
    ended = site.ask("DELETE", "/session")
    after = site.ask("POST", "/session/refresh")

    assert (told.status, set(told.json)) == (200, {"token", "expires_in", "reader"})
    assert with_own.json["casefile"]["pieces"] == []
    assert (ended.status, ended.json, site.cookie) == (204, None, None)
    assert ended.headers["Set-Cookie"].startswith("ububiko_session=; Max-Age=0; ")
    assert (after.status, after.json["code"]) == (401, "not_signed_in")


def test_signing_out_everywhere_ends_the_other_phone_s_session(site):
    site.enter()
    there = site.cookie
    site.enter()
    site.ask("DELETE", "/session", query={"everywhere": "true"})
    site.cookie = there

    assert site.ask("POST", "/session/refresh").status == 401


def test_another_site_gets_nothing_with_the_reader_s_cookie(site):
    site.enter()
    strange = [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
    ]
    routes = [("POST", "/session"), ("POST", "/session/challenge"), ("POST", "/session/refresh"), ("DELETE", "/session")]
    routes += [("POST", "/session/password"), ("POST", "/session/totp"), ("PUT", "/session/totp"), ("DELETE", "/session/totp")]
    body = {"username": "123456", "password": PASSWORD, "new_password": OTHER, "code": RIGHT_CODE}
    told = [site.ask(method, path, body, **headers) for headers in strange for method, path in routes]

    assert {(each.status, each.json["code"]) for each in told} == {(403, "not_through_the_site")}
    assert site.ask("POST", "/session/refresh").status == 200


def test_the_site_s_own_pages_are_let_through(site):
    site.enter()
    told = site.ask("POST", "/session/refresh", sec_fetch_site="same-origin", origin="https://ububiko.example")

    assert told.status == 200


def test_a_password_is_changed_and_the_reader_stays_signed_in(site):
    site.enter()
    wrong = site.ask("POST", "/session/password", {"password": "Wrong-password-1", "new_password": OTHER})
    told = site.ask("POST", "/session/password", {"password": PASSWORD, "new_password": OTHER})

    assert (wrong.status, wrong.json["code"]) == (400, "wrong_password")
    assert "Set-Cookie" in wrong.headers
    assert told.status == 204
    assert site.ask("POST", "/session/refresh").status == 200
    assert site.enter(password=OTHER).status == 200


def test_an_authenticator_is_set_up_used_and_taken_away(site):
    site.enter()
    stranger = site.ask("POST", "/session/totp", {"password": "Wrong-password-1"})
    offered = site.ask("POST", "/session/totp", {"password": PASSWORD}).json
    wrong = site.ask("PUT", "/session/totp", {"code": "12"})
    on = site.ask("PUT", "/session/totp", {"code": RIGHT_CODE})
    asked = site.enter()
    entered = site.ask("POST", "/session/challenge", {"session": asked.json["session"], "code": "123 456"})
    off = site.ask("DELETE", "/session/totp", {"password": PASSWORD})

    assert (stranger.status, stranger.json["code"]) == (400, "wrong_password")
    assert offered["uri"].startswith("otpauth://totp/Ububiko:123456?secret=" + offered["secret"])
    assert offered["qr"].startswith("<svg")
    assert offered["qr"].endswith("</svg>")
    assert (wrong.status, wrong.json["code"]) == (400, "wrong_code")
    assert (on.status, asked.json["challenge"], entered.status, off.status) == (204, "totp", 200, 204)
    assert "token" in site.enter().json


def test_asking_for_a_code_is_answered_alike_for_all(site):
    told = [site.ask("POST", "/password/forgot", {"username": name}) for name in ("123456", "nobody")]

    assert [(each.status, each.json) for each in told] == [(202, {})] * 2


def test_a_reader_sees_what_happened_at_their_own_door_page_by_page(site):
    site.enter()
    site.clock.pause(60)
    site.enter(password="wrong")  # noqa: S106 - a wrong one
    site.ask("DELETE", "/session")
    claims = {"token_use": "id", "aud": os.environ["USER_POOL_CLIENT_ID"], "cognito:username": "123456", "custom:matricule": "123456"}
    first = site.ask("GET", "/session/sign-ins", claims=claims, query={"limit": "2"})
    second = site.ask("GET", "/session/sign-ins", claims=claims, query={"limit": "2", "cursor": first.json["next"]})
    somebody = claims | {"cognito:username": "7654321", "custom:matricule": "7654321"}
    others = site.ask("GET", "/session/sign-ins", claims=somebody, query={"cursor": first.json["next"]})

    assert [each["outcome"] for each in (*first.json["sign_ins"], *second.json["sign_ins"])] == ["signed_out", "refused", "signed_in"]
    assert first.json["sign_ins"][0].keys() == {"at", "outcome", "address", "times"}
    assert second.json["next"] is None
    assert first.json["totp"] is False
    assert "totp" not in second.json
    assert (others.status, others.json["code"]) == (400, "invalid")
    assert site.ask("GET", "/session/sign-ins").status == 401


def test_a_badly_written_sign_in_is_told_so(site):
    whole = {"username": "123456", "password": PASSWORD}
    bad = [None, {}, [], {"username": "123456"}, *(whole | odd for odd in ({"password": ""}, {"username": ["1"]}, {"username": "1" * 300}))]
    told = [site.ask("POST", "/session", body) for body in (*bad, whole | {"username": "\ud800"}, whole | {"password": None})]

    assert {(each.status, each.json["code"]) for each in told} == {(400, "invalid")}


def test_an_odd_name_is_nobody_s(site):
    odd = ["\0", "   ", "?", "#META", "a\nb", "é" * 128, "123456\u202e", "DROP TABLE"]

    assert {site.enter(name).status for name in odd} == {401}


def test_logs_name_nobody_and_quote_no_secret(site):
    token = site.enter().json["token"]
    site.enter(password="wrong-Secret-1")  # noqa: S106 - a wrong one
    site.ask("POST", "/session/refresh")
    site.ask("POST", "/session/password", {"password": "wrong-Secret-1", "new_password": OTHER})
    said = site.log.getvalue()

    assert "not_given" in said
    assert not re.search(r"(?<!\d)123456(?!\d)", said)  # the account's number begins with it
    assert not [word for word in ("197.157.1.1", PASSWORD, OTHER, "wrong-Secret-1", token, site.cookie) if word in said]


def test_a_servant_who_wants_messages_gets_one_when_a_piece_came_and_the_log_says_neither_who_nor_what(site, capsys):
    from functions.notices import notify  # noqa: PLC0415 - the stage sets the environment first

    cognito = wiring.archive.accounts._client  # noqa: SLF001
    claims = {"token_use": "id", "aud": os.environ["USER_POOL_CLIENT_ID"], "cognito:username": "123456", "custom:matricule": "123456"}
    verified = [{"Name": "email", "Value": "jean@exemple.bi"}, {"Name": "email_verified", "Value": "true"}]
    for name, value in {"notices": "on", "office-hours": "0-24"}.items():
        boto3.client("ssm", REGION).put_parameter(Name=f"/ububiko/test/{name}", Value=value, Type="String")
    boto3.client("sesv2", REGION).create_email_identity(EmailIdentity="archives@exemple.bi")
    parameters.clear_caches()
    want = {"on": True, "language": "fr"}
    without = site.ask("PUT", "/session/notices", want, claims=claims).status
    cognito.admin_update_user_attributes(UserPoolId=wiring.archive.accounts._pool, Username="123456", UserAttributes=verified)  # noqa: SLF001
    told = [site.ask("PUT", "/session/notices", want, claims=claims).status]
    told.append(site.ask("GET", "/session/sign-ins", claims=claims).json["notices"])
    told.append(site.ask("PUT", "/session/notices", {"on": "oui"}, claims=claims).status)
    site.clock.pause(60)
    piece = replace(a_piece(a_line()), registered_at=site.clock.now(), status="filed", matricule="123456")
    wiring.archive.register.restore([piece])
    site.clock.pause(60)
    runs = [notify(SCHEDULED, Context(function_name="notify", milliseconds=300_000)) for _ in range(2)]
    (mail,) = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    log = site.log.getvalue() + capsys.readouterr().out

    assert (without, told) == (404, [204, "on", 400])
    assert runs == [{"looked": 1, "sent": 1, "refused": 0, "failed": 0}, {"looked": 0, "sent": 0, "refused": 0, "failed": 0}]
    assert (mail.source, mail.destinations["ToAddresses"]) == ("archives@exemple.bi", ["jean@exemple.bi"])
    assert "exemple.bi" not in log
    assert '"123456"' not in log.partition("noticed")[2]


def test_where_ses_refuses_the_run_ends_with_an_error_that_rings(site):
    from functions.notices import NoticesFailedError, notify  # noqa: PLC0415 - as above

    wiring.archive.notices.put(NoticeWish(matricule="123456", language="fr", since=site.clock.now()))
    for name, value in {"notices": "on", "office-hours": "0-24"}.items():
        boto3.client("ssm", REGION).put_parameter(Name=f"/ububiko/test/{name}", Value=value, Type="String")
    parameters.clear_caches()
    attributes = [{"Name": "email", "Value": "jean@exemple.bi"}, {"Name": "email_verified", "Value": "true"}]
    accounts = wiring.archive.accounts
    accounts._client.admin_update_user_attributes(UserPoolId=accounts._pool, Username="123456", UserAttributes=attributes)  # noqa: SLF001
    site.clock.pause(60)
    wiring.archive.register.restore([replace(a_piece(a_line()), registered_at=site.clock.now(), status="filed", matricule="123456")])
    site.clock.pause(60)
    with pytest.raises(NoticesFailedError):
        notify(SCHEDULED, Context(function_name="notify", milliseconds=300_000))

    assert "mail_denied: MessageRejected" in site.log.getvalue()
