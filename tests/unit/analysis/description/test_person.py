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


@pytest.mark.parametrize(
    "named",
    [
        *("Madame NIYO épouse de la CROIX Jeanne", "Madame NIYO Jeanne épouse de la CROIX", "Madame NIYO (épouse de la CROIX) Jeanne"),
        *("Mme NIYO ép. CROIX Jeanne", "Mme NIYO épse van der BERG Jeanne", "Madame NIYO ÉPOUSE DE LA CROIX Jeanne"),
        *("Madame NIYO veuve HAKIZA Jeanne", "Mme Jeanne NIYO vve du CROIX", "Madame NIYO Jeanne, épouse HAKIZA Pascal"),
        *("L'intéressée NIYO Jeanne, veuve de HAKIZA Pascal", "Madame NIYO Jeanne, épouse de feu Monsieur HAKIZA Pascal"),
        *("Madame NIYO divorcée CROIX Jeanne", "Madame NIYO ex-épouse CROIX Jeanne", "Madame NIYO Jeanne, mariée à Monsieur HAKIZA Pascal"),
        *("Madame NIYO alias CROIX Jeanne", "Madame NIYO épouse EL MANSOURI Jeanne", "Madame NIYO épouse l'HERMITE Jeanne"),
        *("Madame Dr. NIYO Jeanne", "Madame NIYO/CROIX Jeanne"),
        *("Mme de la CROIX née NIYO Jeanne", "Mme CROIX Jeanne née NIYO", "Madame CROIX, née NIYO, Jeanne"),
    ],
)
def test_a_married_woman_bears_the_name_that_she_was_born_with(named: str) -> None:
    found = said(f"Article 1er : {named}, matricule 777777,\nnée le 3 juin 1980, est affectée à Bubanza.")

    assert (found["name"].partition("/")[0], found["first_names"]) == ("NIYO", "Jeanne")


@pytest.mark.parametrize(
    ("named", "surname"),
    [
        ("Madame de la CROIX Jeanne", "de la CROIX"),
        ("Madame DE LA CROIX Jeanne", "DE LA CROIX"),
        ("Madame Jeanne van der BERG", "van der BERG"),
        ("Madame von der HEYDEN Jeanne", "von der HEYDEN"),
        ("Madame da SILVA Jeanne", "da SILVA"),
        ("Madame Le GOFF Jeanne", "Le GOFF"),
    ],
)
def test_the_particles_of_a_name_stay_with_it(named: str, surname: str) -> None:
    found = said(f"Article 1er : {named}, matricule 777777,\nest affectée à Bubanza.")

    assert (found["name"], found["first_names"]) == (surname, "Jeanne")


@pytest.mark.parametrize(
    "named", ["Madame Veuve CROIX Jeanne", "Madame Veuve CROIX née NIYO Jeanne", "Madame NIYO Epouse de la Croix Jeanne"]
)
def test_a_widow_is_not_given_her_husband_s_name_or_veuve_for_a_first_name(named: str) -> None:
    assert "name" not in said(f"Article 1er : {named}, matricule 777777, est affectée à Bubanza.")


def test_an_office_behind_a_title_is_no_name() -> None:
    assert "name" not in said("Monsieur le MINISTRE Jean, matricule 777777")


def test_a_husband_who_is_named_for_his_wife_s_sake_is_not_the_servant() -> None:
    assert "name" not in said("L'intéressée est l'épouse de l'agent HAKIZA Pascal, matricule 777777")
    assert "name" not in said("L'intéressée, mariée à l'agent HAKIZA Pascal, matricule 777777")


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
