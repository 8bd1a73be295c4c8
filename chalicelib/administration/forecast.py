"""Forecast of the day on which the case files will be there, by a bootstrap of the throughput of working days.

1. Take the throughput of each working day, holidays left out; of a learning phase, the beginning is dropped (Geweke's comparison).
2. Measure how the days follow one another; blocks of days are drawn that are as long as the autocorrelation lasts.
3. Draw a history of the same length from the blocks, then a future from that history, until the case files are reached: so the range tells
   both how days differ and how little a short history knows of their mean. The pace of a future also drifts, by `DRIFT` a year.
4. Repeat, and give the days by which 10, 50 and 90 % of the futures have ended.

The standard library alone, since the API forecasts while a reader waits. benchmarks/roadmap.py tests the range against known futures.
"""

import math
import random
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import fmean, pvariance
from typing import Final

LEAST: Final = 10
"""Working days without which no forecast is made: two weeks."""
WINDOW: Final = 250
"""Latest working days that are drawn from: a year."""
REPLICATES: Final = 400
"""Futures; the 10 and 90 % quantiles then vary by about 2 % of the time that is left between two seeds."""
HORIZON: Final = 30 * 250
"""Working days beyond which nothing is foretold: thirty years."""
WEEK: Final = 5
"""Shortest block: the days of a week differ, and a block holds each once."""
DRIFT: Final = 0.05
"""Standard deviation of what the pace gains or loses in a year of work: people learn and leave, machines age. Assumed."""
_YEAR: Final = 250
_SIGNIFICANT: Final = 1.96
_ALIKE: Final = 1.0
"""Standard errors between the beginning of a history and its second half, above which the beginning is left out."""
_CALIBRATED: Final = 1.35
"""Factor of `widening` that what is above leaves out asks for; fitted to 600 histories, which are none of those of the benchmark."""
_NORMAL: Final = 1.2816
"""90 % quantile."""
_DROPS: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
"""Shares of a history that may be dropped from its beginning."""
_GEWEKE: Final = 30
"""Days without which no beginning is compared with the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Working days until the case files are reached."""

    earliest: int | None
    """By which 10 % of the futures have ended; None beyond `HORIZON`."""
    middle: int | None
    """By which half of them have."""
    latest: int | None
    """By which 90 % of them have: earliest to latest is the 80 % range."""
    a_day: float
    """Case files of a working day, mean of the days drawn from."""
    days: int
    """Working days drawn from."""
    block: int
    """Days of a block."""
    autocorrelation: float
    """Between one day and the next."""
    ends: tuple[float, ...]
    """Working days of each future, in order; infinite beyond `HORIZON`."""

    def share_within(self, days: int) -> float:
        """Share of the futures that have ended within so many working days."""
        return bisect_right(self.ends, days) / len(self.ends)


PaceFactor = Callable[[int], float]
"""Factor of the throughput on the working day of a number, from 0."""


def forecast(history: Sequence[float], remaining: float, *, seed: int, pace: PaceFactor | None = None) -> Forecast | None:
    """Foretell the working days until the remaining case files are there; None from fewer than `LEAST` days, or without throughput.

    >>> forecast([100.0] * 40, 1_000, seed=1).middle
    10

    Args:
        history: case files of each past working day, in order.
        remaining: case files that are not there yet.
        seed: of the draws; the same seed gives the same forecast.
        pace: factor by which coming days differ from those of the history; constant where it is None.
    """
    days = steady(history[-WINDOW:])
    if len(days) < LEAST or sum(days) <= 0:
        return None
    correlation = autocorrelation(days, 1)
    block = block_length(days)
    draws = random.Random(seed)  # noqa: S311 - a simulation
    widened = widening(len(days), block, correlation)
    ends = sorted(_end_of(_resampled(days, block, widened, draws), block, remaining, pace, draws) for _ in range(REPLICATES))
    earliest, middle, latest = (_quantile(ends, share) for share in (0.1, 0.5, 0.9))
    return Forecast(
        earliest=earliest,
        middle=middle,
        latest=latest,
        a_day=fmean(days),
        days=len(days),
        block=block,
        autocorrelation=correlation,
        ends=tuple(ends),
    )


def steady(history: Sequence[float]) -> Sequence[float]:
    """Leave out the beginning of a history in which work was still being learned, at most half of it.

    The first fifth of what is left is compared with its second half, as Geweke does with chains; days that follow one another weigh less.
    """
    for share in _DROPS:
        kept = history[int(share * len(history)) :]
        if len(kept) < _GEWEKE:
            return kept
        first, last = kept[: len(kept) // 5], kept[len(kept) // 2 :]
        spread = math.sqrt(_variance_of_mean(first) + _variance_of_mean(last))
        if abs(fmean(first) - fmean(last)) <= _ALIKE * spread:
            return kept
    return history[len(history) // 2 :]


def autocorrelation(days: Sequence[float], lag: int) -> float:
    """Correlation between a day and the one `lag` later; 0 where all days are alike."""
    mean, variance = fmean(days), pvariance(days)
    if variance <= 0 or lag >= len(days):
        return 0.0
    return sum((days[at] - mean) * (days[at + lag] - mean) for at in range(len(days) - lag)) / (len(days) * variance)


def block_length(days: Sequence[float]) -> int:
    """Days of a block: a week, or longer where the days follow one another for longer (Politis and White's rule for an AR(1))."""
    correlation = min(0.95, autocorrelation(days, 1))
    if correlation <= _SIGNIFICANT / math.sqrt(len(days)):
        return WEEK
    rule = math.cbrt(1.5 * (2 * correlation / (1 - correlation**2)) ** 2 * len(days))
    return max(WEEK, min(round(rule), len(days) // 4))


def widening(days: int, block: int, correlation: float) -> float:
    """Factor by which the mean of a drawn history differs more from that of the days than blocks alone make it.

    Blocks are shorter than the autocorrelation is felt, they are few, and their spread is estimated from themselves (Student).
    """
    correlation = min(0.9, max(0.0, correlation))
    cut = max(0.3, 1 - 2 * correlation / (1 - correlation**2) / block)
    others = max(2.0, days / block - 1)
    return _CALIBRATED * math.sqrt(days / (days - min(block, days // 2)) / cut) * (1 + (_NORMAL**2 + 1) / (4 * others))


def _variance_of_mean(days: Sequence[float]) -> float:
    """Variance of a mean of days that follow one another; never 0, since a comparison divides by it."""
    correlation = min(0.9, max(0.0, autocorrelation(days, 1)))
    return pvariance(days) * (1 + correlation) / (1 - correlation) / len(days) + 1e-12


def _resampled(days: Sequence[float], block: int, widened: float, draws: random.Random) -> list[float]:
    """Draw a history of the same length, in blocks that go on from its end to its beginning; its mean differs by `widened` more."""
    found: list[float] = []
    ring = [*days, *days[:block]]
    while len(found) < len(days):
        begin = int(draws.random() * len(days))
        found += ring[begin : begin + block]
    found = found[: len(days)]
    level = sum(found) / sum(days)
    return [each * level ** (widened - 1) for each in found] if level > 0 else found


def _end_of(days: list[float], block: int, remaining: float, pace: PaceFactor | None, draws: random.Random) -> float:
    """Working days until a future, drawn from a history in blocks, has reached what remains."""
    ring = [0.0, *accumulate([*days, *days[:block]])]
    passed, left, size = 0, remaining, len(days)
    yearly = draws.gauss(0, DRIFT)
    drift, level = math.exp(yearly * block / _YEAR), math.exp(yearly * size / 2 / _YEAR)
    while passed < HORIZON:
        begin = int(draws.random() * size)
        factor = pace(passed) * level if pace else level
        gained = (ring[begin + block] - ring[begin]) * factor
        if gained >= left:
            return passed + next(number for number in range(1, block + 1) if (ring[begin + number] - ring[begin]) * factor >= left - 1e-9)
        left -= gained
        passed += block
        level *= drift
    return math.inf


def _quantile(ends: Sequence[float], share: float) -> int | None:
    found = ends[min(len(ends), max(1, round(share * (len(ends) + 1)))) - 1]
    return None if math.isinf(found) else int(found)
