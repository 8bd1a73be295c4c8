"""A scan of many papers becomes pieces: the traps of real dossiers, one by one."""

from dataclasses import replace

from chalicelib.analysis.segmentation.segments import SEPARATED
from chalicelib.analysis.segmentation.weights import cut_weights
from chalicelib.model.segmentation import PageSegment
from chalicelib.model.separator import SeparatorSheet
from tests.unit.analysis.segmentation.scans import CLOSING, certificate, cut, order, page, pages_of

BACK = ("Suite de l'ordonnance ministérielle n° 630/590", "Article 3.", "La présente ordonnance entre en vigueur.", *CLOSING, "- 2 -")
ANNEX = ("ANNEXE À L'ORDONNANCE MINISTÉRIELLE N° 630/590", "NIYO Jean", "Vu pour être annexé à l'ordonnance n° 630/590", *CLOSING)


def test_an_order_with_its_back_and_its_annex_is_one_piece_and_the_next_paper_another() -> None:
    found = cut(order(), BACK, ANNEX, certificate())

    assert pages_of(found) == [(1, 2, 3), (4,)]
    assert not found.doubtful


def test_blank_pages_are_marked_and_stay_with_the_piece_before_them() -> None:
    found = cut(certificate(), (), order(), BACK, ())

    assert found.roles == ("content", "blank", "content", "content", "blank")
    assert pages_of(found) == [(1, 2), (3, 4, 5)]


def test_a_sheet_upside_down_is_cut_like_any_other() -> None:
    assert pages_of(cut(order(), BACK, page(3, certificate(), upside_down=True), certificate())) == [(1, 2), (3,), (4,)]


def test_the_stamp_of_a_certified_copy_on_each_page_cuts_nothing() -> None:
    stamp = ("POUR COPIE CERTIFIÉE CONFORME À L'ORIGINAL", "Fait à Gitega, le 2 4 FEV. 2012", "Le Notaire")

    assert pages_of(cut((*order(), *stamp), (*BACK[:-1], *stamp, "- 2 -"), (*certificate(), *stamp))) == [(1, 2), (3,)]


def test_a_back_that_bears_a_stamp_alone_stays_with_its_sheet() -> None:
    assert pages_of(cut(certificate(), ("REÇU LE 2 4 FEV. 2012",), certificate())) == [(1, 2), (3,)]


def test_a_stray_sheet_of_another_servant_is_a_piece_of_its_own() -> None:
    assert pages_of(cut(order(), BACK, certificate("654321"), certificate())) == [(1, 2), (3,), (4,)]


def test_each_boundary_tells_its_reasons_the_heaviest_first() -> None:
    boundary = cut(order(), BACK).boundaries[0]
    weights = [abs(reason.log_odds) for reason in boundary.reasons]

    assert {"continued", "articles_go_on", "later_page"} <= {reason.rule for reason in boundary.reasons}
    assert weights == sorted(weights, reverse=True)
    assert (boundary.page, boundary.cut) == (2, False)


def test_a_scan_with_a_doubtful_place_is_doubtful_as_a_whole() -> None:
    unsure = replace(cut_weights(), log_odds=dict.fromkeys(cut_weights().log_odds, 0.0))
    found = cut(certificate(), certificate(), weights=unsure)

    assert [boundary.doubtful for boundary in found.boundaries] == [True]
    assert found.doubtful


def test_separator_sheets_part_the_pieces_whatever_the_pages_say() -> None:
    found = cut(SeparatorSheet(type="03.1", matricule="123456"), order(), SeparatorSheet(), BACK)

    assert found.roles == ("separator", "content", "separator", "content")
    assert found.segments == (PageSegment(pages=(2,), type="03.1", matricule="123456"), PageSegment(pages=(4,), matricule="123456"))
    assert [reason.rule for reason in found.boundaries[0].reasons] == [SEPARATED]
    assert not found.doubtful


def test_where_a_separator_sheet_was_forgotten_a_person_is_asked() -> None:
    found = cut(SeparatorSheet(), order(), BACK, certificate())

    assert pages_of(found) == [(2, 3, 4)]
    assert [boundary.page for boundary in found.boundaries if boundary.doubtful] == [4]


def test_within_the_case_file_that_a_sheet_opens_the_pages_decide() -> None:
    found = cut(SeparatorSheet(matricule="123456"), order(), BACK, certificate())

    assert pages_of(found) == [(2, 3), (4,)]
    assert {segment.matricule for segment in found.segments} == {"123456"}


def test_fronts_scanned_before_backs_are_laid_together_and_a_person_is_asked() -> None:
    pages = [(*order(), "- 1 -"), *(("il est dit que", f"Article {number}.", f"- {number} -") for number in range(2, 9))]
    found = cut(*pages[::2], *pages[:0:-2])

    assert pages_of(found) == [(1, 8, 2, 7, 3, 6, 4, 5)]
    assert found.reordered
    assert found.doubtful


def test_a_scan_of_one_page_is_one_piece() -> None:
    assert pages_of(cut(certificate())) == [(1,)]
    assert pages_of(cut(())) == [(1,)]
