"""Acts that were scanned twice: one of the two stands in the case file, and when it leaves, the other is not forgotten."""

import hashlib

import pytest

from chalicelib.access.casefiles import read_casefile
from chalicelib.model.errors import ConflictError
from chalicelib.model.reader import Reader
from chalicelib.processing.filing import file_again
from chalicelib.review.decisions import DecisionRequest, decide
from chalicelib.review.sealed import Judgement, judge, list_sealed
from tests.fakes import FakeRegister
from tests.unit.processing.test_outcome import JEAN, MARIE, act_about
from tests.unit.review.desk import ALINE, BOB, bring, code_of, go_back, now, queued, settle
from tests.world import rebuilt, scan

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


def reasons(world):
    return {each.piece.piece: each.reason for each in queued(world).entries}


def test_a_duplicate_waits_for_a_person_again_when_the_one_that_was_kept_is_refused(world, merged):
    kept, twin = merged
    settle(world, kept, "refuse", note="illisible")
    world.run()

    assert reasons(world) == {twin.piece: "twin_left"}
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
    assert reasons(world) == {twin.piece: "twin_left"}


def test_a_duplicate_of_what_was_only_corrected_stays_one(world, merged):
    kept, twin = merged
    settle(world, kept, type="05.1")

    assert now(world, twin) == twin
    assert reasons(world) == {}


def test_a_duplicate_of_what_a_guardian_closes_is_closed_and_waits_for_a_guardian(world, merged):
    kept, twin = merged
    by_guardian(world, kept, "seal")
    by_guardian(world, kept, "withdraw")

    assert now(world, twin).status == "sealed_off"
    assert [each.piece.piece for each in list_sealed(GUARDIAN, world).entries] == [twin.piece]
    assert by_guardian(world, twin, "release").reason == "twin_left"


def test_the_third_stands_for_both_when_what_was_kept_is_merged_in_turn(world):
    first, second, third = copies(world, 3)
    settle(world, third, "duplicate", duplicate_of=second.piece)
    settle(world, second, "duplicate", duplicate_of=first.piece)

    assert now(world, third).duplicate_of == first.piece
    assert in_file(world) == {first.piece}
    settle(world, first, "refuse")
    assert reasons(world) == dict.fromkeys((second.piece, third.piece), "twin_left")


def test_bytes_that_were_left_out_for_their_like_come_back_when_it_leaves(world):
    body = act_about(JEAN)
    kept = bring(world, f"lot-1/{JEAN.matricule}/a.pdf", body)
    world.sync({"lot-2/divers/b.pdf": scan(f"lot-1/{JEAN.matricule}/a.pdf" + body)})
    world.run()
    (twin,) = (each for each in world.register.pieces_of_original(kept.digest) if each.piece != kept.piece)
    settle(world, kept, matricule=MARIE.matricule)

    assert (twin.status, twin.duplicate_of) == ("duplicate", kept.piece)
    assert reasons(world) == {twin.piece: "twin_left"}


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
    assert reasons(world) == {twin.piece: "twin_left"}
    assert list(world.register.find_orphaning_pieces(world.clock.now())) == []


def test_a_rebuilt_register_brings_back_what_was_left(world, merged):
    kept, twin = merged
    world.register = Meanwhile(world.register, "duplicates_of", killed)
    with pytest.raises(ConnectionError):
        settle(world, kept, "refuse")
    world.register = FakeRegister()
    world.put_in_force(JEAN.matricule, MARIE.matricule)
    rebuilt(world)

    assert reasons(world) == {twin.piece: "twin_left"}


def send_again(world, piece, key, body):
    """Send the bytes of a piece again, under another key; give the receipt's line, and the new piece."""
    world.sync({key: scan(f"{piece.batch}/{JEAN.matricule}/a.pdf" + body)})
    world.run()
    batch = key.partition("/")[0]
    revision = world.register.batch(batch)[0].revision
    (entry,) = (each for each in world.receipt(batch, revision)["files"] if each["key"] == key)
    return entry, world.register.piece(entry["piece"]) if entry["piece"] else None


@pytest.fixture
def act(world):
    """An act of Jean's, filed."""
    return bring(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(JEAN))


@pytest.mark.parametrize("key", [f"lot-2/{JEAN.matricule}/a.pdf", f"lot-1/{JEAN.matricule}/encore.pdf", "lot-2/divers/a.pdf"])
def test_bytes_that_an_archivist_refused_are_looked_at_again_and_are_no_duplicate(world, act, key):
    settle(world, act, "refuse", note="illisible")
    entry, piece = send_again(world, act, key, act_about(JEAN))

    assert (entry["status"], entry["reason"], entry["duplicate_of"]) == ("to_review", "refused_before", None)
    assert settle(world, piece, matricule=JEAN.matricule).status == "filed"
    assert in_file(world) == {piece.piece}


def test_bytes_refused_twice_are_looked_at_a_third_time(world, act):
    settle(world, act, "refuse")
    for number in (2, 3):
        entry, piece = send_again(world, act, f"lot-{number}/{JEAN.matricule}/a.pdf", act_about(JEAN))
        settle(world, piece, "refuse")

        assert (entry["status"], entry["reason"]) == ("to_review", "refused_before")


def test_bytes_that_an_archivist_moved_to_another_servant_are_looked_at_when_their_old_folder_comes_again(world, act):
    settle(world, act, matricule=MARIE.matricule)
    entry, piece = send_again(world, act, f"lot-2/{JEAN.matricule}/a.pdf", act_about(JEAN))

    assert (entry["status"], entry["reason"], entry["duplicate_of"]) == ("to_review", "moved_before", None)
    assert [each.matricule for each in piece.candidates] == [JEAN.matricule, MARIE.matricule]


def test_bytes_that_a_guardian_withdrew_or_sealed_wait_for_a_guardian_when_they_come_again(world, act):
    by_guardian(world, act, "seal")
    sealed, _ = send_again(world, act, f"lot-2/{JEAN.matricule}/a.pdf", act_about(JEAN))
    by_guardian(world, act, "withdraw")
    withdrawn, piece = send_again(world, act, f"lot-3/{JEAN.matricule}/a.pdf", act_about(JEAN))

    assert [(each["status"], each["reason"], each["duplicate_of"]) for each in (sealed, withdrawn)] == [
        ("to_review", "sealed_off", None)
    ] * 2
    assert (piece.status, piece.fields) == ("sealed_off", ())


def test_bytes_that_wait_for_review_wait_twice_until_one_of_them_is_filed(world):
    first = bring(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(MARIE))
    entry, second = send_again(world, first, f"lot-2/{JEAN.matricule}/a.pdf", act_about(MARIE))
    settle(world, first, matricule=MARIE.matricule)
    third, _ = send_again(world, first, f"lot-3/{MARIE.matricule}/a.pdf", act_about(MARIE))

    assert (entry["status"], entry["reason"]) == ("to_review", "conflicting_text")
    assert (now(world, second).status, third["status"], third["duplicate_of"]) == ("to_review", "duplicate", first.piece)


def test_the_same_bytes_twice_in_one_batch_whose_text_speaks_of_another_are_both_to_review(world):
    text = act_about(MARIE)
    body = scan(text)
    world.ocr.texts[hashlib.sha256(body).hexdigest()] = text
    world.sync({f"lot-1/{JEAN.matricule}/{name}.pdf": body for name in "ab"})
    world.run()

    assert [file["status"] for file in world.receipt("lot-1")["files"]] == ["to_review", "to_review"]
    assert len(world.ocr.started) == 1


def test_bytes_of_a_scan_that_was_merged_are_a_duplicate_of_what_stands_for_it(world, merged):
    kept, _ = merged
    world.sync({f"lot-9/{JEAN.matricule}/b.pdf": scan(f"lot-1/{JEAN.matricule}/1.pdf" + act_about(JEAN).replace("nommé", SPELLINGS[1]))})
    world.run()

    assert [(file["status"], file["duplicate_of"]) for file in world.receipt("lot-9")["files"]] == [("duplicate", kept.piece)]


def test_bytes_whose_reading_failed_are_read_again_and_filed_once(world):
    world.ocr.failing = 3
    body = scan("a")
    world.sync({f"lot-1/{JEAN.matricule}/a.pdf": body})
    world.run()
    world.sync({f"lot-2/{JEAN.matricule}/b.pdf": body})
    world.run()

    last = world.receipt("lot-1", 2)["files"] + world.receipt("lot-2")["files"]
    assert sorted(file["status"] for file in last) == ["duplicate", "filed"]
    assert {file["duplicate_of"] for file in last} - {None} == {file["piece"] for file in last if file["status"] == "filed"}
