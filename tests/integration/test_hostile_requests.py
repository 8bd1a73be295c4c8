"""Hostile requests on every route, as every role: whatever is asked, the archive answers in its own words, and never breaks."""

import hashlib
import json
from copy import deepcopy
from itertools import count

import boto3
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app import app
from chalicelib.aws.accounts import PoolAccounts
from chalicelib.model.cursor import cursor_of
from chalicelib.wiring import archive
from functions.routes import ROUTES
from tests.fakes.casefile_copies import FakeCaseFileCopies
from tests.fakes.page_images import FakePageImages
from tests.stage import ACCOUNT, REGION
from tests.stage.gateway import behind_the_site, claims_of, request_event
from tests.stage.lambdas import Context, lambdas
from tests.stage.pool import pool_door
from tests.world import scan

JEAN, MARIE = "123456", "654321"
PASSWORD = "Soleil-levant-7"  # noqa: S105 - of nobody
SEALED = f"Fiche individuelle\nMatricule : {JEAN}\nEthnie : Hutu"
READERS = {
    "nobody": None,
    "servant": claims_of(JEAN),
    "archivist": claims_of("aline", "archivist"),
    "guardian": claims_of("gaston", "archivist", "guardian"),
    "auditor": claims_of("audit", "auditor"),
    "director": claims_of("dora", "director"),
}
ANSWERS = {200, 201, 202, 204, 400, 401, 403, 404, 409, 413, 415, 429}
TEXTS = (
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "\u202e",
    "é" * 300,
    "1" * 5_000,
    "../..",
    "%",
    "%FF",
    "%2e%2e",
    "'\"<>",
    "٣٤",
    "nan",
    "-1",
    "1e9",
    "me",
)
DAYS = ("0001-01-01", "9999-12-31", "1900-01-01", "2199-12-31", "2026-11-23", "2026-02-30", "0001-01-01T00:00:00+14:00")
TIMES = ("9999-12-31T23:59:59-14:00", "2026-11-23T08:00:00+24:00", "2026-11-23T08:00:00Z", "2199-12-31T23:59:59.999999-23:59")
PLACES = ("9999-12-31T23:59:59#a", "0001-01-01", "not a place", " ", "\0", "-", "9" * 1_000, "1.0", "999999.9999999", "~", "é")
SCOPES = (
    ("journal", "from=2026-11-23 to=2026-11-23"),
    ("journal", "reader=aline"),
    ("journal", f"matricule={JEAN}"),
    ("casefile", JEAN),
    ("consultations", JEAN),
    ("reports", JEAN),
    ("reports", "open"),
    ("sign-ins", JEAN),
    ("search", JEAN, "ACTE", "", ""),
    ("finding", "NDAYI"),
    ("batches",),
    ("receipt", "lot-1"),
    ("review", ""),
    ("sealed",),
)
CURSORS = (*(cursor_of(place, *scope) for place in PLACES for scope in SCOPES), "A" * 9, "A" * 2_000, "____________")
NUMBERS = (0, 1, -1, True, 10**9, 10**400, 1.5, 1e308)
NAMES = (
    *(
        "batch",
        "files",
        "name",
        "size",
        "digest",
        "after",
        "reason",
        "decision",
        "edition",
        "fields",
        "value",
        "note",
        "hide",
        "page",
        "line",
    ),
    *("matricule", "type", "duplicate_of", "even_so", "remove_totp", "kind", "text", "piece", "status", "answer"),
    *("username", "password", "new_password", "code", "session"),
)
WORDS = (
    "file",
    "refuse",
    "duplicate",
    "release",
    "withdraw",
    "redact",
    "seal",
    "error",
    "missing",
    "open",
    "answered",
    "closed",
    "act_date",
    PASSWORD,
)
PARAMETERS = (
    "cursor",
    "limit",
    "q",
    "type",
    "year",
    "from",
    "to",
    "reader",
    "matricule",
    "action",
    "status",
    "reason",
    "since",
    "text",
    "everywhere",
)

VALID = {
    "session.begin": {"username": JEAN, "password": PASSWORD},
    "session.challenge": {"session": "ticket", "code": "123456"},
    "session.password": {"password": PASSWORD, "new_password": "Lac-Tanganyika-8"},
    "session.totp_on": {"code": "123456"},
    "session.forgot": {"username": JEAN},
    "session.reset": {"username": JEAN, "code": "123456", "password": PASSWORD},
    "deposits.deposit": {"batch": "lot-2", "files": [{"name": f"{JEAN}/a.pdf", "size": 9, "digest": "0" * 64}]},
    "review.settle_piece": {
        "decision": "file",
        "edition": 1,
        "matricule": JEAN,
        "type": "03.1",
        "note": "vu",
        "fields": [{"name": "act_date", "value": "2010-03-03"}],
    },
    "review.judge_piece": {"decision": "redact", "edition": 1, "note": "vu", "hide": [{"page": 1, "line": 1}]},
    "review.undo_last": {"edition": 1, "even_so": True, "note": "vu"},
    "review.take_next": {"reason": "no_matricule", "after": "piece"},
    "accounts.reset_one": {"reason": "fiche perdue", "remove_totp": True},
    "accounts.close_one": {"reason": "départ"},
    "reports.report": {"kind": "error", "text": "Ce n'est pas moi.", "piece": "piece", "type": "03.1"},
    "reports.answer": {"status": "answered", "answer": "Oui."},
}
"""Bodies that a route takes; each is tried with one member after another replaced."""

texts = st.sampled_from((*TEXTS, *DAYS, *TIMES, *WORDS, JEAN, MARIE, "lot-1", "2010", "true")) | st.text(max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.sampled_from(NUMBERS) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=6,
)
queries = st.dictionaries(st.sampled_from(PARAMETERS), texts | st.sampled_from(CURSORS), max_size=4)


@st.composite
def damaged(draw, valid):
    """Replace one value somewhere in a valid body."""
    whole = deepcopy(valid)
    part = whole
    while True:
        place = draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
        if not isinstance(part[place], dict | list) or draw(st.booleans()):
            part[place] = draw(values)
            return whole
        part = part[place]


def bodies_of(route):
    """Bodies of any shape, and those that a route takes, damaged in one place."""
    any_shape = st.none() | values | st.dictionaries(st.sampled_from(NAMES), values, max_size=8)
    return any_shape | damaged(VALID[route.resource]) if route.resource in VALID else any_shape


@pytest.fixture(scope="module")
def stage():
    """An archive with a filed, a waiting and a sealed piece, a refused file, a report and accounts."""
    monkeypatch = pytest.MonkeyPatch()
    roles = {f"{name}_ROLE_ARN": f"arn:aws:iam::{ACCOUNT}:role/{name.lower()}" for name in ("LINKS", "DEPOSITS")}
    with lambdas(JEAN, MARIE, site_url="https://archives.example.bi/") as stage, behind_the_site(monkeypatch, **roles):
        shut = scan("fiche")
        stage.textract.texts[hashlib.sha256(shut).hexdigest()] = SEALED
        stage.sync({"lot-1/divers/a.pdf": scan("a"), f"lot-1/{JEAN}/b.pdf": scan("b"), f"lot-1/{JEAN}/fiche.pdf": shut})
        stage.sync({f"lot-1/{JEAN}/note.txt": b"no scan"})
        stage.run()
        pool = pool_door(boto3.client("cognito-idp", REGION))
        pool.put(JEAN, PASSWORD, matricule=JEAN)
        busy = FakePageImages(archive)
        busy.busy = True
        ports = {
            "page_images": busy,
            "casefile_copies": FakeCaseFileCopies(archive),
            "identities": pool.identities,
            "accounts": PoolAccounts(pool.identities._client, pool.identities._pool),  # noqa: SLF001
        }
        for name, port in ports.items():
            monkeypatch.setitem(vars(archive), name, port)
        for name in ("links", "deposits"):
            vars(archive).pop(name, None)
        listed = json.loads(ask(stage, "GET", "/sealed", "guardian")["body"])["pieces"]
        stage.pieces = tuple(piece["piece"] for piece in listed) + tuple(
            piece["piece"] for piece in json.loads(ask(stage, "GET", "/review", "archivist")["body"])["pieces"]
        )
        yield stage
        for name in ("links", "deposits"):
            vars(archive).pop(name, None)
    monkeypatch.undo()


def ask(stage, method, route, reader, *, query=None, body=None, path=None, raw=None):  # noqa: PLR0913 - a request
    event = request_event(method, route, claims=READERS[reader], query=query, path=dict.fromkeys(path or (), "x"))
    event["pathParameters"] = path or None
    event["body"] = raw if body is None else json.dumps(body)
    event["headers"]["cookie"] = "ububiko_session=" + "A" * 43
    stage.wire.worker = "api"
    return app(event, Context(function_name="api"))


def path_of(route, stage, draw):
    known = {
        "matricule": (JEAN, MARIE, "999999", *TEXTS),
        "piece": (*stage.pieces, "0" * 64 + "-" + "0" * 8, *TEXTS),
        "page": ("1", "0", "99999", "\uff11", *TEXTS),
        "batch": ("lot-1", "lot", *TEXTS),
        "report": (f"{JEAN}-{'0' * 20}", *TEXTS),
        "event": (*stage.pieces, *TEXTS),
        "discrepancy": (f"no_pay-{JEAN}", *TEXTS),
    }
    return {name: draw(st.sampled_from(some)) for name, some in known.items() if f"{{{name}}}" in route.path}


@pytest.mark.parametrize(("path", "reader"), [("/journal", "auditor"), ("/journal.csv", "auditor"), ("/figures", "director")])
def test_no_pair_of_days_breaks_anything(stage, path, reader):
    days = (*DAYS, None)
    queries = [{name: day for name, day in (("from", first), ("to", last)) if day} for first in days for last in days]

    assert {ask(stage, "GET", path, reader, query=query)["statusCode"] for query in queries} == {200, 400}


def said_well(answer, route):
    """Say whether an answer is in the archive's own words."""
    status, body = answer["statusCode"], answer["body"]
    if status >= 400:
        return set(json.loads(body)) == {"code", "message"}
    return status == 204 or "csv" in answer["headers"]["Content-Type"] or isinstance(json.loads(body), dict)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_whatever_is_asked_nothing_breaks(stage, route):
    turns = count()

    @settings(
        max_examples=25, derandomize=True, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(data=st.data())
    def asked(data):
        reader = list(READERS)[next(turns) % len(READERS)] if route.right not in {"open", "anybody"} else "nobody"
        query, path = data.draw(queries), path_of(route, stage, data.draw)
        body = data.draw(bodies_of(route)) if route.method != "GET" else None
        answer = ask(stage, route.method, route.path, reader, query=query, body=body, path=path)
        expected = ANSWERS | ({503} if "{page}" in route.path or route.resource == "review.judge_piece" else set())  # nothing renders here

        assert answer["statusCode"] in expected, (reader, query, path, body, answer["body"], stage.log.getvalue()[-3_000:])
        assert said_well(answer, route)

    asked()
