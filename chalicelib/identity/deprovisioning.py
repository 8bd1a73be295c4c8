"""Deprovisioning: closes the accounts of servants who left the roster or its active statuses, reopens those who came back.

1. Read all accounts of the ledger, and the status of every servant of the roster in force. 2. List the accounts to close and to reopen.
3. Stop for a confirmation where too many would close. 4. Change them one by one, each in the user pool, then in the ledger.

The user pool is only asked about accounts that change: it is slow, and bills each account that it is asked about as active that month.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.identity.issuing import Pace
from chalicelib.model.account import Account, AccountEvent, Deed, entitled
from chalicelib.model.errors import ConflictError
from chalicelib.personnel.comparison import exceeds
from chalicelib.ports.archive import Archive

_PAGE = 1000
"""Servants of one read."""
_FEW = 20
"""Closings that never need a confirmation."""
_BY = "roster"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChanges:
    """Accounts that were changed to follow the roster."""

    closed: int = 0
    reopened: int = 0
    left: int = 0
    """Still to be changed, since the time was over: ask again."""
    waiting: int = 0
    """Accounts that would close, more than may without a confirmation: none was."""


def settle_accounts(archive: Archive, *, until: datetime, confirmed: bool = False) -> AccountChanges:
    """Close and reopen accounts as the roster in force says; repeatable. An account that a person closed is not reopened.

    Args:
        archive: the ports.
        until: when to stop, UTC.
        confirmed: a person has confirmed the number of closings.
    """
    pointer = archive.register.roster_pointer()
    accounts = [each for each in archive.account_ledger.all_accounts() if each.status != "opening"] if pointer else []
    if pointer is None or not accounts:
        return AccountChanges()
    statuses = _statuses(pointer.generation, archive)
    open_ = [each for each in accounts if each.status == "open"]
    leaving = [each for each in open_ if not _stays(each, statuses, archive)]
    returning = [each for each in accounts if each.closer == "roster" and _stays(each, statuses, archive)]
    percent = archive.settings.roster_shrink_percent
    if not confirmed and len(leaving) > _FEW and exceeds(len(leaving), len(open_), percent):
        return AccountChanges(waiting=len(leaving))
    changes: list[tuple[Account, Deed]] = [(each, "closed") for each in leaving]
    changes += [(each, "reopened") for each in returning]
    return _change(changes, statuses, archive, until)


def _statuses(generation: str, archive: Archive) -> dict[str, str]:
    """Status of every servant of the roster, by matricule."""
    found: dict[str, str] = {}
    after: str | None = None
    while True:
        servants, after = archive.register.roster_page(generation, after, _PAGE)
        found |= {each.matricule: each.status for each in servants}
        if after is None:
            return found


def _stays(account: Account, statuses: Mapping[str, str], archive: Archive) -> bool:
    return account.matricule in statuses and entitled(statuses[account.matricule], archive.settings.closing_statuses)


def _change(changes: list[tuple[Account, Deed]], statuses: Mapping[str, str], archive: Archive, until: datetime) -> AccountChanges:
    """Change accounts one by one, at the pace of the settings."""
    counts: dict[Deed, int] = {"closed": 0, "reopened": 0}
    pace = Pace(archive)
    for number, (account, deed) in enumerate(changes):
        if archive.clock.now() >= until:
            return AccountChanges(closed=counts["closed"], reopened=counts["reopened"], left=len(changes) - number)
        pace.wait()
        counts[deed] += _change_one(account, deed, statuses.get(account.matricule, ""), archive)
    return AccountChanges(closed=counts["closed"], reopened=counts["reopened"])


def _change_one(account: Account, deed: Deed, reason: str, archive: Archive) -> bool:
    """Change one account if it is still as it was read; the user pool first, so that after a crash the change is found again."""
    matricule, now = account.matricule, archive.clock.now()
    if archive.account_ledger.account(matricule) != account:
        return False
    closing = deed == "closed"
    if closing:
        archive.accounts.disable(matricule)
    else:
        archive.accounts.enable(matricule)
    after = replace(account, status="closed" if closing else "open", closer="roster" if closing else None, changed_at=now)
    try:
        archive.account_ledger.record_if_unchanged(
            after, AccountEvent(matricule=matricule, at=now, deed=deed, by=_BY, reason=reason), seen=account
        )
    except ConflictError:
        # A person changed it meanwhile. If they closed it, it stays closed; a reopened account is judged again next time.
        standing = archive.account_ledger.account(matricule)
        if standing is not None and standing.status == "closed":
            archive.accounts.disable(matricule)
        return False
    return True
