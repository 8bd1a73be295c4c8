"""Issuing of first passwords in bulk: their rate, their slips, and the result of a round."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.identity.slip import MOST_SLIPS, Slip, slips_html
from chalicelib.model.account import Account, AccountEvent
from chalicelib.model.servant import Servant
from chalicelib.ports.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuingResult:
    """Result of one round, which opened accounts or reset passwords."""

    opened: int = 0
    """First passwords issued."""
    already: int = 0
    """Servants who had an account."""
    not_entitled: int = 0
    """Servants who have left, by their status in the roster."""
    unknown: tuple[str, ...] = ()
    """Requested matricules that the roster does not list."""
    odd: tuple[str, ...] = ()
    """Matricules whose user name belongs to an account for another case file, or for none: an administrator must look."""
    slips: tuple[str, ...] = ()
    """Keys of the slips in the outbox."""
    next: str | None = None
    """Cursor of the next round; None when all is done."""
    left: tuple[str, ...] = ()
    """Matricules of a reset that must be requested again."""
    busy: bool = False
    """Cognito throttled the round: wait before the next one."""


class Pace:
    """Waits so that no more than `account-rate` calls a second are made to Cognito."""

    def __init__(self, archive: Archive) -> None:
        """Take the rate from the settings."""
        self._clock = archive.clock
        self._step = timedelta(seconds=1 / archive.settings.account_rate)
        self._due = self._clock.now()

    def wait(self) -> None:
        """Wait until the next call is due."""
        now = self._clock.now()
        if self._due > now:
            self._clock.pause((self._due - now).total_seconds())
        self._due = max(self._due, now) + self._step


class SlipWriter:
    """Collects the slips of a round, writes them to the outbox, then records their accounts as open."""

    def __init__(self, archive: Archive) -> None:
        """Choose a new folder for the round, so that no earlier slip is overwritten."""
        self._archive = archive
        self._folder = f"slips/{archive.clock.now():%Y-%m-%d}-{secrets.token_hex(4)}"
        self._pending: list[tuple[Slip, Account, tuple[AccountEvent, ...]]] = []
        self.keys: list[str] = []
        self.added = 0

    def add(self, slip: Slip, account: Account, *events: AccountEvent) -> None:
        """Add one slip."""
        self._pending.append((slip, account, events))
        self.added += 1
        if len(self._pending) == MOST_SLIPS:
            self.flush()

    def flush(self) -> None:
        """Write the pending slips, then record their accounts."""
        if not self._pending:
            return
        slips = [slip for slip, _, _ in self._pending]
        key = f"{self._folder}/{len(self.keys) + 1:03}.html"
        settings = self._archive.settings
        page = slips_html(slips, settings)
        self._archive.outbox.put(key, page, "text/html; charset=utf-8")
        self.keys.append(key)
        events = [event for _, _, some in self._pending for event in some]
        self._archive.account_ledger.record([account for _, account, _ in self._pending], events)
        self._pending.clear()


def slip_of(servant: Servant, password: str, archive: Archive, *, at: datetime) -> Slip:
    """Make the slip of a first password, which expires from the time of its issuing on."""
    return Slip(
        name=servant.name,
        first_names=servant.first_names,
        matricule=servant.written or servant.matricule,
        ministry=servant.ministry,
        province=servant.province,
        password=password,
        given_at=at,
        expires_at=at + archive.accounts.first_password_lifetime(),
    )
