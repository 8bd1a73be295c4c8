"""An archivist finds a case file however the name is spelt."""

import pytest

from chalicelib.access.search import find_casefiles
from chalicelib.model.errors import ReaderError
from tests.fakes import FakeArchive
from tests.unit.access.rosters import EVE, JEAN, ZENON, put_in_force


@pytest.fixture
def archive():
    archive = FakeArchive()
    put_in_force(archive, JEAN, EVE, ZENON)
    return archive


def found(archive, query):
    return [each.servant.matricule for each in find_casefiles(query, archive).entries]


@pytest.mark.parametrize(
    "query", ["ndayisenga", "NDAYIS", "jean-marie", "Jean ndayi", "ndayisenga je", "marie ndayisenga", "12.34", "123456", "l23456"]
)
def test_a_case_file_is_found_by_the_beginning_of_any_name_or_of_the_matricule(archive, query):
    assert found(archive, query) == ["123456"]


@pytest.mark.parametrize("query", ["eve", "ève", "ÈVE", "o54321", "054321"])
def test_accents_case_and_letters_that_look_like_figures_do_not_matter(archive, query):
    assert found(archive, query) == ["O54321"]


@pytest.mark.parametrize("query", ["ndaisenga", "ndayisanga", "ndyaisenga", "nayisenga", "ndayisenag", "ndayisenca", "ndajisenga jean"])
def test_a_misspelt_name_is_found_by_its_sound_and_marked_as_near(archive, query):
    [hit] = find_casefiles(query, archive).entries

    assert (hit.servant.matricule, hit.near) == ("123456", True)


def test_several_case_files_come_in_the_order_of_their_names(archive):
    assert found(archive, "ndayi") == ["123456", "O54321"]


def test_a_long_answer_comes_page_by_page_and_each_case_file_once(archive):
    first = find_casefiles("nd", archive, limit=1)
    second = find_casefiles("nd", archive, limit=1, cursor=first.next)

    assert [each.servant.matricule for page in (first, second) for each in page.entries] == ["123456", "O54321"]
    assert second.next is None


def test_a_cursor_of_another_search_is_invalid(archive):
    cursor = find_casefiles("nd", archive, limit=1).next

    with pytest.raises(ReaderError):
        find_casefiles("niyo", archive, cursor=cursor)


def test_a_case_file_is_told_as_the_roster_writes_it(archive):
    [hit] = find_casefiles("ndayisenga", archive).entries

    assert hit.servant == JEAN
    assert (hit.in_roster, hit.near) == (True, False)


def test_who_has_left_the_roster_is_still_found_and_marked(archive):
    archive.register.put_servants("g1", [EVE])
    [hit] = find_casefiles("ndayisenga", archive).entries

    assert (hit.servant.matricule, hit.in_roster) == ("123456", False)


@pytest.mark.parametrize("query", ["", " ", "n", "é", "?", "x" * 101])
def test_a_search_for_nothing_is_invalid(archive, query):
    with pytest.raises(ReaderError):
        find_casefiles(query, archive)


def test_nobody_is_found_by_a_name_that_nobody_bears(archive):
    assert found(archive, "habonimana") == []
    assert found(archive, "777777") == []
