"""A second reading in which workers die, calls fail and notices come as they please: it is asked again, and all is as if once."""

import pytest

from tests.faults.test_rebuild import lose, memory
from tests.stage.audit import HISTORIES, Wanted, audit, digest_of
from tests.stage.lambdas import lambdas
from tests.stage.story import JEAN, MARIE
from tests.stage.wire import WorkerKilledError
from tests.world import scan

STALE = 5
"""Minutes until Textract is asked after a notice that did not come: half an hour as it is shipped, in thirty sweeps."""
FILES = {f"lot-1/{JEAN}/a.pdf": scan("a"), f"lot-1/{MARIE}/b.pdf": scan("b")}
CALLS = 20
"""As many as a cold round over one piece makes; a test below sees to it."""
KINDS = ("killed after", "throttled")
"""The SDK asks again where a call is throttled."""
STRUCK = [(call, KINDS[call % 7 == 3]) for call in range(CALLS)]
"""Each call once; `make campaign` strikes each with both kinds."""
ANEW = 60
"""Calls from the command on, each of which may be a worker's last."""
MINISTRYS = """version: "2"
pieces:
- {code: "03.9", fr: Nomination, rn: Urwandiko, en: Appointment, mandatory: always, keep: keep, text: [madame, espérance, est nommée]}
- {code: "99", fr: Interdite, rn: Urupapuro, en: Forbidden, mandatory: never, keep: sealed}
"""


def bring(stage):
    """Have two pieces filed, and another nomenclature in force since."""
    stage.sync(FILES)
    stage.run()
    stage.tools["s3"].put_object(Bucket="ububiko-test-vault", Key="settings/nomenclature.yaml", Body=MINISTRYS.encode())
    stage.forget()


def ask(stage, **wish):
    """Ask round after round, as the command does; a killed process is asked once more."""
    cursor, rounds = None, []
    while True:
        try:
            answer = stage.administer(action="reread", cursor=cursor, **wish)
        except WorkerKilledError:
            continue
        rounds.append(answer)
        cursor = answer["next"]
        if cursor is None:
            stage.run()
            return rounds


def wanted(*more, attempts=1):
    """Tell what it must come to."""
    names = [key.removeprefix("lot-1/") for key in FILES]
    return Wanted(
        batch="lot-1",
        outcomes=[((name,), ["filed"]) for name in names],
        read={digest_of(body) for body in FILES.values()},
        attempts={digest_of(body): attempts for body in FILES.values()},
        histories={name: [*HISTORIES["filed"], *more] for name in names},
    )


def types(stage):
    return {file["type"] for file in stage.receipts("lot-1")[-1]["files"]}


class StrikeOnce:
    """One call goes wrong: the n-th since this was said."""

    def __init__(self, call, kind):
        self._left, self._kind, self.struck = call, kind, False

    def __call__(self, *_):
        self._left -= 1
        if self._left != -1:
            return None
        self.struck = True
        return self._kind


@pytest.mark.parametrize(("call", "kind"), STRUCK)
def test_a_round_that_is_cut_short_at_any_call_is_made_good_by_the_next(call, kind):
    with lambdas(JEAN, MARIE) as stage:
        bring(stage)
        stage.wire.fault = StrikeOnce(call, kind)
        ask(stage, batch="lot-1")
        ask(stage, batch="lot-1")

        audit(stage, wanted("rereading"))
        assert types(stage) == {"03.9"}


def test_a_round_makes_no_more_calls_than_are_struck():
    with lambdas(JEAN, MARIE) as stage:
        bring(stage)
        stage.wire.calls.clear()
        stage.administer(action="reread", batch="lot-1")

        assert len(stage.wire.calls) <= CALLS


@pytest.mark.parametrize("notices", ["first", "after", "twice", "never"])
def test_a_reading_anew_ends_right_however_its_notices_come(notices):
    with lambdas(JEAN, MARIE, stale_minutes=STALE) as stage:
        bring(stage)
        stage.textract.notices = notices
        rounds = ask(stage, batch="lot-1", ocr=True)
        _sweep_until(stage)

        assert sum(each["reading"] for each in rounds) == 2
        audit(stage, wanted("rereading", attempts=2))
        assert types(stage) == {"03.9"}


@pytest.mark.parametrize("call", range(0, ANEW, 6))
def test_a_reading_anew_in_which_a_worker_dies_ends_right(call):
    with lambdas(JEAN, MARIE, at_once=1, stale_minutes=STALE) as stage:
        bring(stage)
        stage.wire.fault = StrikeOnce(call, "killed after")
        ask(stage, batch="lot-1", ocr=True)
        _sweep_until(stage)
        stage.wire.fault = None
        ask(stage, batch="lot-1")

        digests = {digest_of(body) for body in FILES.values()}
        attempts = {stage.known.register.original(digest).attempt for digest in digests}
        assert attempts == {2}
        audit(stage, wanted("rereading", attempts=2))


def test_a_reading_anew_that_fails_changes_nothing():
    with lambdas(JEAN, MARIE, stale_minutes=STALE) as stage:
        bring(stage)
        stage.textract.failing = {3, 4}
        ask(stage, batch="lot-1", ocr=True)
        _sweep_until(stage)

        audit(stage, wanted(attempts=2))
        assert len(stage.receipts("lot-1")) == 1


def test_what_is_rebuilt_after_a_second_reading_is_what_was_lost():
    with lambdas(JEAN, MARIE, stale_minutes=STALE) as stage:
        bring(stage)
        ask(stage, batch="lot-1")
        ask(stage, batch="lot-1", ocr=True)
        _sweep_until(stage)
        before, receipts = memory(stage.known.register, "lot-1"), stage.receipts("lot-1")
        lose(stage)
        stage.rebuild()
        stage.run()

        assert memory(stage.known.register, "lot-1") == before
        assert stage.receipts("lot-1") == receipts
        assert {each["attempt"] for each in before["originals"]} == {2}


def test_a_register_lost_while_something_is_read_anew_stands_on_the_text_that_is_kept():
    with lambdas(JEAN, MARIE, stale_minutes=STALE) as stage:
        bring(stage)
        before = memory(stage.known.register, "lot-1")
        answer = stage.administer(action="reread", batch="lot-1", ocr=True)
        lose(stage)
        stage.rebuild()
        _sweep_until(stage)

        assert answer["reading"] == 1
        assert memory(stage.known.register, "lot-1") == before


def _sweep_until(stage):
    """Let a third of an hour pass, minute by minute: what is asked after is answered, what waits is begun."""
    for _ in range(20):
        stage.wait()
        stage.drain()
    stage.run()
