"""French dates: how clerks, typewriters and stamps write them, and what is none."""

import pytest

from chalicelib.text.dates import find_dates
from chalicelib.text.letters import plain


def days(text: str) -> list[str]:
    return [found.day.isoformat() for found in find_dates(plain(text))]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("le 12/04/2010", "2010-04-12"),
        ("le 12 . 04 . 2010", "2010-04-12"),
        ("2010-04-12", "2010-04-12"),
        ("le 1er août 2006", "2006-08-01"),
        ("le ler août 2006", "2006-08-01"),
        ("le 23 Août 2006", "2006-08-23"),
        ("le 3 mars deux mille dix", "2010-03-03"),
        ("du trois mars deux mille dix", "2010-03-03"),
        ("le premier janvier mil neuf cent nonante et un", "1991-01-01"),
        ("le trente et un décembre mille neuf cent quatre-vingt-dix-neuf", "1999-12-31"),
        ("L'an deux mille quatre, le quinze mars,", "2004-03-15"),
        ("L'an mil neuf cent septante, le vingt-deuxième jour du mois de mai", "1970-05-22"),
        ("2 4 FEV. 2025", "2025-02-24"),
        ("-6 JUIN 2013", "2013-06-06"),
        ("Le Préfet, -3 SEP, 2012", "2012-09-03"),
        ("le 13 septernbre 2012", "2012-09-13"),
        ("le 1O mars 2O1O", "2010-03-10"),
    ],
)
def test_a_date_is_read_however_it_is_written(text: str, day: str) -> None:
    assert days(text) == [day]


@pytest.mark.parametrize(
    "text",
    [
        "le 31 février 2010",
        "le 32/01/2010",
        "n° 550/590/2021",
        "n° 1/28/2006",
        "article 12 mars",
        "le 3 mars 10",
        "un agent de l'an deux mille",
        "cinq cent mille francs",
        "le 3 mars 3010",
        "",
    ],
)
def test_what_is_no_day_of_a_century_of_ours_is_no_date(text: str) -> None:
    assert days(text) == []


def test_dates_come_in_the_order_of_the_text_and_each_once() -> None:
    assert days("du 3 mars 2010 au 12/04/2010, soit le premier mai deux mille onze") == ["2010-03-03", "2010-04-12", "2011-05-01"]


def test_a_stamp_is_known_by_standing_alone_on_its_line() -> None:
    found = find_dates("le ministre\n2 4 fev. 2025\nvu la loi du 3 mars 2010")

    assert [each.alone for each in found] == [True, False]
