"""Two lines are one person only where name and birth, or more, agree: homonyms are normal."""

from datetime import date

import pytest

from chalicelib.reconciliation.same_person import agreements_of, keys_of
from tests.unit.reconciliation.office import servant

ENTRY = date(1995, 9, 1)


def agreements(one, other):
    return agreements_of(keys_of(one), keys_of(other))


def line(matricule, name, birth=None, entry=None, **facts):
    days = {"birth_date": date.fromisoformat(birth) if birth else None, "entry_date": date.fromisoformat(entry) if entry else None}
    return servant(matricule, name, **(days | facts))


def test_one_name_and_one_day_of_birth_are_likely_one_person():
    assert agreements(line("100001", "NIYONKURU Jean Marie", "1970-02-28"), line("734512", "Niyonkuru Jean-Marie", "1970-02-28"))[:2] == (
        "name",
        "birth_date",
    )


def test_a_letter_that_was_mistyped_does_not_hide_a_person():
    assert "name" in agreements(line("100001", "NDAYISENGA Jeanne", "1970-02-28"), line("734512", "NDAYISENCA Jeanne", "1970-02-28"))


def test_homonyms_of_other_days_are_two_people():
    assert agreements(line("100001", "NIYONKURU Jean", "1970-02-28"), line("734512", "NIYONKURU Jean", "1974-06-11")) == ()


def test_homonyms_of_whom_one_has_no_day_of_birth_are_two_people():
    assert agreements(line("100001", "NIYONKURU Jean", "1970-02-28"), line("100002", "NIYONKURU Jean")) == ()


def test_twins_share_day_and_post_and_are_two_people():
    twins = [line(number, name, "1980-05-04", "2005-09-01") for number, name in (("100001", "BUKURU Anne"), ("734512", "BUTOYI Claudine"))]

    assert agreements(*twins) == ()


def test_twins_with_one_surname_are_two_people():
    assert agreements(line("100001", "NIYONZIMA Anne", "1980-05-04"), line("734512", "NIYONZIMA Claudine", "1980-05-04")) == ()


@pytest.mark.parametrize("more", [{"entry": "1995-09-01"}, {"number": "100002"}])
def test_a_first_of_january_is_no_day_and_needs_a_third_agreement(more):
    entry, number = more.get("entry"), more.get("number", "734512")
    first = line("100001", "NIYONKURU Jean", "1970-01-01", entry)

    assert agreements(first, line("734512", "NIYONKURU Jean", "1970-01-01", None)) == ()
    assert agreements(first, line("734512", "NIYONKURU Jean", "1970-01-01", entry, province="Ngozi")) == ()
    assert "birth_year" in agreements(first, line(number, "NIYONKURU Jean", "1970-06-12", entry))


def test_a_day_with_one_figure_misread_needs_a_third_agreement():
    first = line("100001", "NIYONKURU Jean", "1970-02-28", "1995-09-01")

    assert agreements(first, line("734512", "NIYONKURU Jean", "1970-02-23", "1997-09-01")) == ()
    assert agreements(first, line("734512", "NIYONKURU Jean", "1970-02-23", "1995-09-01"))[:3] == ("name", "birth_near", "entry_date")
    assert agreements(first, line("734512", "NIYONKURU Jean", "1971-03-28", "1995-09-01")) == (), "two figures are another day"


def test_a_married_name_needs_birth_entry_and_place():
    maiden = line("100001", "NDAYISENGA Marie Claire", "1970-02-28", "1995-09-01")

    assert agreements(maiden, line("734512", "NKURUNZIZA Marie Claire", "1970-02-28", "1995-09-01"))[0] == "married_name"
    assert agreements(maiden, line("734512", "NKURUNZIZA Marie Claire", "1970-02-28", "1995-09-01", province="Ngozi")) == ()
    assert agreements(maiden, line("734512", "NKURUNZIZA Marie Claire", "1970-02-28")) == ()


def test_a_maiden_name_beside_a_married_one_is_one_name():
    both = line("734512", "NDAYISENGA épouse NKURUNZIZA Jeanne", "1970-02-28")

    assert "name" in agreements(line("100001", "NDAYISENGA Jeanne", "1970-02-28"), both)


def test_one_word_is_half_a_name():
    assert agreements(line("100001", "NIYONKURU", "1970-02-28"), line("100002", "NIYONKURU", "1970-02-28")) == ()
