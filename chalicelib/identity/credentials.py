"""Changes that readers make to their own credentials: password, authenticator, password reset by a mailed code.

Each change that needs the present password takes the steps of a sign-in: count the attempt, try the password, record the outcome.
"""

from dataclasses import dataclass, field

from chalicelib.identity import session_cookie
from chalicelib.identity.challenge_ticket import retire_tickets
from chalicelib.identity.passwords import canonical, check_password
from chalicelib.identity.rate_limit import MAIL
from chalicelib.identity.session_cookie import BrowserSession
from chalicelib.identity.sign_in import code_of
from chalicelib.identity.sign_in_attempts import (
    SignInAttempt,
    attempt_of,
    count_attempt,
    forget_attempts,
    record_outcome,
    wait_for_minimum_time,
)
from chalicelib.model.errors import ReaderError
from chalicelib.model.session import Challenge, SessionTokens
from chalicelib.ports.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class TotpSecret:
    """Secret of an authenticator that is not yet confirmed."""

    secret: str = field(repr=False)
    """Base32, for typing."""
    uri: str = field(repr=False)
    """The same as an `otpauth://` address, which authenticators open."""


def change_password(session: BrowserSession, old: str, new: str, address: str, archive: Archive) -> BrowserSession | None:
    """Change the reader's password and end every other session, which the old password may have opened.

    Args:
        session: the reader's.
        old: the present password.
        new: the next one.
        address: of the viewer.
        archive: the ports.

    Returns:
        The session that replaces the reader's; None where a new session needs an authenticator's code.

    Raises:
        ReaderError: `weak_password`, `same_password`, `wrong_password`, `too_many_attempts`.
    """
    old, new = canonical(old), canonical(new)
    check_password(new)
    if new == old:
        raise ReaderError("same_password", "unchanged")
    attempt = _attempt_of(session, address)
    count_attempt(attempt, archive)
    try:
        archive.identities.change_password(session.tokens.access, old, new)
    except ReaderError:
        record_outcome(attempt, "password_refused", archive)
        raise
    archive.identities.sign_out_everywhere(attempt.name)
    session_cookie.end(session.cookie, archive)
    retire_tickets(attempt.name, archive)
    forget_attempts(attempt, archive)
    record_outcome(attempt, "password_changed", archive)
    again = archive.identities.sign_in(attempt.name, new)
    return session_cookie.create(again, archive) if isinstance(again, SessionTokens) else None


def begin_totp(session: BrowserSession, password: str, address: str, archive: Archive) -> TotpSecret:
    """Make the secret of a new authenticator.

    The password is asked: otherwise anybody at an unlocked device could replace the reader's authenticator.

    Raises:
        ReaderError: `wrong_password`, `too_many_attempts`.
    """
    _check_password_again(session, password, address, archive)
    secret = archive.identities.begin_totp(session.tokens.access)
    label = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in session.tokens.reader.name)
    return TotpSecret(secret=secret, uri=f"otpauth://totp/Ububiko:{label}?secret={secret}&issuer=Ububiko")


def confirm_totp(session: BrowserSession, code: str, address: str, archive: Archive) -> None:
    """Confirm the new authenticator with one of its codes: each sign-in asks for a code from now on.

    Raises:
        ReaderError: `wrong_code`, `too_many_attempts`.
    """
    attempt = _attempt_of(session, address)
    count_attempt(attempt, archive)
    try:
        archive.identities.confirm_totp(session.tokens.access, code)
    except ReaderError:
        record_outcome(attempt, "code_refused", archive)
        raise
    forget_attempts(attempt, archive)
    record_outcome(attempt, "totp_on", archive)


def remove_totp(session: BrowserSession, password: str, address: str, archive: Archive) -> None:
    """Remove the authenticator; the password is asked, as in `begin_totp`.

    Raises:
        ReaderError: `wrong_password`, `too_many_attempts`.
    """
    attempt = _check_password_again(session, password, address, archive)
    archive.identities.remove_totp(session.tokens.access)
    record_outcome(attempt, "totp_off", archive)


def send_reset_code(typed: str, address: str, archive: Archive) -> None:
    """Mail a code to an account's verified address; the answer does not reveal whether there is such an account.

    Raises:
        ReaderError: `too_many_attempts`, with or without an account.
    """
    began = archive.clock.now()
    attempt = attempt_of(typed, address, archive)
    count_attempt(attempt, archive, purpose="mail", rule=MAIL)
    archive.identities.send_reset_code(attempt.name)
    record_outcome(attempt, "reset_asked", archive)
    wait_for_minimum_time(began, archive)


def reset_password(typed: str, code: str, password: str, address: str, archive: Archive) -> None:
    """Set a new password with a mailed code, and end every session of the account.

    Raises:
        ReaderError: `weak_password`, `same_password`, `wrong_code`, `too_many_attempts`.
    """
    password = canonical(password)
    check_password(password)
    began = archive.clock.now()
    attempt = attempt_of(typed, address, archive)
    count_attempt(attempt, archive, purpose="reset")
    try:
        archive.identities.reset_password(attempt.name, code_of(code), password)
    except ReaderError:
        record_outcome(attempt, "code_refused", archive)
        wait_for_minimum_time(began, archive)
        raise
    archive.identities.sign_out_everywhere(attempt.name)
    retire_tickets(attempt.name, archive)
    forget_attempts(attempt, archive, "reset", "sign_in")
    record_outcome(attempt, "password_reset", archive)


def _check_password_again(session: BrowserSession, password: str, address: str, archive: Archive) -> SignInAttempt:
    """Check the password of a session's reader; the session that Cognito opens for the check is ended at once.

    Raises:
        ReaderError: `wrong_password`, `too_many_attempts`.
    """
    attempt = _attempt_of(session, address)
    count_attempt(attempt, archive)
    try:
        proof = archive.identities.sign_in(attempt.name, canonical(password))
    except ReaderError as refusal:
        record_outcome(attempt, "password_refused", archive)
        raise ReaderError("wrong_password", refusal.detail) from refusal
    forget_attempts(attempt, archive)
    if not isinstance(proof, Challenge) and proof.refresh:
        archive.identities.revoke_session(proof.refresh)
    return attempt


def _attempt_of(session: BrowserSession, address: str) -> SignInAttempt:
    return SignInAttempt(name=session.tokens.reader.name, is_known=True, address=address)
