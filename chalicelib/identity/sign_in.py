"""Sign-in: password, then challenge where one is asked, then a session until it is idle for too long or ended.

1. Find the account that the typed name means. 2. Count the attempt, before the password is tried. 3. Try the password with Cognito.
4. Record the outcome. 5. Create the session, or hand out the challenge as a ticket.

All refusals have the same body and the same duration: for an unknown name, a wrong password, a closed account, an expired first
password.
"""

import hashlib
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.identity import session_cookie
from chalicelib.identity.challenge_ticket import read_ticket, write_ticket
from chalicelib.identity.passwords import check_password
from chalicelib.identity.session_cookie import BrowserSession
from chalicelib.identity.sign_in_attempts import (
    SignInAttempt,
    attempt_of,
    count_attempt,
    forget_attempts,
    record_outcome,
    wait_for_minimum_time,
)
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.session import Challenge, SessionTokens
from chalicelib.ports.archive import Archive

CHALLENGE_LIFETIME = timedelta(minutes=15)
"""Time for the answer to a challenge, such as choosing a password. As AuthSessionValidity in `infra/readers.yaml`."""
_CODE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NextChallenge:
    """A challenge that follows a right password."""

    kind: str
    """`new_password` or `totp`."""
    session: str
    """Ticket that the answer must come with."""


def sign_in(typed: str, password: str, address: str, archive: Archive) -> BrowserSession | NextChallenge:
    """Sign in with a password.

    Args:
        typed: the user name as typed.
        password: as typed.
        address: of the viewer.
        archive: the ports.

    Raises:
        ReaderError: `sign_in_refused`, or `too_many_attempts`.
    """
    began = archive.clock.now()
    attempt = attempt_of(typed, address, archive)
    count_attempt(attempt, archive)
    try:
        answer = archive.identities.sign_in(attempt.name, password)
    except ReaderError:
        record_outcome(attempt, "refused", archive)
        wait_for_minimum_time(began, archive)
        raise
    return _accept(answer, attempt, archive)


def answer_challenge(session: str, answer: str, address: str, archive: Archive, *, kind: str) -> BrowserSession | NextChallenge:
    """Answer a challenge: with a new password, or with a code of an authenticator.

    A code is counted as an attempt. A new password is not: its ticket is only given for the right first password.

    Args:
        session: the ticket.
        answer: as typed.
        address: of the viewer.
        archive: the ports.
        kind: of the challenge that is answered.

    Raises:
        ReaderError: `challenge_over`, `wrong_code`, `weak_password`, `too_many_attempts`.
    """
    challenge = _challenge_of(session, archive)
    if challenge is None or challenge.kind != kind:
        raise ReaderError("challenge_over", "not our ticket")
    attempt = SignInAttempt(name=challenge.name, is_known=True, address=address)
    if kind == "new_password":
        check_password(answer)
        accepted = archive.identities.answer_challenge(challenge, answer)
    else:
        accepted = _answer_code(challenge, code_of(answer), attempt, archive)
    # Only now: where Cognito was too busy to answer, the same ticket may be used again.
    _use_once(session, archive)
    return _accept(accepted, attempt, archive)


def resume(cookie: str, archive: Archive) -> BrowserSession:
    """Renew a session by its cookie.

    Raises:
        ReaderError: `not_signed_in`.
    """
    tried, refusal = "", ReaderError("not_signed_in", "no session, or idle for too long")
    while (session := session_cookie.read(cookie, archive)) is not None and session.refresh != tried:
        tried = session.refresh
        try:
            tokens = archive.identities.refresh_tokens(tried)
        except ReaderError as error:
            # Another tab may have renewed it meanwhile: then the next refresh token is in the register by now.
            refusal = error
            continue
        return session_cookie.renew(cookie, session, tokens, archive)
    raise refusal


def sign_out(cookie: str, address: str, archive: Archive, *, everywhere: bool) -> None:
    """End a session, or all sessions of its account; no error where it has ended already."""
    session = session_cookie.read(cookie, archive)
    if session is None:
        return
    archive.identities.revoke_session(session.refresh)
    if everywhere:
        archive.identities.sign_out_everywhere(session.name)
    # Only now: where Cognito was too busy to answer, the same cookie may be used again.
    session_cookie.end(cookie, archive)
    attempt = SignInAttempt(name=session.name, is_known=True, address=address)
    record_outcome(attempt, "signed_out_everywhere" if everywhere else "signed_out", archive)


def code_of(typed: str) -> str:
    """Parse an authenticator's code, often typed with a blank in the middle.

    >>> code_of("123 456")
    '123456'

    Raises:
        ReaderError: `wrong_code`.
    """
    code = "".join(typed.split())
    if not _CODE.fullmatch(code):
        raise ReaderError("wrong_code", "no code")
    return code


def _answer_code(challenge: Challenge, code: str, attempt: SignInAttempt, archive: Archive) -> SessionTokens | Challenge:
    count_attempt(attempt, archive)
    try:
        return archive.identities.answer_challenge(challenge, code)
    except ReaderError:
        record_outcome(attempt, "code_refused", archive)
        raise


def _accept(answer: SessionTokens | Challenge, attempt: SignInAttempt, archive: Archive) -> BrowserSession | NextChallenge:
    """Create the session, or hand out the next challenge."""
    if isinstance(answer, Challenge):
        record_outcome(attempt, "challenged", archive)
        return NextChallenge(kind=answer.kind, session=_ticket_of(answer, archive))
    session = session_cookie.create(answer, archive)
    forget_attempts(attempt, archive)
    record_outcome(attempt, "signed_in", archive)
    return session


def _ticket_of(challenge: Challenge, archive: Archive) -> str:
    content = urlsafe_b64encode(json.dumps([challenge.kind, challenge.name, challenge.session]).encode()).decode()
    return write_ticket(archive.identities.signing_key(), content, archive.clock.now())


def _challenge_of(ticket: str, archive: Archive) -> Challenge | None:
    content = read_ticket(archive.identities.signing_key(), ticket, now=archive.clock.now(), age=CHALLENGE_LIFETIME)
    if content is None:
        return None
    kind, name, session = json.loads(urlsafe_b64decode(content))
    return Challenge(kind=kind, name=name, session=session)


def _use_once(ticket: str, archive: Archive) -> None:
    """Refuse a ticket that was used before, should Cognito accept its session twice."""
    mark = hashlib.sha256(ticket.encode()).hexdigest()[:32]
    try:
        archive.sign_in_attempts.spend_once(mark, archive.clock.now() + CHALLENGE_LIFETIME)
    except ConflictError as error:
        raise ReaderError("challenge_over", "answered before") from error
