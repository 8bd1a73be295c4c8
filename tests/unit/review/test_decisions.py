"""What archivists decide of pieces, as one of them would tell it: filed, corrected, refused, merged, undone."""

import hashlib

import pytest

from chalicelib.access.casefiles import read_casefile
from chalicelib.access.pieces import read_piece
from chalicelib.model.errors import ConflictError
from chalicelib.model.reader import Reader
from chalicelib.processing.filing import file_again, file_pieces
from chalicelib.review.decisions import DecisionRequest, decide
from chalicelib.review.queue import LEASE, claim, read_reviewed
from tests.unit.processing.test_outcome import JEAN, MARIE, act_about
from tests.unit.review.desk import (
    ALINE,
    BOB,
    LETTER,
    OTHER,
    bring,
    code_of,
    field_of,
    file_again_by_force,
    go_back,
    names_of,
    now,
    queued,
    settle,
)
from tests.world import scan


def test_nobody_decides_of_what_they_have_not_in_hand(world, doubtful):
    verdict = DecisionRequest(edition=doubtful.edition, decision="file", matricule=MARIE.matricule, fields={})
    assert code_of(decide, ALINE, doubtful.piece, verdict, world) == "claim_first"
    claim(BOB, doubtful.piece, world)
    assert code_of(decide, ALINE, doubtful.piece, verdict, world) == "taken"
    world.clock.pause(LEASE.total_seconds())

    assert code_of(decide, BOB, doubtful.piece, verdict, world) == "claim_first"
    assert now(world, doubtful) == doubtful


def test_a_right_proposal_is_confirmed_and_the_batch_has_a_new_receipt(world, doubtful):
    piece = settle(world, doubtful, matricule=MARIE.matricule)
    world.run()

    assert (piece.status, piece.matricule, piece.decided) == ("filed", MARIE.matricule, ("matricule",))
    assert {each.kind for each in piece.evidence} >= {"matricule", "name"}
    assert [each.piece for each in read_casefile(ALINE, MARIE.matricule, world).pieces.entries] == [piece.piece]
    assert queued(world).entries == ()
    before, after = world.receipt("lot-1", 1), world.receipt("lot-1", 2)
    assert (before["counts"]["to_review"], after["counts"]["to_review"], after["counts"]["filed"]) == (1, 0, 1)
    assert after["files"][0]["matricule"] == MARIE.matricule


def test_what_a_person_set_is_written_with_before_and_after(world, doubtful):
    settle(world, doubtful, matricule=MARIE.matricule, type="05.1", fields={"act_date": "2011-01-31"}, note="vu l'original")
    (change,) = read_reviewed(ALINE, doubtful.piece, world).history

    assert (change.by, change.decision, change.note) == ("aline", "file", "vu l'original")
    before, after = change.before.summary, change.after.summary
    assert (before.status, before.type, before.fields["act_date"]) == ("to_review", "03.1", "2010-03-03")
    assert (after.matricule, after.type, after.fields["act_date"]) == (MARIE.matricule, "05.1", "2011-01-31")
    assert [event.detail for event in world.register.batch_events("lot-1")][-1] == "file"
    assert [each.by for each in world.register.decisions_on(world.clock.now().date())] == ["aline"]


def test_a_correction_survives_every_later_reading(world, doubtful):
    piece = settle(world, doubtful, matricule=OTHER.matricule, type="05.1", fields={"act_number": None, "grade": "A1"})
    again = file_again_by_force(world, piece)

    assert (again.matricule, again.type, again.status) == (OTHER.matricule, "05.1", "filed")
    assert field_of(again, "act_number") is None
    assert field_of(again, "grade").value == "A1"
    assert field_of(again, "act_date").value == "2010-03-03"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, "no_owner"),
        ({"matricule": "999999"}, "unknown_servant"),
        ({"matricule": MARIE.matricule, "type": "77.7"}, "unknown_type"),
        ({"matricule": MARIE.matricule, "type": "99"}, "unknown_type"),
        ({"matricule": MARIE.matricule, "fields": {"religion": "x"}}, "bad_field"),
        ({"matricule": MARIE.matricule, "fields": {"act_date": "03/03/2010"}}, "bad_field"),
        ({"matricule": MARIE.matricule, "fields": {"act_date": "2010-02-30"}}, "bad_field"),
        ({"matricule": MARIE.matricule, "fields": {"act_date": "20100303"}}, "bad_field"),
        ({"matricule": MARIE.matricule, "fields": {"grade": "x" * 161}}, "bad_field"),
        ({"matricule": MARIE.matricule, "fields": {"grade": " "}}, "bad_field"),
        ({"matricule": MARIE.matricule, "fields": {"posting": "syndicat COSYBU"}}, "forbidden_word"),
        ({"matricule": MARIE.matricule, "note": "c'est un Hutu"}, "forbidden_word"),
        ({"decision": "duplicate"}, "no_such_twin"),
        ({"decision": "duplicate", "duplicate_of": "ab" * 32 + "-01234567"}, "no_such_twin"),
    ],
)
def test_what_cannot_be_is_refused_in_its_own_words_and_changes_nothing(world, doubtful, said, code):
    assert code_of(settle, world, doubtful, **said) == code
    assert now(world, doubtful) == doubtful
    assert not any("Hutu" in str(event) for event in world.register.batch_events("lot-1"))


def test_of_two_who_correct_the_same_edition_the_second_is_told(world):
    piece = bring(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(JEAN))
    settle(world, piece, type="05.1")
    with pytest.raises(ConflictError):
        settle(world, piece, reader=BOB, edition=piece.edition, type="04.1")

    assert now(world, piece).type == "05.1"


def test_a_filed_piece_is_corrected_without_taking_it_and_moves_to_the_right_file(world):
    piece = bring(world, f"lot-1/{JEAN.matricule}/a.pdf", LETTER)
    settle(world, piece, matricule=MARIE.matricule, note="mauvais dossier")
    world.run()

    assert read_casefile(ALINE, JEAN.matricule, world).pieces.entries == ()
    assert [each.piece for each in read_casefile(ALINE, MARIE.matricule, world).pieces.entries] == [piece.piece]
    assert code_of(read_piece, Reader(name="j", roles=frozenset({"servant"}), matricule=JEAN.matricule), piece.piece, world) == "not_found"
    assert world.receipt("lot-1", 2)["files"][0]["matricule"] == MARIE.matricule


def test_the_same_bytes_stand_in_one_case_file_once(world):
    body = scan("twice")
    world.ocr.texts[hashlib.sha256(body).hexdigest()] = LETTER
    world.sync({f"lot-1/{JEAN.matricule}/a.pdf": body, f"lot-1/{MARIE.matricule}/a.pdf": body})
    world.run()
    piece = next(each for each in world.register.every_piece() if each.matricule == JEAN.matricule)

    assert code_of(settle, world, piece, matricule=MARIE.matricule) == "already_filed"


def test_what_is_refused_is_in_no_file_and_its_line_says_who_looked(world, doubtful):
    piece = settle(world, doubtful, "refuse", note="page blanche")
    world.run()

    (line,) = world.receipt("lot-1", 2)["files"]
    assert (line["status"], line["reason"], piece.status) == ("refused", "by_review", "refused")
    assert queued(world).entries == ()
    assert file_again_by_force(world, doubtful).status == "refused"
    assert file_again("lot-1", world) == 0


def test_undoing_goes_back_step_by_step_and_says_so(world, doubtful):
    settle(world, doubtful, matricule=MARIE.matricule)
    settle(world, doubtful, "refuse")
    once, twice = go_back(world, doubtful), go_back(world, doubtful)
    world.run()

    assert (once.status, once.matricule, once.decided) == ("filed", MARIE.matricule, ("matricule",))
    assert (twice.status, twice.candidates, twice.decided) == ("to_review", doubtful.candidates, ())
    assert code_of(go_back, world, doubtful) == "nothing_to_undo"
    history = read_reviewed(ALINE, doubtful.piece, world).history
    assert [each.decision for each in history] == ["undo", "undo", "refuse", "file"]
    assert world.receipt("lot-1", 2)["counts"]["to_review"] == 1


def test_undoing_across_a_new_reading_must_be_meant(world, doubtful):
    settle(world, doubtful, matricule=MARIE.matricule)
    file_again_by_force(world, doubtful)

    assert read_reviewed(ALINE, doubtful.piece, world).reread_since
    assert code_of(go_back, world, doubtful) == "reread_since"
    assert go_back(world, doubtful, even_so=True).status == "to_review"


def test_the_same_act_scanned_twice_is_filed_marked_and_merged_by_a_person(world):
    first = bring(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(JEAN))
    second = bring(world, f"lot-2/{JEAN.matricule}/b.pdf", act_about(JEAN).replace("nommé", "nomme"))

    assert (first.like, second.like, second.status) == (None, first.piece, "filed")
    (entry,) = queued(world, reason="near_duplicate").entries
    assert (entry.piece.piece, entry.piece.like) == (second.piece, first.piece)
    merged = settle(world, second, "duplicate", duplicate_of=first.piece)
    world.run()
    assert (merged.status, merged.duplicate_of) == ("duplicate", first.piece)
    (line,) = world.receipt("lot-2", 2)["files"]
    assert (line["status"], line["duplicate_of"], line["matricule"]) == ("duplicate", first.piece, JEAN.matricule)
    assert [each.piece for each in read_casefile(ALINE, JEAN.matricule, world).pieces.entries] == [first.piece]
    assert second.digest in world.vault.originals
    assert go_back(world, second).like == first.piece
    assert len(read_casefile(ALINE, JEAN.matricule, world).pieces.entries) == 2


def test_of_two_scans_of_an_act_that_come_at_the_same_time_the_later_is_marked_once(world):
    world.register.index_is_late = True  # neither is in the list of the case file when the other is compared with it
    first = bring(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(JEAN))
    second = bring(world, f"lot-1/{JEAN.matricule}/b.pdf", act_about(JEAN).replace("nommé", "nomme"))
    letter = bring(world, f"lot-1/{JEAN.matricule}/c.pdf", LETTER * 2)

    assert [now(world, each).like for each in (first, second, letter)] == [None, first.piece, None]
    assert names_of(queued(world, reason="near_duplicate")) == [second.piece]
    assert [event.detail for event in world.register.line_events(second.batch, second.line)][-1] == "near_duplicate"
    settle(world, second)
    file_pieces(world.register.original(second.digest), world)
    assert queued(world).entries == ()


def test_a_scan_that_an_archivist_files_while_another_of_the_same_act_comes_in_is_marked(world):
    world.register.index_is_late = True
    waits = bring(world, f"lot-1/{MARIE.matricule}/b.pdf", act_about(JEAN).replace("nommé", "nomme"))
    first = bring(world, f"lot-2/{JEAN.matricule}/a.pdf", act_about(JEAN))
    settle(world, waits, matricule=JEAN.matricule)

    assert (now(world, first).like, now(world, waits).like) == (None, first.piece)


def test_two_acts_that_are_no_duplicates_are_asked_about_once(world):
    bring(world, f"lot-1/{JEAN.matricule}/a.pdf", act_about(JEAN))
    second = bring(world, f"lot-2/{JEAN.matricule}/b.pdf", act_about(JEAN).replace("nommé", "nomme"))
    settle(world, second)

    assert queued(world).entries == ()
    assert file_again_by_force(world, second).like == second.like
    assert queued(world).entries == ()


def test_the_same_text_in_another_servants_file_is_no_duplicate(world):
    bring(world, f"lot-1/{JEAN.matricule}/a.pdf", LETTER * 2)
    second = bring(world, f"lot-2/{MARIE.matricule}/b.pdf", LETTER * 2)

    assert second.like is None


def test_a_decision_whose_writing_was_cut_short_is_told_once(world, doubtful):
    claim(ALINE, doubtful.piece, world)
    verdict = DecisionRequest(edition=doubtful.edition, decision="file", matricule=MARIE.matricule, fields={})
    real, world.register = world.register, CutShort(world.register)
    with pytest.raises(ConnectionError):
        decide(ALINE, doubtful.piece, verdict, world)
    world.register = real
    decide(ALINE, doubtful.piece, verdict, world)
    line = world.register.line(doubtful.batch, doubtful.line)

    assert len(world.register.decisions(doubtful.piece, limit=9)) == len(world.vault.record(line)["changes"]) == 1


class CutShort:
    """A register whose worker dies before it is written."""

    def __init__(self, register):
        self._register = register

    def __getattr__(self, name):
        if name == "settle_piece":
            raise ConnectionError("killed")
        return getattr(self._register, name)
