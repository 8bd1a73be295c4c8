"""The vault's record of a line: written ahead of the register, and written again from the register where the two differ."""

from dataclasses import replace
from itertools import count

import pytest

from chalicelib.ingest.accession import ingest
from chalicelib.model.codec import to_plain
from chalicelib.model.errors import TransientError
from chalicelib.model.event import Event
from chalicelib.model.piece import Outcome
from chalicelib.model.register import Settlement
from chalicelib.model.upload import Arrival
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


def crash(_):
    raise TransientError("busy", "gone")


class TwoWorkers:
    """S3 announces a file twice, and two workers take it in: the quick one right before some call of the slow one to the vault."""

    def __init__(self, world, monkeypatch, name):
        self.world, self._monkeypatch = world, monkeypatch
        self.upload = world.inbox.put(f"lot-2/{JEAN}/{name}.pdf", scan(name))
        self.answers = []

    def begin(self):
        """A worker writes the first record, and dies before the register has the line."""
        self.slow()

    def slow(self, *, before=0):
        """The slow worker, who is killed when it has written; before that call of `keep_record` the quick one does all its work."""
        keep, calls = self.world.vault.keep_record, count(1)

        def keep_record(line, record, **how):
            if next(calls) == before:
                self._quick()
            self.answers.append(keep(line, record, **how))
            return self.answers[-1]

        with self._monkeypatch.context() as patched:
            patched.setattr(self.world.vault, "keep_record", keep_record)
            if not before:
                patched.setattr(self.world.register, "register_arrival", crash)
            self._patched = patched
            with pytest.raises(TransientError):
                ingest(Arrival(upload=self.upload, batch="lot-2"), self.world)

    def _quick(self):
        self._patched.undo()
        self.world.queues.announce_uploads([self.upload])
        self.world.run(until_closed=False)
        self._patched.setattr(self.world.register, "register_arrival", crash)

    def kept(self):
        """Status of the line in the register, and whether the vault's record says the same."""
        piece = next(each for each in self.world.register.every_piece() if each.batch == "lot-2")
        line = self.world.register.line(piece.batch, piece.line)
        record = self.world.vault.record(line)
        return line.status, record["line"] == to_plain(line), [event["type"] for event in record["events"]]


WHOLE = ("filed", True, ["ingestion", "filing"])


def test_a_slow_worker_does_not_write_the_first_record_over_that_of_a_quick_one(world, monkeypatch):
    workers = TwoWorkers(world, monkeypatch, "c")
    workers.slow(before=1)

    assert workers.answers == [None]
    assert workers.kept() == WHOLE


def test_a_slow_worker_that_found_a_record_without_its_line_does_not_replace_what_the_quick_one_wrote_since(world, monkeypatch):
    workers = TwoWorkers(world, monkeypatch, "c")
    workers.begin()
    workers.answers.clear()
    workers.slow(before=2)

    assert workers.answers == [None, None]
    assert workers.kept() == WHOLE


def test_the_first_record_of_a_worker_that_died_is_replaced(world, monkeypatch):
    workers = TwoWorkers(world, monkeypatch, "c")
    workers.begin()
    world.clock.pause(60)
    world.queues.announce_uploads([workers.upload])
    world.run(until_closed=False)

    assert workers.kept() == WHOLE


def test_who_mends_a_record_that_did_not_come_true_leaves_what_another_worker_wrote_since(world):
    piece, line = held(world)
    right = world.vault.record(line)
    mine = world.vault.keep_record(line, right | {"line": right["line"] | {"status": "failed"}})
    ahead = right | {"line": right["line"] | {"status": "to_review"}}
    world.vault.keep_record(line, ahead)
    mend_record(piece.batch, piece.line, world, over=mine)

    assert world.vault.record(line) == ahead
