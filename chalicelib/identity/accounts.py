"""Accounts, for archivists: look up, open, reset or close the account of one servant.

1. Find the servant in the roster. 2. Read the account from the ledger and from the user pool. 3. Check that the change is allowed.
4. Record it in the ledger, with its event, unless the account was changed meanwhile. 5. Change the user pool.

Only servants' accounts are changed here; that of a person with a role in the archive is changed by an administrator.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.analysis.sensitivity.screening import check_words
from chalicelib.identity.issuing import slip_of
from chalicelib.identity.passwords import first_password
from chalicelib.identity.slip import Slip
from chalicelib.model.account import Account, AccountEvent, AccountState, PoolAccount, entitled
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import LONGEST_MATRICULE, normalise
from chalicelib.model.reader import Reader
from chalicelib.model.servant import Servant
from chalicelib.personnel.directory import servant_in_force
from chalicelib.ports.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """State of one servant's account."""

    servant: Servant
    state: AccountState
    changed_at: datetime | None
    """UTC, aware; None without an account, or for one that was made by hand."""
    expires_at: datetime | None
    """UTC, aware: end of a first password that has not been replaced."""
    totp: bool
    """Each sign-in asks for an authenticator's code."""
    staff: bool
    """The account has a role in the archive: an administrator changes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCounts:
    """Number of servants in the roster in force, and of accounts by status."""

    servants: int
    open: int
    opening: int
    closed: int


def look_up(reader: Reader, matricule: str, archive: Archive) -> AccountView:
    """Read the state of an account.

    Raises:
        ReaderError: `not_found`: the roster does not list the servant.
        TransientError: the consultation could not be recorded.
    """
    servant = _servant(matricule, archive)
    account, found = archive.account_ledger.account(matricule), archive.accounts.look_up(matricule)
    expires = account.password_at + archive.accounts.first_password_lifetime() if account and account.password_at else None
    record_consultation("account", reader, Subject(matricule=matricule), archive, role="archivist")
    return AccountView(
        servant=servant,
        state=found.state if found else "none",
        changed_at=account.changed_at if account else None,
        expires_at=expires if found and found.state == "first_password" else None,
        totp=found.totp if found else False,
        staff=bool(found.groups) if found else False,
    )


def open_account(matricule: str, by: str, archive: Archive) -> Slip:
    """Open an account, or reopen a closed one, with a first password.

    Raises:
        ReaderError: `not_found`, `not_entitled`, `account_exists`, `account_mismatched`, `staff_account`.
        ConflictError: the account was changed meanwhile.
    """
    servant = _servant(matricule, archive)
    if not entitled(servant.status, archive.settings.closing_statuses):
        raise ReaderError("not_entitled")
    seen, found = archive.account_ledger.account(matricule), archive.accounts.look_up(matricule)
    if found is not None:
        _check_changeable(matricule, found)
        if found.enabled and (seen is None or seen.status != "opening"):
            raise ReaderError("account_exists")
    password, now = first_password(), archive.clock.now()
    deed = AccountEvent(matricule=matricule, at=now, deed="opened" if found is None else "reopened", by=by)
    _record(deed, seen, archive)
    if found is None:
        if not archive.accounts.open_account(matricule, password):
            raise ReaderError("account_exists", "made meanwhile")
    else:
        archive.accounts.reset_password(matricule, password)
        archive.accounts.enable(matricule)
    return slip_of(servant, password, archive, at=now)


def reset_account(matricule: str, by: str, archive: Archive, *, reason: str, forget_totp: bool = False) -> Slip:
    """Issue a new first password and end every session of the account.

    Raises:
        ReaderError: `not_found`, `no_account`, `account_closed`, `account_mismatched`, `staff_account`, `forbidden_word`.
        ConflictError: the account was changed meanwhile.
    """
    check_words(reason, "reason")
    servant = _servant(matricule, archive)
    seen, found = archive.account_ledger.account(matricule), archive.accounts.look_up(matricule)
    if found is None:
        raise ReaderError("no_account")
    _check_changeable(matricule, found)
    if not found.enabled:
        raise ReaderError("account_closed")
    password, now = first_password(), archive.clock.now()
    _record(AccountEvent(matricule=matricule, at=now, deed="reset", by=by, reason=reason, totp_removed=forget_totp), seen, archive)
    archive.accounts.reset_password(matricule, password, forget_totp=forget_totp)
    return slip_of(servant, password, archive, at=now)


def close_account(matricule: str, by: str, archive: Archive, *, reason: str) -> None:
    """Close an account; the roster does not reopen it.

    Raises:
        ReaderError: `not_found`, `no_account`, `account_mismatched`, `staff_account`, `forbidden_word`.
        ConflictError: the account was changed meanwhile.
    """
    check_words(reason, "reason")
    _servant(matricule, archive)
    seen, found = archive.account_ledger.account(matricule), archive.accounts.look_up(matricule)
    if found is None:
        raise ReaderError("no_account")
    _check_changeable(matricule, found)
    _record(AccountEvent(matricule=matricule, at=archive.clock.now(), deed="closed", by=by, reason=reason), seen, archive)
    archive.accounts.disable(matricule)


def count_accounts(archive: Archive) -> AccountCounts:
    """Count the accounts of the ledger."""
    counts = Counter(account.status for account in archive.account_ledger.all_accounts())
    pointer = archive.register.roster_pointer()
    servants = pointer.count if pointer else 0
    return AccountCounts(servants=servants, open=counts["open"], opening=counts["opening"], closed=counts["closed"])


def _servant(matricule: str, archive: Archive) -> Servant:
    """Find the servant with exactly this matricule."""
    is_one = matricule == normalise(matricule) and len(matricule) <= LONGEST_MATRICULE
    servant = servant_in_force(matricule, archive.register) if is_one else None
    if servant is None:
        raise ReaderError("not_found")
    return servant


def _check_changeable(matricule: str, found: PoolAccount) -> None:
    """Refuse an account with a role in the archive, and one that opens another case file."""
    if found.groups:
        raise ReaderError("staff_account")
    if found.matricule != matricule:
        raise ReaderError("account_mismatched")


def _record(event: AccountEvent, seen: Account | None, archive: Archive) -> None:
    """Record an event and the account after it, if the account is still as seen."""
    is_closed = event.deed == "closed"
    account = Account(
        matricule=event.matricule,
        status="closed" if is_closed else "open",
        changed_at=event.at,
        password_at=(seen.password_at if seen else None) if is_closed else event.at,
        closer="person" if is_closed else None,
    )
    archive.account_ledger.record_if_unchanged(account, event, seen=seen)
