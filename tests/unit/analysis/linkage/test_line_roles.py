"""Lines: which are a letterhead, a title, a citation or a signature, and how a line is cut into words."""

import pytest

from chalicelib.analysis.linkage.line_roles import read_stream
from tests.unit.analysis.linkage.texts import stream, transcript


def rows_that_are(role: str, *lines: str) -> list[str]:
    return [text for row, text in zip(stream(*lines).rows, lines, strict=True) if getattr(row, role)]


def test_a_letterhead_opens_an_act_and_a_form_s_label_does_not() -> None:
    assert rows_that_are("opening", "République du Burundi", "Ministère de la Justice", "Province :") == [
        "République du Burundi",
        "Ministère de la Justice",
    ]


@pytest.mark.parametrize("line", ["Objet : congé", "ORDONNANCE N° 550/12", "Décision portant nomination", "LETTRE DE MISSION N° 3"])
def test_a_title_or_a_subject_is_a_heading(line: str) -> None:
    assert rows_that_are("heading", "Monsieur,", line) == [line]


def test_a_person_who_bears_a_number_is_no_heading() -> None:
    assert not rows_that_are("heading", "Monsieur NIYO Jean, portant le matricule 123456")


def test_a_title_goes_on_in_capitals() -> None:
    assert rows_that_are("heading", "ORDONNANCE N° 12 PORTANT", "NOMINATION DE CADRES", "Le Ministre,") == [
        "ORDONNANCE N° 12 PORTANT",
        "NOMINATION DE CADRES",
    ]


def test_a_citation_lasts_until_the_word_that_decides() -> None:
    assert rows_that_are("citing", "Vu la loi ;", "de la fonction publique ;", "A R R E T E", "Article 1er") == [
        "Vu la loi ;",
        "de la fonction publique ;",
    ]


def test_what_stands_below_a_signature_signs_until_another_act_begins() -> None:
    lines = ("Fait à Gitega, le 3 mars", "NIYO Jean", "RÉPUBLIQUE DU BURUNDI", "MINISTÈRE DE LA JUSTICE", "DÉCISION N° 12", "Article 1er")
    rows = stream(*lines).rows

    assert [row.signing for row in rows] == [True, True, True, True, False, False]
    assert [row.sheet for row in rows] == [1, 1, 1, 1, 2, 2]


def test_an_office_holds_for_the_lines_below_it() -> None:
    lines = ("Le Directeur général,", "un", "deux", "trois", "quatre")

    assert rows_that_are("office", *lines) == ["Le Directeur général,", "un", "deux", "trois"]


def test_a_rater_s_part_of_a_form_ends_with_the_rated_one_s() -> None:
    assert rows_that_are("rating", "Chef immédiat", "NIYO Jean", "Identification de l'agent", "HAKIZA Ève") == [
        "Chef immédiat",
        "NIYO Jean",
    ]


def test_each_page_is_a_sheet() -> None:
    assert [row.sheet for row in read_stream(transcript(["un"], ["deux"])).rows] == [1, 2]


def test_a_number_keeps_its_strokes_and_a_name_loses_its_hyphen() -> None:
    tokens = stream("N° 550/12.3, N'Kurunziza Jean-Marie").tokens

    assert [token.word for token in tokens] == ["N", "550/12.3", "NKURUNZIZA", "JEAN", "MARIE"]
    assert [token.stops for token in tokens] == [False, True, False, False, False]
