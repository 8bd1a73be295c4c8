"""Sign-in: password, then challenge where one is asked, then a session until it is idle for too long or ended.

1. Find the account that the typed name means. 2. Count the attempt, before the password is tried. 3. Try the password with Cognito.
4. Record the outcome. 5. Create the session, or hand out the challenge as a ticket.

All refusals have the same body and the same duration: for an unknown name, a wrong password, a closed account, an expired first
password.
"""

import re
from dataclasses import dataclass

from chalicelib.identity import challenge_ticket, session_cookie
from chalicelib.identity.challenge_ticket import ChallengeTicket
from chalicelib.identity.passwords import canonical, check_password
from chalicelib.identity.session_cookie import BrowserSession
from chalicelib.identity.sign_in_attempts import (
    SignInAttempt,
    attempt_of,
    count_attempt,
    forget_attempts,
    record_outcome,
    wait_for_minimum_time,
)
from chalicelib.model.errors import ArchiveError, ReaderError
from chalicelib.model.session import Challenge, SessionTokens
from chalicelib.ports.archive import Archive

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
    began, password = archive.clock.now(), canonical(password)
    attempt = attempt_of(typed, address, archive)
    count_attempt(attempt, archive)
    try:
        answer = archive.identities.sign_in(attempt.name, password)
    except ReaderError:
        record_outcome(attempt, "refused", archive)
        wait_for_minimum_time(began, archive)
        raise
    return _accept(answer, password, attempt, archive)


def answer_challenge(session: str, answer: str, address: str, archive: Archive, *, kind: str) -> BrowserSession | NextChallenge:
    """Answer a challenge: with a new password, or with a code of an authenticator.

    1. Read the ticket. 2. Check the answer; count a code as an attempt, not a new password, whose ticket is only given for the right
    first one. 3. Spend the ticket. 4. Ask Cognito; give the ticket back where the same one may be answered again.

    Args:
        session: the ticket.
        answer: as typed.
        address: of the viewer.
        archive: the ports.
        kind: of the challenge that is answered.

    Raises:
        ReaderError: `challenge_over`, `wrong_code`, `weak_password`, `same_password`, `too_many_attempts`.
    """
    ticket = challenge_ticket.read(session, archive)
    if ticket is None or ticket.challenge.kind != kind:
        raise ReaderError("challenge_over", "not our ticket")
    attempt = SignInAttempt(name=ticket.challenge.name, is_known=True, address=address)
    if kind == "new_password":
        given = _own_password(answer, ticket, archive)
    else:
        given = code_of(answer)
        count_attempt(attempt, archive)
    spent = challenge_ticket.spend(ticket, archive)
    try:
        accepted = archive.identities.answer_challenge(ticket.challenge, given)
    except ArchiveError as refusal:
        if refusal.code != "challenge_over":
            challenge_ticket.give_back(ticket, spent, archive)
        if kind == "totp" and isinstance(refusal, ReaderError):
            record_outcome(attempt, "code_refused", archive)
        raise
    return _accept(accepted, given, attempt, archive)


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
    """Parse an authenticator's or a mailed code, often typed with a blank in the middle.

    >>> code_of("123 456")
    '123456'

    Raises:
        ReaderError: `wrong_code`.
    """
    code = "".join(typed.split())
    if not _CODE.fullmatch(code):
        raise ReaderError("wrong_code", "no code")
    return code


def _own_password(typed: str, ticket: ChallengeTicket, archive: Archive) -> str:
    """Return the canonical form of a password that the reader chose, unless it is the one that was given to them.

    Raises:
        ReaderError: `weak_password`, `same_password`.
    """
    password = canonical(typed)
    check_password(password)
    if ticket.is_opened_by(password, archive):
        raise ReaderError("same_password", "the first password")
    return password


def _accept(answer: SessionTokens | Challenge, password: str, attempt: SignInAttempt, archive: Archive) -> BrowserSession | NextChallenge:
    """Create the session, or hand out the next challenge."""
    if isinstance(answer, Challenge):
        record_outcome(attempt, "challenged", archive)
        return NextChallenge(kind=answer.kind, session=challenge_ticket.issue(answer, password, archive))
    session = session_cookie.create(answer, archive)
    forget_attempts(attempt, archive)
    record_outcome(attempt, "signed_in", archive, person=answer.person)
    return session
