"""What guardians do with what is sealed off, as one of them would tell it."""

import hashlib
import json
from dataclasses import replace

import pytest

from chalicelib.access.casefiles import read_casefile
from chalicelib.access.pieces import link_original, read_piece, read_text
from chalicelib.model.codec import to_plain
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.reader import Reader
from chalicelib.processing.outcome import assess_kept, outcome_of
from chalicelib.review.decisions import DecisionRequest, UndoRequest, decide, undo
from chalicelib.review.queue import claim, read_reviewed
from chalicelib.review.sealed import Judgement, judge, link_sealed, list_sealed, read_sealed
from chalicelib.text.download_name import MEDIA_TYPES
from tests.unit.processing.test_outcome import JEAN, MARIE, act_about
from tests.unit.review.desk import ALINE, bring, code_of, file_again_by_force, now, queued, settle
from tests.world import scan

GASTON = Reader(name="gaston", roles=frozenset({"guardian"}))
BOTH = Reader(name="both", roles=frozenset({"guardian", "archivist"}))
FORBIDDEN = act_about(JEAN) + "Ethnie : Hutu\n"


@pytest.fixture
def shut(world):
    return bring(world, f"lot-1/{JEAN.matricule}/fiche.pdf", FORBIDDEN)


def bring_same(world, key, text):
    """Sync the same bytes under one more key, and read the piece that they became there."""
    world.ocr.texts[hashlib.sha256(scan(text)).hexdigest()] = text
    world.sync({key: scan(text)})
    world.run()
    return next(
        each for each in world.register.pieces_of_original(hashlib.sha256(scan(text)).hexdigest()) if key.startswith(f"{each.batch}/")
    )


def judged(world, piece, decision, reader=GASTON, **said):
    judgement = {"edition": now(world, piece).edition, "decision": decision, "note": "vu la page"} | said
    judge(reader, piece.piece, Judgement(**judgement), world)
    return now(world, piece)


def test_the_guardian_sees_where_to_look_and_that_is_written_down_first(world, shut):
    (entry,) = list_sealed(GASTON, world).entries
    told = read_sealed(GASTON, shut.piece, world)

    assert (entry.piece.piece, entry.piece.claim.matricule) == (shut.piece, JEAN.matricule)
    (place,) = told.places
    assert told.pages[0].lines[place.line - 1].text == "Ethnie : Hutu"
    assert [(each.reader, each.role, each.action) for each in world.consultations.written.values()] == [
        ("gaston", "guardian", "sealed_list"),
        ("gaston", "guardian", "text"),
    ]
    world.consultations.broken = True
    with pytest.raises(Exception, match="unjournalled"):
        read_sealed(GASTON, shut.piece, world)


def test_the_guardian_is_given_the_sealed_original_and_that_is_written_down_first(world, shut):
    told = link_sealed(GASTON, shut.piece, world)
    page = read_sealed(GASTON, shut.piece, world)

    assert (told.media_type, told.size) == (MEDIA_TYPES[page.original.extension], page.original.size)
    assert told.size == len(world.vault.originals[shut.digest])
    assert shut.digest in told.link.url
    assert [each.action for each in world.consultations.written.values()] == ["download", "text"]
    world.consultations.broken = True
    with pytest.raises(Exception, match="unjournalled"):
        link_sealed(GASTON, shut.piece, world)


def test_nobody_else_is_given_it_nor_a_guardian_what_is_not_sealed(world, shut):
    filed = bring(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(JEAN))

    assert code_of(link_sealed, ALINE, shut.piece, world) == "not_found"
    assert {code_of(link_sealed, GASTON, each, world) for each in (filed.piece, "x", "ab" * 32 + "-01234567")} == {"not_found"}
    assert world.consultations.written == {}


def test_nobody_else_sees_or_decides_of_it(world, shut):
    claimed = DecisionRequest(edition=shut.edition, decision="file", matricule=JEAN.matricule, fields={})

    assert code_of(read_sealed, ALINE, shut.piece, world) == "not_found"
    assert code_of(judged, world, shut, "release", ALINE) == "not_found"
    for act in (claim, read_reviewed, read_piece, read_text, link_original):
        assert code_of(act, ALINE, shut.piece, world) == "not_found"
    assert code_of(decide, ALINE, shut.piece, claimed, world) == "not_found"
    assert code_of(undo, ALINE, shut.piece, UndoRequest(edition=shut.edition), world) == "not_found"
    assert queued(world).entries == ()


def test_a_piece_that_is_not_sealed_off_is_not_shown_here(world):
    piece = bring(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(JEAN))

    assert code_of(read_sealed, GASTON, piece.piece, world) == "not_found"
    assert code_of(judged, world, piece, "seal") == "not_found"


def test_a_released_piece_is_typed_and_filed_and_no_later_reading_seals_it(world, shut):
    piece = judged(world, shut, "release")
    world.run()

    assert (piece.status, piece.matricule, piece.type) == ("filed", JEAN.matricule, "03.1")
    assert [each.piece for each in read_casefile(ALINE, JEAN.matricule, world).pieces.entries] == [piece.piece]
    assert world.receipt("lot-1", 2)["files"][0]["status"] == "filed"
    assert file_again_by_force(world, piece).status == "filed"
    assert list_sealed(GASTON, world).entries == ()


def test_a_released_piece_about_somebody_else_waits_for_an_archivist(world):
    shut = bring(world, f"lot-1/{MARIE.matricule}/fiche.pdf", FORBIDDEN)
    piece = judged(world, shut, "release")

    assert (piece.status, piece.reason) == ("to_review", "conflicting_text")
    assert settle(world, piece, matricule=JEAN.matricule).matricule == JEAN.matricule
    assert file_again_by_force(world, piece).matricule == JEAN.matricule


def test_a_release_is_taken_back_by_sealing_again(world, shut):
    judged(world, shut, "release")
    again = judged(world, shut, "seal")

    assert (again.status, again.fields, again.matricule, again.fingerprint) == ("sealed_off", (), None, None)
    assert file_again_by_force(world, again).status == "sealed_off"
    assert judged(world, shut, "release").status == "filed"


def test_a_withdrawn_piece_is_read_by_nobody_and_comes_back_only_to_the_guardian(world, shut):
    piece = judged(world, shut, "withdraw")
    world.run()

    (line,) = world.receipt("lot-1", 2)["files"]
    assert (line["status"], line["reason"], piece.status) == ("refused", "withdrawn", "refused")
    for act in (claim, read_reviewed, read_piece, read_text, link_original):
        assert code_of(act, ALINE, shut.piece, world) == "not_found"
    assert replace(file_again_by_force(world, piece), edition=piece.edition) == piece
    assert judged(world, shut, "seal").status == "sealed_off"


def test_a_copy_without_the_words_is_asked_for_and_the_piece_stays_shut(world, shut):
    piece = judged(world, shut, "redact")

    assert (piece.status, piece.decided) == ("sealed_off", ("redact",))
    assert "redact" in list_sealed(GASTON, world).entries[0].piece.decided
    assert judged(world, shut, "withdraw").decided == ("status",)


def test_a_note_with_a_forbidden_mention_is_refused_and_nothing_is_decided(world, shut):
    assert code_of(judged, world, shut, "release", note="c'est un Hutu") == "forbidden_word"
    assert now(world, shut) == shut


def test_what_does_not_follow_is_a_conflict(world, shut):
    with pytest.raises(ConflictError):
        judged(world, shut, "seal")
    with pytest.raises(ConflictError):
        judged(world, shut, "release", edition=shut.edition + 1)
    judged(world, shut, "release")
    for decision in ("release", "withdraw", "redact"):
        with pytest.raises(ConflictError):
            judged(world, shut, decision)


def test_changes_of_a_sealed_piece_say_the_decision_and_nothing_else(world, shut):
    judged(world, shut, "release")
    judged(world, shut, "seal")
    written = to_plain(list(world.register.decisions(shut.piece, limit=9)))
    kept = world.vault.record(world.register.line(shut.batch, shut.line))

    assert [each["decision"] for each in written] == ["seal", "release"]
    assert not any("matricule" in state or state["fields"] for each in written for state in (each["before"], each["after"]))
    assert "utu" not in json.dumps([written, kept])


def test_a_guardians_decision_is_not_an_archivists_to_undo(world, shut):
    piece = judged(world, shut, "release")

    assert code_of(undo, ALINE, piece.piece, UndoRequest(edition=piece.edition), world) == "guardians_alone"
    settle(world, piece, type="05.1")
    piece = now(world, piece)
    undo(ALINE, piece.piece, UndoRequest(edition=piece.edition), world)
    piece = now(world, piece)
    assert (piece.type, piece.released) == ("03.1", True)
    assert code_of(undo, ALINE, piece.piece, UndoRequest(edition=piece.edition), world) == "guardians_alone"


def test_what_the_guard_let_pass_is_sealed_by_hand_and_what_was_decided_comes_back_with_a_release(world):
    piece = bring(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(JEAN))
    settle(world, piece, matricule=MARIE.matricule, fields={"grade": "A1"})
    shut = judged(world, piece, "seal", BOTH)

    assert (shut.status, shut.fields) == ("sealed_off", ())
    assert file_again_by_force(world, shut).status == "sealed_off"
    back = judged(world, piece, "release")
    assert (back.status, back.matricule) == ("filed", MARIE.matricule)
    assert {each.name: each.value for each in back.fields}["grade"] == "A1"
    assert set(back.decided) == {"matricule", "grade", "released"}


def test_a_case_file_does_not_say_that_something_is_sealed_off(world, shut):
    servant = Reader(name=JEAN.matricule, roles=frozenset({"servant"}), matricule=JEAN.matricule)

    assert read_casefile(servant, JEAN.matricule, world).pieces.entries == ()
    with pytest.raises(ReaderError):
        read_sealed(servant, shut.piece, world)


def test_what_a_guardian_judged_holds_for_the_same_bytes_wherever_they_come_again(world):
    handwritten = bring_same(world, f"lot-1/{JEAN.matricule}/lettre.pdf", act_about(JEAN))
    judged(world, handwritten, "seal", BOTH)
    again = bring_same(world, "lot-2/divers/lettre.pdf", act_about(JEAN))

    assert (again.status, again.fields) == ("sealed_off", ())


def test_a_file_whose_own_name_tells_what_must_not_be_known_is_sealed_off(world):
    piece = bring(world, f"lot-1/{JEAN.matricule}/certificat seropositif VIH.pdf", act_about(JEAN))

    assert piece.status == "sealed_off"


def test_a_text_that_is_lost_is_not_shown_unguarded(world):
    piece = bring(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(JEAN))
    original = world.register.original(piece.digest)
    world.vault._transcripts.pop(piece.digest)  # noqa: SLF001 - as a partial restore would
    outcome = outcome_of(replace(piece, status="waiting"), assess_kept(piece, original, world), world, confidence=98.5)

    assert (outcome.status, outcome.reason, outcome.matricule) == ("to_review", "text_lost", None)


def test_what_was_refused_once_waits_for_a_person_under_any_other_name(world):
    piece = bring_same(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(JEAN))
    decide(ALINE, piece.piece, DecisionRequest(edition=piece.edition, decision="refuse", fields={}), world)
    again = bring_same(world, "lot-2/divers/b.pdf", act_about(JEAN))

    assert (again.status, again.reason) == ("to_review", "refused_before")


def test_the_same_bytes_are_one_piece_of_a_case_file_however_they_came(world):
    first = bring_same(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(JEAN))
    second = bring_same(world, "lot-2/divers/a.pdf", act_about(JEAN))

    assert (second.status, second.duplicate_of) == ("duplicate", first.piece)
    assert len(world.register.casefile_pieces(JEAN.matricule, after=None, limit=10)) == 1


def test_a_release_gives_back_a_refusal(world):
    piece = bring(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(JEAN))
    decide(ALINE, piece.piece, DecisionRequest(edition=piece.edition, decision="refuse", fields={}), world)
    judged(world, piece, "seal", BOTH)
    released = judged(world, piece, "release")

    assert (released.status, "status" in released.decided) == ("refused", True)


def test_a_forbidden_file_name_is_shown_to_the_guardian_who_opens_the_piece_and_to_nobody_else(world):
    piece = bring(world, f"lot-1/{JEAN.matricule}/carte UPRONA.pdf", act_about(JEAN))
    told = read_sealed(GASTON, piece.piece, world)
    released = judged(world, piece, "release")

    assert (piece.status, piece.name, told.name) == ("sealed_off", "[nom masqué].pdf", "carte UPRONA.pdf")
    assert (released.status, released.name) == ("filed", "[nom masqué].pdf")
