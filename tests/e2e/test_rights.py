"""Who may reach what, over HTTP: every route, every role, every kind of thing asked for. Written down here, not taken from the code."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

import pytest
from house import ABSENT, BATCH, OTHER, OWN, PASSWORD, SERVANTS, TWIN, Answer, House

ROLES = ("nobody", "servant", "archivist", "guardian", "auditor", "director")
"""`guardian` is an archivist too. Each outcome below is one letter a role, in this order."""
OUTCOMES = {"+": 200, ".": 404, "?": 401, "!": 400, "=": 409, "-": 204, "~": 202}
"""`.` is not there, or not theirs: nobody can tell which."""
ALL, SIGNED_IN, ARCHIVISTS, NONE = "++++++", "?+++++", "?.++..", "?....."
OWN_AND_ARCHIVISTS = "?+++.."

CASEFILE = {"own": OWN_AND_ARCHIVISTS, "other": ARCHIVISTS, "twin": ARCHIVISTS, "me": "?+....", "absent": NONE, "written otherwise": NONE}
OWN_ALONE = {"own": "?+....", "me": "?+....", "other": NONE, "twin": NONE, "absent": NONE, "written otherwise": NONE}
PIECE = {"own": OWN_AND_ARCHIVISTS, "other": ARCHIVISTS, "to review": ARCHIVISTS, "absent": NONE, "written otherwise": NONE}
ONE_BATCH = {"there": ARCHIVISTS, "absent": NONE, "written otherwise": NONE}
ACCOUNT = {"own": ARCHIVISTS, "other": ARCHIVISTS, "absent": NONE, "written otherwise": NONE}
NO_REASON_GIVEN = {"own": "?.!!..", "other": "?.!!..", "absent": "?.!!..", "written otherwise": "?.!!.."}

REVIEWED = {"own": ARCHIVISTS, "other": ARCHIVISTS, "to review": ARCHIVISTS, "absent": NONE, "written otherwise": NONE}
IN_HAND = {"own": "?.+=..", "other": "?.+=..", "to review": "?.+=..", "absent": NONE, "written otherwise": NONE}
"""The archivist reaches for it first."""
PUT_BACK = {"own": "?.--..", "other": "?.--..", "to review": "?.--..", "absent": NONE, "written otherwise": NONE}
NOTHING_SAID = dict.fromkeys(REVIEWED, "?.!!..")
NOTHING_SEALED = dict.fromkeys(REVIEWED, NONE)
"""None of these pieces is sealed off: not even the guardian, who is an archivist too, is shown them there."""

TABLE: dict[str, dict[str, str]] = {
    "GET /health": {"": ALL},
    # Open, since nobody is signed in yet: what counts there is the password, the code, the cookie. None is sent here.
    "POST /session": {"": "!!!!!!"},
    "POST /session/challenge": {"": "!!!!!!"},
    "POST /session/refresh": {"": "??????"},
    "DELETE /session": {"": "------"},
    "POST /session/password": {"": "!!!!!!"},
    "POST /session/totp": {"": "!!!!!!"},
    "PUT /session/totp": {"": "!!!!!!"},
    "DELETE /session/totp": {"": "!!!!!!"},
    "POST /password/forgot": {"": "!!!!!!"},
    "POST /password/reset": {"": "!!!!!!"},
    "GET /counter": {"": ALL},
    "GET /session/sign-ins": {"": SIGNED_IN},
    "PUT /session/notices": {"": "?!!!!!"},
    "GET /casefiles": {"": ARCHIVISTS},
    "GET /acts": {"": ARCHIVISTS},
    "GET /casefiles/{matricule}": CASEFILE,
    "GET /casefiles/{matricule}/search": CASEFILE,
    "GET /casefiles/{matricule}/copy": CASEFILE,
    "POST /casefiles/{matricule}/copy": CASEFILE,
    "GET /casefiles/{matricule}/consultations": CASEFILE,
    "GET /pieces/{piece}": PIECE,
    "GET /pieces/{piece}/text": PIECE,
    "GET /pieces/{piece}/pages/{page}": PIECE,
    "GET /pieces/{piece}/download": PIECE,
    "GET /batches": {"": ARCHIVISTS},
    "GET /batches/{batch}": ONE_BATCH,
    "GET /batches/{batch}/receipt": ONE_BATCH,
    "GET /batches/{batch}/receipt.csv": ONE_BATCH,
    "POST /deposits": {"": "?.!!.."},
    "GET /waiting": {"": "?.++.."},
    "GET /review": {"": ARCHIVISTS},
    "POST /review/next": {"": "?.+-.."},  # one piece waits, and the archivist has it
    "GET /review/{piece}": REVIEWED,
    "GET /review/{piece}/alike": REVIEWED,
    "POST /review/{piece}": NOTHING_SAID,
    "POST /review/{piece}/claim": IN_HAND,
    "DELETE /review/{piece}/claim": PUT_BACK,
    "POST /review/{piece}/undo": NOTHING_SAID,
    "GET /review/{piece}/cuts": dict.fromkeys(REVIEWED, NONE),  # none of the pieces is of several pages
    "POST /review/{piece}/cuts": NOTHING_SAID,
    "GET /sealed": {"": "?..+.."},
    "GET /sealed/{piece}": NOTHING_SEALED,
    "GET /sealed/{piece}/pages/{page}": NOTHING_SEALED,
    "GET /sealed/{piece}/download": NOTHING_SEALED,
    "POST /sealed/{piece}": dict.fromkeys(REVIEWED, "?..!.."),
    "GET /casefiles/{matricule}/completeness": CASEFILE,
    "GET /casefiles/{matricule}/letter": CASEFILE,
    "GET /casefiles/{matricule}/career": CASEFILE,
    "GET /casefiles/{matricule}/career/statement": CASEFILE,
    "POST /casefiles/{matricule}/career/{event}": dict.fromkeys(CASEFILE, "?.!!.."),
    "GET /casefiles/{matricule}/news": OWN_ALONE,
    "GET /casefiles/{matricule}/reports": OWN_ALONE,
    "POST /casefiles/{matricule}/reports": {**OWN_ALONE, "own": "?!....", "me": "?!...."},
    "POST /casefiles/{matricule}/reports/photo": {**OWN_ALONE, "own": "?!....", "me": "?!...."},
    "GET /reports": {"": ARCHIVISTS},
    "POST /reports/{report}": dict.fromkeys(("absent", "written otherwise"), "?.!!.."),
    "POST /reports/{report}/photo": {"absent": NONE, "written otherwise": NONE},
    "GET /reports/{report}/photo/pages/{page}": {"absent": NONE, "written otherwise": NONE},
    "GET /journal": {"": "?...+."},
    "GET /journal.csv": {"": "?...+."},
    "GET /journal/unusual": {"": "?...+."},
    "GET /figures": {"": "?.++.+"},
    "GET /figures.csv": {"": "?.++.+"},
    "GET /due": {"": "?.++.+"},
    "GET /due.csv": {"": "?....."},
    "GET /roadmap": {"": "?.++.+"},
    "POST /roadmap/plan": {"": "?....!"},
    "POST /roadmap/plan/restore": {"": "?....!"},
    "GET /reconciliation": {"": "?.++.+"},
    "GET /reconciliation.csv": {"": NONE},  # no round was finished
    "POST /reconciliation/{discrepancy}": dict.fromkeys(("absent", "written otherwise"), "?.!!.!"),
    "POST /reconciliation/{discrepancy}/undo": dict.fromkeys(("absent", "written otherwise"), "?.!!.!"),
    "GET /accounts/{matricule}": ACCOUNT,
    "POST /accounts/{matricule}/open": {"own": "?.==..", "other": "?.==..", "absent": NONE, "written otherwise": NONE},
    "POST /accounts/{matricule}/reset": NO_REASON_GIVEN,
    "POST /accounts/{matricule}/close": NO_REASON_GIVEN,
}

NO_EVENT = f"{'0' * 64}-{'0' * 8}"
NO_TEXT = "%00"
"""In a path that is no text, and so names nothing, whatever is said of it."""
QUERIES = {"GET /casefiles": "?q=nom", "GET /acts": "?q=610/558", "GET /casefiles/{matricule}/search": "?q=page"}
"""What a route cannot be asked without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One question to the API, and who asks."""

    method: str
    path: str
    kind: str
    role: str
    expected: int


@pytest.fixture(scope="module")
def things(house: House) -> dict[str, dict[str, list[str]]]:
    """What stands for each kind in a path: by the path's word, by the kind, already percent-encoded."""
    house.token(OTHER)  # has an account from here on
    piece, other = house.piece(OWN), house.piece(OTHER)
    digest = piece.partition("-")[0]
    wrong_pieces = [piece[:-1], piece + "0", piece.upper(), digest, f"{digest}-", "0", quote(f"{piece} "), f"{piece}%00", "a" * 2_000]
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in OWN)
    arabic = "".join(chr(ord(digit) - 0x30 + 0x660) for digit in OWN)
    wrong_matricules = [f"{OWN[:2]}%20{OWN[2:]}", f"{OWN[:3]}.{OWN[3:]}", f"{OWN}%20", f"0{OWN}", quote(wide), quote(arabic), f"{OWN}%00"]
    wrong_matricules += [OWN[:-1] + "l", "ab12345", "Me", "ME", "-", "%C3%28", "%FF", "1" * 2_000]
    wrong_batches = [quote(BATCH.upper()), quote(BATCH + " "), "%FF", "%00", "a" * 2_000, quote("é" * 300)]
    return {
        "matricule": {
            "own": [OWN],
            "other": [OTHER],
            "twin": [TWIN],
            "me": ["me"],
            "absent": [ABSENT],
            "written otherwise": wrong_matricules,
        },
        "piece": {
            "own": [piece],
            "other": [other],
            "to review": [house.to_review()],
            "absent": [f"{'0' * 64}-{'0' * 8}", f"{digest}-00000000", f"{'0' * 64}-{piece.partition('-')[2]}"],
            "written otherwise": wrong_pieces,
        },
        "report": {"absent": [f"{OWN}-{'0' * 20}"], "written otherwise": [OWN, "0", f"{OWN}-{'0' * 19}g", "a" * 2_000]},
        "discrepancy": {"absent": [f"no_pay-{OWN}"], "written otherwise": [OWN, "no_pay", "No_pay-1", "%FF", "a" * 2_000]},
        "batch": {"there": [quote(BATCH)], "absent": ["nothing", "lot%20"], "written otherwise": wrong_batches},
    }


def tries(route: str, things: dict[str, dict[str, list[str]]]) -> Iterator[Try]:
    method, _, path = route.partition(" ")
    word = path.partition("{")[2].partition("}")[0]
    for kind, outcomes in TABLE[route].items():
        for turn, (role, outcome) in enumerate(zip(ROLES, outcomes, strict=True)):
            names = things[word][kind] if word else [""]
            for name in in_turn(names, route, turn) if kind == "written otherwise" else names:
                filled = path.replace(f"{{{word}}}", name).replace("{page}", "1").replace("{event}", NO_EVENT) if word else path
                expected = 404 if NO_TEXT in filled and outcome == "!" else OUTCOMES[outcome]
                yield Try(method=method, path=filled + QUERIES.get(route, ""), kind=kind, role=role, expected=expected)


def in_turn(names: list[str], route: str, turn: int) -> list[str]:
    """Share the wrong writings out among the roles, otherwise on each route: all are tried on each route, and in the end by each role."""
    first = list(TABLE).index(route) + turn
    return [name for place, name in enumerate(names) if (place + first) % len(ROLES) == 0] or [names[first % len(names)]]


@cache
def answer(house: House, asked: Try) -> Answer:
    """Ask once, however many tests look at the answer: what is asked here changes nothing."""
    token = None if asked.role == "nobody" else house.token(OWN if asked.role == "servant" else asked.role)
    return house.api(asked.method, asked.path, token, body={} if asked.method in ("POST", "PUT") else None)


def routes() -> set[str]:
    """What is deployed."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-1")  # boto3 wants one at import
    from app import app  # noqa: PLC0415

    return {f"{method} {path}" for path, methods in app.routes.items() for method in methods}


def test_every_route_has_its_rows_in_the_table() -> None:
    assert set(TABLE) == routes()


@pytest.mark.parametrize("route", TABLE)
def test_each_role_reaches_what_the_table_says_and_nothing_else(house: House, things: dict[str, dict[str, list[str]]], route: str) -> None:
    wrong = {}
    for asked in tries(route, things):
        found = answer(house, asked)
        if found.status != asked.expected:
            wrong[asked.role, asked.kind, asked.path[:120]] = (found.status, asked.expected)

    assert wrong == {}


@pytest.mark.parametrize("route", [route for route in TABLE if any("." in outcomes for outcomes in TABLE[route].values())])
def test_not_yours_and_not_there_are_told_in_the_same_bytes(house: House, things: dict[str, dict[str, list[str]]], route: str) -> None:
    not_there = house.api("GET", f"/casefiles/{ABSENT}", house.token(OWN)).told()
    different = {}
    for asked in tries(route, things):
        if asked.expected == OUTCOMES["."]:
            told = answer(house, asked).told()
            if told != not_there:
                different[asked.role, asked.kind, asked.path[:120]] = told

    assert not_there[0] == 404
    assert different == {}


def test_nothing_that_is_refused_tells_a_name_or_a_number(house: House, things: dict[str, dict[str, list[str]]]) -> None:
    for route in TABLE:
        for asked in tries(route, things):
            if asked.expected >= 400:
                told = answer(house, asked)

                assert set(told.json()) == {"code", "message"}
                assert OTHER.encode() not in told.body
                assert told.headers["cache-control"] == "no-store"


def test_fifty_servants_read_their_own_piece_and_none_of_their_neighbours(house: House) -> None:
    pieces = {each["matricule"]: each["piece"] for each in house.files() if each["status"] == "filed"}
    readers = [each for each in SERVANTS if each not in {user["name"] for user in house.state["users"] if user["first"]}]
    leaks, shut_out = [], []
    assert set(pieces) == set(SERVANTS)
    for number, reader in enumerate(readers):
        token = house.token(reader)
        if house.api("GET", f"/pieces/{pieces[reader]}", token).status != 200:
            shut_out.append(reader)
        for distance in (1, 7):
            neighbour = readers[(number + distance) % len(readers)]
            asked = [
                f"/pieces/{pieces[neighbour]}",
                f"/pieces/{pieces[neighbour]}/text",
                f"/pieces/{pieces[neighbour]}/pages/1",
                f"/casefiles/{neighbour}",
            ]
            leaks += [(reader, path) for path in asked if house.api("GET", path, token).status != 404]

    assert shut_out == []
    assert leaks == []


def test_an_own_list_holds_own_pieces_alone(house: House) -> None:
    for reader in (OWN, OTHER, TWIN):
        found = house.api("GET", "/casefiles/me", house.token(reader)).json()

        assert found["matricule"] == reader
        assert {each["piece"] for each in found["pieces"]} == {each["piece"] for each in house.pieces(reader)}


def test_a_servant_with_a_role_reads_their_own_file_and_what_the_role_allows(house: House) -> None:
    own = "8888889"
    house.open_account(own, matricule=own, groups=("auditor",))
    token = house.token(own)

    assert house.api("GET", "/casefiles/me", token).json()["matricule"] == own
    assert house.api("GET", f"/casefiles/{OTHER}", token).status == 404
    assert house.api("GET", "/batches", token).status == 404


def test_a_matricule_under_another_name_opens_nothing(house: House) -> None:
    house.open_account("somebody", matricule=OTHER)
    token = house.tokens("somebody", PASSWORD)["IdToken"]

    assert house.api("GET", f"/casefiles/{OTHER}", token).status == 404
    assert house.api("GET", "/casefiles/me", token).status == 404


def test_a_group_that_is_no_role_opens_nothing(house: House) -> None:
    cognito = house.client("cognito-idp")
    for group in ("Archivist", "archivists", "administrator"):
        cognito.create_group(UserPoolId=house.state["user_pool"], GroupName=group)
    house.open_account("pretender", groups=("Archivist", "archivists", "administrator"))
    token = house.tokens("pretender", PASSWORD)["IdToken"]

    assert house.api("GET", f"/casefiles/{OTHER}", token).status == 404
    assert house.api("GET", "/casefiles/me", token).status == 404


def test_who_opened_a_file_stands_in_it_before_the_answer_is_read(house: House) -> None:
    reader = SERVANTS[30]
    house.api("GET", f"/pieces/{house.piece(reader)}/text", house.token("guardian"))
    found = house.api("GET", "/casefiles/me/consultations", house.token(reader)).json()["consultations"]

    assert ("text", "archivist", "guardian") in {(each["action"], each["role"], each["reader"]) for each in found}


def test_a_group_whose_name_holds_a_role_s_opens_nothing(house: House) -> None:
    cognito = house.client("cognito-idp")
    for number, group in enumerate(("[archivist]", "x,archivist", "archivist,x", "archivist,")):
        cognito.create_group(UserPoolId=house.state["user_pool"], GroupName=group)
        house.open_account(f"pretender-{number}", groups=(group,))
        token = house.tokens(f"pretender-{number}", PASSWORD)["IdToken"]

        assert {house.api("GET", path, token).status for path in ("/batches", "/review", "/casefiles?q=nom")} == {404}
