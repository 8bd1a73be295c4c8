"""An archivist finds a case file however the name is spelt; whoever may read one finds a piece in it, and nobody else does."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.access.search import find_casefiles
from chalicelib.access.text_search import FoundLine, TextQuery, search_casefile, text_query
from chalicelib.model.errors import ReaderError, TransientError
from chalicelib.model.event import Event
from chalicelib.model.identifiers import Claim, fold, shape
from chalicelib.model.piece import BatchLine, Field, Original, Piece
from chalicelib.model.reader import reader_of
from chalicelib.model.register import AccessionEntry, RosterPointer
from chalicelib.model.servant import Servant
from chalicelib.model.transcript import Page, TextLine, Transcript
from chalicelib.text.names import headings_of, nearness, sound, spellings_asked, spellings_of
from tests.fakes import MORNING, FakeArchive

JEAN = Servant(matricule="123456", written="12.34.56", name="NDAYISENGA", first_names="Jean-Marie", birth_date=date(1970, 3, 5))
EVE = Servant(matricule="O54321", name="NDAYIZEYE", first_names="Ève")
ZENON = Servant(matricule="987650", name="NIYONKURU", first_names="Zénon", ministry="Santé publique")
ARCHIVIST = reader_of("archives", "archivist", None)
OWN = reader_of("123456", "", "123456")
OTHER = reader_of("987650", "", "987650")
TEXTS = {"a": "Demande de congé de maternité", "b": "Procès-verbal d'installation à l'hôpital", "c": "Note secrète d'installation"}


@pytest.fixture
def archive():
    archive = FakeArchive()
    put_in_force(archive, JEAN, EVE, ZENON)
    return archive


def put_in_force(archive, *servants):
    archive.register.put_servants("g1", servants)
    archive.register.put_name_index(servants)
    shapes = frozenset(shape(fold(each.matricule)) for each in servants)
    pointer = RosterPointer(generation="g1", count=len(servants), shapes=shapes, uploaded_at=MORNING)
    archive.register.put_roster_in_force(pointer, seen=archive.register.roster_pointer())


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


def a_piece(archive, mark, *, kind="05.1", day="2011-03-12", status="filed"):
    digest = mark * 64
    said = {"piece": f"{digest}-00000000", "digest": digest, "batch": "lot-1"}
    line = BatchLine(
        **said, line=mark * 32, key=f"lot-1/{mark}.pdf", version="v", size=9, status=status, arrived_at=MORNING, taken_at=MORNING
    )
    fields = (Field(name="act_date", value=day, raw=day, confidence=0.9, page=1, box=(0, 0, 1, 1)),)
    piece = Piece(
        **said,
        name=f"{mark}.pdf",
        claim=Claim(),
        line=line.line,
        registered_at=MORNING,
        status=status,
        matricule="123456",
        type=kind,
        fields=fields,
    )
    original = Original(
        digest=digest,
        size=9,
        media_type="application/pdf",
        extension="pdf",
        pages=1,
        route="textract",
        batch="lot-1",
        registered_at=MORNING,
        status="transcribed",
    )
    event = Event(type="ingestion", at=MORNING, batch="lot-1", line=line.line, piece=piece.piece, digest=digest)
    archive.register.register_arrival(AccessionEntry(arrival=mark, line=line, event=event, piece=piece, original=original))
    rows = (TextLine(text=TEXTS[mark], confidence=99.0, box=(0.1, 0.2, 0.3, 0.04)),)
    archive.vault.keep_transcript(digest, Transcript(reader="test", pages=(Page(number=1, lines=rows),)))
    return piece


@pytest.fixture
def filed(archive):
    archive.register.open_batch("lot-1", MORNING)
    a_piece(archive, "a", kind="06.1", day="2009-01-02")
    a_piece(archive, "b")
    return archive


def names(answer):
    return [each.name for each in answer.entries]


def asked(archive, reader=OWN, **wanted):
    query = text_query(wanted.get("q"), wanted.get("type"), wanted.get("year"))
    return search_casefile(reader, "123456", query, archive)


def test_a_servant_finds_an_own_piece_by_its_words_type_or_year(filed):
    assert names(asked(filed, q="conge")) == ["a.pdf"]
    assert names(asked(filed, q="HÔPITAL installation")) == ["b.pdf"]
    assert names(asked(filed, type="06.1")) == ["a.pdf"]
    assert names(asked(filed, year="2011")) == ["b.pdf"]
    assert names(asked(filed, q="congé", year="2011")) == []


def test_all_words_must_stand_in_the_text_though_one_may_be_misread(filed):
    assert names(asked(filed, q="maternlté demande")) == ["a.pdf"]
    assert names(asked(filed, q="maternité hôpital")) == []


def test_what_is_found_says_where(filed):
    [hit] = asked(filed, q="maternité").entries

    assert hit.lines == (FoundLine(page=1, text=TEXTS["a"], box=(0.1, 0.2, 0.3, 0.04)),)


def test_what_is_sealed_off_answers_no_search(filed):
    a_piece(filed, "c", status="sealed_off")

    assert names(asked(filed, q="installation")) == ["b.pdf"]
    assert names(asked(filed, ARCHIVIST, q="secrète")) == []


def test_a_servant_never_searches_another_servants_case_file(filed):
    with pytest.raises(ReaderError) as refused:
        asked(filed, OTHER, q="congé")

    assert refused.value.code == "not_found"


def test_a_case_file_that_is_not_there_is_searched_by_nobody_and_leaves_no_trace(filed):
    with pytest.raises(ReaderError) as refused:
        search_casefile(ARCHIVIST, "9999999", text_query("congé", None, None), filed)

    assert refused.value.code == "not_found"
    assert not filed.consultations.written


@pytest.mark.parametrize(("reader", "role"), [(ARCHIVIST, "archivist"), (OWN, "servant")])
def test_lines_of_text_leave_only_when_the_search_is_written_down(filed, reader, role):
    asked(filed, reader, q="congé")
    [written] = filed.consultations.list_for("123456", before=None, limit=9)
    filed.consultations.broken = True
    with pytest.raises(TransientError):
        asked(filed, reader, q="congé")

    assert (written.action, written.reader, written.role) == ("search", reader.name, role)


def test_a_servant_who_asks_for_own_pieces_of_a_year_gets_no_text_and_leaves_no_line(filed):
    found = asked(filed, OWN, year="2011")

    assert not any(each.lines for each in found.entries)
    assert not filed.consultations.written


@pytest.mark.parametrize("wanted", [{}, {"q": "?"}, {"year": "11"}, {"year": "deux"}, {"q": "x" * 101}])
def test_an_odd_search_of_a_case_file_is_invalid(wanted):
    with pytest.raises(ReaderError):
        text_query(wanted.get("q"), None, wanted.get("year"))


def test_what_is_looked_for_is_read_without_accents():
    assert text_query("Congé, congé d'été", "06.1", "2011") == TextQuery(words=("CONGE", "D", "ETE"), type="06.1", year=2011)


def test_spellings_that_one_slip_parts_have_one_key_in_common():
    for typed in ("NDAYISENGA", "NDYISENGA", "NDAAYISENGA", "NDOYISENGA", "NADYISENGA"):
        assert spellings_asked(typed) & spellings_of("NDAYISENGA")
        assert nearness(typed, "NDAYISENGA") <= 2


def test_what_sounds_alike_is_written_alike():
    assert sound("Ruvyagira") == sound("LUBIAGILA")


def test_a_name_of_one_word_stands_under_itself_and_the_matricule():
    assert headings_of(replace(JEAN, first_names="")) == ("NDAYISENGA", "123456")
