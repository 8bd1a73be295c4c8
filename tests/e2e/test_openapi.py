"""docs/openapi.yaml is true: it names the routes that are deployed, and the archive answers as it says, whatever it is asked."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zlib import crc32

import pytest
import requests
import schemathesis
import yaml
from house import BATCH, OWN, SERVANTS, House
from hypothesis import HealthCheck, Phase, settings
from requests.adapters import HTTPAdapter
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

FILE = Path(__file__).parents[2] / "docs" / "openapi.yaml"
SAID: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ROLES = ("nobody", "servant", "archivist")
"""The others may do less than the last."""
VERBS = ("get", "post", "put", "delete")
described = schemathesis.openapi.from_dict(SAID)
described.config.phases.coverage.enabled = False  # four times as many questions, two minutes, and nothing found


class FromElsewhere(HTTPAdapter):
    """Wrong passwords are counted by address too: these come from one of their own."""

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, **more, source_address=("127.0.0.9", 0))


@pytest.fixture(scope="module")
def elsewhere() -> requests.Session:
    session = requests.Session()
    session.mount("http://", FromElsewhere())
    return session


def operations() -> dict[str, dict[str, Any]]:
    return {f"{verb.upper()} {path}": path_said[verb] for path, path_said in SAID["paths"].items() for verb in VERBS if verb in path_said}


def test_it_names_the_routes_that_are_deployed_and_who_stands_before_them() -> None:
    os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-1")  # boto3 wants one at import
    from app import app  # noqa: PLC0415

    deployed = {(f"{method} {path}", bool(entry.authorizer)) for path, methods in app.routes.items() for method, entry in methods.items()}
    said = {(name, operation.get("security", SAID["security"]) == [{"token": []}]) for name, operation in operations().items()}

    assert said == deployed


def test_it_names_every_code_that_an_answer_can_have() -> None:
    from chalicelib.model.wording import MESSAGES  # noqa: PLC0415

    assert set(SAID["components"]["schemas"]["Code"]["enum"]) == set(MESSAGES)


@described.parametrize()
@settings(
    max_examples=9,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_whatever_is_asked_the_answer_is_one_that_is_described(house: House, elsewhere: requests.Session, case: schemathesis.Case) -> None:
    for role in roles_of(case):
        token = {} if role == "nobody" else {"Authorization": f"Bearer {house.token(OWN if role == 'servant' else role)}"}
        answer = case.call(base_url=house.state["api"], session=elsewhere, headers=token)
        case.validate_response(answer, checks=CHECKS)


def roles_of(case: schemathesis.Case) -> tuple[str, ...]:
    """Who asks: one of the roles, by what is asked, so that it is the same whenever it is asked again; all where nothing is."""
    asked = [case.path_parameters, case.query, case.body]
    if case.operation.definition.raw.get("security", SAID["security"]) != [{"token": []}]:
        return ROLES[:1]
    if not any(map(bool, asked[:2])) and not case.operation.body:
        return ROLES
    return (ROLES[crc32(repr(asked).encode("utf-8", "surrogatepass")) % len(ROLES)],)


def seen(house: House) -> list[tuple[str, str, dict[str, str], str]]:
    """What there is to see: verb, path, its values, who asks."""
    piece, batch = {"piece": house.piece(OWN)}, {"batch": BATCH}
    return [
        ("GET", "/health", {}, OWN),
        ("GET", "/session/sign-ins", {}, OWN),
        ("GET", "/casefiles?q=nom", {}, "archivist"),
        ("GET", "/acts?from=1990-01-01", {}, "archivist"),
        ("GET", "/casefiles/{matricule}/search?q=page", {"matricule": "me"}, OWN),
        ("GET", "/casefiles/{matricule}", {"matricule": "me"}, OWN),
        ("GET", "/casefiles/{matricule}", {"matricule": OWN}, "archivist"),
        ("GET", "/casefiles/{matricule}/consultations", {"matricule": "me"}, OWN),
        ("GET", "/pieces/{piece}", piece, OWN),
        ("GET", "/pieces/{piece}", {"piece": house.to_review()}, "archivist"),
        ("GET", "/pieces/{piece}/text", piece, OWN),
        ("GET", "/pieces/{piece}/pages/{page}", piece | {"page": "1"}, OWN),
        ("GET", "/pieces/{piece}/download", piece, OWN),
        ("GET", "/batches", {}, "archivist"),
        ("GET", "/batches/{batch}", batch, "archivist"),
        ("GET", "/batches/{batch}/receipt", batch, "archivist"),
        ("GET", "/review", {}, "archivist"),
        ("GET", "/review/{piece}", piece, "archivist"),
        ("GET", "/review/{piece}", {"piece": house.to_review()}, "archivist"),
        ("GET", "/sealed", {}, "guardian"),
        ("GET", "/accounts/{matricule}", {"matricule": OWN}, "archivist"),
        ("GET", "/accounts/{matricule}", {"matricule": SERVANTS[44]}, "archivist"),
    ]


def test_what_there_is_to_see_looks_as_described(house: House) -> None:
    for verb, path, values, who in seen(house):
        filled = path.format(**{name: quote(value) for name, value in values.items()})
        answer = requests.get(f"{house.state['api']}{filled}", headers={"Authorization": f"Bearer {house.token(who)}"}, timeout=60)
        described[path.partition("?")[0]][verb].validate_response(answer)

        assert answer.status_code == 200, (filled, answer.text)


def test_a_whole_visit_is_answered_as_described(house: House) -> None:
    api, visitor = house.state["api"], house.user(SERVANTS[1])

    def asked(verb: str, path: str, status: int, **more: Any) -> requests.Response:
        answer = requests.request(verb, f"{api}{path}", timeout=60, **more)
        described[path.partition("?")[0]][verb].validate_response(answer)
        assert answer.status_code == status, answer.text
        return answer

    entered = asked("POST", "/session", 200, json={"username": visitor["name"], "password": visitor["password"]})
    cookie = {"Cookie": entered.headers["Set-Cookie"].partition(";")[0]}
    again = asked("POST", "/session/refresh", 200, headers=cookie)
    cookie = {"Cookie": again.headers["Set-Cookie"].partition(";")[0]}
    totp = asked("POST", "/session/totp", 200, headers=cookie, json={"password": visitor["password"]})
    cookie = {"Cookie": totp.headers.get("Set-Cookie", cookie["Cookie"]).partition(";")[0]}
    asked("POST", "/password/forgot", 202, json={"username": visitor["name"]})
    first = house.user(SERVANTS[2])
    given_again = {
        "Username": first["name"],
        "Password": first["password"],
        "Permanent": False,
    }  # who came before may have chosen their own
    house.client("cognito-idp").admin_set_user_password(UserPoolId=house.state["user_pool"], **given_again)
    question = asked("POST", "/session", 200, json={"username": first["name"], "password": first["password"]})
    asked("POST", "/session/challenge", 400, json={"session": question.json()["session"], "password": "short"})
    asked("DELETE", "/session", 204, headers=cookie)
