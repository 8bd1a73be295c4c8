"""Acts that were scanned twice: one of the two stands in the case file, and when it leaves, the other is not forgotten."""

import pytest

from chalicelib.access.casefiles import read_casefile
from chalicelib.administration.rebuild import rebuild
from chalicelib.model.errors import ConflictError
from chalicelib.model.reader import Reader
from chalicelib.processing.filing import file_again
from chalicelib.review.decisions import DecisionRequest, decide
from chalicelib.review.queue import list_queue
from chalicelib.review.sealed import Judgement, judge, list_sealed
from tests.fakes import FakeRegister
from tests.unit.processing.test_outcome import JEAN, MARIE, act_about
from tests.unit.review.desk import ALINE, BOB, bring, code_of, go_back, now, settle
from tests.world import scan

GUARDIAN = Reader(name="gardien", roles=frozenset({"archivist", "guardian"}))
SPELLINGS = ("nommé", "nomme", "nommè")


def copies(world, count=2):
    """Bring the same act several times, each scanned anew."""
    return [
        bring(world, f"lot-{number}/{JEAN.matricule}/{number}.pdf", act_about(JEAN).replace("nommé", SPELLINGS[number]))
        for number in range(count)
    ]


@pytest.fixture
def merged(world):
    """An act, and its second scan, which an archivist has left out for it."""
    kept, twin = copies(world)
    settle(world, twin, "duplicate", duplicate_of=kept.piece)
    return kept, now(world, twin)


def by_guardian(world, piece, decision):
    judge(GUARDIAN, piece.piece, Judgement(edition=now(world, piece).edition, decision=decision, note="vu"), world)
    return now(world, piece)


def in_file(world, servant=JEAN):
    return {each.piece for each in read_casefile(ALINE, servant.matricule, world).pieces.entries}


def queued(world):
    return {each.piece.piece: each.reason for each in list_queue(world).entries}


def test_a_duplicate_waits_for_a_person_again_when_the_one_that_was_kept_is_refused(world, merged):
    kept, twin = merged
    settle(world, kept, "refuse", note="illisible")
    world.run()

    assert queued(world) == {twin.piece: "twin_left"}
    back = now(world, twin)
    assert [(each.matricule, each.name) for each in back.candidates] == [(JEAN.matricule, JEAN.name)]
    assert (back.matricule, back.duplicate_of, back.decided) == (None, None, ())
    assert [(each.type, each.detail) for each in world.register.batch_events(twin.batch)][-1] == ("review", "twin_left")
    assert [file["status"] for file in world.receipt(twin.batch, 2)["files"]] == ["to_review"]
    assert settle(world, twin, matricule=JEAN.matricule).status == "filed"
    assert in_file(world) == {twin.piece}


def test_a_duplicate_of_what_was_moved_may_be_the_new_servants_and_no_roster_says_so(world, merged):
    kept, twin = merged
    settle(world, kept, matricule=MARIE.matricule)

    assert [each.matricule for each in now(world, twin).candidates] == [MARIE.matricule, JEAN.matricule]
    assert file_again(twin.batch, world) == 0
    assert queued(world) == {twin.piece: "twin_left"}


def test_a_duplicate_of_what_was_only_corrected_stays_one(world, merged):
    kept, twin = merged
    settle(world, kept, type="05.1")

    assert now(world, twin) == twin
    assert queued(world) == {}


def test_a_duplicate_of_what_a_guardian_closes_is_closed_and_waits_for_a_guardian(world, merged):
    kept, twin = merged
    by_guardian(world, kept, "seal")
    by_guardian(world, kept, "withdraw")

    assert now(world, twin).status == "sealed_off"
    assert [each.piece for each in list_sealed(GUARDIAN, world).entries] == [twin.piece]
    assert by_guardian(world, twin, "release").reason == "twin_left"


def test_the_third_stands_for_both_when_what_was_kept_is_merged_in_turn(world):
    first, second, third = copies(world, 3)
    settle(world, third, "duplicate", duplicate_of=second.piece)
    settle(world, second, "duplicate", duplicate_of=first.piece)

    assert now(world, third).duplicate_of == first.piece
    assert in_file(world) == {first.piece}
    settle(world, first, "refuse")
    assert queued(world) == dict.fromkeys((second.piece, third.piece), "twin_left")


def test_bytes_that_were_left_out_for_their_like_come_back_when_it_leaves(world):
    body = act_about(JEAN)
    kept = bring(world, f"lot-1/{JEAN.matricule}/a.pdf", body)
    world.sync({"lot-2/divers/b.pdf": scan(f"lot-1/{JEAN.matricule}/a.pdf" + body)})
    world.run()
    (twin,) = (each for each in world.register.pieces_of_original(kept.digest) if each.piece != kept.piece)
    settle(world, kept, matricule=MARIE.matricule)

    assert (twin.status, twin.duplicate_of) == ("duplicate", kept.piece)
    assert queued(world) == {twin.piece: "twin_left"}


def test_a_refusal_that_is_undone_and_a_merge_that_is_undone_leave_both_in_the_file(world, merged):
    kept, twin = merged
    settle(world, kept, "refuse")
    go_back(world, kept)

    assert code_of(go_back, world, twin) == "reread_since"
    assert go_back(world, twin, even_so=True).status == "filed"
    assert in_file(world) == {kept.piece, twin.piece}


def test_what_was_a_duplicate_does_not_become_one_again_of_what_has_left(world, merged):
    kept, twin = merged
    settle(world, twin, matricule=JEAN.matricule)
    settle(world, kept, "refuse")

    assert code_of(go_back, world, twin) == "no_such_twin"
    assert in_file(world) == {twin.piece}


class Meanwhile:
    """A register before which something else happens first, once."""

    def __init__(self, register, call, happens):
        self._register, self._call, self._happens = register, call, happens

    def __getattr__(self, name):
        if name == self._call and self._happens is not None:
            happens, self._happens = self._happens, None
            happens()
        return getattr(self._register, name)


def test_of_two_who_merge_crosswise_one_is_told_and_one_piece_stays(world):
    first, second = copies(world)

    def merge(reader, piece, other):
        decide(
            reader, piece.piece, DecisionRequest(edition=piece.edition, decision="duplicate", duplicate_of=other.piece, fields={}), world
        )

    world.register = Meanwhile(world.register, "settle_piece", lambda: merge(BOB, first, second))
    with pytest.raises(ConflictError):
        merge(ALINE, second, first)

    assert in_file(world) == {second.piece}
    assert (now(world, first).duplicate_of, now(world, second).status) == (second.piece, "filed")
    assert world.vault.record(world.register.line(second.batch, second.line))["piece"]["status"] == "filed"


def test_of_a_merge_and_a_refusal_at_once_nothing_is_lost(world):
    kept, twin = copies(world)

    def refuse():
        decide(BOB, kept.piece, DecisionRequest(edition=kept.edition, decision="refuse", fields={}), world)

    world.register = Meanwhile(world.register, "settle_piece", refuse)
    with pytest.raises(ConflictError):
        decide(ALINE, twin.piece, DecisionRequest(edition=twin.edition, decision="duplicate", duplicate_of=kept.piece, fields={}), world)

    assert in_file(world) == {twin.piece}


def killed():
    raise ConnectionError("killed")


def test_the_sweep_brings_back_what_a_worker_that_died_has_left(world, merged):
    kept, twin = merged
    world.register = Meanwhile(world.register, "duplicates_of", killed)
    with pytest.raises(ConnectionError):
        settle(world, kept, "refuse")
    before = now(world, twin).status
    world.clock.pause(180)
    world.run()

    assert before == "duplicate"
    assert queued(world) == {twin.piece: "twin_left"}
    assert list(world.register.find_orphaning_pieces(world.clock.now())) == []


def test_a_rebuilt_register_brings_back_what_was_left(world, merged):
    kept, twin = merged
    world.register = Meanwhile(world.register, "duplicates_of", killed)
    with pytest.raises(ConnectionError):
        settle(world, kept, "refuse")
    world.register = FakeRegister()
    world.put_in_force(JEAN.matricule, MARIE.matricule)
    rebuild(world)

    assert queued(world) == {twin.piece: "twin_left"}
