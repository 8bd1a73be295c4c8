"""Signs of a page: read from a page however it lay on the glass, and from words as a poor reader gives them."""

import pytest

from chalicelib.analysis.segmentation.page_numbers import PageNumber
from chalicelib.analysis.segmentation.page_signs import PageSigns, read_signs
from chalicelib.text.nomenclature_file import shipped
from tests.unit.analysis.segmentation.scans import CLOSING, FORMS, HEAD, certificate, fact, order, page


def signs(*lines: str, upside_down: bool = False) -> PageSigns:
    return read_signs(page(1, lines, upside_down=upside_down), fact(1), shipped(), FORMS)


def test_the_first_page_of_an_order_shows_title_letterhead_number_and_articles() -> None:
    found = signs(*order())

    assert (found.titled, found.letterhead, found.type) == (True, True, "03.1")
    assert (found.number, found.articles, found.matricules) == ("630590", ((1,), (2,)), {"123456"})
    assert not found.closed


@pytest.mark.parametrize("lines", [order(), certificate(), ("Suite de l'ordonnance n° 630/590", "Article 3.", "Il est muté.", "- 2 -")])
def test_a_page_scanned_upside_down_has_the_same_signs(lines: tuple[str, ...]) -> None:
    straight, turned = signs(*lines), signs(*lines, upside_down=True)

    assert turned.foot == pytest.approx(straight.foot)
    assert {name: getattr(turned, name) for name in PageSigns.__slots__ if name not in ("foot", "letters")} == {
        name: getattr(straight, name) for name in PageSigns.__slots__ if name not in ("foot", "letters")
    }


@pytest.mark.parametrize(
    "title", ["0RDONNANCE MIN1STÉRIELLE N° 630/590", "ORDONNANCF MINISTERIELLE", "ATTESTAT1ON DE SERVICE", "Arrêté n° 610/558"]
)
def test_a_title_is_known_although_letters_are_wrong(title: str) -> None:
    assert signs(*HEAD, title, "Monsieur NIYO Jean est nommé.").titled


@pytest.mark.parametrize(
    "line", ["ARRÊTE :", "ORDONNE", "ANNEXE À L'ORDONNANCE N° 630/590", "Suite de l'ordonnance n° 630/590", "attestation que"]
)
def test_what_a_piece_goes_on_with_is_no_title(line: str) -> None:
    found = signs(line, "Monsieur NIYO Jean est nommé.")

    assert not found.titled
    assert not found.headline


def test_the_seal_below_a_signature_is_neither_headline_nor_letterhead() -> None:
    found = signs("Article 7.", "La présente ordonnance entre en vigueur.", *CLOSING, "RÉPUBLIQUE", "DU", "BURUNDI")
    alone = signs(CLOSING[0], "RÉPUBLIQUE", "BURUNDI", *CLOSING[1:])

    assert (found.closed, found.headline, found.letterhead) == (True, False, False)
    assert (alone.closed, alone.headline, alone.letterhead) == (True, False, False)


def test_a_name_over_the_addressees_of_copies_and_a_stamp_on_a_back_are_no_headlines() -> None:
    end = ("Le Ministre de la Justice,", "Yves NIYONKURU", "AMPLIATIONS : PR 6 ; AN 4 ; CC 2 ; CS 2 ; MJ 2 ; AUTRES MINISTERES 20 ; JO 1.")

    assert not signs(*end).headline
    assert not signs("REÇU LE 3 MARS 2010").headline
    assert signs("TABLEAU DES POSTES", "Les agents dont les noms suivent sont affectés aux postes de santé de la province.").headline
    assert not signs(
        "sera puni des peines prévues au présent chapitre, sans préjudice des dommages.",
        "CHAPITRE TROISIÈME",
        "Les dispositions qui précèdent entrent en vigueur le jour de leur signature par le ministre.",
    ).headline


@pytest.mark.parametrize(
    "place", ["Bureau n° 1 - Hôtel de Ville", "BUREAU Nº 2 : CENTRE DE LOISIRS", "Bureau numéro 03 - École", "DIRECTION 4"]
)
def test_a_numbered_place_in_a_list_is_no_letterhead(place: str) -> None:
    assert not signs(place, "Rue de la Mission", "Avenue du Stade").letterhead
    assert signs("BUREAU DES ÉLECTIONS", "Rue de la Mission").letterhead


@pytest.mark.parametrize(
    "line",
    [
        "Article 4 - La liste des agents figure en annexe de la présente ordonnance.",
        "établie par la commune de Gitega et jointe au présent arrêté qui prend effet le 1er mars",
        "dont les noms figurent sur le tableau ci-joint",
        "les prescriptions ci-annexées",
        "annexé au présent arrêté.",
    ],
)
def test_an_act_announces_its_annex_and_is_not_annexed_itself(line: str) -> None:
    found = signs(*HEAD, "ARRÊTÉ N° 610/558", line)

    assert (found.announces_annex, found.annexed) == (True, False)
    assert not signs(*HEAD, "ARRÊTÉ N° 610/558", "Vu la nomenclature annexée au présent code ;", "ARRÊTE :").announces_annex


def test_a_certified_copy_whose_stamp_stands_above_the_act_has_its_letterhead_and_its_title() -> None:
    stamp = ("POUR COPIE CERTIFIÉE CONFORME À L'ORIGINAL", "Fait à Gitega, le 2 4 FEV. 2012", "Le Notaire")
    found = signs(*stamp, *certificate())

    assert (found.letterhead, found.titled) == (True, True)


@pytest.mark.parametrize(
    "line", ["Svite de l'ordonnance n° 630/590", "État des services - NIYO Jean (svite)", "État des services (svite et fin)"]
)
def test_a_page_says_that_it_goes_on_although_a_letter_is_wrong(line: str) -> None:
    assert signs(line, "Article 3.").continued


@pytest.mark.parametrize("line", ["Versé au dossier de l'intéressé", "Suivi des dossiers (siège)", "Rapport de stage"])
def test_words_that_are_like_those_say_nothing_of_the_kind(line: str) -> None:
    assert not signs(line, "Monsieur NIYO Jean est nommé.").continued


def test_the_foot_of_a_list_is_no_title_and_names_the_act_that_it_is_annexed_to() -> None:
    found = signs("22 556201 NIYO Jean", "Arrêté à 22 noms. Vu pour être arnexé à l'ordonnance n°", "550/1074 du 30/07/1991.", *CLOSING)

    assert (found.titled, found.annexed) == (False, True)
    assert not signs(*HEAD, "DEMANDE DE CONGÉ", "Pièces à annexer à la demande : une copie.").annexed
    assert signs(*HEAD, "ARRÊTÉ N° 610/558 PORTANT NOMINATION", "Article 1er.").titled


def test_a_cited_act_is_no_title() -> None:
    assert not signs(
        "Vu la Constitution et", "ORDONNANCE MINISTÉRIELLE N° 570/12", "portant classification ;", "ORDONNE :", "Article 1er."
    ).titled


def test_the_stamp_of_a_certified_copy_closes_nothing_and_is_no_text() -> None:
    stamp = ("POUR COPIE CERTIFIÉE CONFORME À L'ORIGINAL", "Fait à Gitega, le 2 4 FEV. 2012", "Le Notaire")
    found = signs(*order(), *stamp, "- 1 -")

    assert found.certified
    assert not found.closed
    assert found.folio == PageNumber(number=1)
    assert found.foot == pytest.approx(signs(*order()).foot)


def test_a_signature_closes_a_page() -> None:
    assert signs("Article 4.", "Elle entre en vigueur.", *CLOSING).closed


def test_an_annex_says_so_in_its_head_or_at_its_foot() -> None:
    assert signs("ANNEXE À L'ORDONNANCE N° 630/590", "NIYO Jean").annex
    assert signs("NIYO Jean", "Arrêté à 5 noms. Vu pour être annexé à l'ordonnance n° 630/590").annexed


def test_a_letter_shows_its_subject() -> None:
    assert signs("NIYO Jean", "À Monsieur le Ministre", "Objet : Demande de mutation", "Monsieur le Ministre,").subject


def test_a_page_without_words_has_its_looks_alone() -> None:
    found = signs()

    assert (found.words, found.ink, found.height, found.titled) == (0, 0.05, 842.0, False)


def test_the_head_of_a_tables_column_is_no_title() -> None:
    assert not signs("Rang", "Nom et prénom", "Décision", "1", "NIYO Jean", "Admis").titled
    assert signs("DÉCISION", "Monsieur NIYO Jean est admis.").titled


def test_an_annex_says_below_its_letterhead_that_it_is_one_and_of_which_act() -> None:
    found = signs(*HEAD, "ANNEXE À L'ORDONNANCE N° 630/590", "Liste des agents", "NIYO Jean")

    assert (found.annex, found.numbers_on_top) == (True, {"630590"})


@pytest.mark.parametrize(
    ("line", "annexed"),
    [
        ("Prescriptions annexées à l'arrêté n° 610/558", True),
        ("Tableau annexé au contrat n° 630/1738", True),
        ("Vu pour être annexé à notre arrêté de ce jour", True),
        ("Vu la nomenclature des installations, annexée à l'article 511 du code ;", False),
    ],
)
def test_a_page_is_annexed_where_it_says_so_of_itself_and_not_of_a_cited_text(line: str, annexed: bool) -> None:  # noqa: FBT001
    assert signs("Société NIYO", line, "Les mesures qui suivent sont prises.").annexed is annexed


def test_what_is_decided_follows_the_word_that_decides() -> None:
    assert signs("Vu la Constitution ;", "Sur proposition du directeur,", "ARRÊTE").ends_citing
    assert not signs("Vu la Constitution ;", "ARRÊTE", "Article 1er. NIYO Jean est nommé.").ends_citing
