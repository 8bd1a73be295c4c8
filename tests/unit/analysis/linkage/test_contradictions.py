"""Whose a paper is that names more than one person: who is rated and who rates, who signs, who is replaced, whose sheet lies between."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.analysis.linkage.matching import decide_owner
from chalicelib.analysis.linkage.mentions import read_evidence
from chalicelib.model.identifiers import Claim
from chalicelib.model.servant import Servant
from chalicelib.model.transcript import Page, TextLine, Transcript
from tests.unit.analysis.linkage.test_matching import IN_JEANS_FOLDER, JEAN, MARIE, NEIGHBOUR, NOWHERE, directory
from tests.unit.analysis.linkage.texts import FORMS

IN_MARIES_FOLDER = Claim(folders=("654321",))
HEAD = "RÉPUBLIQUE DU BURUNDI\nMINISTÈRE DE LA SANTÉ PUBLIQUE\n"
FORM = f"{HEAD}BULLETIN DE NOTATION\n"
OF_JEAN = "Monsieur NDAYISENGA Jean-Marie, matricule 123456, est nommé.\nFait à Gitega, le 3 mars 2010"
BIRTH_RECORD = "PROVINCE DE GITEGA\nCOMMUNE GITEGA\nEXTRAIT D'ACTE DE NAISSANCE\n"
REVIEWED = {"conflicting_text", "homonyms"}


def page(number, text):
    lines = (TextLine(text=line, confidence=99.0, box=(0.1, 0.01 * at, 0.8, 0.01)) for at, line in enumerate(text.split("\n")))
    return Page(number=number, lines=tuple(lines))


def outcome(claim, *texts, people=(JEAN, MARIE, NEIGHBOUR), of_career=True):
    pages = tuple(page(number, text) for number, text in enumerate(texts, start=1))
    text = replace(read_evidence(Transcript(reader="test", pages=pages), FORMS), of_career=of_career)
    found = decide_owner(claim, text, directory(people))
    return found.matricule or found.reason


RATED = {
    "with a label": f"{FORM}Nom et prénom : HAKIZIMANA Marie\nMatricule : 654321\nÉvaluateur : NDAYISENGA Jean-Marie, matricule 123456",
    "in parts": f"{FORM}I. IDENTIFICATION DE L'AGENT\nNom et prénom : HAKIZIMANA Marie\nMatricule : 654321\n"
    "II. IDENTIFICATION DE L'ÉVALUATEUR\nNom et prénom : NDAYISENGA Jean-Marie\nMatricule : 123456\nIII. OBJECTIFS",
    "under a word that no rule knows": f"{FORM}Nom et prénom\nHAKIZIMANA Marie\nMatricule\n654321\nNom et prénom du responsable\n"
    "NDAYISENGA Jean-Marie\nMatricule\n123456",
    "in an executing article": "ORDONNANCE N° 630/12 DU 3/2/2010 PORTANT NOMINATION DE MADAME HAKIZIMANA MARIE\nLe Ministre,\nORDONNE :\n"
    "Article 1\n"
    "Madame HAKIZIMANA Marie est nommée.\nArticle 2\nMonsieur NDAYISENGA Jean-Marie, matricule 123456, est chargé de l'exécution.",
    "in a citation": "ORDONNANCE PORTANT NOMINATION DE MADAME HAKIZIMANA MARIE\nLe Ministre,\n"
    "Vu la lettre de Monsieur NDAYISENGA Jean-Marie, "
    "matricule 123456 ;\nORDONNE\nArticle 1\nMadame HAKIZIMANA Marie, matricule 654321, est nommée.",
    "as the employer": "CONTRAT DE TRAVAIL\nEntre le Ministère, représenté par Monsieur NDAYISENGA Jean-Marie, matricule 123456,\nci-après "
    "« l'employeur », et Madame HAKIZIMANA Marie, matricule 654321, ci-après « l'employée »",
    "with the signatory's number": "Madame HAKIZIMANA Marie, matricule 654321, est nommée.\nFait à Gitega, le 3 mars 2010\nLe Directeur\n"
    "NDAYISENGA Jean-Marie\nMatricule 123456",
    "signed without « Fait à »": "LETTRE DE FÉLICITATIONS\nÀ Madame HAKIZIMANA Marie\nMadame,\nJe vous félicite.\nLe Directeur,\n"
    "NDAYISENGA Jean-Marie",
    "signed above the office": "Madame HAKIZIMANA Marie, matricule 654321, est nommée.\nBujumbura, le 3 mars 2010\n"
    "NDAYISENGA Jean-Marie\nDirecteur",
    "as who certifies": "Monsieur NDAYISENGA Jean-Marie, Directeur du Lycée, certifie que Madame HAKIZIMANA Marie, matricule "
    "654321, est en service.",
    "as who attests, all in capitals": "Je soussigné NDAYISENGA Jean-Marie, matricule 123456, atteste que HAKIZIMANA MARIE a pris service.",
    "as who is replaced": "Madame HAKIZIMANA Marie, matricule 654321, est affectée en remplacement de Monsieur NDAYISENGA "
    "Jean-Marie, matricule 123456.",
    "as who proposed": "Sur proposition de Monsieur NDAYISENGA Jean-Marie, matricule 123456, Madame HAKIZIMANA Marie, "
    "matricule 654321, est promue.",
    "as who gets a copy": "Madame HAKIZIMANA Marie est mutée.\nFait à Gitega\nCopie pour information à :\nMonsieur NDAYISENGA Jean-Marie",
}


@pytest.mark.parametrize("text", RATED.values(), ids=RATED)
def test_a_paper_is_of_whom_it_is_about_and_not_of_who_else_it_names(text):
    assert outcome(IN_JEANS_FOLDER, text) in REVIEWED
    assert outcome(IN_MARIES_FOLDER, text) == "654321"


@pytest.mark.parametrize("way", ["with a label", "in parts", "as the employer", "as who proposed"])
def test_without_a_folder_too_it_is_of_whom_it_is_about(way):
    assert outcome(NOWHERE, RATED[way]) == "654321"


def test_what_somebody_wrote_about_a_stranger_is_not_filed_with_the_writer():
    assert (
        outcome(IN_JEANS_FOLDER, f"{FORM}Nom et prénom : INCONNU Charles\nNotateur : NDAYISENGA Jean-Marie, matricule 123456") in REVIEWED
    )


def test_a_list_in_prose_is_filed_with_each_of_those_it_names():
    listed = "ORDONNANCE PORTANT AFFECTATION DE CERTAINS AGENTS\n" + "\n".join(
        f"{title} {each.name} {each.first_names}, matricule {each.matricule}, est affecté à Gitega."
        for title, each in (("Monsieur", JEAN), ("Madame", MARIE), ("Monsieur", NEIGHBOUR))
    )

    assert [outcome(Claim(folders=(each.matricule,)), listed) for each in (JEAN, MARIE)] == ["123456", "654321"]


def test_the_heads_of_a_tables_columns_enter_nobody():
    members = "PROCÈS-VERBAL DU CONCOURS\nNom et prénom Qualité Signature\nINCONNU Charles Président"
    table = f"{members}\nRang Nom et prénom Moyenne\n1 NDAYISENGA Jean-Marie 71"

    assert outcome(IN_JEANS_FOLDER, table) == "123456"


STRAY = {
    "a birth record": f"{BIRTH_RECORD}L'an mil neuf cent quatre-vingt-deux, le quatorze juillet, est née à Ngozi HAKIZIMANA "
    "Marie, fille de NIYO Paul",
    "a stranger's birth record": f"{BIRTH_RECORD}est née à Ngozi INCONNU Rose, fille de NIYO Paul et de KANA Rose",
    "a diploma": "DIPLÔME\nLe jury confère à\nHAKIZIMANA MARIE\nle diplôme d'infirmière",
    "a stranger's letter": "INCONNUE Rose\nMatricule : 558731\nJ'ai l'honneur de solliciter un congé.\nFait à Ngozi\nINCONNUE Rose",
    "a titled stranger's act": f"{HEAD}ATTESTATION\nMadame INCONNUE Rose a pris service.",
}


@pytest.mark.parametrize("stray", STRAY.values(), ids=STRAY)
def test_a_sheet_of_another_file_is_noticed(stray):
    assert outcome(IN_JEANS_FOLDER, OF_JEAN, stray) == "conflicting_text"


def test_a_sheet_of_another_file_is_noticed_before_the_own_one_and_on_the_same_page():
    two = (
        f"{OF_JEAN}\n{HEAD}ORDONNANCE PORTANT NOMINATION DE MADAME HAKIZIMANA MARIE\nMadame HAKIZIMANA Marie, matricule 654321, est nommée."
    )

    assert outcome(IN_JEANS_FOLDER, STRAY["a birth record"], OF_JEAN) == "conflicting_text"
    assert [outcome(claim, two) for claim in (IN_JEANS_FOLDER, IN_MARIES_FOLDER)] == ["conflicting_text", "conflicting_text"]


@pytest.mark.parametrize(
    "behind",
    [
        "Article 3\nLes crédits sont imputés au budget.",
        f"{HEAD}CIRCULAIRE N° 12\nObjet : congés\nLe Ministre",
        "ANNEXE\nN° Matricule Nom et prénom Cote\n1 654321 HAKIZIMANA Marie Bon",
    ],
)
def test_a_page_that_names_nobody_else_as_its_subject_stays_with_the_first(behind):
    assert outcome(IN_JEANS_FOLDER, OF_JEAN, behind) == "123456"


def test_a_name_that_the_reader_parted_by_a_blank_is_no_strangers():
    assert outcome(IN_JEANS_FOLDER, "BULLETIN DE PAIE\nMatricule : 123456\nNom et prénom : NDAYI SENGA Jean-Marie") == "123456"


def test_a_form_that_says_its_number_again_misread_is_no_roll():
    assert outcome(IN_JEANS_FOLDER, f"{RATED['with a label']}\nNotation de HAKIZIMANA Marie, matricule 654821 (verso)") in REVIEWED


@pytest.mark.parametrize(
    "text",
    [
        "Traitement 123456 FBU\nMadame INCONNUE Rose est nommée.",
        "Compte n° 123456\nMadame HAKIZIMANA Marie est nommée.",
        "Nom et prénom : INCONNU Charles\nLigne budgétaire 123456",
    ],
)
def test_a_figure_that_happens_to_be_the_folders_number_does_not_outweigh_a_person(text):
    assert outcome(IN_JEANS_FOLDER, text) == "conflicting_text"


@pytest.mark.parametrize("claim", [IN_JEANS_FOLDER, NOWHERE])
@pytest.mark.parametrize("text", ["matricule 123456\nné le 09/08/1991", "né le 05/03/1970, matricule 900812"])
def test_a_number_and_a_day_of_birth_that_contradict_each_other_go_to_a_person(claim, text):
    assert not outcome(claim, f"Monsieur NDAYISENGA Jean-Marie, {text}").isdigit()


@pytest.mark.parametrize(
    ("name", "first_names"),
    [("Jean-Marie", "NDAYISENGA"), ("NDAYISENGA", "Marie Jean"), ("NDAYISENGA", "Jean"), ("BIGIRIMANA NDAYISENGA", "Jean-Marie")],
)
def test_a_homonym_is_one_in_whatever_order_and_with_whichever_names_the_roster_has(name, first_names):
    other = Servant(matricule="777001", name=name, first_names=first_names, birth_date=date(1985, 12, 1))

    assert outcome(IN_JEANS_FOLDER, "Monsieur NDAYISENGA Jean-Marie est félicité", people=(JEAN, other)) == "homonyms"
    assert outcome(IN_JEANS_FOLDER, "Monsieur NDAYISENGA Jean-Marie, matricule 123456, est félicité", people=(JEAN, other)) == "123456"


def test_namesakes_of_whom_only_the_year_of_birth_is_known_are_not_told_apart_by_it():
    paul, other = (Servant(matricule=each, name="NIYO", first_names="Paul", birth_date=date(1970, 1, 1)) for each in ("111222", "333444"))
    claim = Claim(folders=("111222",))

    assert outcome(claim, "NIYO Paul, né le 01/01/1970", people=(paul, other)) == "homonyms"
    assert outcome(claim, "Monsieur NIYO Paul, né à Gitega le 05/06/1970, est nommé", people=(paul,)) == "111222"


@pytest.mark.parametrize(
    "text",
    [
        "Monsieur NDAYISENGA Jean-Marie a pour enfants\nIRAKOZE Alice née le 03/04/2005\nNIYO Ange né le 05/06/2008",
        "le trois avril deux mille cinq est née à Gitega IRAKOZE Alice, fille de NDAYISENGA Jean-Marie et de KANA Rose",
        "ATTESTATION DE SCOLARITÉ\nNom et prénom : IRAKOZE Alice\nNée le 03/04/2005\nNom du père : NDAYISENGA Jean-Marie",
        "ACTE DE MARIAGE\nMonsieur NDAYISENGA Jean-Marie, né le 05/03/1970, et\nMademoiselle KANA Rose, née le 07/08/1975, se sont unis",
        "Madame KANA Rose, épouse de NDAYISENGA Jean-Marie, est décédée",
    ],
)
def test_a_paper_of_a_servants_family_stays_with_the_servant(text):
    assert outcome(IN_JEANS_FOLDER, text) == "123456"


def test_a_servants_own_birth_record_is_not_filed_with_her_father():
    text = "est née à Ngozi le 14/07/1982 HAKIZIMANA Marie, fille de NDAYISENGA Jean-Marie et de KANA Rose"

    assert outcome(IN_JEANS_FOLDER, text) == "conflicting_text"
    assert outcome(IN_MARIES_FOLDER, text) == "654321"


def test_strangers_and_their_births_in_a_letter_contradict_nobody_and_a_servant_does():
    letter = "Lettre\nMonsieur le Préfet\nRose DUPONT née le 03/04/1955 demande une concession."

    assert outcome(IN_JEANS_FOLDER, letter, of_career=False) == "123456"
    assert outcome(IN_JEANS_FOLDER, "Madame HAKIZIMANA Marie vous écrit", of_career=False) == "conflicting_text"


@pytest.mark.parametrize("name", ["HAKIZIMANA MARIE", "Hakizimana Marie", "HAK1ZIMANA Marie"])
def test_a_name_that_nothing_presents_is_looked_up_all_the_same(name):
    assert outcome(IN_JEANS_FOLDER, f"Le jury confère à\n{name}\nle diplôme") == "conflicting_text"


def test_whoever_asks_for_herself_is_whom_the_letter_is_about():
    letter = (
        "À Monsieur INCONNU Charles, Directeur\nObjet : Demande de congé\n"
        "Je soussigné NDAYISENGA Jean-Marie, matricule 123456, sollicite un congé."
    )

    assert outcome(IN_JEANS_FOLDER, letter) == "123456"
    assert outcome(IN_MARIES_FOLDER, letter) == "conflicting_text"


@pytest.mark.parametrize("name", ["HAKIZIMANA Marie", "Madame HAKIZIMANA Marie", "HAKIZIMANA MARIE"])
def test_a_name_alone_below_the_ministers_order_is_proposed_to_a_person(name):
    text = f"ORDONNANCE N° 610/12 DU 3/2/2010\nPORTANT AFFECTATION\nLe Ministre,\nORDONNE :\nArticle 1 : {name} est affectée à Gitega."
    evidence = read_evidence(Transcript(reader="test", pages=(page(1, text),)), FORMS)
    found = decide_owner(NOWHERE, evidence, directory((JEAN, MARIE, NEIGHBOUR)))

    assert found.status == "to_review"
    assert [each.matricule for each in found.candidates] == ["654321"]
