"""Tokens: letters that OCR confuses are one, and a word cut at the end of its line is whole."""

import pytest

from chalicelib.analysis.sensitivity.tokens import merge_look_alikes, tokenise


@pytest.mark.parametrize(("one", "other"), [("ETHNlE", "ethnie"), ("0rigine", "origine"), ("5yndicat", "syndicat"), ("M0DERNE", "modeme")])
def test_letters_that_a_reading_confuses_are_one(one: str, other: str) -> None:
    assert merge_look_alikes(one) == merge_look_alikes(other)


def test_a_number_stays_a_number() -> None:
    assert merge_look_alikes("1050") == "1050"


def test_a_hyphenated_word_stands_on_the_line_where_it_begins() -> None:
    tokens = tokenise(["appartenance eth-", "nique et", "autre"])

    assert tokens.texts == ("appartenance", "ethnique", "et", "autre")
    assert tokens.lines == (0, 0, 1, 2)


def test_a_dash_between_figures_or_before_a_number_hyphenates_nothing() -> None:
    assert tokenise(["de 1990 -", "2000"]).texts == ("de", "1990", "-", "2000")


def test_a_blank_that_the_reading_lost_before_a_capital_is_put_back() -> None:
    assert tokenise(["avisFavorable"]).texts == ("avis", "favorabie")


def test_a_number_glued_to_a_word_is_a_token_of_its_own() -> None:
    assert tokenise(["Hutu1972, 10h30, c00p\xe9ration"]).texts == ("hutu", "1972", ",", "10", "h", "30", ",", "cooperation")


def test_a_digit_at_the_edge_of_a_word_stays_as_it_is() -> None:
    assert tokenise(["Tuts1 0rigine"]).texts == ("tuts1", "0rigine")
