"""The cookie: a name that says nothing, under which the register keeps a session.

Cognito's refresh token would be a kilobyte and more, up and down the line at each answer: it stays with the service. The name is one
session's from beginning to end, so an answer that is lost on the way takes no session with it, and of two tabs that go on at once
neither ends the other. Whoever signs in, or changes their password, has a new one.
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
"""As many bytes look in base64: what is written otherwise is not looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An open session."""

    tokens: SessionTokens
    cookie: str = field(repr=False)
    """What the browser keeps, and shows to go on."""


def opened(tokens: SessionTokens, archive: Archive) -> Opened:
    """Begin a session, under a name that nobody has had."""
    cookie = secrets.token_urlsafe(_BYTES)
    now = archive.clock.now()
    session = OpenSession(name=tokens.reader.name, refresh=tokens.refresh or "", used_at=now)
    archive.sessions.keep(_mark(cookie, archive), session, seen=None, until=now + archive.settings.idle)
    return Opened(tokens=tokens, cookie=cookie)


def held(cookie: str, archive: Archive) -> OpenSession | None:
    """Read the session of a cookie; None where there is none, or it has ended, or it lay idle too long."""
    session = archive.sessions.session(_mark(cookie, archive)) if _COOKIE.fullmatch(cookie) else None
    return session if session and archive.clock.now() - session.used_at <= archive.settings.idle else None


def gone_on(cookie: str, session: OpenSession, tokens: SessionTokens, archive: Archive) -> Opened:
    """Keep the tokens that a session goes on with.

    Args:
        cookie: the session's.
        session: as it was read before.
        tokens: Cognito's, for it.
        archive: the ports.

    Raises:
        ReaderError: `not_signed_in`: it was ended meanwhile.
    """
    now = archive.clock.now()
    later = replace(session, refresh=tokens.refresh or session.refresh, used_at=now)
    try:
        archive.sessions.keep(_mark(cookie, archive), later, seen=session, until=now + archive.settings.idle)
    except ConflictError as error:
        # Another tab was quicker: its refresh token stands, and ours has served. Or the reader has just signed out, in another tab.
        if held(cookie, archive) is None:
            archive.identities.revoke_session(later.refresh)
            raise ReaderError("not_signed_in", "ended meanwhile") from error
    return Opened(tokens=tokens, cookie=cookie)


def forget(cookie: str, archive: Archive) -> None:
    """End a session in the register: its cookie opens nothing any more, whatever Cognito thinks."""
    archive.sessions.end(_mark(cookie, archive), archive.clock.now())


def _mark(cookie: str, archive: Archive) -> str:
    """Name a session in the register without saying what its cookie is."""
    return hmac.new(archive.identities.signing_key(), b"session\0" + cookie.encode(), hashlib.sha256).hexdigest()
