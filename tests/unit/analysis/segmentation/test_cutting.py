"""Probabilities of cuts: the sum over all ways to cut a scan, which on short scans can be added up one by one."""

from itertools import pairwise, product
from math import exp, inf, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.analysis.segmentation.cutting import boundary_probabilities

ENDINGS = (0.5, 0.4, 0.2)
"""Of pieces of one page, of two, and of more."""


def length_weight(pages: int) -> float:
    return prod(1 - ENDINGS[min(page, 2)] for page in range(pages - 1)) * ENDINGS[min(pages - 1, 2)]


def added_up(odds: list[float]) -> list[float]:
    """The same, by adding up every way to cut the scan."""
    pages, ways = len(odds) + 1, {}
    for cuts in product((False, True), repeat=len(odds)):
        places = [0, *(at for at, cut in enumerate(cuts, start=1) if cut), pages]
        weight = prod(length_weight(end - start) for start, end in pairwise(places))
        ways[cuts] = weight * exp(sum(each for each, cut in zip(odds, cuts, strict=True) if cut))
    return [sum(weight for cuts, weight in ways.items() if cuts[at]) / sum(ways.values()) for at in range(len(odds))]


@given(st.lists(st.floats(-8, 8), max_size=7))
def test_the_programme_gives_what_adding_up_every_way_gives(odds: list[float]) -> None:
    assert boundary_probabilities(odds, ENDINGS) == pytest.approx(added_up(odds))


def test_at_a_separator_sheet_a_cut_is_certain_and_its_neighbours_are_judged_by_themselves() -> None:
    parted = boundary_probabilities([1.0, inf, -2.0], ENDINGS)

    assert parted[1] == 1
    assert parted[0] == pytest.approx(boundary_probabilities([1.0], ENDINGS)[0])
    assert parted[2] == pytest.approx(boundary_probabilities([-2.0], ENDINGS)[0])


def test_a_scan_of_one_page_has_no_boundary() -> None:
    assert boundary_probabilities([], ENDINGS) == []


def test_how_long_a_long_piece_is_says_nothing_about_where_it_ends() -> None:
    """Else two orders of fifty pages would be taken for one of a hundred, however clearly the second began."""
    short, long = ([-9.0] * pages + [2.0] + [-9.0] * pages for pages in (5, 60))

    assert boundary_probabilities(long, ENDINGS)[60] == pytest.approx(boundary_probabilities(short, ENDINGS)[5], abs=0.01)
