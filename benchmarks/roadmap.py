"""The roadmap's forecast against known futures: the 80 % range is to hold the true end in 75 to 85 % of 200 simulated histories.

Run it as `python -m benchmarks.roadmap [--smoke]`. A history is what a scanning room does, day by day, by the plan's own calendar: weekdays
that differ, weekends and holidays without work but for a batch now and then, outages, weeks of learning at the beginning, days that follow
one another, and a pace that drifts. It is cut at a day between two months and two years; the forecast is given what came before, and case
files go on being filed until the plan is reached. The forecast was fitted to other seeds (`chalicelib/administration/forecast.py`).
"""

import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median

from benchmarks.options import parser_of
from chalicelib.administration.forecast import HORIZON, forecast
from chalicelib.administration.roadmap import throughput
from chalicelib.model.roadmap import Plan
from chalicelib.text.roadmap_file import shipped_plan

HISTORIES = 200
SMALLEST, LARGEST = 0.75, 0.85
"""Goal: share of the histories whose end the 80 % range holds."""
SEED = 2026_12
A_DAY = 105
"""Case files of a working day: 115,000 in five years of 220 working days."""
SPREAD = 0.35
"""Standard deviation of the logarithm of a day's throughput."""
FOLLOWING = (0.0, 0.4, 0.7)
"""Autocorrelation of days: one of these in each history."""
LEARNING = (0, 20, 60)
"""Working days in which half of the pace is still to be learned, to 86 %."""
WEEKDAYS = (1.05, 1.1, 1.05, 1.0, 0.8)
"""Monday to Friday."""
WEEKEND = 0.02
"""Share of the days off on which something is filed all the same."""
OUTAGES = 3 / 250
"""Of a working day, that an outage begins: three a year."""
LONGEST_OUTAGE = 10
"""Working days; each length is as likely."""
DRIFT = 0.05
"""Standard deviation of what the pace gains or loses in a year."""
GOALS = (30_000, 60_000, 115_000)
"""Case files: one of these in each history."""
CUTS = (60, 500)
"""Working days after which the forecast is made, at least and at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A forecast beside what happened."""

    earliest: int
    middle: int
    latest: int
    truth: int
    """Working days from the cut to the end."""

    @property
    def side(self) -> int:
        """0 where the range holds the truth; -1 where the end came before, 1 where it came after."""
        return (self.truth > self.latest) - (self.truth < self.earliest)


def main() -> None:
    """Simulate, forecast, and print the coverage."""
    asked = parser_of(__doc__).parse_args()
    count = 12 if asked.smoke else HISTORIES
    begun = time.process_time()
    tried = [try_history(random.Random(SEED * 1000 + number), seed=number) for number in range(count)]  # noqa: S311 - a simulation
    seconds = (time.process_time() - begun) / count
    held = sum(each.side == 0 for each in tried) / count
    print(f"{count} histories: the 80 % range holds the true end in {held:.1%} of them (goal: {SMALLEST:.0%} to {LARGEST:.0%})")
    print(f"  ended before the range: {sum(each.side < 0 for each in tried)}, after it: {sum(each.side > 0 for each in tried)}")
    off = sorted(each.middle / each.truth - 1 for each in tried)
    print(f"  middle of the forecast against the truth: median {median(off):+.1%}, half within {_half(off):.1%}")
    width = median((each.latest - each.earliest) / each.truth for each in tried)
    print(f"  median width of the range: {width:.1%} of the time that was left; {1000 * seconds:.0f} ms of CPU a history with its forecast")


def try_history(draws: random.Random, *, seed: int) -> Tried:
    """Simulate a history, cut it, forecast, and let it end."""
    plan = replace(shipped_plan(), start=date(2027, 1, 4))
    days, goal, cut = simulate(draws, plan), draws.choice(GOALS), draws.randint(*CUTS)
    past: list[tuple[date, int]] = []
    worked = 0
    while worked < cut:
        past.append(next(days))
        worked += plan.is_working_day(past[-1][0])
    remaining = goal - sum(count for _, count in past)
    if remaining <= 0:
        remaining = GOALS[0] // 6
    history = [float(count) for _, count in throughput(past, plan, past[-1][0])]
    found = forecast(history, remaining, seed=seed)
    truth = 0
    while remaining > 0 and truth < HORIZON:
        day, count = next(days)
        truth += plan.is_working_day(day)
        remaining -= count
    if found is None or found.middle is None:
        raise RuntimeError("a history without a forecast")
    return Tried(earliest=found.earliest or HORIZON, middle=found.middle, latest=found.latest or HORIZON, truth=max(1, truth))


def simulate(draws: random.Random, plan: Plan) -> Iterator[tuple[date, int]]:
    """Case files of each calendar day from the plan's start on, without end."""
    following, learning, yearly = draws.choice(FOLLOWING), draws.choice(LEARNING), draws.gauss(0, DRIFT)
    level, outage, worked, day = 0.0, 0, 0, plan.start
    while True:
        if not plan.is_working_day(day):
            yield day, round(A_DAY * draws.random()) if draws.random() < WEEKEND else 0
        else:
            level = following * level + draws.gauss(0, SPREAD * math.sqrt(1 - following**2))
            learned = 1 - 0.5 * math.exp(-2 * worked / learning) if learning else 1.0
            pace = A_DAY * WEEKDAYS[day.weekday()] * math.exp(level - SPREAD**2 / 2) * learned * math.exp(yearly * worked / 250)
            if outage:
                outage, pace = outage - 1, 0.0
            elif draws.random() < OUTAGES:
                outage, pace = draws.randrange(LONGEST_OUTAGE), 0.0
            worked += 1
            yield day, round(pace)
        day += timedelta(days=1)


def _half(off: list[float]) -> float:
    """Distance from the truth within which half of the middles are."""
    return median(abs(each) for each in off)


if __name__ == "__main__":
    main()
