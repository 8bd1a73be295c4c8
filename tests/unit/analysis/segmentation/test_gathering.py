"""Pages of each piece: no page is lost, blank pages stay with what precedes them, separator sheets belong to no piece."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.analysis.segmentation.gathering import gather
from chalicelib.model.segmentation import PageSegment
from chalicelib.model.separator import SeparatorSheet

PLAIN = SeparatorSheet()


def test_a_blank_back_stays_with_the_sheet_before_it() -> None:
    assert [each.pages for each in gather(range(1, 6), {3, 5}, {}, {2, 4})] == [(1, 2), (3, 4), (5,)]


def test_the_blank_back_of_a_separator_sheet_opens_the_next_piece() -> None:
    assert [each.pages for each in gather(range(1, 6), set(), {2: PLAIN}, {3})] == [(1,), (3, 4, 5)]


def test_blank_pages_after_the_last_separator_sheet_stay_with_the_last_piece() -> None:
    assert [each.pages for each in gather(range(1, 5), set(), {2: PLAIN}, {3, 4})] == [(1, 3, 4)]


def test_a_type_is_of_the_next_piece_alone_and_a_matricule_of_all_that_follow() -> None:
    sheets = {1: SeparatorSheet(matricule="123456"), 2: SeparatorSheet(type="03.1"), 4: PLAIN, 6: SeparatorSheet(matricule="654321")}

    assert gather(range(1, 8), set(), sheets, set()) == (
        PageSegment(pages=(3,), type="03.1", matricule="123456"),
        PageSegment(pages=(5,), matricule="123456"),
        PageSegment(pages=(7,), matricule="654321"),
    )


def test_a_scan_of_separator_sheets_alone_has_no_piece() -> None:
    assert gather([1, 2], set(), {1: PLAIN, 2: PLAIN}, set()) == ()


@given(st.integers(1, 12), st.data())
def test_every_page_but_the_separator_sheets_is_in_one_piece(count: int, data: st.DataObject) -> None:
    numbers = st.sets(st.integers(1, count))
    sheets, blanks = data.draw(numbers), data.draw(numbers)
    found = gather(range(1, count + 1), data.draw(numbers) - blanks - sheets, dict.fromkeys(sheets, PLAIN), blanks - sheets)

    assert [page for each in found for page in each.pages] == [page for page in range(1, count + 1) if page not in sheets]
