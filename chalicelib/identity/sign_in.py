"""The door: who signs in, and for how long.

An attempt is counted before the password is tried, and every one is written down. What says no is one answer, after one time,
whether the name is nobody's, the password wrong, the account closed or the first password too old.
"""

import hashlib
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.identity.challenge_ticket import read_ticket, write_ticket
from chalicelib.identity.passwords import check_password
from chalicelib.identity.session_cookie import Opened, forget, gone_on, held, opened
from chalicelib.identity.sign_in_attempts import Visitor, forgive_all, let_try, note, pad, visitor_of
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.session import Challenge, SessionTokens
from chalicelib.ports.archive import Archive

PATIENCE = timedelta(minutes=15)
"""For a challenge's answer: an own password is thought out on an old phone. `infra/readers.yaml`, AuthSessionValidity."""
_CODE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NextChallenge:
    """The password was right, and something more is asked."""

    kind: str
    """`new_password` or `totp`."""
    session: str
    """A ticket: what the answer must come with."""


def sign_in(typed: str, password: str, address: str, archive: Archive) -> Opened | NextChallenge:
    """Try a password.

    Args:
        typed: the user name, as somebody typed it.
        password: as typed.
        address: of the viewer.
        archive: the ports.

    Raises:
        ReaderError: `sign_in_refused`, or `too_many_attempts`.
    """
    began = archive.clock.now()
    visitor = visitor_of(typed, address, archive)
    let_try(visitor, archive)
    try:
        answer = archive.identities.sign_in(visitor.name, password)
    except ReaderError:
        note(visitor, "refused", archive)
        pad(began, archive)
        raise
    return _let_in(answer, visitor, archive)


def answer_challenge(session: str, answer: str, address: str, archive: Archive, *, kind: str) -> Opened | NextChallenge:
    """Answer what was asked: an own password, or an authenticator's code.

    A code is counted as an attempt; an own password is not, for it comes with a ticket that only the right first password gets.

    Raises:
        ReaderError: `challenge_over`, `wrong_code`, `weak_password`, `too_many_attempts`.
    """
    challenge = _challenge_of(session, archive)
    if challenge is None or challenge.kind != kind:
        raise ReaderError("challenge_over", "not our ticket")
    visitor = Visitor(name=challenge.name, listed=True, address=address)
    if kind == "new_password":
        check_password(answer)
        done = archive.identities.answer_challenge(challenge, answer)
        # Not before: where Cognito was too busy to answer, the same ticket is shown again.
        _spend(session, archive)
        return _let_in(done, visitor, archive)
    code = code_of(answer)
    let_try(visitor, archive)
    try:
        done = archive.identities.answer_challenge(challenge, code)
    except ReaderError:
        note(visitor, "code_refused", archive)
        raise
    _spend(session, archive)
    return _let_in(done, visitor, archive)


def resume(cookie: str, archive: Archive) -> Opened:
    """Go on with a session.

    Raises:
        ReaderError: `not_signed_in`.
    """
    shown, refusal = "", ReaderError("not_signed_in", "no session, or idle for too long")
    while (session := held(cookie, archive)) is not None and session.refresh != shown:
        shown = session.refresh
        try:
            tokens = archive.identities.refresh_tokens(shown)
        except ReaderError as error:
            # Unless another tab was quicker, and the next refresh token stands there by now.
            refusal = error
            continue
        return gone_on(cookie, session, tokens, archive)
    raise refusal


def leave(cookie: str, address: str, archive: Archive, *, everywhere: bool) -> None:
    """End a session, or all of its account; nothing where it has ended."""
    session = held(cookie, archive)
    if session is None:
        return
    archive.identities.revoke_session(session.refresh)
    if everywhere:
        archive.identities.sign_out_everywhere(session.name)
    # Not before: where Cognito was too busy, the same cookie is shown again.
    forget(cookie, archive)
    visitor = Visitor(name=session.name, listed=True, address=address)
    note(visitor, "signed_out_everywhere" if everywhere else "signed_out", archive)


def code_of(typed: str) -> str:
    """Read an authenticator's code, which people type with a blank in the middle.

    >>> code_of("123 456")
    '123456'

    Raises:
        ReaderError: `wrong_code`.
    """
    code = "".join(typed.split())
    if not _CODE.fullmatch(code):
        raise ReaderError("wrong_code", "no code")
    return code


def _let_in(answer: SessionTokens | Challenge, visitor: Visitor, archive: Archive) -> Opened | NextChallenge:
    if isinstance(answer, Challenge):
        note(visitor, "challenged", archive)
        return NextChallenge(kind=answer.kind, session=_ticket_of(answer, archive))
    session = opened(answer, archive)
    forgive_all(visitor, archive)
    note(visitor, "signed_in", archive)
    return session


def _ticket_of(challenge: Challenge, archive: Archive) -> str:
    content = urlsafe_b64encode(json.dumps([challenge.kind, challenge.name, challenge.session]).encode()).decode()
    return write_ticket(archive.identities.signing_key(), content, archive.clock.now())


def _challenge_of(ticket: str, archive: Archive) -> Challenge | None:
    content = read_ticket(archive.identities.signing_key(), ticket, now=archive.clock.now(), age=PATIENCE)
    if content is None:
        return None
    kind, name, session = json.loads(urlsafe_b64decode(content))
    return Challenge(kind=kind, name=name, session=session)


def _spend(ticket: str, archive: Archive) -> None:
    """A challenge is answered once. Cognito says so too; this is for when it does not."""
    mark = hashlib.sha256(ticket.encode()).hexdigest()[:32]
    try:
        archive.sign_in_attempts.spend_once(mark, archive.clock.now() + PATIENCE)
    except ConflictError as error:
        raise ReaderError("challenge_over", "answered before") from error
