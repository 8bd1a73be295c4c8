"""A dossier is divided while calls to AWS go wrong: it ends with each of its pieces once, in register, vault and receipt."""

import hashlib

import pytest

from tests.faults.plans import KINDS, StrikeEach
from tests.stage.lambdas import lambdas
from tests.unit.processing.test_division import proposal
from tests.world import scan_of

JEAN = "123456"
BODY = scan_of(4)
DIGEST = hashlib.sha256(BODY).hexdigest()
LONGEST = 70
"""As many calls as any invocation makes for the dossier; a test below sees to it."""
EVERY = 8
"""Of these calls, each of which one is struck here; `make campaign` strikes all, with every kind."""


def bring(stage):
    """Bring a dossier of four pages and two pieces."""
    stage.known.vault.keep_segmentation(DIGEST, proposal(4, (3,)))
    stage.sync({f"lot-1/{JEAN}/dossier.pdf": BODY})
    stage.run()


def check(stage):
    """See that the dossier is divided once, and that all tell the same of it."""
    lines = list(stage.known.register.lines("lot-1"))
    pieces = {piece.pages: piece for piece in stage.known.register.pieces_of_original(DIGEST)}
    records = [record for _, record in stage.known.vault.records()]
    (file,) = stage.receipts("lot-1")[-1]["files"]

    assert {pages: piece.status for pages, piece in pieces.items()} == {(): "divided", (1, 2): "filed", (3, 4): "filed"}
    assert {line.part: line.status for line in lines} == {(): "filed", (1, 2): "filed", (3, 4): "filed"}
    assert sorted(tuple(record["line"]["part"]) for record in records) == [(), (1, 2), (3, 4)]
    assert {tuple(record["line"]["part"]): record["piece"]["status"] for record in records} == {
        pages: piece.status for pages, piece in pieces.items()
    }
    assert (file["status"], [piece["range"] for piece in file["pieces"]]) == ("filed", ["1-2", "3-4"])
    tally = stage.known.register.batch("lot-1")[1]
    assert (tally.lines, tally.counts["filed"], tally.pages, tally.waiting) == (1, 1, 4, 0)
    assert stage.dead_letters() == {}
    assert stage.known.register.find_unfinished_divisions(stage.clock.now()) == []


def strike(call, kinds):
    """Let a call of each invocation go wrong, and see how it ends."""
    with lambdas(JEAN, at_once=1) as stage:
        stage.wire.fault = StrikeEach(stage=stage, call=call, kinds=kinds)
        bring(stage)
        stage.wire.fault = None
        stage.clock.pause(1_860)
        stage.run()
        check(stage)


@pytest.mark.parametrize("call", range(0, LONGEST, EVERY))
def test_whichever_call_goes_wrong_the_dossier_is_divided_once(call):
    kinds = KINDS if call == 0 else KINDS[1:]
    strike(call, (*kinds[call % len(kinds) :], *kinds[: call % len(kinds)]))


def test_no_lambda_makes_more_calls_for_the_dossier_than_are_struck():
    with lambdas(JEAN, at_once=1) as stage:
        calls = {}

        def count(*_):
            number = stage.now_running.number
            calls[number] = calls.get(number, 0) + 1

        stage.wire.fault = count
        bring(stage)

        assert LONGEST - 8 <= max(calls.values()) <= LONGEST
