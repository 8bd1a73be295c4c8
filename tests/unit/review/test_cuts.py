"""Review of cuts: an archivist mends where the pieces of a scan begin, and takes it back."""

from dataclasses import replace

import pytest

from chalicelib.model.errors import ConflictError
from chalicelib.model.segmentation import PageSegment
from chalicelib.review.cuts import CutsRequest, decide_cuts, read_cuts
from chalicelib.review.queue import claim, read_reviewed
from tests.unit.access.readers import JEAN, MARIE
from tests.unit.processing.test_division import FORBIDDEN_PAGE, Dossier
from tests.unit.review.desk import ALINE, BOB, code_of, go_back, queued


def named(dossier, first):
    return next(each.piece for each in dossier.pieces if (each.pages or (1,))[0] == first)


def cut(dossier, *starts, reader=ALINE, of=1, **said):
    """Cut a scan before some pages."""
    view = read_cuts(reader, named(dossier, of), dossier.world)
    return decide_cuts(reader, named(dossier, of), CutsRequest(edition=view.file.edition, starts=starts, **said), dossier.world)


def undo(dossier, of=1):
    view = read_cuts(ALINE, named(dossier, of), dossier.world)
    return decide_cuts(ALINE, named(dossier, of), CutsRequest(edition=view.file.edition, starts=None), dossier.world)


def ranges(dossier):
    return {each.pages: each.status for each in dossier.pieces}


@pytest.fixture
def dossier():
    return Dossier(JEAN, MARIE, cuts=(4, 6), doubtful=(7,)).come_in()


def test_the_strip_says_which_pieces_there_are_and_which_places_are_doubtful(dossier):
    view = read_cuts(ALINE, named(dossier, 6), dossier.world)

    assert (view.starts, [each.page for each in view.boundaries if each.doubtful], view.confirmed) == ((1, 4, 6), [7], False)
    assert [(each.number, each.piece == named(dossier, 6)) for each in view.pages[4:7]] == [(2, False), (1, True), (2, True)]


def test_a_confirmed_piece_is_filed_without_another_question(dossier):
    view = cut(dossier, 4, 6)

    assert ranges(dossier) == {(1, 2, 3): "filed", (4, 5): "filed", (6, 7, 8): "filed"}
    assert (view.confirmed, dossier.line.status) == (True, "filed")


def test_a_cut_that_was_missed_is_made_and_what_did_not_change_stays(dossier):
    before = named(dossier, 1)
    cut(dossier, 4, 6, 7)

    assert ranges(dossier) == {(1, 2, 3): "filed", (4, 5): "filed", (6,): "filed", (7, 8): "filed"}
    assert named(dossier, 1) == before
    assert dossier.world.ocr.started == [dossier.digest]


def test_the_receipt_follows(dossier):
    cut(dossier, 4, 6, 7)
    dossier.world.run()
    receipt = dossier.receipt(2)

    assert receipt["counts"] | {"announced": 1, "filed": 1} == receipt["counts"]
    assert [each["range"] for each in receipt["files"][0]["pieces"]] == ["1-3", "4-5", "6", "7-8"]


def test_cuts_are_undone_and_the_doubt_returns(dossier):
    cut(dossier, 3)
    assert ranges(dossier) == {(1, 2): "filed", (3, 4, 5, 6, 7, 8): "filed"}
    view = undo(dossier)

    assert ranges(dossier) == {(1, 2, 3): "filed", (4, 5): "filed", (6, 7, 8): "to_review"}
    assert (view.confirmed, view.undoable) == (False, False)
    assert code_of(undo, dossier) == "nothing_to_undo"


def test_all_pieces_are_joined_and_parted_again(dossier):
    cut(dossier)
    assert ranges(dossier) == {(): "filed"}
    assert dossier.line.status == "filed"
    undo(dossier)

    assert set(ranges(dossier)) == {(1, 2, 3), (4, 5), (6, 7, 8)}


def test_the_queue_says_which_pages_of_the_scan_a_piece_is(dossier):
    (entry,) = queued(dossier.world).entries

    assert (entry.reason, entry.part.range, entry.part.of) == ("cuts", "6-8", 8)


def test_cuts_are_undone_as_cuts_and_not_at_the_desk_of_one_piece(dossier):
    cut(dossier)
    (whole,) = dossier.pieces

    assert read_reviewed(ALINE, whole.piece, dossier.world).undoable is None
    assert code_of(go_back, dossier.world, whole) == "nothing_to_undo"
    assert ranges(dossier) == {(): "filed"}


def test_a_scan_that_nobody_dared_to_cut_is_one_piece_with_one_word():
    dossier = Dossier(JEAN, cuts=(), doubtful=(4,)).come_in()
    assert [(each.status, each.reason) for each in dossier.pieces] == [("to_review", "cuts")]
    cut(dossier)

    assert ranges(dossier) == {(): "filed"}


def test_two_archivists_do_not_cut_at_once(dossier):
    claim(BOB, named(dossier, 6), dossier.world)
    assert code_of(cut, dossier, 4, of=6) == "taken"
    view = read_cuts(ALINE, named(dossier, 1), dossier.world)
    cut(dossier, 4)

    with pytest.raises(ConflictError):
        decide_cuts(ALINE, named(dossier, 1), CutsRequest(edition=view.file.edition, starts=(2,)), dossier.world)


def test_a_closed_piece_shows_its_pages_to_nobody_and_stays_as_it_is():
    dossier = Dossier(JEAN, cuts=(4, 6))
    dossier.says(5, FORBIDDEN_PAGE)
    dossier.come_in()
    view = read_cuts(ALINE, named(dossier, 1), dossier.world)

    assert [(each.page, each.piece) for each in view.pages if each.closed] == [(4, None), (5, None)]
    assert code_of(cut, dossier, 4) == "closed_pages"
    assert code_of(cut, dossier, 4, 5, 6) == "closed_pages"
    assert code_of(read_cuts, ALINE, named(dossier, 4), dossier.world) == "not_found"
    cut(dossier, 3, 4, 6)
    assert ranges(dossier) == {(1, 2): "filed", (3,): "filed", (4, 5): "sealed_off", (6, 7, 8): "filed"}


def test_what_people_decided_of_a_piece_stands_when_the_scan_is_cut_elsewhere_and_back(dossier):
    from tests.unit.review.desk import settle  # noqa: PLC0415 - its name is used above

    piece = dossier.world.register.piece(named(dossier, 4))
    settle(dossier.world, piece, type="05.1", matricule=MARIE)
    cut(dossier, 4, 5, 6)
    undo(dossier)

    (again,) = [each for each in dossier.pieces if each.pages == (4, 5)]
    assert (again.status, again.type, again.matricule) == ("filed", "05.1", MARIE)


@pytest.mark.parametrize("starts", [(0,), (9,), (-1, 3)])
def test_a_page_that_is_not_there_is_refused(dossier, starts):
    assert code_of(cut, dossier, *starts) == "invalid"


def test_the_decision_is_in_the_journal(dossier):
    cut(dossier, 4, note="deux actes sur ces pages")
    (file,) = [each for each in dossier.world.register.every_piece() if not each.pages]
    (decision,) = dossier.world.register.decisions(file.piece, limit=9)

    assert (decision.decision, decision.by, decision.note) == ("cut", "aline", "deux actes sur ces pages")
    assert [each.pages for each in decision.after.division] == [(1, 2, 3), (4, 5, 6, 7, 8)]


def test_a_crash_after_the_decision_is_mended_by_the_sweep(dossier, monkeypatch):
    from datetime import timedelta  # noqa: PLC0415

    from tests.world import sweep  # noqa: PLC0415

    monkeypatch.setattr("chalicelib.review.cuts.file_pieces", lambda *_: None)
    cut(dossier, 4)
    dossier.world.clock.pause(timedelta(minutes=10).total_seconds())
    sweep(dossier.world)
    dossier.world.drain()

    assert ranges(dossier) == {(1, 2, 3): "filed", (4, 5, 6, 7, 8): "filed"}
    assert dossier.world.register.find_unfinished_divisions(dossier.world.clock.now()) == []


def test_fronts_and_backs_of_two_passes_are_read_in_order_once_a_person_says_so():
    dossier = Dossier(JEAN, cuts=())
    order = (1, 8, 2, 7, 3, 6, 4, 5)
    said = dossier.world.vault.segmentations[dossier.digest]
    segments = (PageSegment(pages=order[:4]), PageSegment(pages=order[4:]))
    dossier.world.vault.segmentations[dossier.digest] = replace(said, segments=segments, reordered=True)
    dossier.come_in()
    assert [(each.status, each.reason) for each in dossier.pieces] == [("to_review", "cuts")]

    view = read_cuts(ALINE, named(dossier, 1), dossier.world)
    request = CutsRequest(edition=view.file.edition, starts=(3,), in_proposed_order=True)
    after = decide_cuts(ALINE, named(dossier, 1), request, dossier.world)

    assert view.proposed_order == order
    assert ranges(dossier) == {order[:4]: "filed", order[4:]: "filed"}
    assert [page.page for page in after.pages] == list(order)
    undo(dossier)
    assert set(ranges(dossier)) == {()}


def test_a_scan_of_separator_sheets_alone_that_a_person_confirms_does_not_wait_for_ever():
    dossier = Dossier(JEAN, cuts=())
    said = dossier.world.vault.segmentations[dossier.digest]
    dossier.world.vault.segmentations[dossier.digest] = replace(said, segments=(), boundaries=(), roles=("separator",) * 8)
    dossier.come_in()
    cut(dossier, 4)

    assert ranges(dossier) == {(): "filed"}
    assert dossier.line.status == "filed"
