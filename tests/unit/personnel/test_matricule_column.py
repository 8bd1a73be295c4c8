"""The column of matricules: what a spreadsheet damaged, and the lines at the foot of a listing, are no servants."""

import pytest

from chalicelib.personnel.matricule_column import find_footers, holds_days, read_matricule

SERVANT = ("NIYONZIMA", "Jeanne", "12/08/1971")
NOTHING = ("", "", "")


@pytest.mark.parametrize(
    "said",
    ["123456.0", "123456.00", "123456,0", "123456,00", "123.456,00", "123 456,00", "123,456.00", "123456.000",
     "1.23456E+05", "1,23E+05", "1.23456e5",
     "123 456 FBu", "123 456,00 FBu", "BIF123456", "123 456 €", "$123456", "12345600%",
     "1E+05", "1,23 E + 05", "#REF!", "#N/A", "#####", "=B2"],
)  # fmt: skip
def test_a_damaged_matricule_is_refused(said: str) -> None:
    assert read_matricule(said) == (None, "matricule_damaged")


@pytest.mark.parametrize(
    "said",
    ["12/08/1971", "12-08-1971", "12.08.1971", "12 08 1971", "12/25/1971", "12/08/71", "1971-08-12", "1971-08-12 00:00:00", "1971/8/12"],
)
def test_a_day_is_no_matricule(said: str) -> None:
    assert read_matricule(said) == (None, "matricule_day")


@pytest.mark.parametrize(
    ("said", "matricule"),
    [("123.456", "123456"), ("123.000", "123000"), ("1.234.561", "1234561"), ("12.34.56", "123456"), ("12.04.56", "120456"),
     ("12345E", "12345E"), ("AB-0123", "AB0123"), ("123456/7", "1234567"), ("00123", "00123"), ("45-99-1234", "45991234")],
)  # fmt: skip
def test_matricules_of_other_forms_are_none_of_these(said: str, matricule: str) -> None:
    assert read_matricule(said) == (matricule, "")


@pytest.mark.parametrize(
    "footer",
    ["Total 6", "Total général 115000", "Page 1/2", "Page 2 sur 5", "Imprimé le 12 03 2024", "6 agents", "6", "1/2", "- 3 -", "p. 4",
     "N° 6", "juil-45", "Exercice 2024", "Annexe 123456", "115 000"],
)  # fmt: skip
@pytest.mark.parametrize("place", [0, 3, 6])
def test_a_footer_is_found_wherever_it_stands(footer: str, place: int) -> None:
    cells, others = ["123.456", "654.321", "345.678", "456.789", "321.001", "1.234.567"], [SERVANT] * 6

    assert find_footers([*cells[:place], footer, *cells[place:]], [*others[:place], NOTHING, *others[place:]]) == {place}


def test_a_total_beside_its_word_is_a_footer() -> None:
    assert find_footers(["123456", "654321", "6", "115000"], [SERVANT, SERVANT, ("agents", "", ""), ("Total", "", "")]) == {2, 3}


def test_a_number_alone_below_the_last_servant_is_a_total() -> None:
    assert find_footers(["123456", "654321", "115000"], [SERVANT, SERVANT, NOTHING]) == {2}


def test_a_servant_of_whom_only_the_matricule_is_known_is_none() -> None:
    assert find_footers(["123456", "345678", "654321"], [SERVANT, NOTHING, SERVANT]) == set()


def test_a_list_of_matricules_alone_keeps_all_but_words_and_short_numbers() -> None:
    cells = ["123456", "1234567", "12345", "Page 1", "6", "AB123456"]

    assert find_footers(cells, [()] * 6) == {3, 4}


def test_a_word_that_most_matricules_have_is_a_part_of_them() -> None:
    assert find_footers(["FPN-1234", "FPN-1235", "PNB-77", "FPN-1236"], [SERVANT] * 4) == {2}


def test_days_as_numbers_are_no_matricules_where_the_column_of_births_has_those() -> None:
    assert holds_days(["26157", "24899"], ["123.456", "1234567"])
    assert not holds_days(["26157", "24899"], ["12/08/1971", ""])
    assert not holds_days(["123456", "654321"], ["26157", "24899"])
    assert not holds_days([], [])
