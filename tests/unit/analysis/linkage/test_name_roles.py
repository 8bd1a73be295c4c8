"""Roles of a name: the subject, who signs, rates, attests or is replaced, and kin."""

import pytest

from chalicelib.analysis.linkage.name_roles import is_applicant, is_declarant, is_kin, is_secondary
from tests.unit.analysis.linkage.texts import place_of, stream


@pytest.mark.parametrize(
    ("line", "secondary"),
    [
        ("Évaluateur : NIYO Jean", True),
        ("noté par NIYO Jean", True),
        ("représentée par Monsieur NIYO Jean", True),
        ("sur proposition de NIYO Jean", True),
        ("en remp1acement de NIYO Jean", True),
        ("sur propo sition dc Monsie ur NIYO Jean", True),
        ("succède d e Madame NIYO Jean", True),
        ("NIYO Jean, Directeur, certifie que", True),
        ("NIYO Jean, évaluateur", True),
        ("NIYO Jean est chargé de l'exécution", True),
        ("je soussigné NIYO Jean", True),
        ("je soussigné NIYO Jean, sollicite un congé", False),
        ("je soussigné atteste que NIYO Jean", False),
        ("Monsieur NIYO Jean est nommé", False),
        ("Fait à Gitega, le 3 mars, NIYO Jean", True),
    ],
)
def test_who_signs_rates_attests_or_is_replaced_is_secondary(line: str, *, secondary: bool) -> None:
    read = stream(line)

    assert is_secondary(read.rows, read.tokens, place_of(read, "NIYO")) is secondary


def test_below_an_office_a_title_makes_a_subject() -> None:
    read = stream("Le Directeur,", "NIYO Jean")
    place = place_of(read, "NIYO")

    assert is_secondary(read.rows, read.tokens, place)
    assert not is_secondary(read.rows, read.tokens, place, titled=True)


def test_a_declarant_may_ask_for_herself() -> None:
    read = stream("Je soussignée NIYO Ève, matricule 123456, demande ma mutation")
    place = place_of(read, "NIYO")

    assert is_declarant(read.tokens, place)
    assert is_applicant(read.tokens, place)


@pytest.mark.parametrize(
    ("line", "kin"), [("fils de NIYO Jean", True), ("NIYO Jean, père de trois", True), ("NIYO Jean, père", False), ("NIYO Jean", False)]
)
def test_kinship_stands_before_a_name_or_behind_it(line: str, *, kin: bool) -> None:
    read = stream(line)

    assert is_kin(read.tokens, place_of(read, "NIYO")) is kin
