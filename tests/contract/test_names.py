"""What every register promises of its lists of names."""

from datetime import date

import pytest

from chalicelib.model.servant import Servant
from chalicelib.text.names import spellings_asked

BORN = date(1970, 3, 5)
JEAN = Servant(matricule="12345A", written="12 345 A", name="NDAYISENGA", first_names="Jean-Marie", birth_date=BORN)
EVE = Servant(matricule="54321", name="NDAYIZEYE", first_names="Ève", birth_date=BORN)
ZENON = Servant(matricule="98765", name="NIYONKURU", first_names="Zénon")


@pytest.fixture
def register(ports):
    ports.register.put_servants("g1", [JEAN, EVE])
    ports.register.put_name_index([JEAN, EVE, ZENON])
    return ports.register


def matricules(headings):
    return [each.servant.matricule for each in headings]


def test_servants_are_found_by_the_beginning_of_any_word_of_their_name(register):
    assert matricules(register.find_names("NDAYI", after=None, limit=9)) == ["12345A", "54321"]
    assert matricules(register.find_names("MARIE", after=None, limit=9)) == ["12345A"]
    assert matricules(register.find_names("NDAYIZEYE EVE", after=None, limit=9)) == ["54321"]
    assert matricules(register.find_names("NK", after=None, limit=9)) == []


def test_servants_are_found_by_the_beginning_of_their_matricule(register):
    assert matricules(register.find_names("1234", after=None, limit=9)) == ["12345A"]


def test_a_list_of_names_is_read_page_by_page(register):
    first = register.find_names("ND", after=None, limit=1)
    second = register.find_names("ND", after=first[0].place, limit=1)

    assert matricules([*first, *second]) == ["12345A", "54321"]
    assert list(register.find_names("ND", after=second[0].place, limit=1)) == []


def test_a_servant_is_told_as_the_roster_writes_them(register):
    [found] = register.find_names("JEAN", after=None, limit=9)

    assert found.servant == JEAN
    assert (found.heading, found.servant.written) == ("JEAN NDAYISENGA MARIE", "12 345 A")


def test_names_written_twice_stand_once(register):
    register.put_name_index([JEAN])

    assert matricules(register.find_names("NDAYISENGA", after=None, limit=9)) == ["12345A"]


def test_servants_are_found_by_their_day_of_birth(register):
    assert [each.matricule for each in register.find_born_on(BORN, limit=9)] == ["12345A", "54321"]
    assert len(register.find_born_on(BORN, limit=1)) == 1
    assert list(register.find_born_on(date(1970, 3, 6), limit=9)) == []


def test_a_word_is_found_under_its_misspellings(register):
    assert "NDAYISENGA" in register.find_spellings(spellings_asked("Ndaisenge"), limit=9)
    assert list(register.find_spellings(spellings_asked("Habonimana"), limit=9)) == []


def test_only_the_roster_that_is_asked_says_who_exists(register):
    found = register.servants_by_matricule("g1", ["12345A", "98765", "nobody"])

    assert found == {"12345A": JEAN}
    assert found["12345A"].written == "12 345 A"
    assert register.servants_by_matricule("g1", []) == {}
