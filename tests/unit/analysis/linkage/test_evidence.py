"""Evidence of a text: where a servant is named, and what one sheet says alone."""

import pytest

from chalicelib.analysis.linkage.mentions import read_evidence
from tests.unit.analysis.linkage.texts import FORMS, evidence, transcript

JEAN = (("NDAYISENGA",), ("JEAN", "MARIE"))


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("NDAYISENGA Jean-Marie", [True]),
        ("Jean-Marie NDAYISENGA", [True]),
        ("NDAYISENGA Jean", [False]),
        ("NDAY1SENCA Jean-Marie", [True]),
        ("NDAYISENGA épouse HAKIZA Jean-Marie", [True]),
        ("NIYO Jean, NDAYISENGA Ève", []),
        ("NDAYISENGA", []),
    ],
)
def test_a_servant_is_named_by_surname_and_first_name_close_together(line: str, whole: list[bool]) -> None:
    assert [each.whole for each in evidence(line).mentions_of(*JEAN)] == whole


def test_a_mention_is_secondary_or_of_kin_as_its_person_is() -> None:
    signed, born = evidence("Évaluateur : NDAYISENGA Jean-Marie"), evidence("fils de NDAYISENGA Jean-Marie")

    assert [(each.secondary, each.kin) for each in signed.mentions_of(*JEAN)] == [(True, False)]
    assert [(each.secondary, each.kin) for each in born.mentions_of(*JEAN)] == [(False, True)]
    assert not signed.subjects
    assert not born.subjects


def test_a_sheet_says_what_it_would_say_alone() -> None:
    both = read_evidence(transcript(["Monsieur NIYO Jean, matricule 123456"], ["Madame HAKIZA Ève, matricule 654321"]), FORMS)
    second = both.on_sheet(2)

    assert [each.names for each in second.subjects] == [("HAKIZA", "EVE")]
    assert [each.matricule for each in second.numbers] == ["654321"]
    assert second.tokens[second.subjects[0].token].word == "MADAME"


def test_two_words_of_a_career_make_a_career_act() -> None:
    assert evidence("BULLETIN DE NOTATION", "échelon 3").has_career_words
    assert not evidence("Arrêté relatif au barrage", "échelon 3").has_career_words
