"""Every call to AWS goes wrong once: the worker dies before or after it, its reply is lost, it is throttled, or it breaks."""

import pytest

from tests.faults.plans import KINDS, StrikeEach, StrikeSome
from tests.faults.shuffled import chance
from tests.stage.audit import Wanted, audit, digest_of
from tests.stage.lambdas import lambdas
from tests.stage.story import JEAN, MARIE, ODD, first_files, play, wanted
from tests.world import scan

LONGEST = 46
"""As many calls as any invocation makes for one message, and what it reads again when the machine is slow; a test below sees to it."""
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
STRUCK = [(0, (BEFORE,)), *[(call, (*AFTER[call % 4 :], *AFTER[: call % 4])) for call in range(LONGEST)]]
"""Each call once, its kinds in turn, message after message; `make campaign` strikes each with every kind.

To die before a call is to die after the one before it: only the first call has a before of its own.
"""


@pytest.mark.parametrize(("call", "kinds"), STRUCK)
def test_whichever_call_of_a_lambda_goes_wrong_the_batch_ends_right(call, kinds):
    with lambdas(JEAN, MARIE, at_once=1) as stage:
        stage.wire.fault = plan = StrikeEach(stage=stage, call=call, kinds=kinds)
        short_story(stage)

        audit(stage, wanted_of_short_story())
        assert not broken(stage)
        assert plan.strikes or call >= LONGEST - 6


def test_no_lambda_makes_more_calls_for_a_message_than_are_struck():
    with lambdas(JEAN, MARIE, at_once=1) as stage:
        calls = {}

        def count(*_):
            number = stage.now_running.number
            calls[number] = calls.get(number, 0) + 1

        stage.wire.fault = count
        play(stage)

        assert max(calls.values()) <= LONGEST


@pytest.mark.parametrize("seed", range(2))
def test_faults_at_random_in_full_batches_of_messages_change_nothing(seed):
    with lambdas(JEAN, MARIE) as stage:
        stage.wire.fault = StrikeSome(stage=stage, random=chance(seed), share=0.06)
        play(stage)

        audit(stage, wanted())
        assert not broken(stage)
