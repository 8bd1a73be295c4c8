"""What is new in a case file since the last visit."""

from datetime import timedelta

import pytest

from chalicelib.access.news import News, read_news
from chalicelib.access.pieces import link_original
from chalicelib.access.rectifications import RectificationRequest, answer_report, file_report, list_own
from chalicelib.model.audit import SignIn
from chalicelib.model.decision import Decision, PieceState
from chalicelib.model.reader import Reader
from tests.fakes import MORNING
from tests.unit.access.readers import JEAN, MARIE, piece_of, refused, servant, world_of_three_pieces
from tests.world import scan

ARCHIVIST = Reader(name="marie", roles=frozenset({"archivist"}))
WRONG = RectificationRequest(kind="error", text="Ce n'est pas ma note.")


@pytest.fixture
def world():
    return world_of_three_pieces()


def signed_in(world):
    world.sign_in_attempts.record(SignIn(name=JEAN, at=world.clock.now(), outcome="signed_in"))


def test_a_first_visit_has_no_news(world):
    signed_in(world)

    assert read_news(servant(JEAN), world) == News(since=None, pieces=(), more=False, answers=0)


def test_news_are_what_came_since_the_first_visit(world):
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


def test_what_was_not_looked_at_stays_new_and_what_was_opened_is_new_no_more(world):
    signed_in(world)
    report = file_report(servant(JEAN), WRONG, world).report
    world.clock.pause(60)
    world.sync({f"lot-2/{JEAN}/neuf.pdf": scan("neuf"), f"lot-2/{JEAN}/autre.pdf": scan("autre")})
    world.run()
    world.clock.pause(60)
    answer_report(ARCHIVIST, report, "answered", "Fait.", world)
    for _ in range(3):
        world.clock.pause(3600)
        signed_in(world)
    before = read_news(servant(JEAN), world)
    link_original(ARCHIVIST, piece_of(world, "autre.pdf").piece, world)
    link_original(servant(JEAN), piece_of(world, "neuf.pdf").piece, world)
    list_own(servant(JEAN), world)
    after = read_news(servant(JEAN), world)

    assert ({each.name for each in before.pieces}, before.answers) == ({"neuf.pdf", "autre.pdf"}, 1)
    assert ([each.name for each in after.pieces], after.answers) == (["autre.pdf"], 0)


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
