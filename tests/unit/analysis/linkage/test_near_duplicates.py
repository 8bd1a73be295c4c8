"""The same act scanned twice is known again; two acts of one kind are not taken for one."""

from datetime import date

from chalicelib.analysis.linkage.near_duplicates import SAME_ACT, fingerprint_of, likeness, read_fingerprint
from chalicelib.model.servant import Servant
from chalicelib.model.transcript import Page, TextLine, Transcript

SERVANT = Servant(matricule="123456", name="NDAYISENGA", first_names="Jean-Marie", birth_date=date(1970, 3, 5))
RATING = (
    "BULLETIN DE NOTATION EXERCICE {year}",
    "Nom et prénom : NDAYISENGA Jean-Marie, matricule 123456, né le 05/03/1970",
    "Tâches et objectifs de l'exercice : tenir à jour les registres et les dossiers confiés",
    "Appréciation du chef immédiat : connaissances professionnelles, qualité du travail, ponctualité",
    "Total {total} / 800. Cote définitive : Très bon.",
    "Fait à Gitega, le {day} mars {year}, sous le n° 550/{number}",
)


def text(*lines):
    rows = tuple(TextLine(text=each, confidence=99.0, box=(0.1, 0.1, 0.8, 0.01)) for each in lines)
    return Transcript(reader="test", pages=(Page(number=1, lines=rows),))


def rating(**facts):
    said = {"year": 2011, "total": 652, "day": 12, "number": 590} | facts
    return fingerprint_of(text(*(line.format(**said) for line in RATING)), SERVANT)


def misread():
    return fingerprint_of(text(*(line.format(year=2011, total=652, day="l2", number=590).replace("é", "e") for line in RATING)), SERVANT)


def test_the_same_act_read_twice_is_one_act():
    assert likeness(rating(), rating()) == 1
    assert likeness(rating(), misread()) >= SAME_ACT


def test_the_ratings_of_two_years_are_two_acts():
    assert likeness(rating(), rating(year=2012, total=671, day=9, number=822)) < SAME_ACT


def test_a_scan_that_lacks_the_annex_is_still_the_same_act():
    annex = [f"{number} agent de bureau, échelon {number * 7}, indemnité {number * 1310}" for number in range(1, 40)]
    whole = fingerprint_of(text(*(line.format(year=2011, total=652, day=12, number=590) for line in RATING), *annex), SERVANT)

    assert likeness(rating(), whole) >= SAME_ACT


def test_another_text_is_another_act():
    other = fingerprint_of(
        text("Je sollicite un congé annuel de vingt jours à partir du 3 juillet 2011 pour me rendre dans ma famille à Ngozi")
    )

    assert likeness(rating(), other) < 0.2


def test_a_text_of_a_few_words_is_known_by_nothing():
    assert fingerprint_of(text("Vu", "Gitega")) is None
    assert fingerprint_of(Transcript(reader="test", pages=(Page(number=1),))) is None


def test_a_fingerprint_is_read_back_as_it_was_written_and_holds_no_word():
    written = str(rating())

    assert read_fingerprint(written) == rating()
    assert len(written) < 400
    assert "NDAYISENGA" not in written
    assert [read_fingerprint(each) for each in ("2 of a later version", "", "1", "1 12 ")] == [None] * 4


def test_a_day_is_the_same_however_it_is_written():
    lines = "Attestation de prise de service de l'agent affecté au bureau provincial de Gitega, qui a pris ses fonctions ce jour"
    one, other = (fingerprint_of(text(lines, day)) for day in ("le 05/03/2011", "le 5 mars 2011"))

    assert one.figures == other.figures
