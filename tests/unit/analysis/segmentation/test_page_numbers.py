"""Printed page numbers: the forms that offices print, and what only looks like one."""

import pytest

from chalicelib.analysis.segmentation.page_numbers import PageNumber, page_number_of


@pytest.mark.parametrize(
    ("line", "number", "of"),
    [
        ("- 2 -", 2, None),
        ("2", 2, None),
        ("2/5", 2, 5),
        ("PAGE 2 SUR 5", 2, 5),
        ("PAGE 12 / 58", 12, 58),
        ("FEUILLET 3", 3, None),
        ("ARRETE N° 610/558 - PAGE 2/3", 2, 3),
        ("PAGE L SUR 5", 1, 5),
        ("- I -", 1, None),
    ],
)
def test_a_number_is_read_as_offices_print_it(line: str, number: int, of: int | None) -> None:
    assert page_number_of([line]) == PageNumber(number=number, of=of)


@pytest.mark.parametrize(
    "line", ["", "2010", "610/558", "ARTICLE 2", "LE 3 MARS 2010", "5/2", "PAGE O", "- DOSSIER -", "120 000", "2."[:0]]
)
def test_another_number_is_none_of_a_page(line: str) -> None:
    assert page_number_of([line]) is None


def test_a_number_that_tells_how_many_pages_there_are_is_believed_first() -> None:
    assert page_number_of(["7", "Page 2 sur 5".upper()]) == PageNumber(number=2, of=5)
