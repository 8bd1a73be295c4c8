"""Sheets: one of another case file is noticed between a servant's own, and a list is not."""

from chalicelib.analysis.linkage.mentions import read_evidence
from chalicelib.analysis.linkage.sheets import has_nameless_act, is_roll, servants_of_other_sheets
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


def test_the_last_line_of_a_list_on_a_sheet_of_its_own_is_of_the_list() -> None:
    listed = [cell for at, name in enumerate(("RUTWE Zénon", "HAKIZA Bède", "NIYO Ève")) for cell in (f"88000{at}", name, "Bon")]
    seal = ["Fait à Gitega, le 28 novembre 2002", "Le Ministre,", "Bède NIYONKURU", "RÉPUBLIQUE DU BURUNDI"]
    last = ["880004", "RUTIKUNDA Josée", "Bon", "Arrêté à 4 noms.", *seal]
    decision = ["RÉPUBLIQUE DU BURUNDI", "DÉCISION N° 3", "Monsieur RUTWE Zénon est nommé."]

    assert others(OWN, ["Annexe", *listed], last) == ([], False)
    assert others(OWN, ["Annexe", *listed], decision) == ([], True)
    assert MARIE.matricule in others(OWN, ["Annexe", *listed], ["Madame HAKIZIMANA Marie, matricule 654321"])[0]


def test_a_sheet_that_begins_an_act_and_tells_a_birth_that_is_not_the_servants_is_anothers() -> None:
    letterhead = ["RÉPUBLIQUE DU BURUNDI", "MINISTÈRE DE LA SANTÉ PUBLIQUE"]

    assert others(OWN, [*letterhead, "L'intéressé, né le 03/03/1968, est affecté à Kayanza."]) == ([], True)
    assert others(OWN, ["DÉCISION N° 530/212/1993", "L'intéressé, né le 03/03/1968, est affecté à Kayanza."]) == ([], True)
    assert others(OWN, [*letterhead, "L'intéressé, né le 05/03/1970, est affecté à Kayanza."]) == ([], False)
    assert others(OWN, [*letterhead, "L'intéressé, né le 05/03/1971, est affecté à Kayanza."]) == ([], False)
    assert others(OWN, [*letterhead, "L'intéressé, né le 03/03/1968, est affecté.", "Fait à Ngozi, le 05/03/1992"]) == ([], True)
    assert others(OWN, ["Son enfant, né le 03/03/1998, est inscrit à l'école."]) == ([], False)


def test_a_year_of_birth_without_a_day_is_anothers_only_where_it_is_neither_guessed_nor_misread() -> None:
    def told(birth: str) -> bool:
        return others(OWN, ["DÉCISION N° 530/212/1993", f"L'intéressé, {birth}, est affecté à Kayanza."])[1]

    assert told("né en 1958")
    assert told("né à Ngozi vers 1958")
    assert not told("né vers 1972")
    assert not others(OWN, ["DÉCISION N° 3", "L'intéressé, né vers 1970 à Ngozi, a servi.", "Fait à Gitega, le 3 mars 2001"])[1]
    assert not told("né en 1910")
    assert not told("né en 1970")


def test_a_sheet_whose_words_are_glued_or_spaced_is_read_as_any_other() -> None:
    sheet = ["RÉPUBLIQUEDUBURUNDI", "DÉCISIONN°530/212/1993DU15/03/1993", "Article1er:MadameHAKIZIMANAMarie,matricule654.321estaffectée"]

    assert others(OWN, sheet) == ([MARIE.matricule], True)
    assert others(OWN, ["N O T E", "M a d a m e  H A K I Z I M A N A  M a r i e, matricule 6 5 4 3 2 1"])[0] == [MARIE.matricule]
    assert others(OWN, ["N O T E", "Madame H A K I Z I M A N A M a r i e rejoint Kayanza."])[0] == [MARIE.matricule]
    assert others(OWN, ["ARTICLE1ER:MADAMEHAKIZIMANAMARIE,MATRICULE654.321,"])[0] == [MARIE.matricule]
    assert others(OWN, ["RÉPUBLIQUE DU BURUNDI", "MONSIEURNDAYISENGAJEANMARIE EST AFFECTÉ"]) == ([], False)


def test_an_act_of_several_that_mentions_nobody_lies_there_by_its_folder_alone() -> None:
    circular = ["RÉPUBLIQUE DU BURUNDI", "Circulaire n° 550/2882/2020", "Objet : heures de service", "Il est rappelé que"]
    titled = ["RÉPUBLIQUE DU BURUNDI", "DÉCISION N° 530/211/1992", *OWN]

    def nameless(*sheets: list[str]) -> bool:
        return has_nameless_act(JEAN, read_evidence(transcript(*sheets), FORMS))

    assert nameless(titled, circular)
    assert nameless(circular, titled)
    assert not nameless(titled)
    assert not nameless(titled, ["RÉPUBLIQUE DU BURUNDI", "Article 5 : La présente décision entre en vigueur ce jour."])
    assert not nameless(["RÉPUBLIQUE DU BURUNDI", "DÉCISION N° 530/211/1992", "Article 1er"], OWN)
