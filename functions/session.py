"""REST, for whoever signs in: the session, its cookie, and what readers change of their own keys.

The session's name lies in a cookie that no script reads and that travels under /api/session alone; the ID token is given to the page,
which shows it elsewhere; the refresh token stays with the service. So whatever needs Cognito's word for a reader stands under
/session, and nothing else can be forged by another site. Each answer lets the cookie lie idle as long again, also one that says no.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from chalicelib.access.casefiles import read_casefile
from chalicelib.identity import credentials
from chalicelib.identity.session_cookie import Opened
from chalicelib.identity.sign_in import NextChallenge, answer_challenge, code_of, leave, resume, sign_in
from chalicelib.model.codec import stamp
from chalicelib.model.cursor import cursor_of, limit_of, place_of, split_page
from chalicelib.model.errors import ReaderError, TransientError
from chalicelib.model.reader import Reader
from chalicelib.wiring import archive
from functions.powertools import Answer, logger
from functions.representations.access import casefile_json
from functions.rest import Reply, Request, refused, text_of

COOKIE = "ububiko_session"
_COOKIE_RULES = "Path=/api/session; HttpOnly; Secure; SameSite=Strict"
_LONGEST_TICKET = 8192


def begin(request: Request) -> Reply:
    """Sign in."""
    _check_same_site(request)
    name, password = text_of(request.body, "username"), text_of(request.body, "password")
    return _entered(sign_in(name, password, request.address, archive))


def challenge(request: Request) -> Reply:
    """Answer what was asked after the password: an own one, or a code."""
    _check_same_site(request)
    session = text_of(request.body, "session", longest=_LONGEST_TICKET)
    if ("password" in request.body) == ("code" in request.body):
        raise ReaderError("invalid", "password or code")
    kind, name = ("new_password", "password") if "password" in request.body else ("totp", "code")
    return _entered(answer_challenge(session, text_of(request.body, name), request.address, archive, kind=kind))


def refresh(request: Request) -> Reply:
    """Go on; with the first page of one's own case file where a page is opened that will ask for it next."""

    def told(session: Opened) -> tuple[Answer, Opened]:
        page = {"casefile": _first_page(session.tokens.reader)} if request.query.get("casefile") == "true" else {}
        return _told(session) | page, session

    return _with_cookie(request, told)


def end(request: Request) -> Reply:
    """Sign out, here or everywhere."""
    _check_same_site(request)
    leave(_cookie(request), request.address, archive, everywhere=request.query.get("everywhere") == "true")
    return Reply(status=204, headers=_set_cookie(None))


def password(request: Request) -> Reply:
    """Change the own password."""
    old, new = text_of(request.body, "password"), text_of(request.body, "new_password")
    return _with_cookie(request, lambda session: (None, credentials.change_password(session, old, new, request.address, archive)))


def totp(request: Request) -> Reply:
    """Make an authenticator's secret: as text, as an address, as a picture of that address."""
    import segno  # noqa: PLC0415 - no other answer draws, and a cold start need not wait for it

    said = text_of(request.body, "password")

    def begun(session: Opened) -> tuple[Answer, Opened]:
        secret, uri = credentials.begin_totp(session, said, request.address, archive)
        picture = segno.make_qr(uri).svg_inline(scale=4, border=4, dark="#000", light="#fff")
        return {"secret": secret, "uri": uri, "qr": picture}, session

    return _with_cookie(request, begun)


def totp_on(request: Request) -> Reply:
    """Ask for a code at each sign-in from now on."""
    said = text_of(request.body, "code")

    def confirmed(session: Opened) -> tuple[None, Opened]:
        credentials.confirm_totp(session, code_of(said), request.address, archive)
        return None, session

    return _with_cookie(request, confirmed)


def totp_off(request: Request) -> Reply:
    """Ask for no code any more."""
    said = text_of(request.body, "password")

    def dropped(session: Opened) -> tuple[None, Opened]:
        credentials.drop_totp(session, said, request.address, archive)
        return None, session

    return _with_cookie(request, dropped)


def forgot(request: Request) -> Reply:
    """Have a code sent; the answer is the same for everybody."""
    credentials.ask_reset(text_of(request.body, "username"), request.address, archive)
    return Reply(body={}, status=202)


def reset(request: Request) -> Reply:
    """Set a new password by the code."""
    name, code, new = (text_of(request.body, part) for part in ("username", "code", "password"))
    credentials.reset_password(name, code, new, request.address, archive)
    return Reply(status=204)


def sign_ins(request: Request) -> Answer:
    """Read what happened at the own door, the latest first; beside the first page, whether a code is asked for there."""
    name = request.reader.name
    limit = limit_of(request.query.get("limit"), usual=20, most=100)
    before = place_of(request.query.get("cursor"), "sign-ins", name)
    found, last = split_page(archive.sign_in_attempts.sign_ins(name, before=before, limit=limit + 1), limit)
    told = {
        "sign_ins": [
            {"at": stamp(each.at), "outcome": each.outcome, "address": each.address or None, "times": each.times} for each in found
        ],
        "next": cursor_of(last.place, "sign-ins", name) if last else None,
    }
    return told if before else told | {"totp": _asks_code(name)}


def _asks_code(name: str) -> bool:
    standing = archive.accounts.look_up(name)
    return bool(standing and standing.totp)


def _entered(answer: Opened | NextChallenge) -> Reply:
    """Give a new session with its first page, or say what else is asked."""
    if isinstance(answer, NextChallenge):
        return Reply(body={"challenge": answer.kind, "session": answer.session})
    return Reply(body=_told(answer) | {"casefile": _first_page(answer.tokens.reader)}, headers=_set_cookie(answer.cookie))


def _told(session: Opened) -> Answer:
    tokens, reader = session.tokens, session.tokens.reader
    who = {"name": reader.name, "matricule": reader.matricule, "roles": sorted(reader.roles)}
    return {"token": tokens.token, "expires_in": tokens.expires_in, "reader": who}


def _first_page(reader: Reader) -> Answer | None:
    """Read a servant's own case file ahead: a round trip less on a slow line. A sign-in does not fail for want of it."""
    if reader.matricule is None:
        return None
    try:
        return casefile_json(read_casefile(reader, reader.matricule, archive))
    except (ReaderError, TransientError) as error:
        logger.warning("casefile_left_out", code=error.code, detail=error.detail)
        return None


def _with_cookie(request: Request, do: Callable[[Opened], tuple[Answer | None, Opened | None]]) -> Reply:
    """Go on with the cookie's session, do something in it, and have the browser keep its cookie."""
    _check_same_site(request)
    session = resume(_cookie(request), archive)
    try:
        body, session_after = do(session)
    except (ReaderError, TransientError) as error:
        return refused(error, request.language, _set_cookie(session.cookie))
    return Reply(body=body, status=200 if body else 204, headers=_set_cookie(session_after.cookie if session_after else None))


def _cookie(request: Request) -> str:
    for pair in request.headers.get("cookie", "").split(";"):
        name, _, value = pair.strip().partition("=")
        if name == COOKIE:
            return value
    return ""


def _set_cookie(value: str | None) -> dict[str, str]:
    """Keep the cookie for as long as a session may lie idle; None takes it away."""
    age = int(archive.settings.idle.total_seconds()) if value else 0
    return {"Set-Cookie": f"{COOKIE}={value or ''}; Max-Age={age}; {_COOKIE_RULES}"}


def _check_same_site(request: Request) -> None:
    """Refuse what another site makes a browser send, by what browsers say of it; SameSite keeps the cookie from it too."""
    site, origin, host = (request.headers.get(name) for name in ("sec-fetch-site", "origin", "x-viewer-host"))
    if site not in {None, "same-origin"} or (origin and host and urlsplit(origin).netloc != host):
        raise ReaderError("not_through_the_site", "another site")
