"""Careers for their readers: a servant sees their own, archivists everybody's; who looked is in the journal, and the statement cites."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.access.statement import EVENTS, RULES, line_of, print_statement
from chalicelib.access.timelines import read_career
from chalicelib.career.filed_pieces import read_all_filed
from chalicelib.model.career import EventKind, FindingRule
from tests.unit.access.readers import ARCHIVIST, JEAN, MARIE, field, journal, refused, servant, staff, world_with_a_career


@pytest.fixture
def world():
    return world_with_a_career()


def test_a_servant_sees_the_events_of_their_own_career_with_the_pieces_that_prove_them(world):
    seen = read_career(servant(JEAN), JEAN, world)

    assert [(each.kind, each.day) for each in seen.timeline.events] == [("recruitment", date(1990, 2, 1)), ("posting", date(1995, 10, 1))]
    assert [seen.names[each.pieces[0]] for each in seen.timeline.events] == ["a.pdf", "b.pdf"]
    assert not seen.may_decide
    assert journal(world) == []


def test_an_archivist_may_decide_and_the_look_is_recorded(world):
    assert read_career(ARCHIVIST, JEAN, world).may_decide
    assert journal(world) == [("career", ARCHIVIST.name, "archivist", JEAN)]


def test_nobody_else_is_told_anything_and_a_case_file_that_is_not_there_is_refused_alike(world):
    for reader, matricule in ((servant(MARIE), JEAN), (staff("auditor"), JEAN), (staff("director"), JEAN), (ARCHIVIST, "999999")):
        assert refused(read_career, reader, matricule, world) == "not_found"
        assert refused(print_statement, reader, matricule, world) == "not_found"
    assert read_career(servant(MARIE), MARIE, world).timeline.events == ()


def test_the_statement_cites_each_line_and_says_that_it_decides_nothing(world):
    page = print_statement(servant(JEAN), JEAN, world)

    assert "ne vaut pas décision" in page
    assert all(
        said in page
        for said in ("01/02/1990", "Recrutement", "Acte n° 610/12 du 01/02/1990", "a.pdf", "01/10/1995", "Lycée de Ngozi", "b.pdf")
    )
    assert "<script" not in page


def test_what_a_text_says_stands_in_the_statement_as_text(world):
    first, _ = read_all_filed(JEAN, world)
    world.register.restore([replace(first, type="05.1", fields=(field("act_date", "1990-02-01"), field("posting", "<b>Ngozi</b>")))])

    assert "&lt;b&gt;Ngozi&lt;/b&gt;" in print_statement(servant(JEAN), JEAN, world)


def test_an_empty_career_says_so(world):
    assert "Aucune pièce classée" in print_statement(servant(MARIE), MARIE, world)


def test_a_sanction_whose_piece_was_taken_out_is_on_no_statement(world):
    first, _ = read_all_filed(JEAN, world)
    sanction = replace(first, type="08.1", fields=(field("act_date", "1999-02-01"), field("sanction", "blâme")))
    world.register.restore([sanction])
    before = print_statement(servant(JEAN), JEAN, world)
    world.register.restore([replace(sanction, status="refused", reason="withdrawn")])

    assert "blâme" in before
    assert "blâme" not in print_statement(servant(JEAN), JEAN, world)


def test_every_kind_of_event_and_every_rule_has_french_words(world):
    assert set(EVENTS) == set(EventKind.__args__)
    assert set(RULES) == set(FindingRule.__args__)
    career = read_career(servant(JEAN), JEAN, world)
    assert line_of(replace(career.timeline.events[0], day=None, day_is=None), career).day == "inconnue"
