"""A servant reports, an archivist answers; what is lacking in a case file, and what is new in it: in memory."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.access.completeness import Career, Contents, judge, read_completeness
from chalicelib.access.news import News, read_news
from chalicelib.access.rectifications import Complaint, answer_report, file_report, list_own, list_reports
from chalicelib.model.audit import SignIn
from chalicelib.model.decision import Decision, PieceState
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.piece import Field
from chalicelib.model.reader import Reader
from chalicelib.model.servant import Servant
from chalicelib.text.nomenclature_file import shipped
from functions.representations.reports import own_report_json
from tests.fakes import MORNING
from tests.world import World, scan

JEAN, MARIE = "123456", "654321"
ARCHIVIST = Reader(name="marie", roles=frozenset({"archivist"}))
WRONG = Complaint(kind="error", text="Ce n'est pas ma note.")


def servant(matricule):
    return Reader(name=matricule, roles=frozenset({"servant"}), matricule=matricule)


@pytest.fixture
def world():
    world = World(JEAN, MARIE)
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("a"), f"lot-1/{JEAN}/b.pdf": scan("b"), f"lot-1/{MARIE}/c.pdf": scan("c")})
    world.run()
    return world


def piece_of(world, name):
    return next(each for each in world.register.every_piece() if each.name == name)


def refused(do, *asked, **how):
    with pytest.raises(ReaderError) as refusal:
        do(*asked, **how)
    return refusal.value.code


def test_a_servant_reports_and_sees_what_was_answered(world):
    piece = piece_of(world, "a.pdf").piece
    name = file_report(servant(JEAN), replace(WRONG, piece=piece, type="04.1"), world).report
    world.clock.pause(60)
    (waiting,) = list_reports(world, "open").entries
    answered = answer_report(ARCHIVIST, name, "answered", "La note a été déplacée.", world)
    (own,) = list_own(servant(JEAN), world).entries

    assert (waiting.report.report, waiting.report.matricule, waiting.name, waiting.report.text) == (name, JEAN, "a.pdf", WRONG.text)
    assert (answered.status, answered.by) == ("answered", "marie")
    assert (own.status, own.answer) == ("answered", "La note a été déplacée.")
    assert own.moved_at > own.at
    assert "by" not in own_report_json(own)
    assert list_reports(world, "open").entries == ()
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
    own, queue = list_own(servant(JEAN), world, limit=3), list_reports(world, "open", limit=3)
    rest = list_own(servant(JEAN), world, limit=3, cursor=own.next).entries
    later = list_reports(world, "open", limit=3, cursor=queue.next).entries

    assert [each.report for each in own.entries + rest] == names[::-1]
    assert [each.report.report for each in queue.entries + later] == names


SHIPPED = {each.code: each for each in shipped().types}
NOBODY = Contents(types={}, untyped=0)
SERVING = Career(entry=date(2020, 9, 1), left=False)


def judged(code, contents=NOBODY, career=SERVING):
    verdict = judge(SHIPPED[code], contents, career, year=2024)
    return (verdict.state, verdict.why, verdict.years) if verdict else None


def holding(world, code, *years, untyped=0):
    piece = piece_of(world, "a.pdf")
    fields = [
        (Field(name="act_date", value=f"{year}-06-30", raw="", confidence=1, page=1, box=(0, 0, 0, 0)),) if year else () for year in years
    ]
    return Contents(types={code: [replace(piece, type=code, fields=each) for each in fields]}, untyped=untyped)


@pytest.mark.parametrize(
    ("code", "career", "expected"),
    [
        ("01.1", SERVING, ("missing", "", ())),
        ("05.1", SERVING, ("missing", "", ())),
        ("02.3", SERVING, ("missing", "", ())),
        ("02.2", SERVING, ("unknown", "short", ())),
        ("01.3", SERVING, ("unknown", "declared", ())),
        ("03.3", SERVING, ("unknown", "career", ())),
        ("03.3", Career(probation_over=True), ("missing", "", ())),
        ("03.3", Career(probation_over=False), ("not_due", "", ())),
        ("03.4", Career(contract=False), ("not_due", "", ())),
        ("11.1", SERVING, ("not_due", "", ())),
        ("11.1", Career(left=True), ("missing", "", ())),
        ("11.1", Career(), ("unknown", "career", ())),
        ("04.2", SERVING, ("unknown", "rule", ())),
        ("05.3", SERVING, ("unknown", "career", ())),
        ("08.1", SERVING, None),
        ("99", SERVING, None),
    ],
)
def test_a_piece_is_missing_only_where_its_time_has_surely_come(code, career, expected):
    assert judged(code, career=career) == expected


def test_a_piece_of_unknown_type_may_be_the_one_that_is_missing():
    assert judged("01.1", Contents(types={}, untyped=1)) == ("unknown", "untyped", ())


def test_a_rating_is_wanted_for_each_year_that_is_over(world):
    assert judged("04.1", holding(world, "04.1", 2021, 2022, 2023)) == ("present", "", ())
    assert judged("04.1", holding(world, "04.1", 2021, 2023)) == ("missing", "", (2022,))
    assert judged("04.1", holding(world, "04.1", 2021, None)) == ("unknown", "undated", (2022, 2023))
    assert judged("04.1", holding(world, "04.1", 2021, untyped=2)) == ("unknown", "untyped", (2022, 2023))
    assert judged("04.1", career=Career(entry=date(2020, 1, 1), left=True)) == ("unknown", "career", ())
    assert judged("04.1", career=Career(left=False)) == ("unknown", "career", ())


def test_a_case_file_is_compared_with_the_nomenclature(world):
    world.register.put_servants("g1", [Servant(matricule=JEAN, status="actif"), Servant(matricule=MARIE)])
    for name, code in (("a.pdf", "03.1"), ("b.pdf", "03.1")):
        world.register.alter(piece_of(world, name).piece, type=code)
    own = read_completeness(servant(JEAN), JEAN, world)
    states = {each.type.code: each.presence.state for each in own.types}

    assert (states["03.1"], states["01.1"], states["11.1"], own.untyped) == ("present", "missing", "not_due", 0)
    assert own.counts["present"] == 1
    assert world.consultations.written == {}


def test_an_archivists_look_is_journalled_and_nobody_elses_is_allowed(world):
    read_completeness(ARCHIVIST, JEAN, world)

    assert [(each.action, each.matricule) for each in world.consultations.written.values()] == [("casefile", JEAN)]
    assert refused(read_completeness, servant(JEAN), MARIE, world) == "not_found"
    assert refused(read_completeness, ARCHIVIST, "999999", world) == "not_found"
    assert refused(read_completeness, Reader(name="a", roles=frozenset({"auditor"})), JEAN, world) == "not_found"


def signed_in(world):
    world.sign_in_attempts.record(SignIn(name=JEAN, at=world.clock.now(), outcome="signed_in"))


def test_a_first_visit_has_no_news(world):
    signed_in(world)

    assert read_news(servant(JEAN), world) == News(since=None, pieces=(), more=False, answers=0)


def test_news_are_what_came_since_the_visit_before_this_one(world):
    world.clock.pause(3600)
    signed_in(world)
    report = file_report(servant(JEAN), WRONG, world).report
    world.clock.pause(3600)
    world.sync({f"lot-2/{JEAN}/neuf.pdf": scan("neuf"), f"lot-2/{MARIE}/autre.pdf": scan("autre")})
    world.run()
    answer_report(ARCHIVIST, report, "answered", "Fait.", world)
    signed_in(world)
    told = read_news(servant(JEAN), world)

    assert ([each.name for each in told.pieces], told.answers, told.more) == (["neuf.pdf"], 1, False)
    assert len(read_news(servant(JEAN), world, since=(MORNING - timedelta(hours=1)).isoformat()).pieces) == 3


def test_a_piece_that_waited_until_somebody_decided_is_news(world):
    piece = piece_of(world, "b.pdf")
    world.clock.pause(3600)
    signed_in(world)
    world.clock.pause(3600)
    at = world.clock.now()
    state = PieceState(status="to_review")
    after = PieceState(status="filed", matricule=JEAN)
    world.register.restore([Decision(piece=piece.piece, edition=3, at=at, by="marie", decision="file", before=state, after=after)])
    world.register.alter(piece.piece, decided=("matricule",))
    world.clock.pause(timedelta(hours=1).total_seconds())
    signed_in(world)

    assert [each.name for each in read_news(servant(JEAN), world).pieces] == ["b.pdf"]


def test_news_are_the_servants_own_and_since_a_time(world):
    assert refused(read_news, ARCHIVIST, world) == "not_found"
    assert refused(read_news, servant(JEAN), world, since="hier") == "invalid"
    assert refused(read_news, servant(JEAN), world, since="2026-11-23T08:00:00") == "invalid"
