"""A servant reports an error or a missing piece, an archivist answers."""

from dataclasses import replace

import pytest

from chalicelib.access.rectifications import RectificationRequest, answer_report, file_report, list_own, list_reports
from chalicelib.model.errors import ConflictError
from chalicelib.model.reader import Reader
from functions.representations.reports import own_report_json
from tests.unit.access.readers import JEAN, MARIE, piece_of, refused, servant, world_of_three_pieces

ARCHIVIST = Reader(name="marie", roles=frozenset({"archivist"}))
WRONG = RectificationRequest(kind="error", text="Ce n'est pas ma note.")


@pytest.fixture
def world():
    return world_of_three_pieces()


def test_a_servant_reports_and_sees_what_was_answered(world):
    piece = piece_of(world, "a.pdf").piece
    name = file_report(servant(JEAN), replace(WRONG, piece=piece, type="04.1"), world).report
    world.clock.pause(60)
    (waiting,) = list_reports(ARCHIVIST, world, "open").entries
    answered = answer_report(ARCHIVIST, name, "answered", "La note a été déplacée.", world)
    (own,) = list_own(servant(JEAN), world).entries

    assert (waiting.report.report, waiting.report.matricule, waiting.name, waiting.report.text) == (name, JEAN, "a.pdf", WRONG.text)
    assert (answered.status, answered.by) == ("answered", "marie")
    assert (own.status, own.answer) == ("answered", "La note a été déplacée.")
    assert own.moved_at > own.at
    assert "by" not in own_report_json(own)
    assert list_reports(ARCHIVIST, world, "open").entries == ()
    assert [(event.deed, event.by) for event in world.rectifications.events] == [("reported", JEAN), ("answered", "marie")]


def test_nobody_reports_but_of_their_own_file(world):
    assert refused(file_report, ARCHIVIST, WRONG, world) == "not_found"
    assert refused(file_report, servant(JEAN), replace(WRONG, piece=piece_of(world, "c.pdf").piece), world) == "not_found"
    assert refused(file_report, servant(JEAN), replace(WRONG, piece="0" * 64 + "-00000000"), world) == "not_found"
    assert refused(list_own, ARCHIVIST, world) == "not_found"
    assert list_own(servant(MARIE), world).entries == ()


def test_what_is_sealed_off_is_not_there_to_be_reported(world):
    piece = piece_of(world, "a.pdf").piece
    world.register.alter(piece, status="sealed_off")

    assert refused(file_report, servant(JEAN), replace(WRONG, piece=piece), world) == "not_found"


@pytest.mark.parametrize("text", ["", " \n\u200b", "x" * 1_001])
def test_a_report_has_words_and_not_too_many(world, text):
    assert refused(file_report, servant(JEAN), replace(WRONG, text=text), world) == "invalid"


@pytest.mark.parametrize("code", ["99", "99.9", "x"])
def test_a_type_that_is_none_is_refused(world, code):
    assert refused(file_report, servant(JEAN), replace(WRONG, type=code), world) == "unknown_type"


def test_ten_may_be_open_and_an_answer_makes_room(world):
    for _ in range(10):
        world.clock.pause(1)
        name = file_report(servant(JEAN), WRONG, world).report
    world.clock.pause(1)
    assert refused(file_report, servant(JEAN), WRONG, world) == "too_many_reports"
    assert file_report(servant(MARIE), WRONG, world)
    answer_report(ARCHIVIST, name, "closed", "", world)

    assert file_report(servant(JEAN), WRONG, world)


def test_what_is_closed_stays_closed(world):
    name = file_report(servant(JEAN), WRONG, world).report
    answer_report(ARCHIVIST, name, "answered", "Oui.", world)
    closed = answer_report(ARCHIVIST, name, "closed", "", world)

    assert (closed.status, closed.answer) == ("closed", "Oui.")
    assert refused(answer_report, ARCHIVIST, name, "answered", "Non.", world) == "conflict"
    assert refused(answer_report, ARCHIVIST, name, "open", "Non.", world) == "conflict"


def test_an_answer_says_something_and_nothing_forbidden(world):
    name = file_report(servant(JEAN), WRONG, world).report

    assert refused(answer_report, ARCHIVIST, name, "answered", " ", world) == "invalid"
    assert refused(answer_report, ARCHIVIST, name, "answered", "l'agent est Tutsi", world) == "forbidden_word"
    assert refused(answer_report, ARCHIVIST, name, "done", "oui", world) == "invalid"
    assert refused(answer_report, ARCHIVIST, f"{MARIE}-{'0' * 20}", "closed", "", world) == "not_found"


@pytest.mark.parametrize("text", ["Mon arrêté dit que je suis Hutu.", "Je suis\nséropositif.", "Il manque ma cotisation syndicale."])
def test_what_must_not_be_kept_of_a_servant_is_not_kept_because_they_wrote_it(world, text):
    assert refused(file_report, servant(JEAN), replace(WRONG, text=text), world) == "forbidden_word"
    assert file_report(servant(JEAN), replace(WRONG, text="La page 2 porte une mention interdite."), world)


def test_of_two_answers_at_once_one_gives_way(world):
    name = file_report(servant(JEAN), WRONG, world).report
    seen = world.rectifications.find(name)
    answer_report(ARCHIVIST, name, "closed", "", world)
    with pytest.raises(ConflictError):
        world.rectifications.update(seen, world.rectifications.events[0], seen=seen)


def test_reports_are_told_page_by_page(world):
    names = []
    for _ in range(5):
        world.clock.pause(1)
        names.append(file_report(servant(JEAN), WRONG, world).report)
    own, queue = list_own(servant(JEAN), world, limit=3), list_reports(ARCHIVIST, world, "open", limit=3)
    rest = list_own(servant(JEAN), world, limit=3, cursor=own.next).entries
    later = list_reports(ARCHIVIST, world, "open", limit=3, cursor=queue.next).entries

    assert [each.report for each in own.entries + rest] == names[::-1]
    assert [each.report.report for each in queue.entries + later] == names


def test_an_archivist_who_reads_reports_stands_in_the_audit_trail(world):
    list_reports(ARCHIVIST, world, "open")
    list_own(servant(JEAN), world)

    assert [(each.action, each.reader, each.role) for each in world.consultations.written.values()] == [("reports", "marie", "archivist")]
