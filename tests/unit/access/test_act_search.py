"""An archivist finds an act by its number, its day or who signed it, in whatever case file it is."""

from dataclasses import replace

import pytest

from chalicelib.access.act_search import act_query, find_acts
from chalicelib.model.errors import ReaderError, TransientError
from chalicelib.model.identifiers import Claim
from chalicelib.model.piece import Field, Piece
from chalicelib.model.reader import reader_of
from tests.fakes import MORNING, FakeArchive
from tests.unit.access.rosters import EVE, JEAN, ZENON, put_in_force

ARCHIVIST = reader_of("aline", "archivist", None)


@pytest.fixture
def archive():
    archive = FakeArchive()
    put_in_force(archive, JEAN, EVE, ZENON)
    return archive


def act(archive, mark, number="610/558", day="2010-03-12", signer="Jean NDAYISHIMIYE", **facts):
    """File an act under a letter."""
    said = {"act_number": number, "act_date": day, "signatory": signer}
    fields = tuple(
        Field(name=name, value=value, raw=value, confidence=0.9, page=1, box=(0.1, 0.1, 0.2, 0.1)) for name, value in said.items() if value
    )
    where = {"piece": f"{mark * 64}-00000000", "digest": mark * 64, "name": f"{mark}.pdf", "batch": "lot-1", "line": mark * 32}
    filed = {"status": "filed", "matricule": "12.34.56", "type": "03.1", "claim": Claim(), "registered_at": MORNING}
    archive.register.restore([Piece(**(where | filed | {"fields": fields} | facts))])


def found(archive, query="", **chosen):
    """Letters of the acts found; behind a bar those that are nearly what was asked for."""
    hits = find_acts(ARCHIVIST, act_query({"q": query, **chosen}), archive).entries
    exact, near = ("".join(hit.name[0] for hit in hits if hit.near is kind) for kind in (False, True))
    return f"{exact}|{near}" if near else exact


@pytest.mark.parametrize(
    "query",
    [
        "610/558",
        "ordonnance 610/558",
        "arrêté n° 610/558 du 12 mars 2010",
        "610/558/2010",
        "6l0/55B",
        "610 558",
        "610/558 ndayishimiye",
        "12/03/2010",
        "mars 2010",
        "2009-2011",
        "depuis 2010",
        "signé par Ndaishimie",
        "ndayishimiye jean, mars 2010",
    ],
)
def test_an_act_is_found_by_number_day_or_signatory_alone_or_together(archive, query):
    act(archive, "a")
    act(archive, "b", "530/77", "1998-05-04", "Marie BARANYIZIGIYE")

    assert found(archive, query) == "a"


@pytest.mark.parametrize("query", ["610/559", "610/558 du 13 mars 2010", "610/558/2011", "610/558 baranyizigiye", "61/558", "601/558"])
def test_one_slip_is_forgiven_and_marked_as_near(archive, query):
    act(archive, "a")

    assert found(archive, query) == "|a"


RATING = {"type": "04.1"}


def test_a_type_narrows_what_is_found_by_number_by_signatory_and_by_day_also_what_is_near(archive):
    act(archive, "a")
    act(archive, "b", **RATING)
    act(archive, "c", type=None)
    act(archive, "d", "610/559", "1998-05-04", **RATING)

    assert found(archive, "610/558", type="04.1") == "b|d"
    assert found(archive, "ndayishimiye jean", type="04.1") == "bd"
    assert found(archive, "signé par Ndayishimiye en 2010", type="03.1") == "a"
    assert found(archive, "610/558 du 13 mars 2010", type="04.1") == "|b"
    assert found(archive, "mars 2010", type="04.1") == "b"
    assert found(archive, "610/558", type="07.1") == ""


def test_all_acts_of_a_type_are_listed_the_latest_first_and_those_without_a_day_last(archive):
    act(archive, "a", **RATING)
    act(archive, "b", day=None, **RATING)
    act(archive, "c", day="2020-01-01", **RATING)
    act(archive, "d")
    act(archive, "e", None, None, None, **RATING)

    assert found(archive, type="04.1") == "cab"
    assert found(archive, type="04.1", **{"from": "2011-01-01"}) == "c"
    assert found(archive, type="04.1", to="2011-01-01") == "a"


def test_a_name_one_letter_off_is_near_within_the_type_alone(archive):
    act(archive, "a", signer="Jean NDAYIZEYE", **RATING)

    assert found(archive, "ndayizeya", type="04.1") == "|a"
    assert found(archive, "ndayizeya", type="03.1") == ""


def test_an_act_that_an_earlier_release_listed_without_its_type_is_found_by_its_number(archive):
    act(archive, "a")
    [entry] = archive.register.find_acts("ACT#610558", first="0000-00-00", last="9999-12-31", before=None, limit=9)
    archive.register.find_acts = lambda *_, **__: [replace(entry, type="")]

    assert found(archive, "610/558") == "a"


def test_an_act_whose_type_was_corrected_is_found_under_the_new_one(archive):
    act(archive, "a", **RATING)
    stale = archive.register.find_acts("ACTTYPE#04.1#201", first="0000-00-00", last="9999-12-31", before=None, limit=9)
    archive.register.alter(f"{'a' * 64}-00000000", type="03.1")

    assert (found(archive, type="03.1"), found(archive, type="04.1")) == ("a", "")
    archive.register.find_acts = lambda *_, **__: stale
    assert found(archive, type="04.1") == ""


@pytest.mark.parametrize("query", ["610/595", "12/03/2011", "1999-2009", "baranyizigiye", "avant mars 2010", "12558"])
def test_what_no_act_says_finds_none(archive, query):
    act(archive, "a")

    assert found(archive, query) == ""


def test_exact_acts_come_first_the_latest_before_the_others_and_misread_ones_behind(archive):
    act(archive, "a", "610/553", "2015-01-01")
    act(archive, "b", day="2001-01-01")
    act(archive, "c", day=None)
    act(archive, "d", day="2020-01-01")

    assert found(archive, "610/558") == "dbc|a"


def test_acts_of_the_number_with_other_days_are_shown_where_none_has_the_day(archive):
    act(archive, "a")
    act(archive, "b", day="2012-01-01")

    assert found(archive, "610/558 du 12 mars 2010") == "a"
    assert found(archive, "610/558 du 12 mars 2011") == "|ba"


def test_an_act_whose_day_was_not_read_is_found_by_its_number_with_any_day(archive):
    act(archive, "a", day=None)

    assert found(archive, "610/558 du 12 mars 2010") == "a"
    assert found(archive, "610/558", **{"from": "2010-01-01"}) == ""


def test_an_act_whose_day_was_not_read_comes_behind_those_of_its_signatory_and_days(archive):
    act(archive, "a", day=None)
    act(archive, "b")
    act(archive, "c", day="2020-01-01")

    assert found(archive, "signé par Ndayishimiye en 2010") == "b|a"
    assert found(archive, "signé par Ndayishimiye", **{"from": "2010-01-01", "to": "2010-12-31"}) == "b"


def test_figures_that_may_be_a_matricule_forgive_nothing(archive):
    act(archive, "a", "12/345")

    assert (found(archive, "12345"), found(archive, "12346"), found(archive, "n° 12346")) == ("a", "", "|a")


def test_days_and_signatory_chosen_beside_the_line_are_kept_to(archive):
    act(archive, "a")
    act(archive, "b", day="2012-01-01", signer="Marie BARANYIZIGIYE")

    assert found(archive, "610/558", **{"from": "2011-01-01"}) == "b"
    assert found(archive, "610/558", to="2011-01-01") == "a"
    assert found(archive, "610/558", signatory="baranyizigiye") == "b"
    assert found(archive, **{"from": "2009-01-01", "to": "2012-12-31"}) == "ba"
    assert found(archive, signatory="Marie Baranyizigiye") == "b"


@pytest.mark.parametrize("query", ["ndayishimie", "jean ndayisimiye", "ndayishimiye jan", "ndayishimbye jean"])
def test_a_signatory_is_found_though_the_name_was_misread(archive, query):
    act(archive, "a", signer="Jean NDAYISHIMIYE")

    assert found(archive, query).strip("|") == "a"


def test_a_name_misspelt_or_half_typed_leads_to_the_words_that_the_roster_knows(archive):
    act(archive, "a", signer="Zénon NIYONKURU")

    assert found(archive, "niyonkulu") == "a"
    assert found(archive, "niyonk") == "|a"
    assert found(archive, "niyomkuru") == "|a"


@pytest.mark.parametrize(
    "closed",
    [
        {"status": "waiting"},
        {"status": "to_review", "reason": "homonyms"},
        {"status": "sealed_off"},
        {"status": "refused", "reason": "withdrawn"},
        {"status": "duplicate", "duplicate_of": f"{'b' * 64}-00000000"},
        {"status": "failed"},
    ],
)
@pytest.mark.parametrize("query", ["610/558", "610/559", "12 mars 2010", "ndayishimiye"])
def test_a_piece_that_is_in_no_case_file_is_never_found(archive, closed, query):
    act(archive, "a", **closed)

    assert found(archive, query) == ""


def test_an_entry_that_is_out_of_date_shows_nothing(archive):
    act(archive, "a")
    stale = archive.register.find_acts("ACT#610558", first="0000-00-00", last="9999-12-31", before=None, limit=9)
    archive.register.find_acts = lambda *_, **__: stale
    archive.register.alter(f"{'a' * 64}-00000000", status="sealed_off")

    assert found(archive, "610/558") == ""


def test_an_act_is_told_with_its_servant_as_the_roster_in_force_lists_them(archive):
    act(archive, "a")
    act(archive, "b", matricule="777777")
    hits = find_acts(ARCHIVIST, act_query({"q": "610/558"}), archive).entries
    told = {hit.name: hit for hit in hits}

    assert (told["a.pdf"].matricule, told["a.pdf"].servant, told["b.pdf"].servant) == ("123456", JEAN, None)
    assert (told["a.pdf"].number, told["a.pdf"].act_date, told["a.pdf"].signatory) == ("610/558", "2010-03-12", "Jean NDAYISHIMIYE")


@pytest.mark.parametrize("type_", ["", "03.1"])
@pytest.mark.parametrize("query", ["610/558", "2001-2019", "ndayishimiye", "610/558 jean ndayishimiye"])
def test_a_long_answer_comes_page_by_page_each_act_once(archive, query, type_):
    marks = "0123456789abcdef"
    for number, mark in enumerate(marks):
        act(archive, mark, day=f"20{19 - number:02}-03-12")
    pages, cursor = list[str](), None
    while not pages or cursor:
        page = find_acts(ARCHIVIST, act_query({"q": query, "type": type_}), archive, cursor=cursor, limit=5)
        pages, cursor = [*pages, "".join(hit.name[0] for hit in page.entries)], page.next

    assert pages == ["01234", "56789", "abcde", "f"]


def test_a_cursor_of_another_search_is_invalid(archive):
    for mark in "ab":
        act(archive, mark)
    cursor = find_acts(ARCHIVIST, act_query({"q": "610/558"}), archive, limit=1).next

    with pytest.raises(ReaderError):
        find_acts(ARCHIVIST, act_query({"q": "mars 2010"}), archive, cursor=cursor)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"q": " "},
        {"q": "de la"},
        {"q": "x" * 101},
        {"signatory": "x" * 101},
        {"type": "x" * 101},
        {"q": "610/558", "from": "hier"},
        {"q": "610/558", "from": "2010-02-30"},
        {"q": "610/558", "from": "2011-01-01", "to": "2010-01-01"},
    ],
)
def test_a_search_for_nothing_or_for_no_days_is_invalid(asked):
    with pytest.raises(ReaderError):
        act_query(asked)


def test_a_list_of_acts_is_recorded_before_it_leaves_and_an_empty_one_is_not(archive):
    act(archive, "a")
    found(archive, "610/558")
    found(archive, "530/1")
    accesses = list(archive.consultations.access_records(MORNING.replace(hour=0), archive.clock.now().replace(hour=23)))

    assert [(each["action"], each["reader"], each["role"]) for _, each in accesses] == [("act_search", "aline", "archivist")]


def test_an_unrecorded_search_shows_nothing(archive):
    act(archive, "a")

    def fail(_):
        raise TransientError("unjournalled")

    archive.consultations.record = fail
    with pytest.raises(TransientError):
        found(archive, "610/558")
