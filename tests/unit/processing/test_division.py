"""Division: one scan of a whole dossier becomes the pieces that it holds, each in its case file, and the receipt still counts files."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.model.errors import TransientError
from chalicelib.model.page_facts import PageFacts
from chalicelib.model.segmentation import PageBoundary, PageSegment, Segmentation
from chalicelib.processing.division import division_of, propose, sure_segments
from chalicelib.processing.filing import file_pieces
from tests.fakes.register import FakeRegister
from tests.unit.processing.test_outcome import JEAN as JEAN_HIMSELF
from tests.unit.processing.test_outcome import act_about
from tests.world import World, rebuilt, scan_of, sweep

JEAN, MARIE = "123456", "654321"
FORBIDDEN_PAGE = "Fiche individuelle\nEthnie : hutu"


def proposal(pages, cuts, *, doubtful=(), types=None):
    """A proposal that cuts before some pages, of which some are doubtful."""
    starts = [1, *cuts]
    ends = [*(start - 1 for start in starts[1:]), pages]
    types = types or {}
    return Segmentation(
        segments=tuple(
            PageSegment(pages=tuple(range(start, end + 1)), type=types.get(start)) for start, end in zip(starts, ends, strict=True)
        ),
        boundaries=tuple(
            PageBoundary(
                page=page, probability=0.6 if page in doubtful else float(page in cuts), cut=page in cuts, doubtful=page in doubtful
            )
            for page in range(2, pages + 1)
        ),
        roles=("content",) * pages,
    )


class Dossier:
    """A scan of eight pages in Jean's folder, and what is proposed of it."""

    def __init__(self, *matricules, cuts=(4, 6), pages=8, **more):
        self.world = World(*(matricules or (JEAN, MARIE)))
        self.body, self.key = scan_of(pages), f"lot-1/{JEAN}/dossier.pdf"
        self.digest = hashlib.sha256(self.body).hexdigest()
        self.world.vault.segmentations[self.digest] = proposal(pages, cuts, **more)
        self.world.ocr.texts[self.digest] = [f"Arrêté n° 550/{number}" for number in range(1, pages + 1)]

    def come_in(self):
        self.world.sync({self.key: self.body})
        self.world.run()
        return self

    def says(self, page, text):
        self.world.ocr.texts[self.digest][page - 1] = text

    @property
    def pieces(self):
        """Its pieces in the order of their pages, without those that others replaced."""
        found = self.world.register.pieces_of_original(self.digest)
        return sorted((each for each in found if each.status != "divided"), key=lambda each: each.pages)

    @property
    def told(self):
        return {each.pages: (each.status, each.matricule) for each in self.pieces}

    @property
    def line(self):
        (line,) = [each for each in self.world.register.lines("lot-1") if not each.part]
        return line

    def receipt(self, revision=1):
        return self.world.receipt("lot-1", revision)


def test_a_dossier_is_filed_piece_by_piece_and_read_once():
    dossier = Dossier().come_in()

    assert dossier.told == {(1, 2, 3): ("filed", JEAN), (4, 5): ("filed", JEAN), (6, 7, 8): ("filed", JEAN)}
    assert dossier.world.ocr.started == [dossier.digest]
    assert [field.value for field in dossier.pieces[1].fields if field.name == "act_number"] == ["550/4"]


def test_the_receipt_counts_one_file_and_names_its_pieces():
    receipt = Dossier().come_in().receipt()
    (file,) = receipt["files"]

    assert (receipt["counts"]["announced"], receipt["counts"]["filed"], file["status"], file["pages"]) == (1, 1, "filed", 8)
    assert [(each["range"], each["status"]) for each in file["pieces"]] == [("1-3", "filed"), ("4-5", "filed"), ("6-8", "filed")]


def test_a_file_of_one_act_is_one_piece_of_all_its_pages():
    dossier = Dossier(cuts=()).come_in()

    assert dossier.told == {(): ("filed", JEAN)}
    (file,) = dossier.receipt()["files"]
    assert [each["range"] for each in file["pieces"]] == ["1-8"]


def test_a_stray_sheet_of_another_servant_is_looked_at_and_the_rest_is_filed():
    dossier = Dossier()
    dossier.says(4, f"Arrêté n° 550/4\nMatricule : {MARIE}")
    dossier.come_in()

    assert {pages: status for pages, (status, _) in dossier.told.items()} == {(1, 2, 3): "filed", (4, 5): "to_review", (6, 7, 8): "filed"}
    assert (dossier.line.status, dossier.line.reason) == ("to_review", "pieces_in_review")
    assert dossier.receipt()["counts"]["to_review"] == 1


def test_a_doubtful_place_sends_its_piece_to_a_person_and_the_sure_ones_are_filed():
    dossier = Dossier(doubtful=(7,)).come_in()

    assert {pages: status for pages, (status, _) in dossier.told.items()} == {(1, 2, 3): "filed", (4, 5): "filed", (6, 7, 8): "to_review"}
    assert dossier.pieces[-1].reason == "cuts"


def test_a_piece_of_one_page_holds_no_place_to_doubt():
    dossier = Dossier(cuts=(4, 5, 6), doubtful=(7,)).come_in()

    assert {pages: each[0] for pages, each in dossier.told.items()} == {
        (1, 2, 3): "filed",
        (4,): "filed",
        (5,): "filed",
        (6, 7, 8): "to_review",
    }


def test_a_sheet_that_names_nobody_is_proposed_for_the_servant_of_its_dossier_and_not_filed():
    dossier = Dossier()
    dossier.key = "lot-1/scan 001.pdf"
    dossier.world.register.put_servants("g1", [JEAN_HIMSELF])
    dossier.world.register.put_name_index([JEAN_HIMSELF])
    for page in (1, 6):
        dossier.says(page, act_about(JEAN_HIMSELF))
    dossier.says(4, "Reçu ce jour la somme de dix mille francs")
    dossier.says(5, "")
    dossier.come_in()

    assert dossier.told == {(1, 2, 3): ("filed", JEAN), (4, 5): ("to_review", None), (6, 7, 8): ("filed", JEAN)}
    assert (dossier.pieces[1].reason, [each.matricule for each in dossier.pieces[1].candidates]) == ("no_matricule", [JEAN])


def test_a_doubtful_cut_is_not_made():
    dossier = Dossier(doubtful=(6,)).come_in()

    assert {pages: each[0] for pages, each in dossier.told.items()} == {(1, 2, 3): "filed", (4, 5, 6, 7, 8): "to_review"}


def test_in_a_scan_of_a_few_pages_only_sure_cuts_are_made_and_nobody_is_asked():
    dossier = Dossier(cuts=(2, 4), pages=5, doubtful=(4,)).come_in()

    assert {pages: each[0] for pages, each in dossier.told.items()} == {(1,): "filed", (2, 3, 4, 5): "filed"}


def test_a_forbidden_page_seals_the_piece_that_holds_it_and_not_the_dossier():
    dossier = Dossier()
    dossier.says(5, FORBIDDEN_PAGE)
    dossier.come_in()

    assert {pages: each[0] for pages, each in dossier.told.items()} == {(1, 2, 3): "filed", (4, 5): "sealed_off", (6, 7, 8): "filed"}
    assert not dossier.pieces[1].fields


def test_the_same_dossier_sent_again_is_a_duplicate():
    dossier = Dossier().come_in()
    dossier.world.sync({f"lot-2/{JEAN}/encore.pdf": dossier.body})
    dossier.world.run()

    assert dossier.world.outcomes("lot-2") == {f"{JEAN}/encore.pdf": "duplicate"}
    assert len(dossier.pieces) == 3


def test_the_same_dossier_in_two_folders_is_cut_alike_for_both():
    dossier = Dossier().come_in()
    dossier.world.sync({f"lot-2/{MARIE}/dossier.pdf": dossier.body})
    dossier.world.run()

    owners = sorted((each.pages, each.matricule) for each in dossier.pieces)
    assert owners == sorted((pages, owner) for pages in ((1, 2, 3), (4, 5), (6, 7, 8)) for owner in (JEAN, MARIE))
    assert len(dossier.world.ocr.started) == 1


def test_a_separator_sheet_is_in_no_piece_and_its_type_stands():
    dossier = Dossier(pages=4, cuts=())
    said = Segmentation(
        segments=(PageSegment(pages=(1, 2)), PageSegment(pages=(4,), type="05.1", matricule=MARIE)),
        boundaries=(PageBoundary(page=4, probability=1.0, cut=True, doubtful=False),),
        roles=("content", "content", "separator", "content"),
    )
    dossier.world.vault.segmentations[dossier.digest] = said
    dossier.come_in()

    assert dossier.told == {(1, 2): ("filed", JEAN), (4,): ("filed", MARIE)}
    assert (dossier.pieces[1].type, "type" in dossier.pieces[1].decided) == ("05.1", True)


@pytest.mark.parametrize("step", ["register_parts", "record_division", "settle_piece"])
@pytest.mark.parametrize("calls", [0, 1, 2])
def test_a_division_that_a_crash_interrupts_is_carried_to_its_end(step, calls, monkeypatch):
    dossier = Dossier()
    real, left = getattr(dossier.world.register, step), [calls]

    def crash(*args, **more):
        left[0] -= 1
        if left[0] == -1:
            raise TransientError("busy", "the machine has gone")
        return real(*args, **more)

    monkeypatch.setattr(dossier.world.register, step, crash)
    dossier.come_in()
    sweep(dossier.world)
    dossier.world.drain()

    assert {pages: each[0] for pages, each in dossier.told.items()} == {(1, 2, 3): "filed", (4, 5): "filed", (6, 7, 8): "filed"}
    assert dossier.line.status == "filed"
    assert not dossier.world.register.find_unfinished_divisions(dossier.world.clock.now() + timedelta(days=1))


def test_filing_again_changes_nothing():
    dossier = Dossier().come_in()
    before = dossier.world.register.pieces_of_original(dossier.digest), list(dossier.world.register.lines("lot-1"))
    file_pieces(dossier.world.register.original(dossier.digest), dossier.world)

    assert before == (dossier.world.register.pieces_of_original(dossier.digest), list(dossier.world.register.lines("lot-1")))


def test_a_lost_register_is_rebuilt_with_every_piece():
    dossier = Dossier()
    dossier.says(4, f"Arrêté n° 550/4\nMatricule : {MARIE}")
    dossier.come_in()
    before = {each.piece: each for each in dossier.world.register.every_piece()}
    lines = {each.line: replace(each, edition=0) for each in dossier.world.register.lines("lot-1")}
    dossier.world.register = FakeRegister()
    dossier.world.put_in_force(JEAN, MARIE)
    rebuilt(dossier.world)
    dossier.world.run()

    assert {each.piece: each for each in dossier.world.register.every_piece()} == before
    assert {each.line: replace(each, edition=0) for each in dossier.world.register.lines("lot-1")} == lines
    assert dossier.world.register.batch("lot-1")[0].revision == 1


def test_only_sure_cuts_are_made_by_themselves():
    told = proposal(9, (3, 5, 8), doubtful=(5,))

    assert [each.pages for each in sure_segments(told)] == [(1, 2), (3, 4, 5, 6, 7), (8, 9)]
    assert sure_segments(replace(told, reordered=True)) == ()


def test_the_images_of_a_scan_are_measured_when_it_comes_in():
    dossier = Dossier(cuts=())
    dossier.come_in()

    facts = dossier.world.vault.page_facts(dossier.digest)
    assert [fact.page for fact in facts] == list(range(1, 9))
    assert all(isinstance(fact, PageFacts) and 0.1 < fact.ink < 0.5 for fact in facts)


def test_a_masked_copy_is_one_piece_as_its_source_was():
    dossier = Dossier().come_in()
    original = dossier.world.register.original(dossier.digest)

    assert propose(original, dossier.world) is not None
    assert propose(replace(original, derived_from="ab" * 32), dossier.world) is None


def test_a_scan_that_stays_whole_has_no_division():
    dossier = Dossier(cuts=()).come_in()
    original = dossier.world.register.original(dossier.digest)

    assert division_of(original, dossier.world.vault.segmentation(dossier.digest)) == ()
    assert division_of(original, None) == ()
