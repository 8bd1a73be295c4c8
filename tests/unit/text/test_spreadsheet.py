"""Spreadsheets: cells that are only text, and lists that go on."""

import pytest

from chalicelib.text.spreadsheet import harmless, to_spreadsheet


@pytest.mark.parametrize("cell", ["=1+1", " +1", "-1", "@SUM(A1)", "\uff1d1"])
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    assert harmless(cell).startswith("'")


def test_a_list_that_goes_on_has_no_second_mark() -> None:
    assert to_spreadsheet(["nom"], [["Ève"]]) + to_spreadsheet(None, [["Jean;Marie"]]) == '\ufeffnom\r\nÈve\r\n"Jean;Marie"\r\n'
