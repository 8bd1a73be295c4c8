"""Opening accounts in bulk: from the roster in force to sealed slips, in as many rounds as it takes.

Each step may be repeated. An account is first noted as opening, then made, then its slip is written, then it is noted as open: whoever
is killed in between leaves accounts that are still opening, and these alone get another first password, for nobody was ever told theirs.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import islice

from chalicelib.analysis.linkage.directory import servant_of
from chalicelib.analysis.sensitivity.screening import is_forbidden
from chalicelib.identity.issuing import Pace, Round, SlipWriter, slip_of
from chalicelib.identity.passwords import first_password
from chalicelib.model.account import CONSOLE, Account, AccountEvent, entitled
from chalicelib.model.errors import PermanentError, TransientError
from chalicelib.model.identifiers import normalise
from chalicelib.model.servant import Servant
from chalicelib.ports.archive import Archive

_PAGE = 200
"""Servants read at once."""
_BEGINNING = "0"
"""Cursor of a round that did not finish its first page; it sorts before every matricule."""
_MOST_RESETS = 500
_LONGEST_REASON = 200
"""Letters kept of a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisioningRequest:
    """Whose accounts to open."""

    ministry: str = ""
    """Empty: any; accents, case and signs do not matter."""
    province: str = ""
    matricules: tuple[str, ...] = ()
    """Empty: all of the roster."""
    limit: int | None = None
    """Most accounts to open in this round."""
    cursor: str | None = None
    """Where the round before ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCounts:
    """Number of servants in the roster in force, and of accounts by status."""

    servants: int
    open: int
    opening: int
    closed: int


def count_accounts(archive: Archive) -> AccountCounts:
    """Count the accounts of the ledger."""
    counts = Counter(account.status for account in archive.account_ledger.all_accounts())
    pointer = archive.register.roster_pointer()
    servants = pointer.count if pointer else 0
    return AccountCounts(servants=servants, open=counts["open"], opening=counts["opening"], closed=counts["closed"])


def open_accounts(wish: ProvisioningRequest, archive: Archive, *, until: datetime) -> Round:
    """Open the accounts that are wished for and not there yet, until a time or the limit.

    Raises:
        PermanentError: `no_roster`, or `no_site` where slips could not say an address.
    """
    generation = _generation(archive)
    done = Round(next=wish.cursor or _BEGINNING)
    writer, pace = SlipWriter(archive, done), Pace(archive)
    try:
        for place, servants in _pages(generation, wish, done, archive):
            if not _open_page(servants, wish, writer, pace, done, until=until, archive=archive):
                return done
            done.next = place
            if place is not None and archive.clock.now() >= until:
                return done
    except TransientError:
        done.busy = True
    finally:
        writer.flush()
    return done


def reset_accounts(matricules: Sequence[str], reason: str, archive: Archive) -> Round:
    """Give new first passwords, because somebody asked: slips that were lost, or ran out before they were handed over.

    Raises:
        PermanentError: `no_roster`, `no_site`, `too_many`, `forbidden_word`.
    """
    reason = reason[:_LONGEST_REASON]
    if is_forbidden(reason):
        raise PermanentError("forbidden_word", "reason")
    if len(matricules) > _MOST_RESETS:
        raise PermanentError("too_many", str(len(matricules)))
    generation = _generation(archive)
    done = Round()
    writer, pace = SlipWriter(archive, done), Pace(archive)
    asked = tuple(dict.fromkeys(map(normalise, matricules)))
    servants = [each for _, page in _pages(generation, ProvisioningRequest(matricules=asked), done, archive) for each in page]
    known = archive.account_ledger.accounts([each.matricule for each in servants])
    try:
        for number, servant in enumerate(servants):
            done.left = [each.matricule for each in servants[number:]]
            _reset_one(servant, known.get(servant.matricule), reason, writer=writer, pace=pace, done=done, archive=archive)
        done.left = []
    except TransientError:
        done.busy = True
    finally:
        writer.flush()
    return done


def _reset_one(  # noqa: PLR0913 - one round's own things
    servant: Servant, account: Account | None, reason: str, *, writer: SlipWriter, pace: Pace, done: Round, archive: Archive
) -> None:
    """Give one new first password; not to who has no open account, nor to who has a role in the archive."""
    if account is None or account.status != "open" or _is_staff(servant.matricule, archive):
        done.odd.append(servant.matricule)
        return
    pace.wait()
    password, now = first_password(), archive.clock.now()
    archive.account_ledger.record([], [AccountEvent(matricule=servant.matricule, at=now, deed="reset", by=CONSOLE, reason=reason)])
    archive.accounts.reset_password(servant.matricule, password)
    writer.add(slip_of(servant, password, archive, at=now), replace(account, changed_at=now, password_at=now))
    done.opened += 1


def _generation(archive: Archive) -> str:
    pointer = archive.register.roster_pointer()
    if pointer is None:
        raise PermanentError("no_roster")
    if not archive.settings.site_url:
        raise PermanentError("no_site")
    return pointer.generation


def _pages(generation: str, wish: ProvisioningRequest, done: Round, archive: Archive) -> Iterator[tuple[str | None, Sequence[Servant]]]:
    """Read candidates page by page, each with the cursor that leads to the next."""
    if wish.matricules:
        yield from _named(generation, wish, done, archive)
        return
    cursor = wish.cursor
    while True:
        servants, cursor = archive.register.roster_page(generation, cursor, _PAGE)
        yield cursor, servants
        if cursor is None:
            return


def _named(generation: str, wish: ProvisioningRequest, done: Round, archive: Archive) -> Iterator[tuple[str | None, Sequence[Servant]]]:
    start = int(wish.cursor) if wish.cursor and wish.cursor.isdecimal() else 0
    asked = iter(wish.matricules[start:])
    while some := list(islice(asked, _PAGE)):
        start += len(some)
        found: dict[str, Servant] = {}
        for said in some:
            servant = servant_of(said, partial(archive.register.find_servants, generation))
            if servant is None:
                done.unknown.append(said)
            else:
                found[servant.matricule] = servant
        yield str(start) if start < len(wish.matricules) else None, list(found.values())


def _open_page(  # noqa: PLR0913 - one round's own things
    servants: Sequence[Servant],
    wish: ProvisioningRequest,
    writer: SlipWriter,
    pace: Pace,
    done: Round,
    *,
    until: datetime,
    archive: Archive,
) -> bool:
    """Open what is to be opened on a page; False when time or the limit ended it."""
    wanted = [each for each in servants if _wished(each, wish)]
    staying = [each for each in wanted if entitled(each.status, archive.settings.closing_statuses)]
    known = archive.account_ledger.accounts([each.matricule for each in staying])
    left = [each for each in staying if each.matricule not in known or known[each.matricule].status == "opening"]
    done.not_entitled += len(wanted) - len(staying)
    done.already += len(staying) - len(left)
    now = archive.clock.now()
    room = len(left) if wish.limit is None else max(0, wish.limit - done.opened)
    archive.account_ledger.record(
        [Account(matricule=each.matricule, status="opening", changed_at=now) for each in _begun(left[:room], known)]
    )
    for number, servant in enumerate(left):
        if number >= room or archive.clock.now() >= until:
            return False
        pace.wait()
        _open_one(servant, began=servant.matricule in known, writer=writer, done=done, archive=archive)
    return True


def _begun(servants: Sequence[Servant], known: Mapping[str, Account]) -> Sequence[Servant]:
    return [each for each in servants if each.matricule not in known]


def _open_one(servant: Servant, *, began: bool, writer: SlipWriter, done: Round, archive: Archive) -> None:
    """Open one account; one that was made by hand is left as it is."""
    matricule, password = servant.matricule, first_password()
    now = archive.clock.now()
    if not archive.accounts.open_account(matricule, password):
        standing = archive.accounts.look_up(matricule)
        if standing is None or standing.matricule != matricule:
            done.odd.append(matricule)
            return
        if not began or not standing.must_change or standing.groups:
            status = "open" if standing.enabled else "closed"
            closer = None if standing.enabled else "person"
            archive.account_ledger.record([Account(matricule=matricule, status=status, changed_at=now, closer=closer)])  # type: ignore[arg-type]
            done.already += 1
            return
        archive.accounts.reset_password(matricule, password)
    account = Account(matricule=matricule, status="open", changed_at=now, password_at=now)
    writer.add(slip_of(servant, password, archive, at=now), account, AccountEvent(matricule=matricule, at=now, deed="opened", by=CONSOLE))
    done.opened += 1


def _wished(servant: Servant, wish: ProvisioningRequest) -> bool:
    pairs = ((wish.ministry, servant.ministry), (wish.province, servant.province))
    return all(not said or normalise(said) == normalise(found) for said, found in pairs)


def _is_staff(matricule: str, archive: Archive) -> bool:
    standing = archive.accounts.look_up(matricule)
    return standing is None or bool(standing.groups)
