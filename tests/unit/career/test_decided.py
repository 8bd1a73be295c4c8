"""An archivist confirms, corrects, sets aside and undoes; what was decided stands whatever the piece is read as later."""

from dataclasses import replace
from datetime import date, timedelta

from chalicelib.career.timeline import timeline_of
from chalicelib.model.career import CareerDecision, EventFacts
from chalicelib.text.nomenclature_file import shipped
from tests.unit.career.case_file import JEAN, SCANNED, filed

ACT = filed("03.1", 1, act_date="1990-02-01", act_number="610/12")


def timeline(pieces, decisions=(), **facts):
    return timeline_of(JEAN, pieces, decisions, shipped(), **facts)


def decision(event, kind, number=1, *, facts=None, day=10):
    said = None if kind == "undo" else facts or event.facts
    told = {"facts": said, "citations": event.citations, "type": event.type, "act_number": event.act_number}
    return CareerDecision(
        matricule=JEAN, event=event.id, number=number, at=SCANNED + timedelta(days=day + number), by="aline", decision=kind, **told
    )


def the_event(pieces=(ACT,)):
    return timeline(pieces).events[0]


def test_a_confirmed_event_stands_when_the_piece_is_read_otherwise():
    confirmed = decision(the_event(), "confirm")
    (event,) = timeline([replace(ACT, type="04.2", fields=())], [confirmed]).events

    assert (event.kind, event.day, event.state) == ("recruitment", date(1990, 2, 1), "confirmed")
    assert event.found.kind == "advancement"
    assert event.known_at == confirmed.at


def test_a_confirmed_event_stands_when_the_piece_tells_no_event_any_more_and_goes_with_its_piece():
    confirmed = decision(the_event(), "confirm")

    assert [each.kind for each in timeline([replace(ACT, type="12.1")], [confirmed]).events] == ["recruitment"]
    assert timeline([], [confirmed]).events == ()
    assert timeline([replace(ACT, type="99")], [confirmed]).events == ()


def test_a_corrected_day_moves_the_event_and_an_undoing_brings_the_read_day_back():
    event = the_event()
    corrected = decision(event, "correct", facts=EventFacts(kind="recruitment", day=date(1990, 2, 11), day_is="act"))
    undone = decision(event, "undo", 2)
    (now,) = timeline([ACT], [corrected]).events
    (back,) = timeline([ACT], [corrected, undone]).events

    assert (now.day, now.state, now.found.day) == (date(1990, 2, 11), "corrected", date(1990, 2, 1))
    assert (back.day, back.state, back.edition) == (date(1990, 2, 1), "found", 2)
    assert now.version != event.version != back.version


def test_a_rejected_event_is_out_of_the_career_and_is_shown_to_archivists_as_rejected():
    found = timeline([ACT], [decision(the_event(), "reject")])

    assert [each.state for each in found.events] == ["rejected"]
    assert found.standing == ()


def test_a_copy_that_comes_later_is_a_citation_of_the_corrected_event():
    event = the_event()
    corrected = decision(event, "correct", facts=EventFacts(kind="recruitment", day=date(1990, 2, 11), day_is="act"))
    copy = filed("03.1", 2, act_date="1990-02-01", act_number="610/12")
    (now,) = timeline([ACT, copy], [corrected]).events

    assert (now.day, now.pieces) == (date(1990, 2, 11), (ACT.piece, copy.piece))


def test_as_of_a_day_later_decisions_are_not_known():
    rejected = decision(the_event(), "reject")

    assert len(timeline([ACT], [rejected], as_of=SCANNED + timedelta(days=1)).standing) == 1
    assert len(timeline([ACT], [rejected], as_of=rejected.at).standing) == 0
