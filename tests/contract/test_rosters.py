"""Contract of the port Rosters."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.model.errors import ConflictError
from chalicelib.model.register import RosterPointer
from chalicelib.model.servant import Servant
from chalicelib.text.names import spellings_asked
from tests.contract.samples import AT

BORN = date(1970, 3, 5)


JEAN = Servant(matricule="12345A", written="12 345 A", name="NDAYISENGA", first_names="Jean-Marie", birth_date=BORN)


EVE = Servant(matricule="54321", name="NDAYIZEYE", first_names="Ève", birth_date=BORN)


ZENON = Servant(matricule="98765", name="NIYONKURU", first_names="Zénon")


@pytest.fixture
def rosters(ports):
    ports.register.put_servants("g1", [JEAN, EVE])
    ports.register.put_name_index([JEAN, EVE, ZENON])
    return ports.register


def matricules(headings):
    return [each.servant.matricule for each in headings]


def test_servants_are_found_by_the_beginning_of_any_word_of_their_name(rosters):
    assert matricules(rosters.find_names("NDAYI", after=None, limit=9)) == ["12345A", "54321"]
    assert matricules(rosters.find_names("MARIE", after=None, limit=9)) == ["12345A"]
    assert matricules(rosters.find_names("NDAYIZEYE EVE", after=None, limit=9)) == ["54321"]
    assert matricules(rosters.find_names("NK", after=None, limit=9)) == []


def test_servants_are_found_by_the_beginning_of_their_matricule(rosters):
    assert matricules(rosters.find_names("1234", after=None, limit=9)) == ["12345A"]


def test_a_list_of_names_is_read_page_by_page(rosters):
    first = rosters.find_names("ND", after=None, limit=1)
    second = rosters.find_names("ND", after=first[0].place, limit=1)

    assert matricules([*first, *second]) == ["12345A", "54321"]
    assert list(rosters.find_names("ND", after=second[0].place, limit=1)) == []


def test_a_servant_is_told_as_the_roster_writes_them(rosters):
    [found] = rosters.find_names("JEAN", after=None, limit=9)

    assert found.servant == JEAN
    assert (found.heading, found.servant.written) == ("JEAN NDAYISENGA MARIE", "12 345 A")


def test_names_written_twice_stand_once(rosters):
    rosters.put_name_index([JEAN])

    assert matricules(rosters.find_names("NDAYISENGA", after=None, limit=9)) == ["12345A"]


def test_servants_are_found_by_their_day_of_birth(rosters):
    assert [each.matricule for each in rosters.find_born_on(BORN, limit=9)] == ["12345A", "54321"]
    assert len(rosters.find_born_on(BORN, limit=1)) == 1
    assert list(rosters.find_born_on(date(1970, 3, 6), limit=9)) == []


def test_a_word_is_found_under_its_misspellings(rosters):
    assert "NDAYISENGA" in rosters.find_spellings(spellings_asked("Ndaisenge"), limit=9)
    assert list(rosters.find_spellings(spellings_asked("Habonimana"), limit=9)) == []


def test_only_the_roster_that_is_asked_says_who_exists(rosters):
    found = rosters.servants_by_matricule("g1", ["12345A", "98765", "nobody"])

    assert found == {"12345A": JEAN}
    assert found["12345A"].written == "12 345 A"
    assert rosters.servants_by_matricule("g1", []) == {}


def test_a_roster_is_put_in_force_only_over_the_one_that_was_seen(register):
    first = RosterPointer(generation="g1", count=2, shapes=frozenset({"999999"}), uploaded_at=AT)
    register.put_servants("g1", [Servant(matricule="123456"), Servant(matricule="O12345")])
    register.put_roster_in_force(first, seen=None)
    with pytest.raises(ConflictError):
        register.put_roster_in_force(replace(first, generation="g2"), seen=None)
    with pytest.raises(ConflictError):
        register.put_roster_in_force(replace(first, generation="g2"), seen=replace(first, generation="g0"))

    assert register.roster_pointer() == first
    assert [each.matricule for each in register.find_servants("g1", "012345")] == ["O12345"]
    assert list(register.find_servants("g2", "012345")) == []


def test_a_roster_that_began_to_wait_meanwhile_is_not_written_over(register):
    first = RosterPointer(generation="g1", count=2, shapes=frozenset({"999999"}), uploaded_at=AT)
    waiting = replace(first, pending="g2", pending_at=AT)
    register.put_roster_in_force(first, seen=None)
    register.put_roster_in_force(waiting, seen=first)
    for seen in (first, replace(waiting, pending="g3")):
        with pytest.raises(ConflictError):
            register.put_roster_in_force(first, seen=seen)

    assert register.roster_pointer() == waiting
    register.put_roster_in_force(first, seen=waiting)
    assert register.roster_pointer() == first


def test_a_roster_is_read_page_by_page_to_its_end(register):
    servants = [Servant(matricule=f"{100000 + number}", name=f"AGENT{number}") for number in range(25)]
    register.put_servants("g1", servants)
    register.put_servants("g2", [Servant(matricule="999999")])
    pages, after = [], None
    while True:
        page, after = register.roster_page("g1", after, 10)
        pages.append(len(page))
        servants = [each for each in servants if each not in page]
        if after is None:
            break

    assert (pages, servants) == ([10, 10, 5], [])
