"""The person of an act: named by title, label, number or parents, and nobody where two may be meant."""

import pytest

from chalicelib.analysis.description.person import read_person
from tests.unit.analysis.description.test_classification import FORMS
from tests.unit.analysis.description.texts import prose


def said(text: str) -> dict[str, str]:
    return {each.name: each.value for each in read_person(prose(text), 0, FORMS)}


@pytest.mark.parametrize(
    "text",
    [
        "Nom et prénom : RUTWE Zénon",
        "Monsieur RUTWE Zénon, matricule 777777, est nommé.",
        "Zénon RUTWE, né le 3 juin 1980, matricule 777777",
        "RUTWE Zénon, fils de HAKIZA Bède",
    ],
)
def test_a_person_is_named_by_what_stands_around_the_name(text: str) -> None:
    assert (said(text)["name"], said(text)["first_names"]) == ("RUTWE", "Zénon")


def test_a_name_alone_tells_nobody() -> None:
    assert "name" not in said("Monsieur RUTWE Zénon a écrit.")


def test_a_birth_and_a_number_that_are_cited_are_another_act_s() -> None:
    assert not said("Vu la lettre de Monsieur RUTWE Zénon, matricule 777777, né le 3 juin 1980")


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Il est détaché auprès de l'Université du Burundi pour une année.", "posting", "Université du Burundi"),
        ("Elle est affectée à l'Hôpital de Gitega à compter du 1er mai.", "posting", "l'Hôpital de Gitega"),
        ("Promu au grade de Conseiller, échelon 3.", "grade", "Conseiller"),
        ("2ème échelon", "echelon", "2"),
        ("Date de naissance : 03/06/1980", "birth_date", "1980-06-03"),
    ],
)
def test_grade_step_posting_and_birth_are_read(text: str, field: str, value: str) -> None:
    assert said(text)[field] == value
