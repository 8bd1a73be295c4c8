"""The register is lost and written again from the buckets alone: rebuilt equals lost."""

from contextlib import suppress

import pytest

from chalicelib.model.codec import to_plain
from tests.faults.shuffled import chance
from tests.stage import TABLE
from tests.stage.account import make_table
from tests.stage.audit import audit
from tests.stage.lambdas import lambdas
from tests.stage.story import JEAN, MARIE, first_files, play, second_files, wanted
from tests.stage.wire import WorkerKilledError
from tests.world import scan


@pytest.fixture
def stage():
    with lambdas(JEAN, MARIE) as stage:
        yield stage


def memory(register, *batches):
    """Write down all that a register knows of some batches."""
    lines = {name: sorted(register.lines(name), key=lambda line: line.line) for name in batches}
    digests = sorted({line.digest for each in lines.values() for line in each if line.piece})
    return {
        "batches": {name: [to_plain(each) for each in register.batch(name)] for name in batches},
        "lines": {name: [to_plain(line) for line in each] for name, each in lines.items()},
        "arrivals": {name: dict(register.arrivals(name)) for name in batches},
        "journals": {name: [to_plain(event) for event in register.batch_events(name)] for name in batches},
        "originals": [_without_job(to_plain(register.original(digest))) for digest in digests],
        "pieces": [sorted((to_plain(piece) for piece in register.pieces_of_original(digest)), key=str) for digest in digests],
        "open": list(register.open_batches()),
        "roster": to_plain(register.roster_pointer()),
        "servants": [to_plain(servant) for servant in register.find_servants("g1", JEAN)],
    }


def _without_job(original):
    """Leave out what only Textract knew, and nobody asks for once a reading has ended."""
    return {name: value for name, value in original.items() if name not in {"job", "started_at"}}


def items_of(stage):
    """Copy the whole table, as a point in time is restored."""
    pages = stage.tools["dynamodb"].get_paginator("scan").paginate(TableName=TABLE)
    return [item for page in pages for item in page["Items"]]


def lose(stage):
    """Lose the whole table, and the workers that remembered it."""
    stage.tools["dynamodb"].delete_table(TableName=TABLE)
    make_table(stage.tools["dynamodb"])
    stage.forget()


def test_what_is_rebuilt_is_what_was_lost(stage):
    play(stage)
    stage.sync({f"lot-2/{MARIE}/diplôme.pdf": scan("diplôme"), f"lot-2/{JEAN}/vide.pdf": b""})
    stage.run()
    before = memory(stage.known.register, "lot-1", "lot-2")
    receipts, jobs = stage.receipts("lot-1") + stage.receipts("lot-2"), stage.jobs()
    lose(stage)
    answer = stage.rebuild()
    stage.run()

    assert answer["ok"]
    assert memory(stage.known.register, "lot-1", "lot-2") == before
    assert stage.receipts("lot-1") + stage.receipts("lot-2") == receipts
    assert stage.jobs() == jobs


def test_what_had_failed_before_the_loss_is_really_read_again_after_it(stage):
    stage.textract.failing = {1, 2, 3}
    stage.sync({f"lot-1/{JEAN}/a.pdf": scan("a")})
    stage.run()
    before = memory(stage.known.register, "lot-1")
    lose(stage)
    stage.rebuild()
    stage.run()

    assert memory(stage.known.register, "lot-1") == before
    stage.administer(action="retry", batch="lot-1")
    stage.run()

    assert stage.receipts("lot-1")[-1]["counts"]["filed"] == 1
    assert len(stage.jobs()) == 4


def test_a_rebuild_over_a_sound_register_changes_nothing(stage):
    play(stage)
    before = memory(stage.known.register, "lot-1")
    stage.rebuild()
    stage.run()

    assert memory(stage.known.register, "lot-1") == before


def test_an_older_register_learns_from_the_buckets_what_came_after_it(stage):
    stage.sync(first_files())
    stage.run()
    older = items_of(stage)
    stage.sync({f"lot-2/{MARIE}/diplôme.pdf": scan("diplôme"), f"lot-2/{JEAN}/vide.pdf": b""})
    stage.run()
    before = memory(stage.known.register, "lot-1", "lot-2")
    receipts, jobs = stage.receipts("lot-1") + stage.receipts("lot-2"), stage.jobs()
    lose(stage)
    for item in older:
        stage.tools["dynamodb"].put_item(TableName=TABLE, Item=item)
    stage.rebuild()
    stage.run()

    assert memory(stage.known.register, "lot-1", "lot-2") == before
    assert stage.receipts("lot-1") + stage.receipts("lot-2") == receipts
    assert stage.jobs() == jobs


@pytest.mark.parametrize("calls", [5, 9])
def test_a_rebuild_whose_lambda_is_killed_again_and_again_ends_like_any_other(stage, calls):
    stage.sync(first_files())
    stage.run()
    before, receipts, jobs = memory(stage.known.register, "lot-1"), stage.receipts("lot-1"), stage.jobs()
    lose(stage)
    left, killed, answer = calls, 0, {"next": ""}

    def kill(*_):
        nonlocal left
        left -= 1
        return None if left else "killed after"

    stage.wire.fault = kill
    while answer["next"] is not None:
        with suppress(WorkerKilledError):
            answer = stage.administer(action="rebuild")
        if left <= 0:
            killed += 1
            left = calls + killed  # another call is the last
    stage.wire.fault = None
    stage.run()

    assert killed > 2
    assert memory(stage.known.register, "lot-1") == before
    assert (stage.receipts("lot-1"), stage.jobs()) == (receipts, jobs)


@pytest.mark.parametrize("seed", range(2))
def test_a_register_lost_in_mid_batch_is_rebuilt_and_the_batch_ends_right(seed):
    with lambdas(JEAN, MARIE, at_once=1) as stage:
        steps = chance(seed).randrange(60)

        def lose_it(*_):
            nonlocal steps
            steps -= 1
            return "killed before" if steps < 0 else None

        stage.announce(stage.sync(first_files(), announce=False) + stage.sync(second_files(), announce=False))
        stage.wire.fault = lose_it
        while steps >= 0:
            stage.drain()
            stage.wait()
        stage.wire.fault = None
        for queue in stage.queues.waiting.values():
            queue.clear()
        lose(stage)
        stage.rebuild()
        stage.run()

        audit(stage, wanted())
