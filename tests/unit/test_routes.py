"""The table of the API's routes, the functions that it names, and the checks that no route can be without."""

import importlib
import inspect
import json
from pathlib import Path

import pytest
from aws_lambda_powertools.utilities import parameters

import functions
from functions.rest import Request
from functions.routes import ROUTES, Route
from tests.stage.gateway import SECRET, claims_of, request_event
from tests.stage.lambdas import Context

HOST = "ububiko.example"
VALUES = {"matricule": "123456", "piece": "p", "page": "1", "batch": "lot", "report": "r", "event": "e", "discrepancy": "d"}
WRITING = [route for route in ROUTES if route.method != "GET"]
COOKIE = "ububiko_session"


class Secrets:
    """Secrets Manager, which knows the site's secret."""

    def get(self, *_: object, **__: object) -> str:
        return SECRET


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(parameters.base.DEFAULT_PROVIDERS, "secrets", Secrets())
    monkeypatch.setenv("ORIGIN_SECRET_ARN", "arn")
    monkeypatch.setenv("USER_POOL_CLIENT_ID", "client")


def answered(route: Route, body: str | None = "{}", **headers: list[str] | None) -> tuple[int, str]:
    """Answer one request as API Gateway hands it over; a header that is None is left out."""
    from app import app  # noqa: PLC0415 - the site sets the environment first

    path = {name: value for name, value in VALUES.items() if f"{{{name}}}" in route.path}
    event = request_event(route.method, route.path, claims=claims_of("m", "archivist", "guardian", "auditor", "director"), path=path)
    given = {"x_origin_secret": [SECRET], "x_viewer_host": [HOST], "content_type": ["application/json"]}
    event["multiValueHeaders"] = {name.replace("_", "-"): values for name, values in (given | headers).items() if values is not None}
    event["headers"] = {name: values[-1] for name, values in event["multiValueHeaders"].items()}
    event["body"] = body
    answer = app(event, Context(function_name="api_handler"))
    return answer["statusCode"], json.loads(answer["body"])["code"]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": ["cross-site"]},
        {"sec_fetch_site": ["same-site"]},
        {"sec_fetch_site": ["none"]},
        {"sec_fetch_site": ["cross-site", "same-origin"]},
        {"origin": ["https://elsewhere.example"]},
        {"origin": [f"https://{HOST}.elsewhere.example"]},
        {"origin": [f"https://{HOST}@elsewhere.example"]},
        {"origin": ["https://elsewhere.example", f"https://{HOST}"]},
        {"origin": [f"https://{HOST}"], "x_viewer_host": None},
        {"origin": ["null"]},
        {"origin": [""]},
        {"origin": ["https://["]},
    ],
    ids=str,
)
def test_no_route_that_changes_something_answers_another_site(site: None, headers: dict[str, list[str] | None]) -> None:
    assert {answered(route, **headers) for route in WRITING} == {(403, "not_through_the_site")}


@pytest.mark.parametrize(
    "said",
    [
        None,
        ["text/plain"],
        ["application/x-www-form-urlencoded"],
        ["multipart/form-data; boundary=x"],
        ["text/plain; a=*/*"],
        ["text/plain, application/json"],
        ["text/plain", "application/json"],
        ["application/jsonp"],
        ["application/json; charset=utf-16"],
        [""],
    ],
    ids=str,
)
def test_no_route_that_changes_something_takes_what_is_not_said_to_be_json(site: None, said: list[str] | None) -> None:
    assert {answered(route, content_type=said) for route in WRITING} == {(415, "not_json")}


@pytest.mark.parametrize(
    "cookies",
    [[f"{COOKIE}=a; {COOKIE}=b"], [f"{COOKIE}=a", f"{COOKIE}=b"], [f"x=1; x=2; {COOKIE}=a"], [f"{COOKIE}=a; {COOKIE} ="]],
    ids=str,
)
def test_no_route_that_changes_something_takes_two_cookies_of_one_name(site: None, cookies: list[str]) -> None:
    assert {answered(route, cookie=cookies) for route in WRITING} == {(400, "invalid")}


@pytest.mark.parametrize("given", [None, [""], ["wrong"], ["é"], [SECRET, "wrong"]], ids=str)
def test_no_route_answers_who_did_not_come_through_the_site(site: None, given: list[str] | None) -> None:
    told = {answered(route, x_origin_secret=given) for route in ROUTES if route.right != "anybody"}

    assert told == {(403, "not_through_the_site")}


DEEP = "[" * 30_000 + "]" * 30_000


@pytest.mark.parametrize(
    "body",
    [
        *(
            "[]",
            "1",
            '"a"',
            "null",
            "{",
            DEEP,
            '{"a":' + DEEP + "}",
            '{"a":NaN}',
            '{"a":-Infinity}',
            '{"a":1e999}',
            '{"a":' + "9" * 9_000 + "}",
        ),
        *('{"a":"\\ud800"}', '{"\\udfff":1}', '{"a":1,"a":2}', "\ud800"),
    ],
    ids=lambda body: body[:20].encode("unicode_escape").decode(),
)
def test_every_route_that_changes_something_refuses_what_is_no_json_object(site: None, body: str) -> None:
    assert {answered(route, body) for route in WRITING} == {(400, "invalid")}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_a_route_names_a_function_of_one_request(route: Route) -> None:
    parameters = inspect.signature(route.function()).parameters

    assert [parameter.annotation for parameter in parameters.values()] == [Request]


def test_a_method_and_path_stands_once_in_the_table() -> None:
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)


def test_every_function_of_a_request_has_its_route() -> None:
    found = set()
    for file in Path(functions.__path__[0]).glob("[a-z]*.py"):
        if file.stem == "rest":  # what routes share
            continue
        module = importlib.import_module(f"functions.{file.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                types = [parameter.annotation for parameter in inspect.signature(function).parameters.values()]
                found |= {f"{file.stem}.{name}"} if types == [Request] else set()

    assert {route.resource for route in ROUTES} == found
