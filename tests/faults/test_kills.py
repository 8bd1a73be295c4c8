"""Every call to AWS goes wrong once: the worker dies before or after it, its reply is lost, it is throttled, or it breaks."""

from collections import Counter

import pytest

from tests.faults.plans import KINDS, StrikeEach, StrikeSome
from tests.faults.shuffled import chance
from tests.stage.audit import Wanted, audit, digest_of
from tests.stage.lambdas import lambdas
from tests.stage.story import JEAN, MARIE, ODD, first_files, play, wanted
from tests.world import scan

MESSAGE_CALLS, SWEEP_CALLS = 24, 75
"""As many calls as any invocation makes for one message, 20, and as a sweep makes, 69, with what they read again when the machine is
slow; a test below sees to it.
"""
LEFT_TO_THE_WHOLE_STORY = (f"lot-1/{JEAN}/fiche.pdf", "lot-1/999999/acte.pdf")


def short_story(stage):
    """Bring one new scan, its duplicate, its second filing, a refused file and a born-digital one."""
    stage.sync({key: body for key, body in first_files().items() if key not in LEFT_TO_THE_WHOLE_STORY})
    stage.run()


def wanted_of_short_story():
    """Tell what it must come to."""
    outcomes = [
        ((f"{JEAN}/nomination.pdf", f"{JEAN}/copie.pdf"), ["filed", "duplicate"]),
        ((f"{MARIE}/circulaire.pdf",), ["filed"]),
        ((f"{JEAN}/notes.pdf",), ["refused"]),
        ((ODD,), ["filed"]),
    ]
    return Wanted(batch="lot-1", outcomes=outcomes, read={digest_of(scan("nomination"))})


def broken(stage):
    """Tell what escaped a handler without being meant to."""
    return [line for line in stage.log.getvalue().splitlines() if '"broken"' in line]


BEFORE, *AFTER = KINDS
TURNS = [(*AFTER[first:], *AFTER[:first]) for first in range(len(AFTER))]
STRUCK = [(0, (BEFORE,)), *[(call, TURNS[call % len(TURNS)]) for call in range(MESSAGE_CALLS)]]
"""Each call once, its kinds in turn, message after message; `make campaign` strikes each with every kind.

To die before a call is to die after the one before it: only the first call has a before of its own.
"""
STRUCK_IN_SWEEPS = [(call, TURNS[call % len(TURNS)]) for call in range(MESSAGE_CALLS, SWEEP_CALLS)]
"""Calls that only a sweep gets to; the others of it are struck with those of messages."""


@pytest.mark.parametrize(("call", "kinds"), STRUCK)
def test_whichever_call_of_a_lambda_goes_wrong_the_batch_ends_right(call, kinds):
    with lambdas(JEAN, MARIE, at_once=1) as stage:
        stage.wire.fault = plan = StrikeEach(stage=stage, call=call, kinds=kinds)
        short_story(stage)

        audit(stage, wanted_of_short_story())
        assert not broken(stage)
        assert {strike[0] for strike in plan.strikes} - {"sweep"} or call >= MESSAGE_CALLS - 6


@pytest.mark.parametrize(("call", "kinds"), STRUCK_IN_SWEEPS)
def test_whichever_call_of_a_sweep_goes_wrong_a_batch_of_one_scan_ends_right(call, kinds):
    with lambdas(JEAN, MARIE, at_once=1) as stage:
        stage.wire.fault = plan = StrikeEach(stage=stage, call=call, kinds=kinds)
        stage.sync({f"lot-1/{JEAN}/nomination.pdf": scan("nomination")})
        stage.run()

        read = {digest_of(scan("nomination"))}
        audit(stage, Wanted(batch="lot-1", outcomes=[((f"{JEAN}/nomination.pdf",), ["filed"])], read=read))
        assert not broken(stage)
        assert plan.strikes or call >= SWEEP_CALLS - 10


def test_no_lambda_makes_more_calls_for_a_message_and_no_sweep_more_than_are_struck():
    with lambdas(JEAN, MARIE, at_once=1) as stage:
        calls = Counter()
        stage.wire.fault = lambda *_: calls.update([(stage.now_running.name == "sweep", stage.now_running.number)])
        play(stage)

        assert max(count for (is_sweep, _), count in calls.items() if not is_sweep) <= MESSAGE_CALLS
        assert max(count for (is_sweep, _), count in calls.items() if is_sweep) <= SWEEP_CALLS


@pytest.mark.parametrize("seed", range(2))
def test_faults_at_random_in_full_batches_of_messages_change_nothing(seed):
    with lambdas(JEAN, MARIE) as stage:
        stage.wire.fault = StrikeSome(stage=stage, random=chance(seed), share=0.06)
        play(stage)

        audit(stage, wanted())
        assert not broken(stage)
