"""Session cookies: a random name, under which the register keeps a session and Cognito's refresh token.

The refresh token stays with the service: it is over a kilobyte, which the browser would send and receive each time. A session keeps
its cookie from beginning to end, so a lost answer ends no session, and two tabs that renew it at once do not end each other. Each
sign-in and each change of password has a new cookie.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field, replace

from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.session import OpenSession, SessionTokens
from chalicelib.ports.archive import Archive

_BYTES = 32
_COOKIE = re.compile(r"[A-Za-z0-9_-]{43}")
"""Base64 of 32 bytes; any other text is not looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserSession:
    """An open session as its browser gets it: tokens for the page, and the cookie."""

    tokens: SessionTokens
    cookie: str = field(repr=False)


def create(tokens: SessionTokens, archive: Archive) -> BrowserSession:
    """Create a session under a new cookie."""
    cookie = secrets.token_urlsafe(_BYTES)
    now = archive.clock.now()
    session = OpenSession(name=tokens.reader.name, refresh=tokens.refresh or "", used_at=now)
    archive.sessions.keep(_mark(cookie, archive), session, seen=None, until=now + archive.settings.idle)
    return BrowserSession(tokens=tokens, cookie=cookie)


def read(cookie: str, archive: Archive) -> OpenSession | None:
    """Read the session of a cookie; None where there is none, or it has ended, or was idle for too long."""
    session = archive.sessions.session(_mark(cookie, archive)) if _COOKIE.fullmatch(cookie) else None
    return session if session and archive.clock.now() - session.used_at <= archive.settings.idle else None


def renew(cookie: str, session: OpenSession, tokens: SessionTokens, archive: Archive) -> BrowserSession:
    """Renew a session with refreshed tokens.

    Args:
        cookie: of the session.
        session: as it was read before.
        tokens: refreshed by Cognito.
        archive: the ports.

    Raises:
        ReaderError: `not_signed_in`: it was ended meanwhile.
    """
    now = archive.clock.now()
    renewed = replace(session, refresh=tokens.refresh or session.refresh, used_at=now)
    try:
        archive.sessions.keep(_mark(cookie, archive), renewed, seen=session, until=now + archive.settings.idle)
    except ConflictError as error:
        # Another tab has renewed it: its refresh token is kept, these tokens are good all the same. Or the reader has signed out.
        if read(cookie, archive) is None:
            archive.identities.revoke_session(renewed.refresh)
            raise ReaderError("not_signed_in", "ended meanwhile") from error
    return BrowserSession(tokens=tokens, cookie=cookie)


def end(cookie: str, archive: Archive) -> None:
    """End a session in the register: its cookie is refused from now on, even while Cognito's tokens are valid."""
    archive.sessions.end(_mark(cookie, archive), archive.clock.now())


def _mark(cookie: str, archive: Archive) -> str:
    """Key of a session in the register, which does not reveal its cookie."""
    return hmac.new(archive.identities.signing_key(), b"session\0" + cookie.encode(), hashlib.sha256).hexdigest()
