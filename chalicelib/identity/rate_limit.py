"""How often one may try: each attempt is counted before it is made, so that a thousand at once count as a thousand."""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.session import Tries
from chalicelib.ports.sign_in_attempts import SignInAttempts

_RACES = 6
"""How often a rival at the same moment is waited out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRule:
    """How patient we are with one account, or with one address."""

    free: int
    """Attempts that cost no waiting."""
    first: timedelta
    """The wait after the last free one; each further one doubles it."""
    longest: timedelta
    forgets: timedelta
    """One attempt is forgotten each time this has passed."""


ACCOUNT = RateRule(free=5, first=timedelta(seconds=30), longest=timedelta(minutes=15), forgets=timedelta(hours=1))
"""Whoever has mistyped five times waits; whoever guesses has about a hundred tries a day, of a password of twelve signs."""
ADDRESS = RateRule(free=100, first=timedelta(seconds=2), longest=timedelta(seconds=5), forgets=timedelta(seconds=6))
"""Mobile carriers put thousands of people behind one address: only what failed there counts, and the waits stay short."""
MAIL = RateRule(free=3, first=timedelta(minutes=5), longest=timedelta(hours=1), forgets=timedelta(hours=1))
"""Codes that are sent to one account."""


def admit(key: str, rule: RateRule, attempts: SignInAttempts, now: datetime) -> None:
    """Count one attempt before it is made.

    Args:
        key: names an account or an address, and says nothing of it.
        rule: how many are let through.
        attempts: where they are counted.
        now: UTC.

    Raises:
        ReaderError: `too_many_attempts`, with how long to wait; such an attempt counts for nothing.
    """
    for _ in range(_RACES):
        seen = attempts.tries(key)
        then = counted(seen, rule, now)
        try:
            attempts.record_tries(key, then, seen=seen, until=_forgotten_at(then, rule))
        except ConflictError:
            continue
        return
    raise ReaderError("too_many_attempts", "rivals", wait=1)


def forgive(key: str, rule: RateRule, attempts: SignInAttempts, now: datetime, *, whole: bool) -> None:
    """Take back the attempt that succeeded, or (`whole`) all that came before it too."""
    for _ in range(_RACES):
        seen = attempts.tries(key)
        if seen is None or seen.count == 0:
            return
        then = replace(seen, count=0, free_at=now) if whole else replace(seen, count=seen.count - 1)
        try:
            attempts.record_tries(key, then, seen=seen, until=_forgotten_at(then, rule))
        except ConflictError:
            continue
        return


def counted(seen: Tries | None, rule: RateRule, now: datetime) -> Tries:
    """Count one attempt more.

    Raises:
        ReaderError: `too_many_attempts`.
    """
    if seen is not None and now < seen.free_at:
        raise ReaderError("too_many_attempts", wait=math.ceil((seen.free_at - now).total_seconds()))
    before = _remembered(seen, rule, now)
    count = before.count + 1
    return Tries(count=count, since=before.since, free_at=now + _wait(count, rule))


def _remembered(seen: Tries | None, rule: RateRule, now: datetime) -> Tries:
    if seen is None:
        return Tries(count=0, since=now, free_at=now)
    forgotten = max(0, (now - seen.since) // rule.forgets)
    if forgotten >= seen.count:
        return Tries(count=0, since=now, free_at=now)
    return replace(seen, count=seen.count - forgotten, since=seen.since + forgotten * rule.forgets)


def _wait(count: int, rule: RateRule) -> timedelta:
    if count < rule.free:
        return timedelta()
    return min(rule.longest, rule.first * (1 << min(count - rule.free, 30)))


def _forgotten_at(tries: Tries, rule: RateRule) -> datetime:
    return max(tries.free_at, tries.since + tries.count * rule.forgets) + timedelta(minutes=1)
