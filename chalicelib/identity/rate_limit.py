"""Rate limit of sign-in attempts: each attempt is counted before it is made, so that a thousand at once count as a thousand."""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.session import Tries
from chalicelib.ports.sign_in_attempts import SignInAttempts

_RETRIES = 6
"""How often a count is written again after a concurrent attempt has changed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRule:
    """Limit for one account or one address."""

    free: int
    """Attempts without a wait."""
    first_wait: timedelta
    """After the last free attempt; each further attempt doubles it."""
    longest_wait: timedelta
    forgotten_after: timedelta
    """One counted attempt is forgotten each time this has passed."""


ACCOUNT = RateRule(free=5, first_wait=timedelta(seconds=30), longest_wait=timedelta(minutes=15), forgotten_after=timedelta(hours=1))
"""Five typing errors are free; a guesser has about a hundred attempts a day, at passwords of twelve characters."""
ADDRESS = RateRule(free=100, first_wait=timedelta(seconds=2), longest_wait=timedelta(seconds=5), forgotten_after=timedelta(seconds=6))
"""Mobile carriers put thousands of people behind one address: only failed attempts count, and the waits stay short."""
MAIL = RateRule(free=3, first_wait=timedelta(minutes=5), longest_wait=timedelta(hours=1), forgotten_after=timedelta(hours=1))
"""Codes mailed to one account."""


def acquire(key: str, rule: RateRule, attempts: SignInAttempts, now: datetime) -> None:
    """Count one attempt before it is made.

    Args:
        key: of an account or an address, which it does not reveal.
        rule: its limit.
        attempts: where attempts are counted.
        now: UTC.

    Raises:
        ReaderError: `too_many_attempts`, with the seconds to wait; such an attempt is not counted.
    """
    for _ in range(_RETRIES):
        seen = attempts.tries(key)
        counted = count_one(seen, rule, now)
        try:
            attempts.record_tries(key, counted, seen=seen, until=_expiry(counted, rule))
        except ConflictError:
            continue
        return
    raise ReaderError("too_many_attempts", "concurrent attempts", wait=1)


def release(key: str, rule: RateRule, attempts: SignInAttempts, now: datetime, *, whole: bool) -> None:
    """Take back an attempt that succeeded.

    Args:
        key: as it was counted.
        rule: its limit.
        attempts: where attempts are counted.
        now: UTC.
        whole: take back all earlier attempts too.
    """
    for _ in range(_RETRIES):
        seen = attempts.tries(key)
        if seen is None or seen.count == 0:
            return
        released = replace(seen, count=0, free_at=now) if whole else replace(seen, count=seen.count - 1)
        try:
            attempts.record_tries(key, released, seen=seen, until=_expiry(released, rule))
        except ConflictError:
            continue
        return


def count_one(seen: Tries | None, rule: RateRule, now: datetime) -> Tries:
    """Count after one more attempt.

    Raises:
        ReaderError: `too_many_attempts`.
    """
    if seen is not None and now < seen.free_at:
        raise ReaderError("too_many_attempts", wait=math.ceil((seen.free_at - now).total_seconds()))
    before = _remembered(seen, rule, now)
    count = before.count + 1
    return Tries(count=count, since=before.since, free_at=now + _wait(count, rule))


def _remembered(seen: Tries | None, rule: RateRule, now: datetime) -> Tries:
    """Count without the attempts that are forgotten by now."""
    if seen is None:
        return Tries(count=0, since=now, free_at=now)
    forgotten = max(0, (now - seen.since) // rule.forgotten_after)
    if forgotten >= seen.count:
        return Tries(count=0, since=now, free_at=now)
    return replace(seen, count=seen.count - forgotten, since=seen.since + forgotten * rule.forgotten_after)


def _wait(count: int, rule: RateRule) -> timedelta:
    if count < rule.free:
        return timedelta()
    return min(rule.longest_wait, rule.first_wait * (1 << min(count - rule.free, 30)))


def _expiry(tries: Tries, rule: RateRule) -> datetime:
    """Time from which a count says nothing any more, and may be deleted."""
    return max(tries.free_at, tries.since + tries.count * rule.forgotten_after) + timedelta(minutes=1)
