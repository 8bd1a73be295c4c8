"""What waits for each reader, in numbers."""

from chalicelib.model.reader import Reader
from chalicelib.model.review_queue import Count
from chalicelib.review.waiting import Waiting, count_waiting
from tests.unit.processing.test_outcome import JEAN, MARIE
from tests.unit.review.desk import ALINE, BOB, LETTER, bring, go_back, settle

SEALED = f"Fiche individuelle\nMatricule : {JEAN.matricule}\nEthnie : Hutu"
GUARDIAN = Reader(name="gaston", roles=frozenset({"guardian"}))


def none_of(number):
    return Count(number=number, more=False)


def test_each_reader_is_told_the_numbers_of_their_own_queue_alone(world, doubtful):
    bring(world, f"lot-2/{JEAN.matricule}/fiche.pdf", SEALED)

    assert count_waiting(ALINE, world) == Waiting(review=none_of(1), reports=none_of(0), sealed=None, decided_today=0)
    assert count_waiting(GUARDIAN, world) == Waiting(sealed=none_of(1))
    for role in ("servant", "auditor", "director"):
        assert count_waiting(Reader(name="x", matricule=JEAN.matricule, roles=frozenset({role})), world) == Waiting()


def test_the_decisions_of_the_day_are_the_readers_own_and_an_undone_one_does_not_count(world, doubtful):
    letter = bring(world, "lot-2/divers/lettre.pdf", LETTER)
    settle(world, doubtful, matricule=MARIE.matricule)
    settle(world, letter, "refuse", reader=BOB)

    assert (count_waiting(ALINE, world).decided_today, count_waiting(BOB, world).decided_today) == (1, 1)
    go_back(world, doubtful)
    assert count_waiting(ALINE, world).decided_today == 0
    settle(world, doubtful, matricule=MARIE.matricule)
    world.clock.pause(24 * 3600)
    assert count_waiting(ALINE, world).decided_today == 0
