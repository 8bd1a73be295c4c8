"""The rules of careers: what ships is whole, what a ministry writes is read, what is wrong is told with its line in two languages."""

from datetime import date

import pytest

from chalicelib.text.career_rules_file import CAREER_RULES_PROBLEMS, LARGEST, read_career_rules, shipped_rules
from chalicelib.text.checked_yaml import MinistryFileError

OTHERS = """
  - {rule: probation, months: 12, from: 2006-08-23, source: s}
  - {rule: rating, from: 2007-01-01, source: s}
  - {rule: advancement, years: 2, months: 6, from: 2006-08-23, states: [permanent], statuses: [Magistrat], source: s}
"""
GOOD = (
    """version: essai
rules:
  - rule: retirement
    years: 60
    from: 2006-08-23
    to: 2029-12-31
    source: art. 79
  - {rule: retirement, years: 62, from: 2030-01-01, source: loi nouvelle}"""
    + OTHERS
)


def problems(text):
    with pytest.raises(MinistryFileError, match="career_rules_refused") as refused:
        read_career_rules(text.encode() if isinstance(text, str) else text)
    return [(problem.line, problem.reason) for problem in refused.value.problems]


def test_the_shipped_rules_have_every_kind_and_say_which_are_a_draft():
    rules = shipped_rules()

    assert [each.rule for each in rules.rules] == ["retirement", "extension", "probation", "rating", "advancement", "freeze"]
    assert {each.rule for each in rules.rules if "PROJET" not in each.source} == {"retirement", "rating"}
    assert rules.of("retirement")[0].months == 60 * 12
    assert (rules.of("freeze")[0].first, rules.of("freeze")[0].last) == (date(2016, 1, 1), date(2023, 6, 30))


def test_a_ministry_raises_the_age_from_a_day_on():
    sixty, sixty_two = read_career_rules(GOOD.encode()).of("retirement")

    assert (sixty.last, sixty_two.first, sixty_two.months, sixty_two.last) == (date(2029, 12, 31), date(2030, 1, 1), 744, None)


def test_a_rule_may_be_for_some_servants_and_then_comes_first():
    for_all = "  - {rule: advancement, years: 2, from: 2006-08-23, source: s}\n"
    first, second = read_career_rules((GOOD.replace(OTHERS, "\n" + for_all + OTHERS.strip("\n"))).encode()).of("advancement")

    assert (first.states, first.statuses, first.months) == (("permanent",), ("MAGISTRAT",), 30)
    assert (second.states, second.statuses) == ((), ())


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("to: 2029-12-31", "to: 2030-01-01", [(8, "overlap")]),
        ("    to: 2029-12-31\n", "", [(7, "overlap")]),
        ("to: 2029-12-31", "to: 2029-12-30", [(8, "gap")]),
        ("to: 2029-12-31", "to: 2005-01-01", [(6, "order")]),
        ("from: 2006-08-23\n", "from: 23/08/2006\n", [(5, "day")]),
        ("from: 2006-08-23\n", "from: 2006-02-30\n", [(5, "day")]),
        ("years: 60", "years: soixante", [(4, "number")]),
        ("years: 60", "years: 0", [(4, "number")]),
        ("years: 60", "ans: 60", [(3, "length"), (4, "unknown")]),
        ("rule: retirement\n", "rule: retraite\n", [(3, "value")]),
        ("rule: rating,", "rule: rating, years: 1,", [(10, "useless")]),
        ("states: [permanent]", "states: [titulaire]", [(11, "value")]),
        ("states: [permanent]", "states: permanent", [(11, "shape")]),
        ("source: art. 79", "source: [79]", [(7, "shape")]),
        ("    source: art. 79\n", "", [(3, "missing")]),
        ("  - {rule: rating, from: 2007-01-01, source: s}\n", "", [(3, "needed")]),
        ("version: essai\n", "", [(1, "missing")]),
        ("years: 60", "years: 60\n    years: 61", [(5, "twice")]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(before, after, expected):
    assert before in GOOD
    assert problems(GOOD.replace(before, after, 1)) == expected


@pytest.mark.parametrize("text", ["", "rules: [", "version: a\nrules: []", "version: a\nrules: {}", b"\xff\xfe", b"a" * (LARGEST + 1)])
def test_what_cannot_be_used_is_never_half_used(text):
    assert problems(text)


def test_a_rule_that_is_not_in_force_on_some_days_is_no_gap_where_none_is_needed():
    freezes = "".join(
        f"  - {{rule: freeze, from: {first}, to: {last}-12-31, source: s}}\n"
        for first, last in (("2010-01-01", 2010), ("2016-01-01", 2022))
    )

    assert len(read_career_rules((GOOD + freezes).encode()).of("freeze")) == 2


def test_an_administrator_is_told_in_french_or_english():
    with pytest.raises(MinistryFileError) as refused:
        read_career_rules(GOOD.replace("to: 2029-12-31", "to: 2029-12-30").encode())
    (problem,) = refused.value.problems

    assert problem.tell() == "ligne 8 : Le 2029-12-31 n'est d'aucune version de cette règle."
    assert problem.tell("en") == "line 8: 2029-12-31 is in no version of this rule."
    assert all(fr and en and fr != en for fr, en in CAREER_RULES_PROBLEMS.values())
