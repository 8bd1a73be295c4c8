"""Codes of separator sheets: what is written is read, and nothing in a code is trusted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.separator import SeparatorSheet, separator_of

SHEETS = st.builds(
    SeparatorSheet,
    type=st.none() | st.from_regex(r"[0-8][0-9]\.[0-9]", fullmatch=True),
    matricule=st.none() | st.from_regex("[0-9A-Z]{1,20}", fullmatch=True),
)


@given(SHEETS)
def test_a_sheet_is_read_as_it_was_written_and_by_the_shorter_alphabet_of_qr_codes(sheet: SeparatorSheet) -> None:
    assert separator_of([sheet.code] * 4) == sheet
    assert set(sheet.code) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@pytest.mark.parametrize(
    "code",
    ["UBUBIKO:1:T99.1", "UBUBIKO:1:T4.1", "UBUBIKO:1:M" + "1" * 21, "UBUBIKO:1:M12<b>", "UBUBIKO:2:X", "UBUBIKO", "UBUBIKO:1:T04.1:T05.1"],
)
def test_a_code_that_says_what_cannot_be_is_a_plain_separator(code: str) -> None:
    assert separator_of([code]) == SeparatorSheet()


@pytest.mark.parametrize("codes", [[], ["https://www.fonctionpublique.gov.bi"], ["ububiko:1"], ["UBUBIKOS:1"], [""]])
def test_the_qr_code_of_another_paper_is_no_separator(codes: list[str]) -> None:
    assert separator_of(codes) is None


def test_two_sheets_scanned_over_each_other_say_only_what_both_say() -> None:
    one, other = SeparatorSheet(type="04.1", matricule="123456"), SeparatorSheet(type="05.1", matricule="123456")

    assert separator_of([one.code, other.code]) == SeparatorSheet(matricule="123456")


def test_a_sheet_with_a_matricule_alone_stands_before_a_case_file() -> None:
    assert not SeparatorSheet(matricule="123456").of_piece
    assert SeparatorSheet().of_piece
    assert SeparatorSheet(type="04.1", matricule="123456").of_piece
