"""Filing: a settled piece moves in vault and register together, and takes its batch and its duplicates along."""

import pytest

from chalicelib.model.identifiers import piece_id
from chalicelib.model.piece import Outcome
from chalicelib.model.register import Settlement
from chalicelib.processing.filing import file_again, retry_batch, settle
from tests.world import World, scan

JEAN, MARIE = "123456", "654321"


@pytest.fixture
def world():
    world = World(JEAN, MARIE)
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()
    return world


def piece_of(world):
    (piece,) = world.register.every_piece()
    return piece


def record_of(world, piece):
    return world.vault.record(world.register.line(piece.batch, piece.line))


def test_a_settled_piece_stands_alike_in_register_vault_and_journal(world):
    piece = piece_of(world)
    outcome = Outcome(status="refused", reason="by_review")
    moved = settle(Settlement(piece=piece, outcome=outcome, event="decision", detail="refuse"), world)

    now, record = piece_of(world), record_of(world, piece)
    assert (moved, now.status, now.reason, now.edition) == (True, "refused", "by_review", piece.edition + 1)
    assert (record["piece"]["status"], record["line"]["status"], record["events"][-1]["detail"]) == ("refused", "refused", "refuse")
    assert [event.type for event in world.register.batch_events("lot-1")] == ["ingestion", "filing", "decision"]


def test_a_piece_that_has_moved_since_it_was_read_is_not_settled_and_its_record_stays_right(world):
    before = piece_of(world)
    settle(Settlement(piece=before, outcome=Outcome(status="filed", matricule=MARIE)), world)
    moved = settle(Settlement(piece=before, outcome=Outcome(status="to_review", reason="homonyms")), world)

    assert (moved, piece_of(world).matricule) == (False, MARIE)
    assert record_of(world, before)["piece"]["matricule"] == MARIE


def test_settling_opens_a_closed_batch_again_and_its_receipt_follows(world):
    settle(Settlement(piece=piece_of(world), outcome=Outcome(status="to_review", reason="homonyms")), world)
    assert world.register.batch("lot-1")[0].status == "open"
    world.run()

    assert world.outcomes("lot-1", 2) == {f"{JEAN}/a.pdf": "to_review"}


def test_pieces_that_the_roster_did_not_know_are_filed_once_it_does():
    world = World(JEAN)
    world.sync({f"lot-1/{MARIE}/a.pdf": scan()})
    world.run()
    before = world.outcomes("lot-1")
    world.put_in_force(JEAN, MARIE)

    assert before == {f"{MARIE}/a.pdf": "to_review"}
    assert (file_again("lot-1", world), file_again("lot-1", world)) == (1, 0)
    assert piece_of(world).matricule == MARIE


def test_the_failed_readings_of_a_batch_are_retried_once():
    world = World(JEAN)
    world.ocr.failing = 3
    world.sync({f"lot-1/{JEAN}/a.pdf": scan()})
    world.run()

    assert piece_of(world).piece == piece_id(piece_of(world).digest, JEAN)
    assert (retry_batch("lot-1", world), retry_batch("lot-1", world)) == (1, 0)
    world.run()
    assert world.outcomes("lot-1", 2) == {f"{JEAN}/a.pdf": "filed"}
