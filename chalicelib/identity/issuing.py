"""What every giving of a first password shares: its pace, its slip, and the order in which both are written."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.identity.slip import MOST_SLIPS, Slip, slips_html
from chalicelib.model.account import Account, AccountEvent
from chalicelib.model.servant import Servant
from chalicelib.ports.archive import Archive


@dataclass(slots=True, kw_only=True)
class Round:
    """What came of one round."""

    opened: int = 0
    already: int = 0
    """Had an account."""
    not_entitled: int = 0
    """Have left, by the roster's own word."""
    unknown: list[str] = field(default_factory=list)
    """Matricules asked for that are not in the roster."""
    odd: list[str] = field(default_factory=list)
    """User names that are taken by an account for another case file, or none: somebody must look."""
    slips: list[str] = field(default_factory=list)
    """Where the slips are, in the outbox."""
    next: str | None = None
    """Cursor of the next round; None when all is done."""
    left: list[str] = field(default_factory=list)
    """Matricules of a reset that are to be asked for again."""
    busy: bool = False
    """Cognito had enough: wait a little before the next round."""


class Pace:
    """No more than so many a second."""

    def __init__(self, archive: Archive) -> None:
        """Take the pace of the settings."""
        self._clock = archive.clock
        self._step = timedelta(seconds=1 / archive.settings.account_rate)
        self._due = self._clock.now()

    def wait(self) -> None:
        """Wait for the next turn."""
        now = self._clock.now()
        if self._due > now:
            self._clock.pause((self._due - now).total_seconds())
        self._due = max(self._due, now) + self._step


class SlipWriter:
    """Collects slips, and notes accounts as open once their slip is written."""

    def __init__(self, archive: Archive, done: Round) -> None:
        """Write below a folder of this round's own: no slip is ever written over."""
        self._archive, self._done = archive, done
        self._folder = f"slips/{archive.clock.now():%Y-%m-%d}-{secrets.token_hex(4)}"
        self._waiting: list[tuple[Slip, Account, tuple[AccountEvent, ...]]] = []

    def add(self, slip: Slip, account: Account, *events: AccountEvent) -> None:
        """Take one slip."""
        self._waiting.append((slip, account, events))
        if len(self._waiting) == MOST_SLIPS:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        if not self._waiting:
            return
        slips = [slip for slip, _, _ in self._waiting]
        key = f"{self._folder}/{len(self._done.slips) + 1:03}.html"
        settings = self._archive.settings
        page = slips_html(slips, site=settings.site_url, time_zone=settings.time_zone)
        self._archive.outbox.put(key, page, "text/html; charset=utf-8")
        self._done.slips.append(key)
        events = [event for _, _, some in self._waiting for event in some]
        self._archive.account_ledger.record([account for _, account, _ in self._waiting], events)
        self._waiting.clear()


def slip_of(servant: Servant, password: str, archive: Archive, *, at: datetime) -> Slip:
    """Write down a first password that was given at a time; it runs from then, however long the giving took."""
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
