"""The register written again from the vault: every decision is known, and nothing is read a second time."""

import json

import pytest

from chalicelib.administration import rebuild as module
from chalicelib.administration.rebuild import rebuild
from chalicelib.ingest.closing import close_batch
from chalicelib.model.errors import PermanentError
from tests.fakes import FakeRegister
from tests.unit.processing.test_outcome import JEAN, MARIE, act_about
from tests.unit.review.conftest import doubtful as doubtful  # noqa: PLC0414 - a fixture
from tests.unit.review.conftest import world as world  # noqa: PLC0414 - a fixture
from tests.unit.review.desk import bring, go_back, settle
from tests.world import rebuilt, scan, sweep

EACH = (JEAN.matricule, MARIE.matricule)


def lose(world):
    """Lose the register; the roster is loaded again by hand, since these tests keep none in the vault."""
    lost, world.register = world.register, FakeRegister()
    world.put_in_force(*EACH)
    return lost


def state(register):
    """Write down all that a register knows of its batches."""
    names = sorted(batch.name for batch in register.earliest_batches(after=None, limit=99))
    lines = [line for name in names for line in register.lines(name)]
    digests = sorted({line.digest for line in lines if line.piece})
    return {
        "batches": [register.batch(name) for name in names],
        "lines": lines,
        "arrivals": [dict(register.arrivals(name)) for name in names],
        "events": [list(register.batch_events(name)) for name in names],
        "originals": [register.original(digest) for digest in digests],
        "pieces": [sorted(register.pieces_of_original(digest), key=lambda piece: piece.piece) for digest in digests],
    }


def test_a_register_rebuilt_from_the_vault_knows_every_decision(world, doubtful):
    other = bring(world, f"lot-2/{JEAN.matricule}/b.pdf", act_about(JEAN))
    settle(world, doubtful, matricule=MARIE.matricule, type="05.1", fields={"grade": "A1"}, note="vu")
    settle(world, other, "refuse")
    go_back(world, other)
    world.run()
    lost = lose(world)
    rebuilt(world)

    for piece in (doubtful, other):
        assert world.register.piece(piece.piece) == lost.piece(piece.piece)
        assert world.register.decisions(piece.piece, limit=9) == lost.decisions(piece.piece, limit=9)
        assert world.register.line(piece.batch, piece.line) == lost.line(piece.batch, piece.line)
        assert list(world.register.batch_events(piece.batch)) == list(lost.batch_events(piece.batch))


def test_what_was_written_again_is_counted_over_all_calls_and_nothing_is_read_a_second_time(world, doubtful):
    read = len(world.ocr.started)
    lose(world)
    done = rebuilt(world)
    world.run()

    assert (done.lines, done.originals, done.pieces, done.batches, done.announced) == (1, 1, 1, 1, 0)
    assert world.register.piece(doubtful.piece) == doubtful
    assert len(world.ocr.started) == read


def test_a_rebuild_over_a_whole_register_changes_nothing(world, doubtful):
    rebuilt(world)
    world.run()

    assert world.register.piece(doubtful.piece) == doubtful
    assert "receipts/lot-1/lot-1-r2.json" not in world.outbox.objects


@pytest.mark.parametrize("records", [1, 2, 1000])
def test_portions_of_any_size_give_the_same_register(world, monkeypatch, records):
    monkeypatch.setattr(module, "_RECORDS", records)
    circular = {f"lot-1/{each}/circulaire.pdf": scan("circulaire") for each in EACH}
    world.sync(circular | {f"lot-1/{EACH[0]}/b.pdf": scan("b"), f"lot-1/{EACH[0]}/vide.pdf": b""})
    world.run()
    world.sync({f"lot-2/{EACH[1]}/copie.pdf": scan("b"), f"lot-2/{EACH[0]}/encore.pdf": scan("b")})
    world.run()
    lost = lose(world)
    done = rebuilt(world)
    world.run()

    assert state(world.register) == state(lost)
    assert (done.lines, done.originals, done.pieces, done.batches) == (6, 2, 5, 2)


def test_an_original_is_given_up_only_where_every_one_of_its_pieces_is(world, monkeypatch):
    monkeypatch.setattr(module, "_RECORDS", 1)
    world.ocr.failing = 99
    world.sync({f"lot-1/{each}/circulaire.pdf": scan("circulaire") for each in EACH})
    world.run()
    records = dict(world.vault.records())
    lost = lose(world)
    rebuilt(world)

    assert [each.status for each in state(lost)["originals"]] == ["failed"]
    assert [each.status for each in state(world.register)["originals"]] == ["failed"]
    for place in records:
        world.vault.records = lambda after="", waits=place: (
            (each, record | {"line": record["line"] | {"status": "waiting"}} if each == waits else record)
            for each, record in sorted(records.items())
            if each > after
        )
        lose(world)
        rebuilt(world)

        assert [each.status for each in state(world.register)["originals"]] == ["waiting"], "one piece still waits for a reading"


def test_a_rebuild_that_a_busy_service_ends_goes_on_where_it_was(world, doubtful):
    lose(world)
    while (done := rebuild(world, until=world.clock.now())).lines == 0:
        pass
    read, world.inbox.uploads = world.inbox.uploads, None
    world.inbox.uploads = lambda *_, **__: world.vault.transcript(busy)
    busy = "00" * 32
    world.vault.busy.add(busy)
    stopped = rebuild(world, until=world.clock.now().replace(year=2100))
    world.inbox.uploads = read

    assert (done.busy, stopped.busy, stopped.batches) == (False, True, 1)
    assert stopped.next == "batches lot-1"
    assert rebuilt(world).next is None
    assert world.register.piece(doubtful.piece) == doubtful


def test_a_rebuild_begins_anew_where_it_is_asked_to(world, doubtful):
    lose(world)
    while not rebuild(world, until=world.clock.now()).batches:
        pass
    world.register.restore([])
    done = rebuild(world, until=world.clock.now(), afresh=True)

    assert (done.batches, done.next) == (0, "roster done")
    assert rebuilt(world).lines == 1


def test_no_batch_closes_and_no_upload_is_announced_while_the_register_is_half(world, doubtful):
    receipts = dict(world.outbox.objects)
    lose(world)
    rebuild(world, until=world.clock.now())
    world.sync({f"lot-1/{EACH[0]}/nouveau.pdf": scan("nouveau")})
    world.drain()
    world.clock.pause(86_400)
    sweep(world)

    assert world.queues.arrivals == []
    assert close_batch("lot-1", world) == "rebuilding"
    assert world.outbox.objects == receipts
    rebuilt(world)
    world.run()
    assert world.receipt("lot-1", revision=2)["counts"]["announced"] == 2
    assert {key: world.outbox.objects[key] for key in receipts} == receipts


def test_a_lost_register_is_told_and_takes_nothing_for_new(world, doubtful):
    lose(world)
    world.clock.pause(86_400)
    with pytest.raises(PermanentError, match="register_lost"):
        sweep(world)

    assert world.queues.arrivals == []
    rebuilt(world)
    assert sweep(world)["uploads"] == 0


def test_a_batch_of_which_nothing_ever_came_keeps_its_receipt(world):
    world.sync({"lot-1/_manifest.csv": f"path\n{EACH[0]}/a.pdf\n".encode()})
    world.run()
    lost = lose(world)
    rebuilt(world)
    world.run()

    assert world.receipt("lot-1")["counts"]["missing"] == 1
    assert state(world.register) == state(lost)
    assert "receipts/lot-1/lot-1-r2.json" not in world.outbox.objects


def test_a_manifest_that_is_announced_again_opens_no_closed_batch(world):
    world.sync({"lot-1/_manifest.csv": f"path\n{EACH[0]}/a.pdf\n".encode(), f"lot-1/{EACH[0]}/a.pdf": scan("a")})
    world.run()
    lost = lose(world)
    done = rebuilt(world)
    world.run()

    assert done.announced == 1
    assert state(world.register) == state(lost)
    assert "receipts/lot-1/lot-1-r2.json" not in world.outbox.objects


@pytest.mark.parametrize("damage", [lambda text: text[:40], lambda text: text.replace('"files"', '"flies"'), lambda _: "[]"])
def test_a_batch_whose_receipt_is_damaged_gets_a_new_one_under_the_next_number(world, doubtful, damage):
    key = "receipts/lot-1/lot-1-r1.json"
    whole = json.loads(world.outbox.objects[key])
    world.outbox.objects[key] = damage(world.outbox.objects[key])
    damaged = world.outbox.objects[key]
    lose(world)
    rebuilt(world)
    world.run()

    assert world.outbox.objects[key] == damaged
    assert world.receipt("lot-1", revision=2)["counts"] == whole["counts"]


@pytest.mark.parametrize("records", [1, 1000])
def test_a_line_that_failed_unread_and_was_taken_later_comes_back_as_it_is(world, monkeypatch, records):
    monkeypatch.setattr(module, "_RECORDS", records)
    upload = world.inbox.put(f"lot-1/{EACH[0]}/a.pdf", scan("a"))
    for world.inbox.hidden in (True, False):
        world.queues.announce_uploads([upload])
        world.run()
    lost = lose(world)
    done = rebuilt(world)
    world.run()

    assert len(list(world.vault.records())) == 2, "the older one stays: nothing in the vault is deleted"
    assert (done.lines, done.originals) == (1, 1)
    assert state(world.register) == state(lost)
    assert [line.status for line in state(world.register)["lines"]] == ["filed"]
