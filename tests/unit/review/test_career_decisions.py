"""An archivist at a career: confirms, corrects, sets aside and takes back; of two at once one is told; nothing is decided twice."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.access.timelines import read_career
from chalicelib.career.filed_pieces import read_all_filed
from chalicelib.model.errors import ConflictError
from chalicelib.review.career_decisions import EventDecisionRequest, decide_event
from tests.unit.access.readers import ARCHIVIST, JEAN, field, refused, servant, staff, world_with_a_career

OTHER = replace(ARCHIVIST, name="pierre")


@pytest.fixture
def world():
    return world_with_a_career()


def event_of(archive, place=0, reader=ARCHIVIST):
    return read_career(reader, JEAN, archive).timeline.events[place]


def decide(archive, decision, event=None, reader=ARCHIVIST, **said):
    event = event or event_of(archive)
    request = EventDecisionRequest(decision=decision, seen=said.pop("seen", event.version), **said)
    return decide_event(reader, JEAN, event.id, request, archive).timeline.events


def test_a_recruitment_is_confirmed_and_the_journal_says_by_whom(world):
    event = event_of(world)
    decide(world, "confirm")
    (told,) = [each for each in world.audit_trail.entries_of_casefile(JEAN) if each.kind == "career"]

    assert event_of(world).state == "confirmed"
    assert (told.action, told.reader, told.piece, told.detail) == ("confirm", ARCHIVIST.name, event.id, "recruitment 1990-02-01")


def test_a_day_is_corrected_and_taken_back(world):
    decide(world, "correct", day="1990-02-11", details={"grade": "Commis"}, note="Le tampon cache un chiffre.")
    corrected = event_of(world)
    decide(world, "undo")
    back = event_of(world)

    assert (corrected.day, corrected.details, corrected.state) == (date(1990, 2, 11), {"grade": "Commis"}, "corrected")
    assert (back.day, back.details, back.state) == (date(1990, 2, 1), {}, "found")
    assert refused(decide, world, "undo") == "nothing_to_undo"


def test_the_day_of_an_event_may_be_unknown(world):
    decide(world, "correct", day="")

    assert [(each.kind, each.day, each.day_is) for each in read_career(ARCHIVIST, JEAN, world).timeline.events][-1] == (
        "recruitment",
        None,
        None,
    )


def test_an_event_that_was_set_aside_is_not_in_the_servants_career(world):
    decide(world, "reject")

    assert [each.kind for each in read_career(servant(JEAN), JEAN, world).timeline.events] == ["posting"]
    assert [each.state for each in read_career(ARCHIVIST, JEAN, world).timeline.events] == ["rejected", "found"]


def test_the_same_decision_sent_twice_is_one_and_another_archivists_in_between_is_told(world):
    seen = event_of(world)
    decide(world, "confirm", seen)
    decide(world, "confirm", seen)

    assert len(world.career_decisions.list_for(JEAN)) == 1
    with pytest.raises(ConflictError):
        decide(world, "reject", seen, reader=OTHER)
    with pytest.raises(ConflictError):
        decide(world, "confirm", seen, reader=OTHER)


def test_a_piece_that_was_read_again_meanwhile_is_looked_at_again(world):
    seen = event_of(world)
    piece, _ = read_all_filed(JEAN, world)
    world.register.restore([replace(piece, fields=(field("act_date", "1990-07-01"),))])

    with pytest.raises(ConflictError):
        decide(world, "confirm", seen)
    assert world.career_decisions.list_for(JEAN) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"day": "1990-02-31"}, "bad_field"),
        ({"day": "11/02/1990"}, "bad_field"),
        ({"day": "0190-02-11"}, "bad_field"),
        ({"kind": "holiday"}, "bad_field"),
        ({"details": {"rating_year": "an 2000"}}, "bad_field"),
        ({"details": {"name": "NIYO"}}, "bad_field"),
        ({"details": {"posting": "x" * 161}}, "bad_field"),
        ({"details": {"grade": "Ethnie : —"}}, "forbidden_word"),
        ({"note": "Son ethnie est connue."}, "forbidden_word"),
    ],
)
def test_a_correction_that_may_not_be_kept_is_refused(world, said, code):
    assert refused(decide, world, "correct", **said) == code
    assert world.career_decisions.list_for(JEAN) == []


def test_nobody_decides_on_their_own_career_and_nobody_without_the_right(world):
    event = event_of(world)
    own = replace(ARCHIVIST, matricule=JEAN, roles=frozenset({"archivist", "servant"}))

    assert refused(decide, world, "confirm", event, reader=own) == "not_found"
    assert refused(decide, world, "confirm", event, reader=staff("auditor")) == "not_found"
    assert not read_career(own, JEAN, world).may_decide
