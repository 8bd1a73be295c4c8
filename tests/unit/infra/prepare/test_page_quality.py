"""What a page's picture tells of its quality."""

import pytest
from PIL import Image

from infra.prepare.file_check import findings_of
from infra.prepare.page_quality import measure

from .pages import typed_page


def found(page: Image.Image, dots_per_inch: int | None = 200) -> tuple[str, ...]:
    return findings_of(measure(page), dots_per_inch)


def test_a_good_page_needs_no_remark():
    assert found(typed_page()) == ()


def test_a_page_fed_upside_down_is_named():
    assert found(typed_page().rotate(180)) == ("upside_down",)


@pytest.mark.parametrize("turn", [90, 270])
def test_a_page_lying_on_its_side_is_named(turn):
    assert found(typed_page().rotate(turn, expand=True)) == ("sideways",)


def test_the_angle_of_a_page_is_measured():
    page = typed_page().rotate(3, fillcolor="#fafafa")

    assert measure(page).skew == pytest.approx(3, abs=0.4)
    assert found(page) == ("skewed",)


def test_an_empty_back_is_blank_and_nothing_else():
    assert found(Image.new("L", (800, 1100), 245), 72) == ("blank",)


def test_a_dark_and_a_faint_page_are_named():
    assert found(typed_page(paper=120, ink=5)) == ("dark",)
    assert found(typed_page(paper=250, ink=187)) == ("faint",)


def test_a_coarse_scan_is_named():
    assert found(typed_page(), 100) == ("coarse",)


def test_a_table_of_rules_is_not_taken_for_a_page_upside_down():
    page = typed_page(lines=2)
    for line in range(10, 30):
        page.paste((20, 20, 20), (160, line * 70, 1500, line * 70 + 3))

    assert measure(page).upright == 0.0
