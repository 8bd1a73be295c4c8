"""The columns of texts: each holds what its header says, or is found."""

import pytest

from chalicelib.personnel.columns import are_exchanged, exchanged_columns

CELLS = {
    "nom": ("NIYONZIMA", "HAKIZIMANA", "NDAYISENGA"),
    "prenom": ("Jeanne", "Pascal", "Élie"),
    "ministere": ("Santé publique", "Justice", "Éducation nationale"),
    "province": ("Gitega", "Ngozi", "Bujumbura Mairie"),
    "statut": ("actif", "retraité", "En disponibilité"),
}


def test_columns_below_their_headers_are_left_alone() -> None:
    assert exchanged_columns(CELLS) == set()
    assert exchanged_columns({name: [cell.upper() for cell in cells] for name, cells in CELLS.items()}) == set()


@pytest.mark.parametrize("one", CELLS)
@pytest.mark.parametrize("other", CELLS)
@pytest.mark.parametrize("write", [str, str.upper])
def test_two_exchanged_columns_are_found(one: str, other: str, write) -> None:
    cells = CELLS | {one: CELLS[other], other: CELLS[one]}
    found = exchanged_columns({name: [write(cell) for cell in column] for name, column in cells.items()})

    assert {one, other} <= found or one == other


def test_names_in_one_column_beside_one_that_nobody_fills_in_are_left_alone() -> None:
    assert exchanged_columns({"nom": ("NIYONZIMA Jeanne", "HAKIZIMANA Pascal", "NDAYISENGA Élie"), "prenom": ("", "", "")}) == set()


def test_words_that_the_lists_do_not_know_put_nothing_in_doubt() -> None:
    assert exchanged_columns({"nom": ("Müller",), "prenom": ("Heinz",), "province": ("Zürich",), "statut": ("im Dienst",)}) == set()


def test_columns_that_a_roster_lacks_put_nothing_in_doubt() -> None:
    assert exchanged_columns({"nom": ("NIYONZIMA",), "prenom": ("", "")}) == exchanged_columns({}) == set()


def test_one_line_of_which_name_and_first_names_are_exchanged_is_known_by_its_capitals() -> None:
    cells = {"nom": ("NIYONZIMA", "HAKIZIMANA", "Élie"), "prenom": ("Jeanne", "Pascal", "NDAYISENGA")}

    assert exchanged_columns(cells) == set()
    assert [are_exchanged(*pair) for pair in zip(*cells.values(), strict=True)] == [False, False, True]
