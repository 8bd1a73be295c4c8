"""Days under dated rules: a day is in one version, a freeze delays by its frozen days, nobody born on a leap day is a day too young."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.career.intervals import add_months, delayed, merged, reached, span_on, spans_of
from chalicelib.model.career_rules import DatedRule

DAY = timedelta(days=1)
days = st.dates(date(1950, 1, 1), date(2060, 12, 31))
pairs = st.tuples(days, days).map(sorted)
FREEZE = (date(2016, 1, 1), date(2023, 6, 30))


def version(first, last, months=720, **facts):
    return DatedRule(rule="retirement", first=first, last=last, months=months, source="s", **facts)


@st.composite
def versions(draw):
    """Versions that follow one another, the last one open."""
    bounds = sorted(draw(st.sets(days, min_size=1, max_size=5)))
    ends = [each - DAY for each in bounds[1:]] + [None]
    return [version(first, last, draw(st.integers(1, 900))) for first, last in zip(bounds, ends, strict=True)]


@given(versions(), days)
def test_each_day_since_the_first_is_in_exactly_one_version(rules, day):
    found = [each.rule for each in spans_of(rules, lambda _: True) if each.first <= day and (each.last is None or day <= each.last)]

    assert found == [each for each in rules if each.is_in_force(day)]
    assert len(found) == (day >= rules[0].first)


@given(versions(), pairs, days)
def test_a_version_for_some_counts_before_the_one_for_all_and_only_on_its_days(rules, for_some, day):
    some = version(*for_some, states=("contract",))
    own = list(spans_of([some, *rules], lambda _: True))
    span = span_on(own, day)

    assert sum(each.first <= day and (each.last is None or day <= each.last) for each in own) <= 1
    assert (span.rule if span else None) == (
        some if some.is_in_force(day) else next((each for each in rules if each.is_in_force(day)), None)
    )


@given(versions(), days)
def test_the_age_that_counts_is_the_one_in_force_on_the_day_it_is_reached(rules, born):
    day, span = reached(born, list(spans_of(rules, lambda _: True)))

    assert span.rule.is_in_force(day)
    assert day == max(add_months(born, span.rule.months), span.first)
    for earlier in (each for each in rules if each.first < span.rule.first):
        assert max(add_months(born, earlier.months), earlier.first) > earlier.last


def test_an_age_that_rises_is_that_of_the_day_on_which_sixty_is_reached():
    rules = [version(date(2006, 8, 23), date(2029, 12, 31)), version(date(2030, 1, 1), None, months=62 * 12)]
    own = list(spans_of(rules, lambda _: True))

    assert reached(date(1969, 12, 31), own)[0] == date(2029, 12, 31)
    assert reached(date(1970, 1, 1), own)[0] == date(2032, 1, 1)


def test_who_is_older_already_when_the_age_falls_leaves_on_that_day():
    rules = [version(date(2006, 8, 23), date(2029, 12, 31), months=65 * 12), version(date(2030, 1, 1), None)]

    assert reached(date(1966, 5, 2), list(spans_of(rules, lambda _: True)))[0] == date(2030, 1, 1)


def test_what_is_not_known_to_concern_somebody_makes_the_day_unsure():
    some, for_all = version(date(2010, 1, 1), None, states=("contract",)), version(date(2006, 1, 1), None)
    before, since = spans_of([some, for_all], lambda rule: None if rule is some else True)

    assert (before.rule, before.is_sure, since.rule, since.is_sure) == (for_all, True, some, False)


@given(days, st.integers(1, 4000), st.lists(pairs, max_size=4))
def test_a_freeze_delays_by_exactly_the_days_it_froze(start, length, freezes):
    due = start + length * DAY
    late = delayed(start, due, freezes)
    frozen = sum(any(first <= start + each * DAY <= last for first, last in freezes) for each in range((late - start).days))

    assert late - due == frozen * DAY
    assert not any(first <= late <= last for first, last in freezes)


def test_a_step_of_july_2015_waits_for_the_whole_freeze():
    assert delayed(date(2015, 7, 1), date(2017, 7, 1), [FREEZE]) == date(2024, 12, 29)
    assert delayed(date(2013, 12, 31), date(2015, 12, 31), [FREEZE]) == date(2015, 12, 31)
    assert delayed(date(2014, 1, 1), date(2016, 1, 1), [FREEZE]) == date(2023, 7, 1)
    assert delayed(date(2020, 1, 1), date(2022, 1, 1), [FREEZE]) == date(2025, 7, 1)
    assert delayed(date(2023, 7, 1), date(2025, 7, 1), [FREEZE]) == date(2025, 7, 1)
    assert delayed(date(2015, 7, 1), date(2017, 7, 1), [(date(2016, 1, 1), None)]) is None


@given(st.lists(pairs, max_size=6), days)
def test_spans_that_are_joined_hold_the_same_days_each_once(spans, day):
    joined = merged(spans)

    assert sum(first <= day <= last for first, last in joined) == any(first <= day <= last for first, last in spans)


@given(days, st.integers(0, 1200))
def test_some_months_later_is_in_the_month_that_one_counts_to(day, months):
    later = add_months(day, months)
    counted = day.year * 12 + day.month - 1 + months

    assert abs(later.year * 12 + later.month - 1 - counted) <= (later.day == 1)
    assert later.day <= day.day


def test_who_is_born_on_a_leap_day_comes_of_age_on_the_first_of_march():
    born = date(1968, 2, 29)

    assert add_months(born, 60 * 12) == date(2028, 2, 29)
    assert add_months(born, 59 * 12) == date(2027, 3, 1)
    assert add_months(date(2040, 2, 29), 60 * 12) == date(2100, 3, 1)
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
