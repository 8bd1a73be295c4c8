"""The forecast: a steady pace ends when arithmetic says, a range is wider where days differ, and what cannot be known is not told."""

import random

import pytest

from chalicelib.administration.forecast import HORIZON, LEAST, WEEK, autocorrelation, block_length, forecast, steady


def uneven(count, *, seed=1, mean=100.0, spread=40.0):
    draws = random.Random(seed)  # noqa: S311 - invented days
    return [max(0.0, draws.gauss(mean, spread)) for _ in range(count)]


def test_a_steady_pace_ends_when_arithmetic_says():
    found = forecast([100.0] * 60, 995, seed=1)

    assert (found.earliest, found.middle) == (10, 10)
    assert found.latest - found.middle <= 1  # the pace drifts
    assert found.share_within(9) == 0.0
    assert found.share_within(11) == 1.0


def test_the_same_seed_gives_the_same_forecast():
    days = uneven(90)

    assert forecast(days, 20_000, seed=7) == forecast(days, 20_000, seed=7)
    assert forecast(days, 20_000, seed=7) != forecast(days, 20_000, seed=8)


def test_the_range_is_wider_where_days_differ_more_and_where_fewer_are_known():
    def width(days):
        found = forecast(days, 20_000, seed=1)
        return found.latest - found.earliest

    assert width(uneven(200, spread=80)) > width(uneven(200, spread=10))
    assert width(uneven(20)) > width(uneven(240))


def test_from_too_few_days_or_without_any_work_nothing_is_foretold():
    assert forecast([100.0] * (LEAST - 1), 1_000, seed=1) is None
    assert forecast([0.0] * 50, 1_000, seed=1) is None
    assert forecast([], 1_000, seed=1) is None


def test_an_end_beyond_thirty_years_is_not_told():
    found = forecast([1.0] * 40, 100 * HORIZON, seed=1)

    assert (found.earliest, found.middle, found.latest, found.share_within(HORIZON)) == (None, None, None, 0.0)


def test_a_faster_pace_to_come_ends_earlier():
    days = uneven(120)
    slow, fast = (forecast(days, 30_000, seed=3, pace=lambda _, gain=gain: gain) for gain in (1.0, 2.0))

    assert fast.middle == pytest.approx(slow.middle / 2, rel=0.05)


def test_the_first_weeks_of_a_room_that_learns_are_left_out():
    learning = [10.0 + number for number in range(40)] + uneven(160, spread=5)

    assert len(steady(learning)) < 180
    assert sum(steady(learning)) / len(steady(learning)) == pytest.approx(100, rel=0.06)
    assert len(steady([100.0, 101.0, 99.0, 100.0] * 20)) == 80


def test_blocks_are_a_week_where_days_are_independent_and_longer_where_they_follow_one_another():
    draws, level, following = random.Random(2), 0.0, []  # noqa: S311 - as above
    for _ in range(240):
        level = 0.8 * level + draws.gauss(0, 10)
        following.append(100 + level)

    assert block_length([90.0, 110.0] * 100) == WEEK
    assert block_length(following) > 2 * WEEK
    assert autocorrelation(following, 1) > 0.6
    assert autocorrelation([5.0] * 20, 1) == 0.0
