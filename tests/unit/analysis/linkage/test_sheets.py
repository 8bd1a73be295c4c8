"""Sheets: one of another case file is noticed between a servant's own, and a list is not."""

from chalicelib.analysis.linkage.mentions import read_evidence
from chalicelib.analysis.linkage.sheets import is_roll, servants_of_other_sheets
from tests.unit.analysis.linkage.test_matching import JEAN, MARIE, directory
from tests.unit.analysis.linkage.texts import FORMS, evidence, transcript

OWN = ["Monsieur NDAYISENGA Jean-Marie, matricule 123456"]


def others(*sheets: list[str]) -> tuple[list[str], bool]:
    text = read_evidence(transcript(*sheets), FORMS)
    found, unknown = servants_of_other_sheets(JEAN, text, directory())
    return [each.matricule for each, _ in found], unknown


def test_a_sheet_about_another_servant_is_noticed() -> None:
    found, _ = others(OWN, ["Madame HAKIZIMANA Marie, matricule 654321"])

    assert MARIE.matricule in found


def test_an_act_about_a_person_whom_the_roster_does_not_know_is_noticed() -> None:
    assert others(OWN, ["RÉPUBLIQUE DU BURUNDI", "DÉCISION N° 3", "Monsieur RUTWE Zénon est nommé."]) == ([], True)


def test_a_single_sheet_and_a_silent_one_say_nothing() -> None:
    assert others(OWN) == ([], False)
    assert others(OWN, ["Annexe", "sans changement"]) == ([], False)


def test_a_list_of_people_with_their_numbers_is_about_each() -> None:
    names = ("RUTWE Zénon", "HAKIZA Bède", "NIYO Ève")
    listed = [f"Monsieur {name}, matricule 88000{at}" for at, name in enumerate(names)]

    assert is_roll(evidence(*listed))
    assert not is_roll(evidence(*listed[:2]))
    assert others(OWN, listed) == ([], False)
