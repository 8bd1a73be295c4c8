"""Whose a piece is, told by clerks: folders, printed numbers, names and days of birth, and what contradicts them."""

from datetime import date

import pytest

from chalicelib.analysis.linkage.directory import Directory
from chalicelib.analysis.linkage.matching import decide_owner
from chalicelib.analysis.linkage.mentions import read_evidence
from chalicelib.model.identifiers import Claim, fold
from chalicelib.model.servant import Servant
from chalicelib.model.transcript import Page, TextLine, Transcript
from chalicelib.text.names import headings_of
from tests.unit.analysis.linkage.texts import FORMS, evidence

JEAN = Servant(matricule="123456", name="NDAYISENGA", first_names="Jean-Marie", birth_date=date(1970, 3, 5))
MARIE = Servant(matricule="654321", name="HAKIZIMANA", first_names="Marie", birth_date=date(1982, 7, 14))
TWIN_NAME = Servant(matricule="777001", name="NDAYISENGA", first_names="Jean-Marie", birth_date=date(1985, 12, 1))
NEIGHBOUR = Servant(matricule="123457", name="NIYONKURU", first_names="Zénon", birth_date=date(1969, 1, 2))
PEOPLE = (JEAN, MARIE, TWIN_NAME, NEIGHBOUR)
IN_JEANS_FOLDER = Claim(folders=("123456",))
NOWHERE = Claim()


def directory(people=PEOPLE):
    return Directory(
        find=lambda folded: [each for each in people if fold(each.matricule) == folded],
        named=lambda beginning: [each for each in people if any(heading.startswith(beginning) for heading in headings_of(each))],
        born=lambda day: [each for each in people if each.birth_date == day],
    )


def outcome(claim, *lines, people=PEOPLE):
    found = decide_owner(claim, evidence(*lines), directory(people))
    return found.matricule or found.reason


def kinds(claim, *lines):
    return [each.kind for each in decide_owner(claim, evidence(*lines), directory()).evidence]


def test_a_folder_and_a_text_that_names_nobody_file_the_piece_and_say_so():
    assert outcome(IN_JEANS_FOLDER, "Circulaire relative aux congés", "Le Ministre") == "123456"
    assert kinds(IN_JEANS_FOLDER, "Circulaire relative aux congés") == ["folder"]


def test_a_folder_and_a_text_that_agree_file_the_piece_with_all_evidence():
    lines = ("Monsieur NDAYISENGA Jean-Marie, né à Gitega le 05/03/1970,", "matricule 123456, est nommé")

    assert outcome(IN_JEANS_FOLDER, *lines) == "123456"
    assert kinds(IN_JEANS_FOLDER, *lines) == ["folder", "matricule", "name", "birth_date"]


def test_evidence_says_on_which_page_and_where():
    found = decide_owner(IN_JEANS_FOLDER, evidence("Objet : congé", "matricule : 123 456"), directory())

    assert [(each.kind, each.page, each.box) for each in found.evidence[1:]] == [("matricule", 1, (0.1, 0.01, 0.8, 0.01))]


@pytest.mark.parametrize(
    "lines",
    [
        ("Madame HAKIZIMANA Marie, matricule 654321, est nommée",),
        ("Madame HAKIZIMANA Marie est nommée",),
        ("Nom et prénom : HAKIZIMANA Marie",),
        ("HAKIZIMANA Marie, née à Ngozi le 14 juillet 1982, a suivi la formation",),
        ("Le jury confère à", "HAKIZIMANA Marie", "le diplôme"),
        ("Demande de congé", "Matricule : 654321"),
        ("Monsieur INCONNU Charles, venu d'ailleurs, est nommé",),
    ],
)
def test_a_text_about_somebody_else_than_the_folder_goes_to_a_person(lines):
    assert outcome(IN_JEANS_FOLDER, *lines) == "conflicting_text"


def test_the_folder_and_its_rival_are_both_proposed():
    found = decide_owner(IN_JEANS_FOLDER, evidence("Madame HAKIZIMANA Marie, matricule 654321, est nommée"), directory())

    assert [each.matricule for each in found.candidates] == ["654321", "123456"]


def test_an_act_that_names_many_is_filed_with_each_of_them():
    lines = ("123456 NDAYISENGA Jean-Marie 4 5 Bon", "654321 HAKIZIMANA Marie 4 5 Elite", "123457 NIYONKURU Zénon 2 3 Bon")

    assert outcome(IN_JEANS_FOLDER, "Les agents dont les noms suivent", *lines) == "123456"
    assert outcome(Claim(folders=("654321",)), "Les agents dont les noms suivent", *lines) == "654321"
    assert outcome(NOWHERE, "Les agents dont les noms suivent", *lines) == "several_servants"


def test_an_act_that_names_many_but_not_the_folders_servant_goes_to_a_person():
    lines = ("654321 HAKIZIMANA Marie 4 5 Elite", "123457 NIYONKURU Zénon 2 3 Bon")

    assert outcome(IN_JEANS_FOLDER, "Les agents dont les noms suivent", *lines) == "conflicting_text"


def test_a_homonym_whose_number_or_birth_is_printed_is_not_taken_for_the_folders_servant():
    assert outcome(IN_JEANS_FOLDER, "Monsieur NDAYISENGA Jean-Marie, matricule 777001, est muté") == "conflicting_text"
    assert outcome(IN_JEANS_FOLDER, "NDAYISENGA Jean-Marie, né à Gitega le 01/12/1985") == "conflicting_text"


def test_a_homonym_whom_no_roster_knows_is_betrayed_by_the_day_of_birth():
    assert outcome(IN_JEANS_FOLDER, "NDAYISENGA Jean-Marie, né à Gitega le 09/08/1991", people=(JEAN,)) == "conflicting_text"


def test_one_figure_misread_in_a_day_of_birth_contradicts_nobody():
    assert outcome(IN_JEANS_FOLDER, "NDAYISENGA Jean-Marie, né à Gitega le 05/03/1976") == "123456"


def test_a_name_that_two_servants_bear_is_no_second_signal():
    assert outcome(IN_JEANS_FOLDER, "Monsieur NDAYISENGA Jean-Marie est félicité") == "homonyms"
    assert outcome(IN_JEANS_FOLDER, "Monsieur NDAYISENGA Jean-Marie est félicité", people=(JEAN, MARIE)) == "123456"
    assert outcome(NOWHERE, "Monsieur NDAYISENGA Jean-Marie est félicité") == "no_matricule"


def test_a_namesake_with_another_second_name_is_somebody_else():
    claude = Servant(matricule="300300", name="NDAYISENGA", first_names="Jean-Claude")

    assert outcome(IN_JEANS_FOLDER, "Monsieur NDAYISENGA Jean-Claude est félicité", people=(*PEOPLE, claude)) == "conflicting_text"


def test_a_misread_number_does_not_outweigh_folder_and_name():
    assert outcome(IN_JEANS_FOLDER, "Monsieur NDAYISENGA Jean-Marie, matricule 123457, est nommé") == "123456"


def test_a_misread_number_alone_goes_to_a_person_where_somebody_bears_it():
    assert outcome(IN_JEANS_FOLDER, "Fiche de congé", "Matricule : 123457") == "conflicting_text"
    assert outcome(IN_JEANS_FOLDER, "Fiche de congé", "Matricule : 123956") == "123456"


@pytest.mark.parametrize("number", ["123 456", "123.456", "12 34 56", "I23456", "l23456", "123-456"])
def test_a_printed_number_is_known_however_it_is_spaced_or_misread(number):
    assert "matricule" in kinds(IN_JEANS_FOLDER, f"Matricule : {number}")


def test_an_acts_number_is_nobodys_matricule():
    people = (*PEOPLE, Servant(matricule="550590", name="BIGIRIMANA", first_names="Odette"))

    assert outcome(IN_JEANS_FOLDER, "Ordonnance n° 550/590 du 12/03/2010", people=people) == "123456"


def test_a_sum_of_money_that_is_somebodys_number_says_nothing():
    assert outcome(IN_JEANS_FOLDER, "Traitement de base 654 321 FBU") == "123456"


@pytest.mark.parametrize(
    "name", ["NDAYlSENGA Jean-Marie", "Jean-Marie NDAYISENGA", "NDAY1SENGA Jean Marie", "NDAYISENCA JEAN-MARIE", "Ndayisenga Jean-Marie"]
)
def test_a_name_is_known_however_it_is_ordered_or_misread(name):
    found = decide_owner(IN_JEANS_FOLDER, evidence(f"Monsieur {name} est nommé"), directory((JEAN, MARIE)))

    assert [each.kind for each in found.evidence] == ["folder", "name"]


def test_a_married_name_beside_the_maiden_name_is_the_same_person():
    claim = Claim(folders=("654321",))

    assert "name" in kinds(claim, "Madame HAKIZIMANA épouse NIYONZIMA Marie est nommée")
    assert outcome(claim, "Madame NIYONZIMA Marie, matricule 654321, est nommée") == "654321"


def test_two_names_in_one_list_do_not_make_a_third():
    assert "name" not in kinds(Claim(folders=("654321",)), "Sont présents : HAKIZIMANA Zénon, NIYONKURU Marie")


def test_who_signs_is_not_whom_the_act_is_about():
    lines = ("Madame HAKIZIMANA Marie est autorisée à s'absenter.", "Fait à Gitega, le 12 mars 2010", "NDAYISENGA Jean-Marie")

    assert outcome(IN_JEANS_FOLDER, *lines) == "conflicting_text"
    assert outcome(Claim(folders=("654321",)), *lines) == "654321"


def test_whoever_attests_is_not_whom_the_attestation_is_about():
    lines = ("Je soussigné NDAYISENGA Jean-Marie, matricule 123456, atteste que", "Madame HAKIZIMANA Marie a pris service")

    assert outcome(IN_JEANS_FOLDER, *lines) == "conflicting_text"
    assert outcome(NOWHERE, *lines) == "no_matricule"
    assert outcome(Claim(folders=("654321",)), *lines) == "654321"


def test_a_piece_without_a_folder_is_filed_on_number_and_name():
    assert outcome(NOWHERE, "Monsieur NDAYISENGA Jean-Marie, matricule 123456, est nommé") == "123456"


def test_a_piece_without_a_folder_is_filed_on_name_and_day_of_birth():
    assert outcome(NOWHERE, "NDAYISENGA Jean-Marie, né à Gitega le 5 mars 1970") == "123456"


@pytest.mark.parametrize("line", ["Matricule : 123456", "Monsieur HAKIZIMANA Marie est nommée", "né à Gitega le 5 mars 1970"])
def test_one_signal_alone_files_nothing(line):
    assert outcome(NOWHERE, line) == "no_matricule"


def test_a_piece_without_a_folder_that_presents_somebody_else_too_goes_to_a_person():
    lines = ("Monsieur NDAYISENGA Jean-Marie, matricule 123456, est remplacé par", "Madame HAKIZIMANA Marie")

    assert outcome(NOWHERE, *lines) == "several_servants"


def test_a_slip_in_the_folders_number_is_mended_by_a_certain_text_alone():
    lines = ("Monsieur NDAYISENGA Jean-Marie, matricule 123456, est nommé",)

    assert outcome(Claim(folders=("123465",)), *lines) == "123456"
    assert outcome(Claim(folders=("999999",)), *lines) == "unknown_matricule"
    assert outcome(Claim(folders=("123465",)), "Monsieur NDAYISENGA Jean-Marie est nommé") == "unknown_matricule"


def test_a_text_parts_two_servants_whom_the_key_confuses():
    two = Claim(folders=("123456",), name="654321")

    assert outcome(two, "Circulaire") == "conflicting_matricules"
    assert outcome(two, "Madame HAKIZIMANA Marie, matricule 654321, est nommée") == "654321"
    assert outcome(two, "NDAYISENGA Jean-Marie 123456", "HAKIZIMANA Marie 654321") == "conflicting_matricules"


def test_without_a_roster_nothing_is_filed():
    assert decide_owner(IN_JEANS_FOLDER, evidence("matricule 123456"), None).reason == "no_roster"


def test_a_childs_paper_stays_with_the_parent_it_names():
    lines = ("est née à Gitega IRAKOZE Alice,", "fille de NDAYISENGA Jean-Marie et de HAKIZIMANA Marie")

    assert outcome(IN_JEANS_FOLDER, *lines, people=(JEAN, MARIE)) == "123456"


def test_a_sheet_of_another_file_between_the_pages_is_noticed():
    own = Page(
        number=1, lines=(TextLine(text="Monsieur NDAYISENGA Jean-Marie, matricule 123456", confidence=99.0, box=(0.1, 0.1, 0.8, 0.01)),)
    )
    stray = Page(number=2, lines=(TextLine(text="Matricule : 654321 Nom : HAKIZIMANA Marie", confidence=99.0, box=(0.1, 0.1, 0.8, 0.01)),))
    text = read_evidence(Transcript(reader="test", pages=(own, stray)), FORMS)

    assert decide_owner(IN_JEANS_FOLDER, text, directory()).reason == "conflicting_text"


def test_a_number_that_is_clearly_not_the_folders_goes_to_a_person_though_nobody_bears_it():
    assert outcome(IN_JEANS_FOLDER, "Fiche de congé", "Matricule : 900812") == "conflicting_text"
