"""What archivists decided instead of what was proposed, kept as examples to measure readings against."""

import json
from datetime import timedelta

import pytest

from chalicelib.model.errors import PermanentError
from chalicelib.review.corrections import export_corrections, find_corrections
from tests.unit.processing.test_outcome import JEAN, MARIE, act_about
from tests.unit.review.desk import bring, go_back, settle
from tests.unit.review.test_sealed import FORBIDDEN, judged


def test_corrections_are_kept_as_examples_of_what_was_proposed_and_what_was_right(world, doubtful):
    settle(world, doubtful, matricule=MARIE.matricule, type="05.1")
    undone = bring(world, f"lot-2/{JEAN.matricule}/b.pdf", act_about(JEAN))
    settle(world, undone, type="05.1")
    go_back(world, undone)
    day = world.clock.now().date()
    (example,) = find_corrections(world, day - timedelta(days=1), day)

    assert example.digest == doubtful.digest
    assert (example.proposed.matricule, example.decided.matricule) == (None, MARIE.matricule)
    assert (example.proposed.type, example.decided.type) == ("03.1", "05.1")


def test_corrections_are_exported_a_line_of_json_each(world, doubtful):
    settle(world, doubtful, matricule=MARIE.matricule, type="05.1")
    day = world.clock.now().date()
    done = export_corrections(world, day, day)

    assert (done.corrections, done.report) == (1, f"reports/corrections/{day}_{day}.jsonl")
    (line,) = world.outbox.objects[done.report].splitlines()
    assert json.loads(line)["decided"] == {
        "status": "filed",
        "reason": None,
        "matricule": MARIE.matricule,
        "type": "05.1",
        "fields": json.loads(line)["proposed"]["fields"],
        "duplicate_of": None,
    }


@pytest.mark.parametrize("days", [-1, 367])
def test_days_in_the_wrong_order_and_more_than_a_year_are_refused(world, days):
    day = world.clock.now().date()
    with pytest.raises(PermanentError, match="bad_day"):
        export_corrections(world, day, day + timedelta(days=days))


def test_nothing_of_a_piece_that_was_ever_sealed_is_an_example(world):
    shut = bring(world, f"lot-1/{JEAN.matricule}/fiche.pdf", FORBIDDEN)
    piece = judged(world, shut, "release")
    settle(world, piece, type="05.1")
    day = world.clock.now().date()

    assert list(find_corrections(world, day - timedelta(days=1), day)) == []
