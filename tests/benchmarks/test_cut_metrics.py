"""Measures of cuts, on scans small enough to count by hand."""

import pytest

from benchmarks.cut_metrics import CutTally, fewest_drags, pieces_of


def tally(truth: list[int], found: list[int], pages: int, doubtful: tuple[int, ...] = ()) -> CutTally:
    counted = CutTally()
    counted.add(truth, found, doubtful, pages, pages - 1)
    return counted


def test_a_scan_cut_right_has_full_marks() -> None:
    counted = tally([1, 3, 4], [3, 4], 6)

    assert (counted.f1, counted.panoptic_quality, counted.dragged, counted.without_error) == (1.0, 1.0, [0], 1)


def test_a_cut_too_many_and_one_missed_are_counted() -> None:
    counted = tally([1, 3, 5], [1, 3, 4], 6)

    assert (counted.right_cuts, counted.wrong_cuts, counted.missed_cuts) == (1, 1, 1)
    assert counted.f1 == pytest.approx(1 / 2)
    assert counted.dragged == [1]


def test_panoptic_quality_counts_the_shared_part_of_pieces_that_are_recognised() -> None:
    # True pieces 1-2, 3-6; proposed 1-2, 3-5, 6: shares 1 and 3/4, one proposed piece is not recognised.
    counted = tally([1, 3], [1, 3, 6], 6)

    assert counted.panoptic_quality == pytest.approx((1 + 3 / 4) / (2 + 1 / 2))


@pytest.mark.parametrize(
    ("truth", "found", "drags"),
    [
        ([1], [1, 2, 3, 4], 3),
        ([1, 2, 3, 4], [1], 3),
        ([1, 4], [1, 3], 1),
        ([1, 3, 5], [1, 2, 4, 6], 3),
    ],
)
def test_the_fewest_pages_to_drag_are_those_outside_the_best_match(truth: list[int], found: list[int], drags: int) -> None:
    pages = 4 if max(truth + found) <= 4 else 6

    assert fewest_drags(pieces_of(truth, pages), pieces_of(found, pages)) == drags


def test_an_error_at_a_place_nobody_is_asked_about_is_told_apart() -> None:
    assert tally([1, 3], [1], 4).untouched_wrong == 1
    assert tally([1, 3], [1], 4, doubtful=(3,)).untouched_wrong == 0
    assert tally([1, 3], [1], 4, doubtful=(3,)).doubtful_wrong == 1
    assert tally([1, 3, 4], [1, 2], 4, doubtful=(3,)).unseen == 2
