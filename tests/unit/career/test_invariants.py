"""What does not fit together in a career is said with its pieces, and nothing is guessed away."""

from datetime import date

import pytest

from chalicelib.career.timeline import timeline_of
from chalicelib.text.nomenclature_file import shipped
from tests.unit.career.case_file import JEAN, filed

BORN = date(1970, 5, 5)
ENTERED = filed("03.1", 1, act_date="1990-02-01")
RETIRED = filed("11.1", 2, effective_date="2020-02-01", exit_reason="retraite")


def findings(*pieces, born=BORN):
    return timeline_of(JEAN, pieces, (), shipped(), born=born).findings


def rules(*pieces, **facts):
    return [each.rule for each in findings(*pieces, **facts)]


def test_a_career_in_order_has_no_finding():
    away = filed("05.3", 3, act_date="2000-01-01", position="détachement")
    back = filed("05.3", 4, act_date="2003-01-01", position="réintégration")

    assert rules(ENTERED, RETIRED, away, back) == []


def test_two_recruitments_of_different_days_are_shown_with_both_pieces():
    other = filed("03.1", 3, act_date="1991-02-01")
    (found,) = findings(ENTERED, other)

    assert (found.rule, found.facts) == ("two_recruitments", {"first": "1990-02-01", "second": "1991-02-01"})
    assert [each.piece for each in found.citations] == [ENTERED.piece, other.piece]


@pytest.mark.parametrize("exits", [{"effective_date": "2021-01-01"}, {"effective_date": "2020-02-01", "exit_reason": "révocation"}])
def test_two_exits_at_other_days_or_for_other_reasons_are_shown(exits):
    assert rules(ENTERED, RETIRED, filed("11.1", 3, act_number="610/7", **exits)) == ["two_exits"]


def test_a_position_that_ends_without_a_beginning_and_one_that_is_still_open_at_the_exit():
    back = filed("05.3", 3, act_date="1995-01-01", position="fin de détachement")
    away = filed("05.3", 4, act_date="2010-01-01", position="disponibilité")

    assert rules(ENTERED, RETIRED, back, away) == ["end_without_start", "position_open"]


def test_the_end_of_another_position_does_not_close_this_one():
    away = filed("05.3", 3, act_date="2000-01-01", position="disponibilité")
    back = filed("05.3", 4, act_date="2003-01-01", position="fin de détachement")

    assert rules(ENTERED, away, back) == ["end_without_start"]


def test_somebody_who_entered_under_eighteen_and_the_day_of_eighteen_is_no_finding():
    assert rules(filed("03.1", 1, act_date="1988-05-04")) == ["under_age"]
    assert rules(filed("03.1", 1, act_date="1988-05-05")) == []
    assert rules(filed("03.1", 1, act_date="1988-05-04"), born=None) == []


def test_an_act_after_the_exit_is_shown_and_pension_is_none():
    posted = filed("05.1", 3, act_date="2021-01-01")
    pension = filed("11.2", 4, act_date="2021-01-01")

    assert rules(ENTERED, RETIRED, posted, pension) == ["act_after_exit"]


def test_two_ratings_of_one_year_are_shown_and_of_two_years_not():
    first = filed("04.1", 1, act_date="2010-12-01", rating_year="2010", act_number="1/1")

    assert rules(first, filed("04.1", 2, act_date="2011-01-05", rating_year="2010")) == ["two_ratings"]
    assert rules(first, filed("04.1", 2, act_date="2011-12-05", rating_year="2011")) == []


def test_a_step_that_goes_down_wants_a_sanction_or_a_new_grade():
    high, low = filed("04.2", 1, act_date="2010-01-01", echelon="7"), filed("04.2", 2, act_date="2012-01-01", echelon="5")
    sanction = filed("08.1", 3, act_date="2011-01-01", sanction="rétrogradation")
    promoted = filed("04.3", 4, act_date="2011-01-01", grade="Inspecteur")

    assert rules(high, low) == ["grade_down"]
    assert rules(high, low, sanction) == rules(high, low, promoted) == []
