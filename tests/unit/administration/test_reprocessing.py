"""What has been read is looked at again, as an administrator would tell it."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.administration.reprocessing import ReprocessingRequest, reprocess
from chalicelib.model.errors import PermanentError
from chalicelib.model.servant import Servant
from chalicelib.processing.filing import file_again
from tests.unit.processing.test_outcome import JEAN, MARIE, act_about, bring
from tests.world import World, scan


@pytest.fixture
def world():
    world = World(JEAN.matricule, MARIE.matricule)
    world.register.put_servants("g1", [JEAN, MARIE])
    world.register.put_name_index([JEAN, MARIE])
    return world


def ask(world, *, minutes=10, **wish):
    """Ask for a second reading, and let everything come to rest."""
    done = reprocess(ReprocessingRequest(**wish), world, until=world.clock.now() + timedelta(minutes=minutes))
    world.run()
    return done


def say_instead(world, piece, text):
    """Have Textract read something else on the same paper from now on."""
    world.ocr.texts[piece.digest] = text


def put_another_nomenclature_in_force(world):
    """Every order of nomination is now of type 03.9."""
    types = tuple(replace(each, code="03.9") if each.code == "03.1" else each for each in world.nomenclature.types)
    world.nomenclature = replace(world.nomenclature, version="2", types=types)


def state(world):
    """Write down everything that a second reading may change."""
    return (
        sorted(map(str, world.register.every_piece())),
        list(world.register.batch_events("lot-1")),
        sorted(world.outbox.objects),
        sorted(map(str, world.vault.records())),
    )


def test_a_piece_that_stays_as_it_is_leaves_no_trace(world):
    bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))
    before = state(world)
    done = ask(world, batch="lot-1")

    assert (done.seen, done.changed, done.next) == (1, 0, None)
    assert state(world) == before


def test_a_new_nomenclature_types_what_was_read_before_it_and_the_batch_has_a_new_receipt(world):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))
    put_another_nomenclature_in_force(world)
    done = ask(world, type="03.1")
    now = world.register.piece(piece.piece)

    assert (done.seen, done.changed, done.to_review, done.sealed) == (1, 1, 0, 0)
    assert (now.type, now.status, now.matricule, now.edition) == ("03.9", "filed", JEAN.matricule, piece.edition + 1)
    assert world.receipt("lot-1", 2)["files"][0]["type"] == "03.9"
    assert [event.type for event in world.register.batch_events("lot-1")] == ["ingestion", "filing", "rereading"]
    assert world.ocr.started == [piece.digest]


def test_a_dry_run_tells_what_would_change_and_changes_nothing(world):
    bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))
    put_another_nomenclature_in_force(world)
    before = state(world)
    told = ask(world, batch="lot-1", dry=True)
    costs = ask(world, batch="lot-1", dry=True, ocr=True)

    assert (told.seen, told.changed) == (1, 1)
    assert (costs.reading, costs.pages, costs.changed) == (1, 1, 0)
    assert state(world) == before


def test_a_piece_is_never_moved_silently_to_another_case_file(world):
    _, piece = bring(world, "divers/scan.pdf", act_about(JEAN))
    say_instead(world, piece, act_about(MARIE))
    ask(world, piece=piece.piece, ocr=True)
    now = world.register.piece(piece.piece)

    assert (piece.status, piece.matricule) == ("filed", JEAN.matricule)
    assert (now.status, now.reason, now.matricule) == ("to_review", "doubted", None)
    assert {each.matricule for each in now.candidates} == {JEAN.matricule, MARIE.matricule}
    assert not world.register.casefile_pieces(JEAN.matricule, after=None, limit=10)
    assert not world.register.casefile_pieces(MARIE.matricule, after=None, limit=10)


def test_a_piece_that_was_doubted_waits_for_a_person_however_often_it_is_read(world):
    _, piece = bring(world, "divers/scan.pdf", act_about(JEAN))
    say_instead(world, piece, act_about(MARIE))
    ask(world, piece=piece.piece, ocr=True)
    again = ask(world, batch="lot-1")
    filed = file_again("lot-1", world)

    assert (again.seen, again.changed, filed) == (1, 0, 0)
    assert world.register.piece(piece.piece).reason == "doubted"


def test_a_piece_that_now_says_what_must_not_be_known_is_sealed_off(world):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))
    say_instead(world, piece, act_about(JEAN) + "Ethnie : Hutu\n")
    ask(world, piece=piece.piece, ocr=True)
    now = world.register.piece(piece.piece)

    assert (now.status, now.type, now.fields, now.evidence) == ("sealed_off", "99", (), ())
    assert world.outcomes("lot-1", 2) == {f"{JEAN.matricule}/a.pdf": "to_review"}


def test_what_is_sealed_off_is_opened_by_no_reading(world):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN) + "Ethnie : Hutu\n")
    say_instead(world, piece, act_about(JEAN))
    anew = ask(world, batch="lot-1", ocr=True)
    world.vault.keep_transcript(piece.digest, replace(world.vault.transcript(piece.digest), pages=()))
    kept = ask(world, batch="lot-1")

    assert (anew.seen, anew.reading, kept.seen, kept.changed) == (1, 0, 1, 0)
    assert world.register.piece(piece.piece).status == "sealed_off"


def test_what_a_person_has_decided_stands(world):
    _, typed = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))
    world.register.alter(typed.piece, type="08.1", decided=("type",))
    ask(world, batch="lot-1")
    put_another_nomenclature_in_force(world)
    ask(world, batch="lot-1")

    assert world.register.piece(typed.piece).type == "08.1"


def test_what_a_guardian_has_released_is_not_sealed_again(world):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN) + "Ethnie : Hutu\n")
    line = world.register.line(piece.batch, piece.line)
    world.register.alter(piece.piece, status="filed", reason=None, matricule=JEAN.matricule, decided=("released",))
    world.register.restore([replace(line, status="filed", reason=None, matricule=JEAN.matricule)])
    ask(world, batch="lot-1")

    assert world.register.piece(piece.piece).status == "filed"


def test_the_pieces_of_a_servant_who_has_left_stay_in_the_case_file(world):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))
    world.register.put_servants("g1", [MARIE])
    put_another_nomenclature_in_force(world)
    ask(world, batch="lot-1")
    now = world.register.piece(piece.piece)

    assert (now.status, now.matricule, now.type) == ("filed", JEAN.matricule, "03.9")


def test_a_piece_that_waited_for_a_person_is_filed_once_its_text_is_certain(world):
    _, piece = bring(world, "divers/scan.pdf", "illisible")
    say_instead(world, piece, act_about(MARIE))
    done = ask(world, batch="lot-1", ocr=True)
    now = world.register.piece(piece.piece)

    assert (done.reading, done.pages) == (1, 1)
    assert (piece.status, now.status, now.matricule) == ("to_review", "filed", MARIE.matricule)


def test_pieces_stay_as_they_are_until_the_new_text_has_come(world):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))
    text = world.vault.transcript(piece.digest)
    say_instead(world, piece, "ORDONNANCE\n" + act_about(JEAN))
    reprocess(ReprocessingRequest(batch="lot-1", ocr=True), world, until=world.clock.now() + timedelta(minutes=1))

    assert world.register.original(piece.digest).status == "waiting"
    assert world.register.casefile_pieces(JEAN.matricule, after=None, limit=10) == [piece]
    assert world.vault.transcript(piece.digest) == text
    assert world.register.batch("lot-1")[0].status == "closed"
    world.run()
    assert world.vault.transcript(piece.digest) != text
    assert (world.register.original(piece.digest).attempt, world.register.original(piece.digest).again) == (2, False)


def test_a_late_notice_of_the_first_reading_does_not_pass_for_the_second(world):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))
    first = world.register.original(piece.digest).job
    say_instead(world, piece, act_about(JEAN).replace("550/590", "550/591"))
    reprocess(ReprocessingRequest(batch="lot-1", ocr=True), world, until=world.clock.now() + timedelta(minutes=1))
    world.queues.readings.clear()
    world.queues.send_ocr_notice(piece.digest, first, "SUCCEEDED")
    world.drain()
    waiting = world.register.original(piece.digest)
    world.queues.wake_ocr()
    world.run()
    world.queues.send_ocr_notice(piece.digest, first, "SUCCEEDED")
    world.run()

    assert waiting.status == "waiting"
    assert world.dead == []
    assert {each.name: each.value for each in world.register.piece(piece.piece).fields}["act_number"] == "550/591"


def test_the_notice_of_the_second_reading_may_come_twice(world):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))
    say_instead(world, piece, act_about(JEAN).replace("550/590", "550/591"))
    ask(world, batch="lot-1", ocr=True)
    world.queues.send_ocr_notice(piece.digest, world.register.original(piece.digest).job, "SUCCEEDED")
    world.run()

    assert [event.type for event in world.register.batch_events("lot-1")] == ["ingestion", "filing", "rereading"]
    assert len(world.outbox.objects) == len({key for key in world.outbox.objects if "-r1." in key or "-r2." in key})


def test_a_second_reading_that_fails_leaves_everything_as_it_was(world):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))
    before = state(world)
    world.ocr.failing = 2
    ask(world, batch="lot-1", ocr=True)
    world.ocr.refusing = True
    ask(world, batch="lot-1", ocr=True)

    assert state(world) == before
    assert world.register.original(piece.digest).status == "transcribed"
    assert world.register.original(piece.digest).attempt == 3


def test_the_same_bytes_for_another_servant_meanwhile_are_filed_all_the_same(world):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", "Circulaire")
    reprocess(ReprocessingRequest(batch="lot-1", ocr=True), world, until=world.clock.now() + timedelta(minutes=1))
    world.ocr.failing = 2
    world.sync({f"lot-1/{MARIE.matricule}/a.pdf": scan("Circulaire")})
    world.run()

    assert world.outcomes("lot-1", 2) == {f"{JEAN.matricule}/a.pdf": "filed", f"{MARIE.matricule}/a.pdf": "filed"}
    assert piece.digest == hashlib.sha256(scan("Circulaire")).hexdigest()


def test_what_was_never_read_comes_before_what_is_read_anew(world):
    bring(world, f"{JEAN.matricule}/a.pdf", "vieux")
    reprocess(ReprocessingRequest(batch="lot-1", ocr=True), world, until=world.clock.now() + timedelta(minutes=1))
    world.queues.readings.clear()
    world.sync({f"lot-2/{JEAN.matricule}/{number}.pdf": scan(str(number)) for number in range(12)})
    world.run()

    assert world.ocr.started[-1] == hashlib.sha256(scan("vieux")).hexdigest()
    assert len(world.ocr.started) == 14


def bring_three_batches(world):
    for name in ("lot-1", "lot-2", "lot-3"):
        files = {f"{name}/{JEAN.matricule}/{number}.pdf": scan(f"{name} {number}") for number in range(3)}
        for body in files.values():
            world.ocr.texts[hashlib.sha256(body).hexdigest()] = act_about(JEAN)
        world.sync(files)
        world.run()


def walk(world, **wish):
    """Ask again and again, as the command does."""
    rounds, cursor = [], None
    while True:
        rounds.append(reprocess(ReprocessingRequest(cursor=cursor, **wish), world, until=world.clock.now()))
        cursor = rounds[-1].next
        world.run()
        if cursor is None:
            return rounds


def test_a_walk_over_everything_goes_on_where_its_time_ended(world):
    bring_three_batches(world)
    told = walk(world, all=True, dry=True)
    put_another_nomenclature_in_force(world)
    rounds = walk(world, all=True)

    assert (len(told), sum(each.seen for each in told)) == (9, 9)
    assert sum(each.changed for each in rounds) == 9
    assert {each.type for each in world.register.every_piece()} == {"03.9"}
    assert [world.receipt(name, 2)["counts"]["filed"] for name in ("lot-1", "lot-2", "lot-3")] == [3, 3, 3]
    assert sum(each.changed for each in walk(world, all=True)) == 0


def test_a_walk_can_be_cut_into_parts_of_so_many_pieces(world):
    bring_three_batches(world)
    first = ask(world, batch="lot-2", limit=2)
    rest = ask(world, batch="lot-2", cursor=first.next)

    assert (first.seen, rest.seen, rest.next) == (2, 1, None)


def test_a_batch_that_is_opened_again_during_the_walk_is_not_missed(world):
    bring_three_batches(world)
    first = reprocess(ReprocessingRequest(all=True, limit=1), world, until=world.clock.now() + timedelta(minutes=1))
    world.clock.pause(60)
    world.sync({f"lot-2/{JEAN.matricule}/late.pdf": scan("late")})
    world.run()
    put_another_nomenclature_in_force(world)
    ask(world, all=True, cursor=first.next)

    assert {each.type for each in world.register.every_piece() if each.batch == "lot-2" and each.name != "late.pdf"} == {"03.9"}


def test_pieces_are_chosen_by_who_read_them_and_by_having_no_type(world):
    _, piece = bring(world, f"{JEAN.matricule}/a.pdf", "rien de clair")

    assert [ask(world, reader=name).seen for name in ("textract/", "layer/")] == [1, 0]
    assert [ask(world, type=name).seen for name in ("none", "03.1")] == [1, 0]
    assert piece.type is None


def test_a_service_that_is_busy_ends_the_round_and_the_next_goes_on(world):
    bring_three_batches(world)
    *_, last = world.register.lines("lot-1")
    world.vault.busy = {last.digest}
    first = ask(world, batch="lot-1")
    rest = ask(world, batch="lot-1", cursor=first.next)

    assert (first.seen, first.busy, rest.seen, rest.busy, rest.next) == (2, True, 1, False, None)


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({}, "lacking_what_to_reread"),
        ({"piece": "x" * 20}, "no_piece"),
        ({"batch": "lot-9"}, "no_batch"),
        ({"batch": "lot-1", "cursor": "A" * 20}, "bad_cursor"),
    ],
)
def test_what_is_not_there_is_said(world, wish, why):
    bring(world, f"{JEAN.matricule}/a.pdf", act_about(JEAN))

    with pytest.raises(PermanentError, match=why):
        ask(world, **wish)


def test_a_piece_whose_namesake_appears_in_the_roster_is_looked_at_by_a_person(world):
    _, piece = bring(world, "divers/a.pdf", act_about(JEAN).replace(f", matricule {JEAN.matricule}", ""))
    twin = Servant(matricule="777777", name=JEAN.name, first_names=JEAN.first_names, birth_date=JEAN.birth_date)
    world.register.put_servants("g1", [JEAN, MARIE, twin])
    world.register.put_name_index([twin])
    ask(world, batch="lot-1")
    now = world.register.piece(piece.piece)

    assert piece.status == "filed"
    assert (now.status, now.reason) == ("to_review", "doubted")
    assert {each.matricule for each in now.candidates} >= {JEAN.matricule, twin.matricule}


@pytest.mark.parametrize("is_late", [False, True])
def test_two_scans_of_an_act_that_were_filed_before_texts_were_compared_are_marked_by_a_second_reading(world, is_late):
    act = act_about(JEAN)
    for name, text in {
        "a": act,
        "b": act.replace("nommé", "nomme"),
        "c": act.replace("550/590", "610/77").replace("03/03", "04/05"),
    }.items():
        body = scan(text)
        world.ocr.texts[hashlib.sha256(body).hexdigest()] = text
        world.sync({f"lot-1/{JEAN.matricule}/{name}.pdf": body})
    world.run()
    filed = sorted(world.register.every_piece(), key=lambda each: (each.filed_at, each.piece))
    for each in filed:
        world.register.alter(each.piece, like=None, fingerprint=None)
    world.register.index_is_late = is_late  # the index does not show what the walk has just settled
    done = ask(world, all=True)
    after = {each.name: each for each in world.register.every_piece()}
    again = ask(world, all=True)

    assert (len(filed), done.changed, again.changed) == (3, 3, 0)
    likes = {after[name].like for name in ("a.pdf", "b.pdf")}
    assert likes in ({None, after["a.pdf"].piece}, {None, after["b.pdf"].piece})
    assert after["c.pdf"].like is None
    assert sum(each.awaited == "to_review" for each in after.values()) == 1
