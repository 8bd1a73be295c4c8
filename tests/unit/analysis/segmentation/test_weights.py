"""The weights as they were fitted: one for each rule, none against its sense."""

from chalicelib.analysis.segmentation.boundary_rules import AGAINST_A_CUT, FOR_A_CUT, RULES
from chalicelib.analysis.segmentation.weights import cut_weights


def test_each_rule_has_a_weight_and_each_weight_a_rule() -> None:
    assert cut_weights().log_odds.keys() == RULES.keys()


def test_a_rule_never_weighs_against_what_it_speaks_for() -> None:
    weights = cut_weights().log_odds

    assert all(weights[rule] >= 0 for rule in FOR_A_CUT)
    assert all(weights[rule] <= 0 for rule in AGAINST_A_CUT)


def test_a_boundary_is_sure_from_a_high_probability_on_alone() -> None:
    assert 0.5 < cut_weights().sure_none < cut_weights().sure < 1
