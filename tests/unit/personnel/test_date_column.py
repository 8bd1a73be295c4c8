"""The columns of days: an American column is never read as French."""

from datetime import date

import pytest

from chalicelib.personnel.date_column import read_date_columns


def days(*cells: str) -> list[date | None]:
    return read_date_columns({"date_naissance": cells})["date_naissance"].days


def test_a_french_column_is_read() -> None:
    assert days("12/08/1971", "03/03/1968", "25/12/1975", "") == [date(1971, 8, 12), date(1968, 3, 3), date(1975, 12, 25), None]


@pytest.mark.parametrize("evidence", ["12/25/1975", "12-25-1975", "12.25.1975", "12/25/75", "12/25/1975 12:00:00 AM", "1/31/1975"])
def test_one_day_that_is_impossible_in_french_puts_all_ambiguous_ones_in_doubt(evidence: str) -> None:
    assert days("08/12/1971", evidence, "03/03/1968", "25/12/1975") == [None, None, date(1968, 3, 3), date(1975, 12, 25)]


def test_days_that_a_french_program_took_from_an_american_column_are_in_doubt_too() -> None:
    assert days("1971-12-08", "12/25/1975", "1971-12-25") == [None, None, date(1971, 12, 25)]


def test_a_day_in_words_is_never_in_doubt() -> None:
    assert days("8 décembre 1971", "12/25/1975") == [date(1971, 12, 8), None]


@pytest.mark.parametrize("slip", ["31/13/1975", "45/45/1975", "13/13/1975"])
def test_a_day_that_is_impossible_in_both_is_no_evidence(slip: str) -> None:
    assert days("08/12/1971", slip) == [date(1971, 12, 8), None]


def test_one_slip_among_a_thousand_french_days_is_a_slip() -> None:
    many = ["25/12/1975"] * 1000

    assert days("08/12/1971", "12/25/1975", *many)[0] == date(1971, 12, 8)
    assert days("08/12/1971", "12/25/1975", *many[1:])[0] is None


def test_the_other_column_of_an_american_export_is_in_doubt_unless_its_own_days_are_surely_french() -> None:
    entry = ("01/15/1992", "09/01/1995")
    american = read_date_columns({"date_naissance": ("08/12/1971", "03/05/1968"), "date_entree": entry})
    french = read_date_columns({"date_naissance": ("08/12/1971", "25/05/1968"), "date_entree": entry})

    assert american["date_naissance"].days == [None, None]
    assert french["date_naissance"].days == [date(1971, 12, 8), date(1968, 5, 25)]


def test_what_was_left_empty_has_its_reason() -> None:
    assert read_date_columns({"date_naissance": ("08/12/1971", "", "12/25/1975")})["date_naissance"].reasons == {
        0: "american_days",
        2: "date",
    }
