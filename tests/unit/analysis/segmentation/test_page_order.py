"""The order of pages that went through a scanner twice, fronts first: proposed where printed numbers agree, and never otherwise."""

import pytest

from chalicelib.analysis.segmentation.page_numbers import PageNumber
from chalicelib.analysis.segmentation.page_order import order_of


def printed(*numbers: int | None) -> list[PageNumber | None]:
    return [PageNumber(number=number) if number else None for number in numbers]


@pytest.mark.parametrize(
    ("numbers", "order"),
    [
        ((1, 3, 5, 7, 2, 4, 6, 8), (0, 4, 1, 5, 2, 6, 3, 7)),
        ((1, 3, 5, 7, 8, 6, 4, 2), (0, 7, 1, 6, 2, 5, 3, 4)),
        ((None, 3, 5, 7, 6, 4, 2), (0, 6, 1, 5, 2, 4, 3)),
        ((None, 3, None, None, None, 2, 4, None, 2, 3), tuple(range(10))),
    ],
    ids=["backs from the first", "backs from the last", "an odd number of pages", "numbers that contradict"],
)
def test_fronts_and_backs_are_laid_together_where_numbers_agree(numbers: tuple[int | None, ...], order: tuple[int, ...]) -> None:
    assert order_of(printed(*numbers)) == order


@pytest.mark.parametrize(
    "numbers",
    [(1, 2, 3, 4, 5, 6), (None,) * 8, (1, 3, 2, 4), (None, 2, None, 2, 3, None, 2), (1, 1, 1, 1, 3, 3, 3)],
    ids=["in order", "unnumbered", "too few", "several pieces in order", "backs that follow no front"],
)
def test_a_scan_keeps_its_order_otherwise(numbers: tuple[int | None, ...]) -> None:
    assert order_of(printed(*numbers)) == tuple(range(len(numbers)))
