"""The register written again from the vault: every decision is known, and nothing is read a second time."""

from chalicelib.administration.rebuild import rebuild
from tests.fakes import FakeRegister
from tests.unit.processing.test_outcome import JEAN, MARIE, act_about
from tests.unit.review.conftest import doubtful as doubtful  # noqa: PLC0414 - a fixture
from tests.unit.review.conftest import world as world  # noqa: PLC0414 - a fixture
from tests.unit.review.desk import bring, go_back, settle


def test_a_register_rebuilt_from_the_vault_knows_every_decision(world, doubtful):
    other = bring(world, f"lot-2/{JEAN.matricule}/b.pdf", act_about(JEAN))
    settle(world, doubtful, matricule=MARIE.matricule, type="05.1", fields={"grade": "A1"}, note="vu")
    settle(world, other, "refuse")
    go_back(world, other)
    world.run()
    lost = world.register
    world.register = FakeRegister()
    world.put_in_force(JEAN.matricule, MARIE.matricule)
    rebuild(world)

    for piece in (doubtful, other):
        assert world.register.piece(piece.piece) == lost.piece(piece.piece)
        assert world.register.decisions(piece.piece, limit=9) == lost.decisions(piece.piece, limit=9)
        assert world.register.line(piece.batch, piece.line) == lost.line(piece.batch, piece.line)
        assert list(world.register.batch_events(piece.batch)) == list(lost.batch_events(piece.batch))


def test_what_was_written_again_is_counted_and_nothing_is_read_a_second_time(world, doubtful):
    read = len(world.ocr.started)
    world.register = FakeRegister()
    world.put_in_force(JEAN.matricule, MARIE.matricule)
    done = rebuild(world)
    world.run()

    assert (done.lines, done.originals, done.pieces, done.batches, done.announced) == (1, 1, 1, 1, 0)
    assert world.register.piece(doubtful.piece) == doubtful
    assert len(world.ocr.started) == read


def test_a_rebuild_over_a_whole_register_changes_nothing(world, doubtful):
    rebuild(world)
    world.run()

    assert world.register.piece(doubtful.piece) == doubtful
    assert "receipts/lot-1/lot-1-r2.json" not in world.outbox.objects
