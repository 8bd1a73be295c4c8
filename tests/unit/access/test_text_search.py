"""A reader of a case file finds pieces in it, and nobody else does."""

import pytest

from chalicelib.access.text_search import FoundLine, search_casefile, text_query
from chalicelib.model.errors import ReaderError, TransientError
from chalicelib.model.event import Event
from chalicelib.model.identifiers import Claim
from chalicelib.model.piece import BatchLine, Field, Original, Piece
from chalicelib.model.reader import reader_of
from chalicelib.model.register import AccessionEntry
from chalicelib.model.transcript import Page, TextLine, Transcript
from tests.fakes import MORNING, FakeArchive
from tests.unit.access.rosters import EVE, JEAN, ZENON, put_in_force

ARCHIVIST = reader_of("archives", "archivist", None)
OWN = reader_of("123456", "", "123456")
OTHER = reader_of("987650", "", "987650")
TEXTS = {"a": "Demande de congé de maternité", "b": "Procès-verbal d'installation à l'hôpital", "c": "Note secrète d'installation"}


@pytest.fixture
def archive():
    archive = FakeArchive()
    put_in_force(archive, JEAN, EVE, ZENON)
    return archive


def a_piece(archive, mark, *, kind="05.1", status="filed", **act):
    digest = mark * 64
    said = {"piece": f"{digest}-00000000", "digest": digest, "batch": "lot-1"}
    line = BatchLine(
        **said, line=mark * 32, key=f"lot-1/{mark}.pdf", version="v", size=9, status=status, arrived_at=MORNING, taken_at=MORNING
    )
    found = {"act_number": "610/558", "act_date": "2011-03-12"} | act
    fields = tuple(Field(name=name, value=value, raw=value, confidence=0.9, page=1, box=(0, 0, 1, 1)) for name, value in found.items())
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
    a_piece(archive, "a", kind="06.1", act_date="2009-01-02")
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


def test_a_servant_finds_an_own_act_by_its_number_or_day_though_a_figure_was_misread(filed):
    a_piece(filed, "c", act_number="530/77", act_date="2015-06-01")

    assert names(asked(filed, q="610/558")) == ["a.pdf", "b.pdf"]
    assert names(asked(filed, q="ordonnance 610/559 du 12 mars 2011")) == ["b.pdf"]
    assert names(asked(filed, q="de 2010 à 2015")) == ["b.pdf", "c.pdf"]
    assert asked(filed, q="530/77").entries[0].lines == (FoundLine(page=1, text="530/77", box=(0, 0, 1, 1)),)
    assert names(asked(filed, q="77")) == []


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
    query = text_query("Congé, congé d'été", "06.1", "2011")

    assert (query.words, query.type, query.year) == (("CONGE", "D", "ETE"), "06.1", 2011)
