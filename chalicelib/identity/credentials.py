"""What readers do with their own keys: another password, an authenticator, a code by mail."""

from chalicelib.identity.passwords import check_password
from chalicelib.identity.rate_limit import MAIL
from chalicelib.identity.session_cookie import Opened, forget, opened
from chalicelib.identity.sign_in_attempts import Visitor, forgive_all, let_try, note, pad, visitor_of
from chalicelib.model.errors import ReaderError
from chalicelib.model.session import Challenge, SessionTokens
from chalicelib.ports.archive import Archive


def change_password(session: Opened, old: str, new: str, address: str, archive: Archive) -> Opened | None:
    """Change the own password, and end every other session: whoever knew the old one is out.

    Args:
        session: the reader's own.
        old: the present password.
        new: the next one.
        address: of the viewer.
        archive: the ports.

    Returns:
        The session that takes the place of the reader's own; None where an authenticator's code is needed for one.

    Raises:
        ReaderError: `weak_password`, `wrong_password`, `too_many_attempts`.
    """
    check_password(new)
    visitor = _owner(session, address)
    let_try(visitor, archive)
    try:
        archive.identities.change_password(session.tokens.access, old, new)
    except ReaderError:
        note(visitor, "password_refused", archive)
        raise
    forgive_all(visitor, archive)
    note(visitor, "password_changed", archive)
    archive.identities.sign_out_everywhere(visitor.name)
    forget(session.cookie, archive)
    again = archive.identities.sign_in(visitor.name, new)
    return opened(again, archive) if isinstance(again, SessionTokens) else None


def begin_totp(session: Opened, password: str, address: str, archive: Archive) -> tuple[str, str]:
    """Make an authenticator's secret; give it and the address that an authenticator opens.

    The password is asked: whoever finds a session open could else put their own authenticator in the place of the reader's.

    Raises:
        ReaderError: `wrong_password`, `too_many_attempts`.
    """
    _prove(session, password, address, archive)
    secret = archive.identities.begin_totp(session.tokens.access)
    label = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in session.tokens.reader.name)
    return secret, f"otpauth://totp/Ububiko:{label}?secret={secret}&issuer=Ububiko"


def confirm_totp(session: Opened, code: str, address: str, archive: Archive) -> None:
    """Ask for a code at each sign-in from now on.

    Raises:
        ReaderError: `wrong_code`.
    """
    archive.identities.confirm_totp(session.tokens.access, code)
    note(_owner(session, address), "totp_on", archive)


def drop_totp(session: Opened, password: str, address: str, archive: Archive) -> None:
    """Ask for no code any more; the password is asked, for a phone lies open on a table.

    Raises:
        ReaderError: `wrong_password`, `too_many_attempts`.
    """
    visitor = _prove(session, password, address, archive)
    archive.identities.remove_totp(session.tokens.access)
    note(visitor, "totp_off", archive)


def ask_reset(typed: str, address: str, archive: Archive) -> None:
    """Send a code to an account's verified address; nobody is told whether there is one.

    Raises:
        ReaderError: `too_many_attempts`, for a name that exists as for one that does not.
    """
    began = archive.clock.now()
    visitor = visitor_of(typed, address, archive)
    let_try(visitor, archive, door="mail", rule=MAIL)
    archive.identities.send_reset_code(visitor.name)
    note(visitor, "reset_asked", archive)
    pad(began, archive)


def reset_password(typed: str, code: str, password: str, address: str, archive: Archive) -> None:
    """Set a new password by the code that was sent, and end every session.

    Raises:
        ReaderError: `weak_password`, `wrong_code`, `too_many_attempts`.
    """
    check_password(password)
    began = archive.clock.now()
    visitor = visitor_of(typed, address, archive)
    let_try(visitor, archive, door="reset")
    try:
        archive.identities.reset_password(visitor.name, "".join(code.split()), password)
    except ReaderError:
        note(visitor, "code_refused", archive)
        pad(began, archive)
        raise
    forgive_all(visitor, archive, "reset", "sign_in")
    note(visitor, "password_reset", archive)
    archive.identities.sign_out_everywhere(visitor.name)


def _prove(session: Opened, password: str, address: str, archive: Archive) -> Visitor:
    """Have the reader of a session give their password once more; what it opens is closed at once.

    Raises:
        ReaderError: `wrong_password`, `too_many_attempts`.
    """
    visitor = _owner(session, address)
    let_try(visitor, archive)
    try:
        proof = archive.identities.sign_in(visitor.name, password)
    except ReaderError as refusal:
        note(visitor, "password_refused", archive)
        raise ReaderError("wrong_password", refusal.detail) from refusal
    forgive_all(visitor, archive)
    if not isinstance(proof, Challenge) and proof.refresh:
        archive.identities.revoke_session(proof.refresh)
    return visitor


def _owner(session: Opened, address: str) -> Visitor:
    return Visitor(name=session.tokens.reader.name, listed=True, address=address)
