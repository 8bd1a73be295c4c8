"""Glued words are cut where a clerk would read two; what one writes as one word stays one."""

import pytest

from chalicelib.model.transcript import TextLine, Word
from chalicelib.text.glued_words import cut, cut_line, join_spaced

_BIRTH = "L'an mille neuf cent quatre-vingt-un, le vingt-neuf mai, NIYO Ève, fille de HAKIZA Bède"


@pytest.mark.parametrize(
    ("glued", "read"),
    [
        ("Article1er :MonsieurHAKIZIMANAPascal, matricule654.321,", "Article 1er : Monsieur HAKIZIMANA Pascal, matricule 654.321,"),
        ("MonsieurHAKIZIMANAPascal,matricule654.321,néle03/03/1968", "Monsieur HAKIZIMANA Pascal, matricule 654.321, né le 03/03/1968"),
        ("matricule:654321estnommé", "matricule: 654321 estnommé"),
        ("Mme.NDAYIZEYE Jeanne et M.NIYO", "Mme. NDAYIZEYE Jeanne et M. NIYO"),
        ("née le12/08/1971, 123.456née", "née le 12/08/1971, 123.456 née"),
        ("du7août1996, le1erjanvier1997, AOÛT1996", "du 7 août 1996, le 1er janvier 1997, AOÛT 1996"),
        ("HAKIZIMANAPascal PascalHAKIZIMANA", "HAKIZIMANA Pascal Pascal HAKIZIMANA"),
        ("NIYOEve HAKIZIMANAJeanMarie", "NIYO Eve HAKIZIMANA Jean Marie"),
        ("NDAYIZEYEest nommé, estNIYO", "NDAYIZEYE est nommé, est NIYO"),
        ("MADAMENIYONZIMA JEANNE,MATRICULE123.456", "MADAME NIYONZIMA JEANNE, MATRICULE 123.456"),
        ("Pascalmatricule654.321", "Pascal matricule 654.321"),
        ("DÉCISIONN°530/212/1993DU15/03/1993", "DÉCISION N°530/212/1993 DU 15/03/1993"),
        ("RÉPUBLIQUEDU BURUNDI", "RÉPUBLIQUE DU BURUNDI"),
        ("L'anmilleneufcent quatre-vingt-un, levingt-neuf mai, NIYO Ève, filledeHAKIZA Bède", _BIRTH),
        ("Fait àBujumbura,le15/03/1993", "Fait à Bujumbura, le 15/03/1993"),
    ],
)
def test_glued_words_are_cut(glued: str, read: str) -> None:
    assert cut(glued) == read


@pytest.mark.parametrize(
    "text",
    [
        *("Monsieur McDonald, Mac MacDonald, LeBlanc, O'Brien, N'KURUNZIZA, Jean-Marie", "PowerPoint, WhatsApp, iPhone, eBay"),
        *("n°12bis, 1er, 2ème, 12ter, 10h30, 20mg, 5kg", "610/558, 760/573/2021, 225.01/601, 550/CAB.Min/590, 550/CABMin/12, 550/590bis"),
        *("A2, D7, CE2, 123456AB, AB12345, CTR00123", "1.234.561, 123-456, 14-05-2024 10:22 P.01/01"),
        "ordonnancement, immatriculation, communément, journée, mille, cents, dixième, leurs, lentement",
        *("NDAYISENgA, NDAy1SENGA, HAKIZ1MANA, P1erre, rempIacement, ArticIe"),
        *("niyo@fonction-publique.bi, https://www.Site.bi/a2b", "ONGs, PDFs, PhD"),
    ],
)
def test_what_is_one_word_by_custom_stays_one(text: str) -> None:
    assert cut(text) == text


def test_the_parts_of_a_word_share_its_box_by_their_letters() -> None:
    word = Word(text="NIYOJeanne", confidence=90.0, box=(0.2, 0.1, 0.5, 0.02))
    line = TextLine(text="Madame NIYOJeanne", confidence=90.0, box=(0.1, 0.1, 0.6, 0.02), words=(word,))
    parts = cut_line(line).words

    assert [(each.text, [round(side, 3) for side in each.box]) for each in parts] == [
        ("NIYO", [0.2, 0.1, 0.2, 0.02]),
        ("Jeanne", [0.4, 0.1, 0.3, 0.02]),
    ]


def test_a_line_without_glued_words_is_left_as_it_is() -> None:
    line = TextLine(text="Madame NIYO Jeanne", confidence=90.0, box=(0.1, 0.1, 0.6, 0.02))

    assert cut_line(line) is line


def test_letters_and_figures_that_stand_alone_are_one_word_and_a_list_of_few_is_none() -> None:
    assert join_spaced("N I Y O  J e a n n e, matricule 6 5 4 . 3 2 1") == "NIYO  Jeanne, matricule 654321"
    assert join_spaced("H A K I Z A P i e") == "HAKIZAPie"
    for text in ("articles 1 2 3", "1.2.3.4.5", "les points a, b, c et d", "B P 1 4 8", "tél. 22 22 22 22", "il y a 3 à 5 h"):
        assert join_spaced(text) == text
