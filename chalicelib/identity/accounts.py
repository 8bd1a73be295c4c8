"""The archivist's counter: one servant's account is looked at, opened, given a new first password, or closed.

Each deed is written in the journal before it is done: no journal, no deed. Only servants' accounts are served here: the account of
somebody who has a role in the archive is an administrator's to change.
"""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.analysis.sensitivity.screening import check_words
from chalicelib.identity.issuing import slip_of
from chalicelib.identity.passwords import first_password
from chalicelib.identity.slip import Slip
from chalicelib.model.account import Account, AccountEvent, AccountState, Deed, PoolAccount, entitled
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import normalise
from chalicelib.model.servant import Servant
from chalicelib.personnel.directory import servant_in_force
from chalicelib.ports.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """What the counter sees of an account."""

    servant: Servant
    state: AccountState
    changed_at: datetime | None
    expires_at: datetime | None
    """Of a first password that has not been replaced."""
    totp: bool
    staff: bool
    """Has a role in the archive: an administrator's to change."""


def look_up(matricule: str, archive: Archive) -> AccountView:
    """Look at one account.

    Raises:
        ReaderError: `not_found`: the roster knows no such servant.
    """
    servant = _servant(matricule, archive)
    account, standing = archive.account_ledger.account(matricule), archive.accounts.look_up(matricule)
    expires = account.password_at + archive.accounts.first_password_lifetime() if account and account.password_at else None
    return AccountView(
        servant=servant,
        state=standing.state if standing else "none",
        changed_at=account.changed_at if account else None,
        expires_at=expires if standing and standing.state == "first_password" else None,
        totp=standing.totp if standing else False,
        staff=bool(standing.groups) if standing else False,
    )


def open_account(matricule: str, by: str, archive: Archive) -> Slip:
    """Open an account that is not there, or again one that is closed, with a first password.

    Raises:
        ReaderError: `not_found`, `not_entitled`, `account_exists`, `account_mismatched`, `staff_account`.
        ConflictError: somebody else has just changed it.
    """
    servant = _servant(matricule, archive)
    if not entitled(servant.status, archive.settings.closing_statuses):
        raise ReaderError("not_entitled")
    seen, standing = archive.account_ledger.account(matricule), archive.accounts.look_up(matricule)
    if standing is not None:
        _check(matricule, standing)
        if standing.enabled and (seen is None or seen.status != "opening"):
            raise ReaderError("account_exists")
    password = first_password()
    at = _turn(matricule, "opened" if standing is None else "reopened", seen, archive, by=by)
    if standing is None:
        if not archive.accounts.open_account(matricule, password):
            raise ReaderError("account_exists", "made meanwhile")
    else:
        archive.accounts.reset_password(matricule, password)
        archive.accounts.enable(matricule)
    return slip_of(servant, password, archive, at=at)


def reset_account(matricule: str, by: str, archive: Archive, *, reason: str, forget_totp: bool = False) -> Slip:
    """Give a new first password and end every session.

    Raises:
        ReaderError: `not_found`, `no_account`, `account_closed`, `account_mismatched`, `staff_account`, `forbidden_word`.
        ConflictError: somebody else has just changed it.
    """
    check_words(reason, "reason")
    servant = _servant(matricule, archive)
    seen, standing = archive.account_ledger.account(matricule), archive.accounts.look_up(matricule)
    if standing is None:
        raise ReaderError("no_account")
    _check(matricule, standing)
    if not standing.enabled:
        raise ReaderError("account_closed")
    password = first_password()
    at = _turn(matricule, "reset", seen, archive, by=by, reason=reason, totp_removed=forget_totp)
    archive.accounts.reset_password(matricule, password, forget_totp=forget_totp)
    return slip_of(servant, password, archive, at=at)


def close_account(matricule: str, by: str, archive: Archive, *, reason: str) -> None:
    """Let a servant in no more, whatever the roster says.

    Raises:
        ReaderError: `not_found`, `no_account`, `account_mismatched`, `staff_account`, `forbidden_word`.
        ConflictError: somebody else has just changed it.
    """
    check_words(reason, "reason")
    _servant(matricule, archive)
    seen, standing = archive.account_ledger.account(matricule), archive.accounts.look_up(matricule)
    if standing is None:
        raise ReaderError("no_account")
    _check(matricule, standing)
    _turn(matricule, "closed", seen, archive, by=by, reason=reason)
    archive.accounts.disable(matricule)


def _servant(matricule: str, archive: Archive) -> Servant:
    """Find the servant whose matricule is this, letter for letter."""
    servant = servant_in_force(matricule, archive.register) if matricule == normalise(matricule) else None
    if servant is None:
        raise ReaderError("not_found")
    return servant


def _check(matricule: str, standing: PoolAccount) -> None:
    """Refuse what is no servant's account, or would open somebody else's case file."""
    if standing.groups:
        raise ReaderError("staff_account")
    if standing.matricule != matricule:
        raise ReaderError("account_mismatched")


def _turn(  # noqa: PLR0913 - an event's own parts
    matricule: str, deed: Deed, seen: Account | None, archive: Archive, *, by: str, reason: str = "", totp_removed: bool = False
) -> datetime:
    """Write a deed and what the account is after it, unless somebody else was quicker; tell when it was."""
    now = archive.clock.now()
    closed = deed == "closed"
    given = seen.password_at if closed and seen else None if closed else now
    account = Account(
        matricule=matricule, status="closed" if closed else "open", changed_at=now, password_at=given, closer="person" if closed else None
    )
    event = AccountEvent(matricule=matricule, at=now, deed=deed, by=by, reason=reason, totp_removed=totp_removed)
    archive.account_ledger.record_if_unchanged(account, event, seen=seen)
    return now
