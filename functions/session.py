"""REST for signing in: the session, its cookie, and the reader's own credentials.

The session's name is in a cookie that scripts cannot read and that browsers send to /api/session alone; the page holds the ID token,
which it sends to every other path; the refresh token stays with the service. So every request that needs a cookie is under /session,
and no other request can be forged by another site. Each answer under /session, a refusal too, renews the cookie's lifetime.
"""

from collections.abc import Callable

from chalicelib.access.casefiles import read_casefile
from chalicelib.access.news import news_unless_busy
from chalicelib.access.notices import switch_notices
from chalicelib.identity.credentials import begin_totp, change_password, confirm_totp, remove_totp, reset_password, send_reset_code
from chalicelib.identity.session_cookie import BrowserSession
from chalicelib.identity.sign_in import NextChallenge, answer_challenge, code_of, resume, sign_in, sign_out
from chalicelib.identity.sign_in_history import read_sign_ins
from chalicelib.model.errors import ReaderError, TransientError
from chalicelib.model.reader import Reader
from chalicelib.wiring import archive
from functions.powertools import Answer, logger
from functions.representations.access import casefile_json
from functions.representations.identity import challenge_json, session_json, sign_in_history_json
from functions.rest import Reply, Request, page_limit, refused, text_of

COOKIE = "ububiko_session"
_COOKIE_RULES = "Path=/api/session; HttpOnly; Secure; SameSite=Strict"
_LONGEST_TICKET = 8192
"""Characters."""
_LONGEST_PASSWORD = 1024
"""Characters as typed: four times as many as the user pool takes."""


def begin(request: Request) -> Reply:
    """Sign in."""
    name, password = text_of(request.body, "username"), _password_of(request, "password")
    return _signed_in(sign_in(name, password, request.address, archive))


def challenge(request: Request) -> Reply:
    """Answer the challenge that followed the password: with a new password, or with a code."""
    session = text_of(request.body, "session", longest=_LONGEST_TICKET)
    if ("password" in request.body) == ("code" in request.body):
        raise ReaderError("invalid", "password or code")
    kind, name = ("new_password", "password") if "password" in request.body else ("totp", "code")
    return _signed_in(answer_challenge(session, _password_of(request, name), request.address, archive, kind=kind))


def refresh(request: Request) -> Reply:
    """Renew the session; with `casefile=true` also read the first page of the reader's own case file, which saves the site one request."""

    def renewed(session: BrowserSession) -> tuple[Answer, BrowserSession]:
        page = {"casefile": _first_page(session.tokens.reader)} if request.query.get("casefile") == "true" else {}
        return session_json(session) | page, session

    return _in_session(request, renewed)


def end(request: Request) -> Reply:
    """Sign out, here or everywhere."""
    sign_out(_cookie(request), request.address, archive, everywhere=request.query.get("everywhere") == "true")
    return Reply(status=204, headers=_set_cookie(None))


def password(request: Request) -> Reply:
    """Change the reader's password."""
    old, new = _password_of(request, "password"), _password_of(request, "new_password")
    return _in_session(request, lambda session: (None, change_password(session, old, new, request.address, archive)))


def totp(request: Request) -> Reply:
    """Make an authenticator's secret: as text, as an address, and as a QR code of that address."""
    import segno

    typed = _password_of(request, "password")

    def begun(session: BrowserSession) -> tuple[Answer, BrowserSession]:
        made = begin_totp(session, typed, request.address, archive)
        qr_code = segno.make_qr(made.uri).svg_inline(scale=4, border=4, dark="#000", light="#fff")
        return {"secret": made.secret, "uri": made.uri, "qr": qr_code}, session

    return _in_session(request, begun)


def totp_on(request: Request) -> Reply:
    """Confirm the authenticator: each sign-in asks for a code from now on."""
    typed = text_of(request.body, "code")

    def confirmed(session: BrowserSession) -> tuple[None, BrowserSession]:
        confirm_totp(session, code_of(typed), request.address, archive)
        return None, session

    return _in_session(request, confirmed)


def totp_off(request: Request) -> Reply:
    """Remove the authenticator."""
    typed = _password_of(request, "password")

    def removed(session: BrowserSession) -> tuple[None, BrowserSession]:
        remove_totp(session, typed, request.address, archive)
        return None, session

    return _in_session(request, removed)


def forgot(request: Request) -> Reply:
    """Mail a code; the answer is the same whether there is such an account or not."""
    send_reset_code(text_of(request.body, "username"), request.address, archive)
    return Reply(body={}, status=202)


def reset(request: Request) -> Reply:
    """Set a new password with the mailed code."""
    name, code, new = text_of(request.body, "username"), text_of(request.body, "code"), _password_of(request, "password")
    reset_password(name, code, new, request.address, archive)
    return Reply(status=204)


def sign_ins(request: Request) -> Answer:
    """Read what happened to the reader's account, the latest first."""
    limit = page_limit(request, usual=20, most=100)
    return sign_in_history_json(read_sign_ins(request.reader, archive, cursor=request.cursor, limit=limit))


def notices(request: Request) -> Reply:
    """Switch the reader's own notices by mail on, in the language of the page, or off."""
    on = request.body.get("on")
    if not isinstance(on, bool):
        raise ReaderError("invalid", "on")
    switch_notices(request.reader, archive, on=on, language=text_of(request.body, "language"))
    return Reply(status=204)


def _signed_in(answer: BrowserSession | NextChallenge) -> Reply:
    """Answer with the new session and the first page of the reader's own case file, or with the next challenge."""
    if isinstance(answer, NextChallenge):
        return Reply(body=challenge_json(answer))
    return Reply(body=session_json(answer) | {"casefile": _first_page(answer.tokens.reader)}, headers=_set_cookie(answer.cookie))


def _first_page(reader: Reader) -> Answer | None:
    """Read the first page of a servant's own case file; None where it fails, for the sign-in succeeds all the same."""
    if reader.matricule is None:
        return None
    try:
        return casefile_json(read_casefile(reader, reader.matricule, archive), news_unless_busy(reader, archive))
    except (ReaderError, TransientError) as error:
        logger.warning("casefile_left_out", code=error.code, detail=error.detail)
        return None


def _in_session(request: Request, do: Callable[[BrowserSession], tuple[Answer | None, BrowserSession | None]]) -> Reply:
    """Resume the session of the request's cookie, do something in it, and answer with the cookie of the session that follows."""
    session = resume(_cookie(request), archive)
    try:
        body, session_after = do(session)
    except (ReaderError, TransientError) as error:
        return refused(error, request.language, _set_cookie(session.cookie))
    return Reply(body=body, status=200 if body else 204, headers=_set_cookie(session_after.cookie if session_after else None))


def _password_of(request: Request, name: str) -> str:
    """Password, or code, as typed: decomposed letters make it longer than the one that is set."""
    return text_of(request.body, name, longest=_LONGEST_PASSWORD)


def _cookie(request: Request) -> str:
    return request.cookies.get(COOKIE, "")


def _set_cookie(value: str | None) -> dict[str, str]:
    """Header that keeps the cookie for as long as a session may be idle; None deletes it."""
    age = int(archive.settings.idle.total_seconds()) if value else 0
    return {"Set-Cookie": f"{COOKIE}={value or ''}; Max-Age={age}; {_COOKIE_RULES}"}
