"""JSON of sessions, sign-in history and accounts, member by member."""

from datetime import UTC, datetime

from chalicelib.identity.accounts import AccountView
from chalicelib.identity.session_cookie import BrowserSession
from chalicelib.identity.sign_in import NextChallenge
from chalicelib.identity.sign_in_history import SignInHistory
from chalicelib.model.audit import SignIn
from chalicelib.model.cursor import ListPage
from chalicelib.model.reader import Reader
from chalicelib.model.servant import Servant
from chalicelib.model.session import SessionTokens
from functions.representations.identity import account_json, challenge_json, session_json, sign_in_history_json

AT = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)


def test_a_session_shows_the_page_its_id_token_alone() -> None:
    reader = Reader(name="1", roles=frozenset({"servant"}), matricule="1")
    tokens = SessionTokens(token="id", access="access", refresh="refresh", expires_in=300, reader=reader)  # noqa: S106 - no secrets

    assert session_json(BrowserSession(tokens=tokens, cookie="cookie")) == {
        "token": "id",
        "expires_in": 300,
        "reader": {"name": "1", "matricule": "1", "roles": ["servant"]},
    }


def test_a_challenge_has_its_ticket() -> None:
    assert challenge_json(NextChallenge(kind="totp", session="ticket")) == {"challenge": "totp", "session": "ticket"}


def test_the_history_says_on_its_first_page_whether_a_code_is_asked_for_and_notices_are_sent() -> None:
    page = ListPage(entries=(SignIn(name="1", at=AT, outcome="refused", times=2),), next="c")
    told = {"sign_ins": [{"at": "2026-11-23T08:05:00Z", "outcome": "refused", "address": None, "times": 2}], "next": "c"}

    first = SignInHistory(sign_ins=page, totp=False, notices="on")
    assert sign_in_history_json(first) == told | {"totp": False, "notices": "on"}
    assert sign_in_history_json(SignInHistory(sign_ins=page, totp=None, notices=None)) == told


def test_an_account_has_its_servant_and_its_state() -> None:
    servant = Servant(matricule="1", name="NIYO", first_names="Ève")
    view = AccountView(servant=servant, state="first_password", changed_at=AT, expires_at=AT, totp=False, staff=False)

    assert account_json(view) == {
        "matricule": "1",
        "written": "1",
        "name": "NIYO",
        "first_names": "Ève",
        "state": "first_password",
        "changed_at": "2026-11-23T08:05:00+00:00",
        "expires_at": "2026-11-23T08:05:00+00:00",
        "totp": False,
        "staff": False,
    }
