"""JSON of sessions, sign-in history and accounts."""

from chalicelib.identity.accounts import AccountView
from chalicelib.identity.session_cookie import BrowserSession
from chalicelib.identity.sign_in import NextChallenge
from chalicelib.identity.sign_in_history import SignInHistory
from chalicelib.model.audit import SignIn
from chalicelib.model.codec import stamp
from functions.representations import Json
from functions.representations.personnel import servant_name_json


def session_json(value: BrowserSession) -> Json:
    """Write a session; its cookie is sent as a header alone, and the access and refresh tokens not at all."""
    tokens, reader = value.tokens, value.tokens.reader
    who = {"name": reader.name, "matricule": reader.matricule, "roles": sorted(reader.roles)}
    return {"token": tokens.token, "expires_in": tokens.expires_in, "reader": who}


def challenge_json(value: NextChallenge) -> Json:
    """Write a challenge with its ticket."""
    return {"challenge": value.kind, "session": value.session}


def sign_in_history_json(value: SignInHistory) -> Json:
    """Write a page of the history of an account."""
    page = {"sign_ins": [sign_in_json(each) for each in value.sign_ins.entries], "next": value.sign_ins.next}
    return page if value.totp is None else page | {"totp": value.totp, "notices": value.notices}


def sign_in_json(value: SignIn) -> Json:
    """Write one event of an account's history."""
    return {"at": stamp(value.at), "outcome": value.outcome, "address": value.address or None, "times": value.times}


def account_json(value: AccountView) -> Json:
    """Write the state of an account."""
    return servant_name_json(value.servant) | {
        "state": value.state,
        "changed_at": value.changed_at.isoformat() if value.changed_at else None,
        "expires_at": value.expires_at.isoformat() if value.expires_at else None,
        "totp": value.totp,
        "staff": value.staff,
    }
