"""What one line asks for: a number, days, a name, in the words of three languages."""

import pytest

from chalicelib.text.act_headings import LAST_DAY, figures_of
from chalicelib.text.act_query import ANY_DAY, FIRST_DAY, DayRange, names_in, read_query

ONE_DAY = DayRange(first="2010-03-12", last="2010-03-12")


@pytest.mark.parametrize(
    "text",
    [
        "610/558",
        "ordonnance 610/558",
        "arrêté n° 610/558",
        "Ordonnance ministérielle N°610/558",
        "no 610 / 558",
        "numéro 610-558",
        "l'arrêté 6l0/558",
        "610/CAB/558",
        "icemezo 610/558",
    ],
)
def test_a_number_is_known_with_or_without_its_kind(text):
    query = read_query(text)

    assert (query.figures, query.written, query.days, query.names) == ("610558", True, ANY_DAY, ())


@pytest.mark.parametrize("number", ["D1/B1/10/204", "D1-B1-12- 467", "DAI/B4/05-35", "2025-860", "IOO/12"])
def test_a_number_may_begin_with_offices_and_letters_like_figures(number):
    for text in (number, f"arrêté n° {number} du 12 mars 2010", f"Arrêté {number}"):
        assert (read_query(text).figures, read_query(text).names) == (figures_of(number)[0], ())


@pytest.mark.parametrize("text", ["12345", "12.34.5", "12 345"])
def test_figures_without_the_signs_of_an_act_may_be_a_matricule(text):
    assert (read_query(text).figures, read_query(text).written) == ("12345", False)


@pytest.mark.parametrize("text", ["12 mars 2010", "12/03/2010", "du 12.3.2010", "2010-03-12", "12 March 2010", "12 Ntwarante 2010"])
def test_a_day_is_written_as_people_do(text):
    assert read_query(text) == read_query("12/03/2010")
    assert read_query(text).said == ONE_DAY


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("mars 2010", "2010-03-01", "2010-03-31"),
        ("février 2012", "2012-02-01", "2012-02-29"),
        ("2010", "2010-01-01", "2010-12-31"),
        ("2009-2011", "2009-01-01", "2011-12-31"),
        ("de 2009 à 2011", "2009-01-01", "2011-12-31"),
        ("kuva 2009 gushika 2011", "2009-01-01", "2011-12-31"),
        ("entre mars 2009 et juin 2010", "2009-03-01", "2010-06-30"),
        ("de mars à juin 2010", "2010-03-01", "2010-06-30"),
        ("du 1er au 15 mars 2010", "2010-03-01", "2010-03-15"),
        ("du 12/03/2010 au 15/04/2010", "2010-03-12", "2010-04-15"),
        ("depuis mars 2010", "2010-03-01", LAST_DAY),
        ("après 2010", "2011-01-01", LAST_DAY),
        ("jusqu'en 2010", FIRST_DAY, "2010-12-31"),
        ("before 2010", FIRST_DAY, "2009-12-31"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text, first, last):
    query = read_query(text)

    assert (query.said, query.names) == (DayRange(first=first, last=last), ())


def test_number_day_and_name_stand_together_in_any_order():
    whole = read_query("ordonnance n° 610/558 du 12 mars 2010 signée par Jean-Marie Ndayisenga")

    assert whole == read_query("ndayisenga marie jean, 12/03/2010, 610/558")
    assert (whole.figures, whole.said, whole.names) == ("610558", ONE_DAY, ("NDAYISENGA", "MARIE", "JEAN"))


def test_a_number_s_own_year_is_no_period():
    query = read_query("610/558/2010")

    assert (query.figures, query.year, query.said) == ("610558", 2010, ANY_DAY)


@pytest.mark.parametrize("text", ["", "   ", "de", "l'arrêté du", "n°", "?", "é"])
def test_nothing_is_asked_by_words_of_every_act(text):
    assert read_query(text).is_empty


def test_a_name_is_told_from_the_words_around_it():
    assert names_in("acte signé par l'administrateur N'Kurunziza") == ("NKURUNZIZA",)
    assert ANY_DAY.within(ONE_DAY) == ONE_DAY
