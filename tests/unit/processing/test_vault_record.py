"""The vault's record of a line: written ahead of the register, and written again from the register where the two differ."""

from dataclasses import replace

import pytest

from chalicelib.model.codec import to_plain
from chalicelib.model.event import Event
from chalicelib.model.piece import Outcome
from chalicelib.model.register import Settlement
from chalicelib.processing.vault_record import check_record, mend_record, next_record
from tests.world import World, scan

JEAN = "123456"


@pytest.fixture
def world():
    world = World(JEAN)
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("a"), f"lot-1/{JEAN}/b.pdf": scan("b")})
    world.run()
    return world


def held(world):
    """Read a piece and its line."""
    piece = next(each for each in world.register.every_piece() if each.name == "a.pdf")
    return piece, world.register.line(piece.batch, piece.line)


def event_of(world, piece):
    return Event(type="review", at=world.clock.now(), batch=piece.batch, line=piece.line, piece=piece.piece, digest=piece.digest)


def test_a_record_holds_the_line_its_piece_its_original_and_its_own_events(world):
    piece, line = held(world)
    record = world.vault.record(line)

    assert (record["line"], record["piece"]) == (to_plain(line), to_plain(piece))
    assert record["original"]["digest"] == piece.digest
    assert [event["type"] for event in record["events"]] == ["ingestion", "filing"]
    assert {event["line"] for event in record["events"]} == {line.line}


def test_the_next_record_is_one_settlement_ahead_of_the_register(world):
    piece, line = held(world)
    settlement = Settlement(piece=piece, outcome=Outcome(status="to_review", reason="homonyms"))
    record = next_record(line, settlement, event_of(world, piece), world)

    assert (record["line"]["status"], record["piece"]["status"], record["piece"]["edition"]) == ("to_review", "to_review", 2)
    assert [event["type"] for event in record["events"]] == ["ingestion", "filing", "review"]
    assert "changes" not in record


def test_a_record_that_is_wrong_is_made_anew_before_it_goes_on(world):
    piece, line = held(world)
    right = world.vault.record(line)
    world.vault.keep_record(line, right | {"line": right["line"] | {"status": "failed"}, "events": []})
    settlement = Settlement(piece=piece, outcome=Outcome(status="to_review", reason="homonyms"))
    record = next_record(line, settlement, event_of(world, piece), world)

    assert [event["type"] for event in record["events"]] == ["ingestion", "filing", "review"]


def test_a_record_is_not_made_of_a_line_that_another_worker_has_moved(world):
    piece, line = held(world)
    settlement = Settlement(piece=piece, outcome=Outcome(status="to_review", reason="homonyms"))

    assert next_record(replace(line, pages=99), settlement, event_of(world, piece), world) is None


def test_a_record_one_step_ahead_is_left_and_any_other_is_mended(world):
    _, line = held(world)
    right = world.vault.record(line)
    ahead, wrong = (right | {"line": right["line"] | {"status": status}} for status in ("to_review", "failed"))
    world.vault.keep_record(line, ahead)
    check_record(line, world)
    assert world.vault.record(line) == ahead
    world.vault.keep_record(line, wrong)
    check_record(line, world)

    assert world.vault.record(line) == right


def test_a_lost_record_is_written_again_from_the_register(world):
    _, line = held(world)
    right = world.vault.record(line)
    world.vault.keep_record(line, {})
    mend_record(line.batch, line.line, world)

    assert world.vault.record(line) == right
