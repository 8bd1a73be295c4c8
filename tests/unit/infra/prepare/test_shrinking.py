"""Lightening of scans: what is lost, what is kept."""

import io

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from infra.prepare.shrinking import shrink_file, shrink_page

from .pages import stamped, typed_page


@pytest.fixture(scope="module")
def scan(tmp_path_factory):
    """A page with a coloured seal, as a scanner that saves colours writes it."""
    path = tmp_path_factory.mktemp("scans") / "acte.pdf"
    stamped(typed_page()).save(path, resolution=200, quality=95)
    return path


@pytest.fixture(scope="module")
def made(scan):
    """What is made of it."""
    return shrink_file(scan)


def drawn(data: bytes, page: int = 0) -> Image.Image:
    return pypdfium2.PdfDocument(data)[page].render(scale=200 / 72).to_pil().convert("RGB")


def test_a_coloured_scan_becomes_much_smaller(scan, made):
    assert len(made) < scan.stat().st_size / 4


def test_the_seal_keeps_its_colours_pixel_for_pixel(scan, made):
    before, after = drawn(scan.read_bytes()), drawn(made)
    seal = (1000, 1750, 1320, 2050)
    difference = np.abs(np.asarray(before.crop(seal), np.int16) - np.asarray(after.crop(seal), np.int16))

    assert difference.mean() < 3


def test_the_text_stands_where_it_stood(scan, made):
    before, after = drawn(scan.read_bytes()).convert("L"), drawn(made).convert("L")
    ink_before, ink_after = (ink_of_cells(image.crop((0, 200, 1654, 1500))) for image in (before, after))

    assert np.corrcoef(ink_before, ink_after)[0, 1] > 0.99


def ink_of_cells(image: Image.Image) -> np.ndarray:
    """Ink of each square of eight pixels: a letter is three of them high."""
    return 255 - np.asarray(image.resize((image.width // 8, image.height // 8), Image.Resampling.BOX), float).ravel()


def test_a_page_has_the_size_it_had(scan, made):
    with pikepdf.open(scan) as before, pikepdf.open(io.BytesIO(made)) as after:
        assert [float(each) for each in after.pages[0].mediabox] == pytest.approx([float(each) for each in before.pages[0].mediabox])
        assert len(after.pages) == len(before.pages)


def test_the_same_scan_gives_the_same_bytes(scan, made):
    assert shrink_file(scan) == made


def test_a_photograph_stays_a_picture():
    shades = Image.linear_gradient("L").resize((1654, 2339)).convert("RGB")

    assert shrink_page(shades, 200) is None


def test_a_page_that_is_coarse_or_black_and_white_already_stays_as_it_is():
    assert shrink_page(typed_page(), 100) is None
    assert shrink_page(typed_page().convert("1"), 300) is None


def test_a_pdf_with_a_text_of_its_own_stays_as_it_is(scan, tmp_path):
    written = tmp_path / "written.pdf"
    with pikepdf.open(scan) as pdf:
        pdf.pages[0].contents_add(pdf.make_stream(b"BT ET"), prepend=True)
        pdf.save(written)

    assert shrink_file(written) is None


def test_a_sheet_of_a_tiff_that_must_stay_a_picture_keeps_the_whole_file(tmp_path):
    path = tmp_path / "deux.tif"
    shades = Image.linear_gradient("L").resize((1654, 2339))
    typed_page().convert("L").save(path, save_all=True, append_images=[shades], dpi=(200, 200))

    assert shrink_file(path) is None


def test_all_sheets_of_a_tiff_are_in_the_pdf(tmp_path):
    path = tmp_path / "deux.tif"
    typed_page().convert("L").save(path, save_all=True, append_images=[typed_page(5).convert("L")], dpi=(200, 200))

    with pikepdf.open(io.BytesIO(shrink_file(path))) as made:
        assert len(made.pages) == 2
