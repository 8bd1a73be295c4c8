"""Months: their names, how they are shortened, and what is none."""

import pytest

from chalicelib.text.letters import plain
from chalicelib.text.months import MONTHS, month_begun_by, month_of


def test_every_month_is_known_by_its_name_and_its_first_letters() -> None:
    names = [plain(name) for name in MONTHS]

    assert [month_of(name) for name in names] == list(range(1, 13))
    assert [month_begun_by(name) for name in names] == list(range(1, 13))


@pytest.mark.parametrize(("word", "month"), [("janv", 1), ("fevr", 2), ("aou", 8), ("septernbre", 9), ("jui", None), ("mardi", None)])
def test_a_month_is_shortened_or_misread(word: str, month: int | None) -> None:
    assert month_of(word) == month
