"""Dates of acts: the day of the title or the signature, and the day from which they take effect."""

import pytest

from chalicelib.analysis.description.act_dates import act_date_of, effective_date_of
from chalicelib.analysis.description.act_titles import head_of
from chalicelib.text.dates import find_dates
from tests.unit.analysis.description.texts import prose


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ORDONNANCE N° 550/12 du 3 mars 2010", "2010-03-03"),
        ("Fait à Gitega, le 3 mars 2010", "2010-03-03"),
        ("Gitega, le 3 mars 2010", "2010-03-03"),
        ("Madame NIYO, née à Gitega, le 3 mars 1980", None),
        ("Vu l'ordonnance du 3 mars 2010", None),
    ],
)
def test_an_act_is_dated_by_its_title_or_its_signature(text: str, day: str | None) -> None:
    written = prose(text)
    found = act_date_of(written, head_of(written), find_dates(written.plain))

    assert (found.value if found else None) == day


SIGNED = "RÉPUBLIQUE DU BURUNDI\nDÉCISION N° 530/284/2011\nArticle 1er : Madame NIYO Jeanne\nFait à Gitega, le 7 août 1996\nLe Directeur,\n"
ON_A_STAMP = "RÉPUBLIQUE DU BURUNDI\nDÉCISION N° 530/284/2011\nLe Directeur,\n7 AOÛT 1996\n"


@pytest.mark.parametrize(
    "stamp",
    [
        *("Imprimé le 14/05/2024", "Édité le 14/05/2024", "Édition du 14/05/2024", "Tiré le 14/05/2024", "Scanné le 14 mai 2024"),
        *("Date d'impression : 14/05/2024", "Date de tirage\n14/05/2024", "Imprimé à Bujumbura, le 14/05/2024", "REÇU LE 14 MAI 2024"),
        *("Document généré par le service du personnel le 14/05/2024", "Dernière modification le 14/05/2024", "Impriméle14/05/2024"),
        *("14-05-2024 10:22 DE : SECRETARIAT A : 0025722000000 P.01/01", "Page 1/1 - 14/05/2024", "Le 14/05/2024 à 10:22"),
        *("Pour copie conforme\nBujumbura, le 14/05/2024", "Courrier arrivé n° 12 du 14/05/2024"),
    ],
)
def test_the_day_of_a_print_or_a_stamp_neither_dates_an_act_nor_takes_its_date_away(stamp: str) -> None:
    papers = (SIGNED + stamp, f"{stamp}\n{SIGNED}", ON_A_STAMP + stamp)
    found = [act_date_of(each, head_of(each), find_dates(each.plain)) for each in map(prose, papers)]
    alone = prose(f"RÉPUBLIQUE DU BURUNDI\n{stamp}")

    assert [each.value if each else None for each in found] == ["1996-08-07"] * 3
    assert act_date_of(alone, head_of(alone), find_dates(alone.plain)) is None


def test_a_stamp_on_the_line_of_the_signature_leaves_the_act_its_date() -> None:
    for line in ("Fait à Gitega, le 7 août 1996 Imprimé le 14/05/2024", "Imprimé le 14/05/2024 Fait à Gitega, le 7 août 1996 Page 1"):
        written = prose(line)
        found = act_date_of(written, head_of(written), find_dates(written.plain))

        assert found is not None
        assert found.value == "1996-08-07"


def test_an_act_takes_effect_on_the_day_that_it_says() -> None:
    written = prose("Il est nommé à compter du 1er mai 2010. Le présent arrêté entre en vigueur le 2 mai 2010.")
    found = effective_date_of(written, find_dates(written.plain))

    assert found is not None
    assert found.value == "2010-05-01"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Elle est titularisée à conpter du 3 mars 2010.", "2010-03-03"),
        ("Elle est titularisée à cornpter du 3 mars 2010.", None),
        ("Elle est titularisée à compter du 3 mats 2010.\nLa présente ordonnance entre en vigueur le 1er juin 2010.", None),
        ("Elle est titularisée à compter de ce jour.\nLa présente ordonnance entre en vigueur le 1er juin 2010.", "2010-06-01"),
        ("Il est compté du 3 mars 2010.", None),
    ],
)
def test_a_day_of_effect_is_known_again_by_misread_words_and_an_unread_one_is_replaced_by_no_other(text: str, day: str | None) -> None:
    written = prose(f"Article 1er. {text}")
    found = effective_date_of(written, find_dates(written.plain))

    assert (found.value if found else None) == day
