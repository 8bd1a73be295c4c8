"""People: found after a title or a label or by the look of a name, with the weight of the mention."""

import pytest

from chalicelib.analysis.linkage.evidence import MentionWeight
from chalicelib.analysis.linkage.people import is_label, is_title, people_of, possible_people_of
from tests.unit.analysis.linkage.texts import stream


@pytest.mark.parametrize(
    ("line", "names", "weight"),
    [
        ("Monsieur Niyo Jean est nommé", ("NIYO", "JEAN"), MentionWeight.TITLED),
        ("Nom et prénom de l'agent : NIYO Jean", ("NIYO", "JEAN"), MentionWeight.ENTERED),
        ("Objet : congé de Monsieur NIYO Jean", ("NIYO", "JEAN"), MentionWeight.HEADED),
        ("Vu la lettre de Monsieur NIYO Jean", ("NIYO", "JEAN"), MentionWeight.NAMED),
        ("reçu de NIYO Jean ce jour", ("NIYO", "JEAN"), MentionWeight.NAMED),
        ("M0nsieur N1YO Jean est nommé", ("N1YO", "JEAN"), MentionWeight.TITLED),
    ],
)
def test_a_mention_weighs_what_its_place_says(line: str, names: tuple[str, ...], weight: MentionWeight) -> None:
    found = list(people_of(stream(line)))

    assert [(each.names, each.weight) for each in found] == [(names, weight)]


def test_a_name_under_a_title_may_cross_one_line_s_end() -> None:
    assert [each.names for each in people_of(stream("est nommé Monsieur NIYO", "Jean, directeur"))] == [("NIYO", "JEAN")]


@pytest.mark.parametrize("line", ["Ministère de la Justice", "REPUBLIQUE DU BURUNDI", "Article 1er"])
def test_an_office_is_nobody(line: str) -> None:
    assert not list(people_of(stream(line)))


def test_capitals_in_a_row_may_be_a_name() -> None:
    assert not list(people_of(stream("NIYO JEAN")))
    assert [each.names for each in possible_people_of(stream("NIYO JEAN"))] == [("NIYO", "JEAN")]


def test_a_title_and_a_label_may_be_misread() -> None:
    assert is_title("MONSLEUR")
    assert is_label("PREN0M")
    assert not is_title("MONTANT")
