"""Headings of acts: what is one number though it is written in other ways, and how a misread one is found."""

import pytest

from chalicelib.text.act_headings import (
    day_headings,
    exact_heading,
    figures_of,
    like_headings,
    near_headings,
    signatory_words,
    signed_heading,
)


@pytest.mark.parametrize(
    "written", ["610/558", "610/558/2010", "N° 610/558", "n°610-558 / 2010", "61O/558", "6l0/S5B", "610/CAB/558", "610 558", "610.558"]
)
def test_one_number_is_written_in_many_ways(written):
    assert figures_of(written)[0] == "610558"


@pytest.mark.parametrize(("written", "year"), [("610/558/2010", 2010), ("610/558", None), ("530/540/1234", None), ("100/2010", None)])
def test_only_a_year_behind_two_groups_is_one(written, year):
    assert figures_of(written)[1] == year


@pytest.mark.parametrize("written", ["", "CAB/RH", "sans numéro", "N°"])
def test_what_has_no_figure_is_no_number(written):
    assert figures_of(written) == ("", None)


@pytest.mark.parametrize("read", ["810558", "61558", "6101558", "601558", "610553"])
def test_a_number_with_one_slip_shares_a_heading_with_the_one_that_is_asked_for(read):
    assert set(near_headings("610558")) & {exact_heading(read), *like_headings(read)}


def test_a_short_number_is_found_only_as_it_is():
    assert like_headings("558") == near_headings("558") == ()


def test_a_signatory_is_found_by_each_word_of_the_name_by_its_sound():
    assert signatory_words("Dr J. Marie-Rose NDAYISHIMIYE") == ("NDAYISHIMIYE", "MARIE", "ROSE")
    assert signed_heading("Ndaishimie") == signed_heading("NDAYISHIMIYE") != signed_heading("NDAYISENGA")


def test_a_period_has_a_list_for_each_ten_years():
    assert day_headings("2009-12-31", "2010-01-01") == ("ACTDAY#201", "ACTDAY#200")
