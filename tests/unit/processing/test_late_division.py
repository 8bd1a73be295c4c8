"""Late division: what an archive of the first version took in as one piece is cut, without another reading, and nothing decided is lost."""

from chalicelib.processing.late_division import divide_late
from chalicelib.review.cuts import CutsRequest, decide_cuts, read_cuts
from tests.unit.processing.test_division import FORBIDDEN_PAGE, JEAN, MARIE, Dossier, proposal
from tests.unit.review.desk import ALINE, settle

CUT = {(1, 2, 3): "filed", (4, 5): "filed", (6, 7, 8): "filed"}


def of_version_one(*, by_hand=None, says=(), **wanted):
    """A dossier as version 1 took it in: one piece, nothing measured, nothing proposed; today's rules would propose what is said."""
    dossier = Dossier(JEAN, MARIE, **wanted)
    today = dossier.world.vault.segmentations[dossier.digest]
    dossier.world.vault.segmentations[dossier.digest] = proposal(8, ())
    for page, text in says:
        dossier.says(page, text)
    dossier.come_in()
    dossier.world.vault.facts.clear()
    dossier.world.vault.segmentations.clear()
    if by_hand:
        settle(dossier.world, dossier.pieces[0], **by_hand)
    dossier.world.vault.segmentations[dossier.digest] = today
    return dossier


def divide(dossier):
    ending = divide_late(dossier.digest, dossier.world)
    dossier.world.run()
    return ending


def statuses(dossier):
    return {each.pages: each.status for each in dossier.pieces}


def test_an_older_scan_is_measured_and_cut_and_never_read_again():
    dossier = of_version_one()
    assert statuses(dossier) == {(): "filed"}
    assert not dossier.world.vault.page_facts(dossier.digest)

    assert divide(dossier) == "cut"
    assert statuses(dossier) == CUT
    assert [each.page for each in dossier.world.vault.page_facts(dossier.digest)] == list(range(1, 9))
    assert dossier.world.ocr.started == [dossier.digest]
    assert [each["range"] for each in dossier.receipt(2)["files"][0]["pieces"]] == ["1-3", "4-5", "6-8"]


def test_the_same_call_again_changes_nothing():
    dossier = of_version_one()
    divide(dossier)
    before = dossier.pieces

    assert divide(dossier) == "skipped"
    assert dossier.pieces == before


def test_a_crash_after_the_cut_is_mended_by_the_next_call(monkeypatch):
    dossier = of_version_one()
    monkeypatch.setattr("chalicelib.processing.late_division.file_pieces", lambda *_: None)
    divide_late(dossier.digest, dossier.world)
    monkeypatch.undo()
    divide(dossier)

    assert statuses(dossier) == CUT


def test_a_doubtful_scan_goes_to_a_person_with_its_servant_proposed():
    dossier = of_version_one(cuts=(), doubtful=(4,))

    assert divide(dossier) == "asked"
    (piece,) = dossier.pieces
    assert (piece.status, piece.reason, piece.candidates[0].matricule) == ("to_review", "cuts", JEAN)


def test_a_scan_of_one_paper_stays_filed():
    dossier = of_version_one(cuts=())

    assert divide(dossier) == "whole"
    assert statuses(dossier) == {(): "filed"}


def test_what_a_person_has_decided_is_not_cut_without_one():
    dossier = of_version_one(by_hand={"type": "05.1", "matricule": MARIE})

    assert divide(dossier) == "asked"
    (piece,) = dossier.pieces
    assert (piece.status, piece.reason, piece.type, piece.candidates[0].matricule) == ("to_review", "cuts", "05.1", MARIE)


def confirm(dossier, *starts, undo=False):
    name = dossier.pieces[0].piece
    view = read_cuts(ALINE, name, dossier.world)
    decide_cuts(ALINE, name, CutsRequest(edition=view.file.edition, starts=None if undo else starts), dossier.world)
    dossier.world.run()


def test_a_scan_that_was_decided_and_is_confirmed_as_one_paper_returns_to_its_servant():
    dossier = of_version_one(by_hand={"type": "05.1", "matricule": MARIE})
    divide(dossier)
    confirm(dossier)

    (piece,) = dossier.pieces
    assert (piece.status, piece.matricule, piece.type) == ("filed", MARIE, "05.1")


def test_cuts_of_a_decided_scan_that_are_taken_back_lose_nothing_of_the_decision():
    dossier = of_version_one(by_hand={"type": "05.1", "matricule": MARIE})
    confirm(dossier, 4, 6)
    assert statuses(dossier) == CUT
    confirm(dossier, undo=True)

    (piece,) = dossier.pieces
    assert (piece.pages, piece.status, piece.matricule, piece.type) == ((), "filed", MARIE, "05.1")


def test_a_decided_scan_that_is_cut_and_joined_again_is_filed_anew_and_does_not_wait_for_ever():
    dossier = of_version_one(by_hand={"type": "05.1", "matricule": MARIE})
    confirm(dossier, 4, 6)
    confirm(dossier)

    (piece,) = dossier.pieces
    assert (piece.pages, piece.status, piece.matricule) == ((), "filed", JEAN)


def test_cuts_of_a_doubtful_scan_that_are_taken_back_leave_the_question():
    dossier = of_version_one(cuts=(), doubtful=(4,))
    divide(dossier)
    confirm(dossier, 4)
    confirm(dossier, undo=True)

    assert [(each.status, each.reason) for each in dossier.pieces] == [("to_review", "cuts")]


def test_a_sealed_scan_is_left_to_its_guardian():
    dossier = of_version_one(says=((5, FORBIDDEN_PAGE),))

    assert divide(dossier) == "skipped"
    assert statuses(dossier) == {(): "sealed_off"}


def test_an_original_that_nobody_knows_is_skipped():
    assert divide_late("0" * 64, of_version_one().world) == "skipped"


def test_what_an_archivist_set_aside_is_not_cut():
    dossier = of_version_one(by_hand={"decision": "refuse", "note": "copie illisible"})

    assert divide(dossier) == "skipped"
    assert statuses(dossier) == {(): "refused"}
