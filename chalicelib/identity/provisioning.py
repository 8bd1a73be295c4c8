"""Bulk provisioning: opens the accounts of the roster in force and prints their slips, in as many rounds as needed.

For each servant: 1. Record the account as OPENING. 2. Make it in the user pool. 3. Write the slip. 4. Record the account as open.

Every step may be repeated. After a crash, accounts stay OPENING; the next round gives these, and no others, a new first password, since
the first was never printed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import islice

from chalicelib.analysis.linkage.directory import servant_of
from chalicelib.analysis.sensitivity.screening import is_forbidden
from chalicelib.identity.issuing import IssuingResult, Pace, SlipWriter, slip_of
from chalicelib.identity.passwords import first_password
from chalicelib.model.account import CONSOLE, Account, AccountEvent, PoolAccount, entitled
from chalicelib.model.errors import PermanentError, TransientError
from chalicelib.model.identifiers import normalise
from chalicelib.model.servant import Servant
from chalicelib.ports.archive import Archive

_PAGE = 200
"""Servants of one read."""
_BEGINNING = "0"
"""Cursor of a round that did not finish its first page; it sorts before every matricule."""
MOST_RESETS = 500
"""Matricules of one reset."""
LONGEST_REASON = 200
"""Characters kept of a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisioningRequest:
    """Servants whose accounts are to be opened."""

    ministry: str = ""
    """Empty: any. Accents, case and punctuation do not matter."""
    province: str = ""
    """Empty: any."""
    matricules: tuple[str, ...] = ()
    """Empty: the whole roster."""
    limit: int | None = None
    """Most accounts of this round."""
    cursor: str | None = None
    """`next` of the round before."""


def open_accounts(request: ProvisioningRequest, archive: Archive, *, until: datetime) -> IssuingResult:
    """Open the requested accounts that do not exist yet, until a time or the limit.

    Raises:
        PermanentError: `no_roster`; `no_site`: the slips need the site's address.
    """
    candidates = _Candidates(request, archive)
    round_ = _Round(archive)
    next_: str | None = request.cursor or _BEGINNING
    is_busy = False
    try:
        for cursor, servants in candidates.pages():
            if not round_.open_page(candidates.wanted(servants), limit=request.limit, until=until):
                break
            next_ = cursor
            if cursor is None or archive.clock.now() >= until:
                break
    except TransientError:
        is_busy = True
    finally:
        round_.slips.flush()
    return replace(round_.result(), unknown=tuple(candidates.unknown), next=next_, busy=is_busy)


def reset_accounts(matricules: Sequence[str], reason: str, archive: Archive) -> IssuingResult:
    """Issue new first passwords for named servants, whose slips were lost or have expired.

    Raises:
        PermanentError: `no_roster`, `no_site`, `too_many`, `forbidden_word`.
    """
    reason = reason[:LONGEST_REASON]
    if is_forbidden(reason):
        raise PermanentError("forbidden_word", "reason")
    if len(matricules) > MOST_RESETS:
        raise PermanentError("too_many", str(len(matricules)))
    candidates = _Candidates(ProvisioningRequest(matricules=tuple(dict.fromkeys(map(normalise, matricules)))), archive)
    round_ = _Round(archive)
    servants = [each for _, page in candidates.pages() for each in page]
    known = archive.account_ledger.accounts([each.matricule for each in servants])
    done, is_busy = 0, False
    try:
        for servant in servants:
            round_.reset_one(servant, known.get(servant.matricule), reason)
            done += 1
    except TransientError:
        is_busy = True
    finally:
        round_.slips.flush()
    left = tuple(each.matricule for each in servants[done:])
    return replace(round_.result(), unknown=tuple(candidates.unknown), left=left, busy=is_busy)


class _Candidates:
    """Servants of the roster in force whom a request may mean, page by page."""

    def __init__(self, request: ProvisioningRequest, archive: Archive) -> None:
        self._request, self._register = request, archive.register
        pointer = archive.register.roster_pointer()
        if pointer is None:
            raise PermanentError("no_roster")
        if not archive.settings.site_url:
            raise PermanentError("no_site")
        self._generation = pointer.generation
        self.unknown: list[str] = []
        """Requested matricules that the roster does not list."""

    def pages(self) -> Iterator[tuple[str | None, Sequence[Servant]]]:
        """Read servants, each page with the cursor of the next."""
        return self._named_pages() if self._request.matricules else self._roster_pages()

    def wanted(self, servants: Sequence[Servant]) -> list[Servant]:
        """Servants of the requested ministry and province."""
        return [each for each in servants if self._is_wanted(each)]

    def _is_wanted(self, servant: Servant) -> bool:
        pairs = ((self._request.ministry, servant.ministry), (self._request.province, servant.province))
        return all(not wanted or normalise(wanted) == normalise(found) for wanted, found in pairs)

    def _roster_pages(self) -> Iterator[tuple[str | None, Sequence[Servant]]]:
        cursor = self._request.cursor
        while True:
            servants, cursor = self._register.roster_page(self._generation, cursor, _PAGE)
            yield cursor, servants
            if cursor is None:
                return

    def _named_pages(self) -> Iterator[tuple[str | None, Sequence[Servant]]]:
        cursor, matricules = self._request.cursor, self._request.matricules
        start = int(cursor) if cursor and cursor.isdecimal() else 0
        remaining = iter(matricules[start:])
        while page := list(islice(remaining, _PAGE)):
            start += len(page)
            yield str(start) if start < len(matricules) else None, self._find(page)

    def _find(self, matricules: Sequence[str]) -> list[Servant]:
        found: dict[str, Servant] = {}
        for matricule in matricules:
            servant = servant_of(matricule, partial(self._register.find_servants, self._generation))
            if servant is None:
                self.unknown.append(matricule)
            else:
                found[servant.matricule] = servant
        return list(found.values())


class _Round:
    """Issues first passwords at the pace of the settings, and counts."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._pace = Pace(archive)
        self.slips = SlipWriter(archive)
        self._already = self._not_entitled = 0
        self._odd: list[str] = []

    def result(self) -> IssuingResult:
        """Counts and slips so far."""
        return IssuingResult(
            opened=self.slips.added,
            already=self._already,
            not_entitled=self._not_entitled,
            odd=tuple(self._odd),
            slips=tuple(self.slips.keys),
        )

    def open_page(self, servants: Sequence[Servant], *, limit: int | None, until: datetime) -> bool:
        """Open the accounts of a page that do not exist yet; False where the time or the limit ended it."""
        archive = self._archive
        staying = [each for each in servants if entitled(each.status, archive.settings.closing_statuses)]
        known = archive.account_ledger.accounts([each.matricule for each in staying])
        todo = [each for each in staying if each.matricule not in known or known[each.matricule].status == "opening"]
        self._not_entitled += len(servants) - len(staying)
        self._already += len(staying) - len(todo)
        room = len(todo) if limit is None else max(0, limit - self.slips.added)
        self._record_opening([each for each in todo[:room] if each.matricule not in known])
        for number, servant in enumerate(todo):
            if number >= room or archive.clock.now() >= until:
                return False
            self._pace.wait()
            self._open_one(servant, is_opening=servant.matricule in known)
        return True

    def reset_one(self, servant: Servant, account: Account | None, reason: str) -> None:
        """Issue a new first password, unless the servant has no open account or has a role in the archive."""
        archive = self._archive
        if account is None or account.status != "open" or self._is_staff(servant.matricule):
            self._odd.append(servant.matricule)
            return
        self._pace.wait()
        password, now = first_password(), archive.clock.now()
        archive.account_ledger.record([], [AccountEvent(matricule=servant.matricule, at=now, deed="reset", by=CONSOLE, reason=reason)])
        archive.accounts.reset_password(servant.matricule, password)
        self.slips.add(slip_of(servant, password, archive, at=now), replace(account, changed_at=now, password_at=now))

    def _record_opening(self, servants: Sequence[Servant]) -> None:
        now = self._archive.clock.now()
        self._archive.account_ledger.record([Account(matricule=each.matricule, status="opening", changed_at=now) for each in servants])

    def _open_one(self, servant: Servant, *, is_opening: bool) -> None:
        """Open one account; one that exists already and is not OPENING is left as it is."""
        archive, matricule = self._archive, servant.matricule
        password, now = first_password(), archive.clock.now()
        if not archive.accounts.open_account(matricule, password):
            found = archive.accounts.look_up(matricule)
            if found is None or found.matricule != matricule:
                self._odd.append(matricule)
                return
            if not is_opening or not found.must_change or found.groups:
                self._record_existing(matricule, found, now)
                return
            archive.accounts.reset_password(matricule, password)
        account = Account(matricule=matricule, status="open", changed_at=now, password_at=now)
        event = AccountEvent(matricule=matricule, at=now, deed="opened", by=CONSOLE)
        self.slips.add(slip_of(servant, password, archive, at=now), account, event)

    def _record_existing(self, matricule: str, found: PoolAccount, now: datetime) -> None:
        """Record an account that was made by hand as it is."""
        account = Account(matricule=matricule, status="open", changed_at=now)
        if not found.enabled:
            account = replace(account, status="closed", closer="person")
        self._archive.account_ledger.record([account])
        self._already += 1

    def _is_staff(self, matricule: str) -> bool:
        found = self._archive.accounts.look_up(matricule)
        return found is None or bool(found.groups)
