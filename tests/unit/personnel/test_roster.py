"""The roster: who exists, read from what a ministry's spreadsheet really writes."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.model.errors import PermanentError
from chalicelib.model.servant import Servant
from chalicelib.personnel.date_column import read_date
from chalicelib.personnel.roster import COLUMNS, Roster, read_roster
from chalicelib.text.table import TableProblem

HEADER = ",".join(COLUMNS)
NDAYIZEYE = "100001,NDAYIZEYE,Élie,1970-02-28,Santé,Gitega,1995-09-01,actif"
ELIE = Servant(
    matricule="100001",
    name="NDAYIZEYE",
    first_names="Élie",
    birth_date=date(1970, 2, 28),
    ministry="Santé",
    province="Gitega",
    entry_date=date(1995, 9, 1),
    status="actif",
)


def roster(*lines: str, header: str = HEADER) -> Roster:
    return read_roster("\n".join((header, *lines)).encode())


def complaints(read: Roster) -> list[tuple[int, str]]:
    return [(problem.line, problem.reason) for problem in read.problems]


def test_a_line_of_the_roster_is_a_servant() -> None:
    read = roster(NDAYIZEYE)

    assert read == Roster(servants={"100001": ELIE})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_however_it_was_saved_the_roster_says_the_same(encoding: str, delimiter: str, end: str) -> None:
    text = f"{HEADER}\n{NDAYIZEYE}\n".replace(",", delimiter).replace("\n", end)

    assert read_roster(text.encode(encoding)).servants == {"100001": ELIE}


def test_the_header_is_known_blind_to_case_accents_and_order() -> None:
    read = roster("actif;Élie;NDAYIZEYE;100 001;01/09/1995", header=" STATUT ;Prénom;NOM;N° Matricule;Date d'entrée")

    assert read.servants["100001"].first_names == "Élie"
    assert read.servants["100001"].entry_date == date(1995, 9, 1)
    assert read.columns == ("matricule", "nom", "prenom", "date_entree", "statut")


def test_a_roster_of_matricules_alone_is_enough_to_file_by() -> None:
    assert list(roster("100001", "100002", header="matricule").servants) == ["100001", "100002"]


def test_columns_that_nobody_asked_for_are_passed_over() -> None:
    assert list(roster("1,100001,A", header="rang,matricule,nom").servants) == ["100001"]


def test_a_matricule_is_written_one_way_whatever_the_roster_writes() -> None:
    assert list(roster("ab-100.001 ").servants) == ["AB100001"]


@pytest.mark.parametrize("written", ['="00123"', '"=""00123"""', "'00123"])
def test_the_zeros_that_a_spreadsheet_was_told_to_keep_are_kept(written: str) -> None:
    assert list(roster(f"{written};A", header="matricule;nom").servants) == ["00123"]


@pytest.mark.parametrize("written", ["1.23457E+05", '"1,23457E+05"', "1E+05", "123456.0", "#REF!", "#N/A"])
def test_a_matricule_that_the_spreadsheet_damaged_is_reported_not_guessed(written: str) -> None:
    read = roster(f"{written},A", NDAYIZEYE)

    assert complaints(read) == [(2, "matricule_damaged")]
    assert list(read.servants) == ["100001"]


@pytest.mark.parametrize("written", ["", "-", "néant", "agent", "100001;NDAYIZEYE", "1000\ufffd1", "1" * 21])
def test_a_line_without_a_matricule_is_reported_and_the_rest_taken(written: str) -> None:
    read = roster(f"{written},A", NDAYIZEYE)

    assert complaints(read) == [(2, "matricule")]
    assert read.refused_lines == 1
    assert list(read.servants) == ["100001"]


def test_the_same_line_twice_is_one_servant() -> None:
    read = roster(NDAYIZEYE, NDAYIZEYE)

    assert read == Roster(servants={"100001": ELIE})


def test_of_two_lines_that_contradict_each_other_the_first_is_kept_and_the_second_reported() -> None:
    read = roster(NDAYIZEYE, NDAYIZEYE.replace("Élie", "Aline"))

    assert read.servants == {"100001": ELIE}
    assert complaints(read) == [(3, "contradiction")]


@pytest.mark.parametrize(
    "written",
    [
        "2010-03-01",
        "2010-3-1",
        "2010-03-01 00:00:00",
        "2010-03-01T00:00:00",
        "01/03/2010",
        "1/3/2010",
        "01-03-2010",
        "01.03.2010",
        "01/03/2010 00:00",
        "1 mars 2010",
        "1er mars 2010",
        "1er MARS  2010",
    ],
)
def test_a_day_is_read_as_it_is_written_in_french_or_iso(written: str) -> None:
    assert roster(f"100001,,,{written}").servants["100001"].birth_date == date(2010, 3, 1)


def test_all_twelve_months_are_read_in_words() -> None:
    months = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]

    assert [read_date(f"2 {month} 1990").month for month in months] == list(range(1, 13))


@pytest.mark.parametrize(
    "written", ["01/03/10", "31/02/2010", "12/25/2010", "01/03-2010", "40238", "mars 2010", "1 brumaire 2010", "3010-01-01"]
)
def test_a_day_that_cannot_be_is_left_empty_and_reported_and_the_servant_taken(written: str) -> None:
    read = roster(f"100001,NDAYIZEYE,,{written}")

    assert read.servants["100001"].birth_date is None
    assert read.problems == (TableProblem(line=2, reason="date", column="date_naissance", taken=True),)
    assert read.refused_lines == 0


@pytest.mark.parametrize("written", ["", "-", "0000-00-00", "00/00/0000", "NULL", "N/A"])
def test_a_day_that_nobody_knows_is_no_problem(written: str) -> None:
    assert roster(f"100001,NDAYIZEYE,,{written}").problems == ()


def test_a_name_with_an_unreadable_letter_is_taken_and_reported() -> None:
    read = read_roster(b"matricule,nom\n100001,NDAYIZ\x81\xe9\n")

    assert list(read.servants) == ["100001"]
    assert complaints(read) == [(2, "characters")]


def test_blanks_and_unprintable_signs_in_a_name_become_one_blank() -> None:
    assert roster("100001,NDA\u00a0\x07 YIZEYE").servants["100001"].name == "NDA YIZEYE"


@pytest.mark.parametrize(
    "written", ['="NDAYIZEYE"', '=T("NDAYIZEYE")', "'NDAYIZEYE", "\u2019NDAYIZEYE", "NDA\u200bYIZEYE", "\u00a0NDAYIZEYE\u00a0"]
)
def test_a_name_is_read_without_what_a_spreadsheet_writes_around_it(written: str) -> None:
    assert roster(f"100001,{written}").servants["100001"].name == "NDAYIZEYE"


@pytest.mark.parametrize("written", ["=B2&C2", "#REF!", "#N/A", "#NOM?", "########", "+A1", "26157", "12/08/1971", "79 12 34 56"])
def test_a_name_that_is_a_formula_an_error_or_a_number_is_left_empty_and_named(written: str) -> None:
    read = roster(f"100001,{written},Élie")

    assert (read.servants["100001"].name, read.servants["100001"].first_names) == ("", "Élie")
    assert [(problem.line, problem.column, problem.taken) for problem in read.problems] == [(2, "nom", True)]


@pytest.mark.parametrize(
    ("name", "column"),
    [("Sant?", "ministere"), ("&Eacute;lie", "prenom"), ("ƒlie", "prenom"), ("Ã\u201elie", "prenom"), ("\x90lie", "prenom")],
)
def test_a_line_with_lost_letters_is_taken_and_named(name: str, column: str) -> None:
    cells = {"matricule": "100001", "nom": "NDAYIZEYE"} | {column: name}
    read = roster(";".join(f'"{cells.get(each, "")}"' for each in COLUMNS), header=";".join(COLUMNS))

    assert list(read.servants) == ["100001"]
    assert [(problem.column, problem.reason) for problem in read.problems] == [(column, "characters")]


def test_who_entered_the_service_before_the_birth_has_neither_day() -> None:
    read = roster("100001,A,,1970-02-28,,,1995-09-01", "100002,B,,1995-09-01,,,1970-02-28", "100003,C,,1980-01-02,,,2001-03-04")

    assert [servant.birth_date and servant.birth_date.year for servant in read.servants.values()] == [1970, None, 1980]
    assert complaints(read) == [(3, "dates_reversed")]


def test_a_problem_never_repeats_what_stands_in_the_line() -> None:
    read = roster("agent NDAYIZEYE,NDAYIZEYE", "100001,A", '100002,"NDAYIZEYE')

    assert [problem.reason for problem in read.problems] == ["matricule", "quotes"]
    assert not any("NDAYIZEYE" in f"{problem} {problem.french} {problem.english}" for problem in read.problems)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "roster_empty"),
        (b"\xef\xbb\xbf", "roster_columns"),
        (b" \r\n", "roster_empty"),
        (b"nom,prenom\nNDAYIZEYE,Elie\n", "roster_columns"),
        (b"PK\x03\x04\x14\x00\x06\x00 a workbook", "roster_unreadable"),
        (b"%PDF-1.7 a scan", "roster_columns"),
    ],
)
def test_a_file_of_which_nothing_can_be_used_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(PermanentError) as refused:
        read_roster(data)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("lines", "refusal", "reasons"),
    [
        ([], "roster_empty", []),
        ([",NDAYIZEYE"], "roster_empty", ["matricule"]),
        (["123456.00,NDAYIZEYE", "654321.00,HAKIZIMANA"], "roster_empty", ["matricule_damaged", "matricule_damaged"]),
        (["12/08/1971,NDAYIZEYE", "100001,HAKIZIMANA", "1968-03-03,NIYO"], "roster_matricules", ["matricule_day", "matricule_day"]),
    ],
)
def test_a_file_of_which_no_line_can_be_used_is_refused_and_each_line_named(lines: list[str], refusal: str, reasons: list[str]) -> None:
    read = roster(*lines)

    assert (read.refusal, read.servants) == (refusal, {})
    assert [problem.reason for problem in read.problems] == reasons


@settings(max_examples=40)
@given(st.binary(max_size=400))
def test_whatever_is_dropped_is_read_or_refused(data: bytes) -> None:
    with suppress(PermanentError):
        read = read_roster(b"matricule,nom,date_naissance\n" + data)

        assert all(matricule == servant.matricule for matricule, servant in read.servants.items())


@settings(max_examples=40)
@given(st.lists(st.integers(10_000, 9_999_999), min_size=1, unique=True), st.data())
def test_one_damaged_line_costs_one_servant_at_most(matricules: list[int], data: st.DataObject) -> None:
    lines = [f"{matricule};NDAYIZEYE;Élie" for matricule in matricules]
    place = data.draw(st.integers(0, len(lines)))
    damage = data.draw(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0\x1a"), max_size=30))

    read = roster(*lines[:place], damage, *lines[place:], header="matricule;nom;prenom")

    assert {str(matricule) for matricule in matricules} <= set(read.servants)
