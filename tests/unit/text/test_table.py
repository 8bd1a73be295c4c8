"""Tables as people export them: their encodings, delimiters and damage."""

import pytest

from chalicelib.model.errors import PermanentError
from chalicelib.text.encodings import decode
from chalicelib.text.table import TABLE_PROBLEMS, Table, TableProblem, open_table

HEADINGS = {"matricule": "matricule", "nom": "nom"}


def opened(text: str) -> Table:
    return open_table(decode(text.encode()), HEADINGS, needed="matricule", kind="roster")


def test_a_ministrys_title_above_the_header_is_passed_over() -> None:
    sheet = opened("MINISTÈRE DE LA FONCTION PUBLIQUE\n\nnom;matricule\nA;1\n")

    assert list(sheet.rows()) == [(4, ("1", "A"))]


def test_the_line_by_which_excel_names_its_delimiter_is_passed_over() -> None:
    assert list(opened("sep=;\nmatricule;nom\n1;A").rows()) == [(3, ("1", "A"))]


@pytest.mark.parametrize(
    "header",
    [
        '"Matricule\n";Nom\n',
        '"N°\nmatricule";"Nom\n"\n',
        "N°\nmatricule;Nom\n",
        '="matricule";="nom"\n',
        "'matricule;'nom\n",
        "\u00a0matricule\u00a0;\u00a0nom\n",
        '"sep=;"\nmatricule;nom\n',
        "Ministère;\nListe des agents par matricule;\nmatricule;nom\n",
        "Matricule;de 1 à 9\nmatricule;nom\n",
    ],
)
def test_a_header_is_found_however_a_spreadsheet_writes_it(header: str) -> None:
    sheet = open_table(decode(f"{header}1;A\n2;B\n".encode()), HEADINGS | {"nmatricule": "matricule"}, needed="matricule", kind="roster")

    assert [row[1] for row in sheet.rows() if isinstance(row, tuple)] == [("1", "A"), ("2", "B")]
    assert sheet.header.line == header.count("\n")


def test_a_header_that_stands_again_is_named_and_the_lines_below_are_read_by_it() -> None:
    rows = list(opened("matricule;nom\n1;A\nmatricule;nom\n2;B\nNOM,Matricule\nC,3\n").rows())

    assert rows == [
        (2, ("1", "A")),
        TableProblem(line=3, reason="header", taken=True),
        (4, ("2", "B")),
        TableProblem(line=5, reason="header", taken=True),
        (6, ("3", "C")),
    ]


def test_a_broken_header_in_the_middle_is_read_as_one() -> None:
    rows = list(opened('matricule;nom\n1;A\n"Matricule\n";Nom\n2;B\n').rows())

    assert rows == [(2, ("1", "A")), TableProblem(line=3, reason="header", taken=True), (5, ("2", "B"))]


def test_lines_that_another_encoding_reads_as_well_are_known() -> None:
    assert open_table(decode(b"matricule;nom\n1;GENEVI\xe9VE\n"), HEADINGS, needed="matricule", kind="roster").doubtful == {2}


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_cells_are_divided_as_the_header_is(delimiter: str) -> None:
    sheet = opened(f"matricule{delimiter}nom\n1{delimiter}A\n")

    assert sheet.header.delimiter == delimiter
    assert list(sheet.rows()) == [(2, ("1", "A"))]


def test_a_table_of_one_column_keeps_its_commas() -> None:
    sheet = opened("matricule\n1, 2; 3\n")

    assert sheet.header.delimiter == ""
    assert list(sheet.rows()) == [(2, ("1, 2; 3", ""))]


def test_a_quoted_cell_may_run_over_two_lines() -> None:
    assert list(opened('matricule;nom\n1;"A\nB"\n2;C').rows()) == [(2, ("1", "A\nB")), (4, ("2", "C"))]


def test_a_quotation_mark_left_open_costs_its_line_and_no_other() -> None:
    rows = list(opened('matricule;nom\n1;"A\n2;B\n3;C"\n4;D\n').rows())

    assert rows == [TableProblem(line=2, reason="quotes"), (3, ("2", "B")), (4, ("3", 'C"')), (5, ("4", "D"))]


def test_a_comma_too_many_is_reported_and_empty_cells_too_many_are_not() -> None:
    rows = list(opened("matricule,nom\n1,A,B\n2,B,,\n").rows())

    assert rows == [TableProblem(line=2, reason="cells"), (3, ("2", "B"))]


def test_cells_that_a_spreadsheet_left_out_at_the_end_are_empty() -> None:
    assert list(opened("matricule;nom\n1\n").rows()) == [(2, ("1", ""))]


def test_lines_end_as_on_windows_unix_or_an_old_macintosh() -> None:
    assert [list(opened(f"matricule;nom{end}1;A{end}").rows()) for end in ("\r\n", "\n", "\r")] == [[(2, ("1", "A"))]] * 3


def test_blank_lines_are_passed_over_and_still_counted() -> None:
    assert list(opened("matricule;nom\n\n ;\t\n1;A\n").rows()) == [(4, ("1", "A"))]


def test_a_workbook_that_was_only_renamed_is_unreadable() -> None:
    with pytest.raises(PermanentError, match="roster_unreadable"):
        opened("PK\3\4\0\0\0\0")


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(PermanentError, match="roster_columns"):
        opened("matricule;Matricule \n1;2")


def test_every_problem_is_told_in_french_and_english() -> None:
    problems = [TableProblem(line=1, reason=reason) for reason in TABLE_PROBLEMS]

    assert all(problem.french and problem.english and problem.french != problem.english for problem in problems)
