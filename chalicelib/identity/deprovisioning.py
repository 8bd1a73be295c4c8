"""Accounts follow the roster: who is no longer in it, or has left by its own word, is let in no more; who comes back is.

The register's accounts are laid beside the roster in force, a page of each at a time, and Cognito is asked about those alone that
must change: it is slow, and counts whomever it is asked about as active that month.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.identity.issuing import Pace
from chalicelib.model.account import Account, AccountEvent, Deed, entitled
from chalicelib.model.errors import ConflictError
from chalicelib.personnel.roster import shrinks
from chalicelib.ports.archive import Archive

_PAGE = 1000
"""Servants read at once."""
_FEW = 20
"""So many closings never wait for a person."""
_BY = "roster"


@dataclass(slots=True, kw_only=True)
class Settled:
    """What came of it."""

    closed: int = 0
    reopened: int = 0
    left: int = 0
    """To be done when asked again: the time was over."""
    waiting: int = 0
    """More accounts would close than a roster may lose without a confirmation; none has been."""


def settle_accounts(archive: Archive, *, until: datetime, confirmed: bool = False) -> Settled:
    """Close and open accounts as the roster in force says; repeatable.

    What a person closed, the roster does not open again.

    Args:
        archive: all ports.
        until: when to stop.
        confirmed: a person has said that so many may close.
    """
    pointer = archive.register.roster_pointer()
    accounts = [each for each in archive.account_ledger.all_accounts() if each.status != "opening"] if pointer else []
    if pointer is None or not accounts:
        return Settled()
    statuses = _statuses(pointer.generation, archive)
    entering = [each for each in accounts if each.status == "open"]
    leaving = [each for each in entering if not _stays(each, statuses, archive)]
    back = [each for each in accounts if each.closer == "roster" and _stays(each, statuses, archive)]
    percent = archive.settings.roster_shrink_percent
    if not confirmed and len(leaving) > _FEW and shrinks(len(entering), len(entering) - len(leaving), percent):
        return Settled(waiting=len(leaving))
    changes: list[tuple[Account, Deed]] = [(each, "closed") for each in leaving]
    changes += [(each, "reopened") for each in back]
    return _change(changes, statuses, archive, until)


def _statuses(generation: str, archive: Archive) -> dict[str, str]:
    """Read every servant's status, by matricule."""
    found: dict[str, str] = {}
    after: str | None = None
    while True:
        servants, after = archive.register.roster_page(generation, after, _PAGE)
        found |= {each.matricule: each.status for each in servants}
        if after is None:
            return found


def _stays(account: Account, statuses: Mapping[str, str], archive: Archive) -> bool:
    return account.matricule in statuses and entitled(statuses[account.matricule], archive.settings.closing_statuses)


def _change(changes: list[tuple[Account, Deed]], reasons: Mapping[str, str], archive: Archive, until: datetime) -> Settled:
    """Change accounts one by one, but for those that somebody else has changed since they were read."""
    done, pace = Settled(), Pace(archive)
    for number, (account, deed) in enumerate(changes):
        if archive.clock.now() >= until:
            done.left = len(changes) - number
            return done
        pace.wait()
        if _follow(account, deed, reasons.get(account.matricule, ""), archive):
            done.closed += deed == "closed"
            done.reopened += deed == "reopened"
    return done


def _follow(account: Account, deed: Deed, reason: str, archive: Archive) -> bool:
    """Change one account where it still is as it was read; Cognito first, so that what was cut short is found again."""
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
        # A person closed it in that very moment: that stands. An account that was opened is looked at again next time.
        standing = archive.account_ledger.account(matricule)
        if standing is not None and standing.status == "closed":
            archive.accounts.disable(matricule)
        return False
    return True
