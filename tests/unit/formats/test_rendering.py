"""What readers see of a page: every kind of scan, upright, in grey, in sixty kilobytes at most."""

import os
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from chalicelib.formats.redaction import redact
from chalicelib.formats.rendering import compress, is_text_page, render_page
from chalicelib.formats.sandbox import Bounds, Sandbox, worker_environment
from chalicelib.model.errors import Refusal
from chalicelib.model.page_image import MOST_BYTES
from tests.shared_data import FOLDER, ORDERS, needs
from tests.unit.files import ACT, act_pdf, image_bytes, image_in_pdf, locked, named, one_page, tiff_bytes

A4 = (1240, 1754)
"""At 150 dots an inch."""


def sheet(mode="L", size=A4, black=0):
    """A page whose upper left corner is black."""
    page = Image.new("L", size, "white")
    ImageDraw.Draw(page).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=black)
    if mode == "I;16":
        return page.convert("I").point(lambda tone: tone * 200).convert("I;16")
    return page.convert(mode)


def scan(mode="L", size=A4, **how):
    written = BytesIO()
    sheet(mode, size).save(written, **how)
    return written.getvalue()


def see_through():
    """A page of ink on nothing: what is clear is black beneath."""
    page = Image.new("RGBA", A4, (0, 0, 0, 0))
    page.paste((0, 0, 0, 255), (0, 0, A4[0] // 4, A4[1] // 4))
    written = BytesIO()
    page.save(written, "PNG")
    return written.getvalue()


def lying(orientation):
    """A photograph taken with the phone turned."""
    back = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    exif = Image.Exif()
    exif[0x0112] = orientation
    written = BytesIO()
    sheet().transpose(back[orientation]).save(written, "JPEG", exif=exif)
    return written.getvalue()


def drawn(folder, data, page=1):
    """Draw a page; give its pixels."""
    target = folder / "page.webp"
    picture = render_page(named(folder, "scan", data), target, page)
    with Image.open(target, formats=["WEBP"]) as image:
        grey = image.convert("L")

    assert (picture.page, picture.width, picture.height, picture.size) == (page, *grey.size, target.stat().st_size)
    assert 0 < picture.size <= MOST_BYTES
    return grey


SCANS = {
    "a grey JPEG": scan(format="JPEG"),
    "a CMYK JPEG": scan("CMYK", format="JPEG"),
    "a PNG with a palette": scan("P", format="PNG"),
    "a bilevel PNG": scan("1", format="PNG"),
    "a PNG in sixteen bits": scan("I;16", format="PNG"),
    "a transparent PNG": see_through(),
    "a fax": scan("1", format="TIFF", compression="group4"),
    "a colour TIFF": scan("RGB", format="TIFF", compression="jpeg"),
    "a TIFF of fractions": scan("F", format="TIFF"),
    "a phone upside down": lying(3),
    "a phone on its left side": lying(6),
    "a phone on its right side": lying(8),
}


@pytest.mark.parametrize("data", SCANS.values(), ids=SCANS)
def test_a_scan_of_any_kind_is_drawn_upright_a_thousand_pixels_wide(tmp_path, data):
    page = drawn(tmp_path, data)

    assert page.size == (1000, 1415)
    assert page.getpixel((60, 60)) < 30
    assert min(page.getpixel(place) for place in ((900, 60), (60, 1300), (900, 1300))) > 225


def test_each_page_of_a_tiff_and_of_a_pdf_is_drawn_and_none_beyond(tmp_path):
    for data in (tiff_bytes(2), act_pdf(ACT, ACT[:2])):
        first, second = drawn(tmp_path, data, 1), drawn(tmp_path, data, 2)

        assert first.tobytes() != second.tobytes()
        with pytest.raises(Refusal):
            drawn(tmp_path, data, 3)


def test_a_page_on_its_side_is_as_large_and_a_small_scan_is_not_blown_up(tmp_path):
    assert drawn(tmp_path, one_page(b"/MediaBox[0 0 595 842]/Rotate 90")).size == (1415, 1000)
    assert drawn(tmp_path, scan(size=A4[::-1], format="PNG")).size == (1415, 1000)
    assert drawn(tmp_path, image_bytes("PNG", mode="L", size=(320, 240))).size == (320, 240)


def test_a_pdf_locked_against_changes_is_drawn_as_any_other(tmp_path):
    assert drawn(tmp_path, locked(act_pdf(ACT), user="")).tobytes() == drawn(tmp_path, act_pdf(ACT)).tobytes()


def test_ink_on_paper_keeps_its_edges_and_a_photograph_on_a_form_its_shades(tmp_path):
    letters = drawn(tmp_path, act_pdf(ACT))
    form = sheet(size=(2000, 2828))
    form.paste(Image.effect_noise((400, 500), 90), (1500, 100))

    assert len(set(letters.get_flattened_data())) <= 4
    assert (is_text_page(sheet(size=(2000, 2828))), is_text_page(form)) == (True, False)
    assert len(set(drawn(tmp_path, _png(form)).get_flattened_data())) > 50


def _png(image):
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def test_a_page_that_does_not_compress_is_made_smaller_until_it_does():
    noise = Image.effect_noise((1000, 1414), 120)

    for ink in (True, False):
        written = compress(noise, text=ink)
        with Image.open(BytesIO(written)) as image:
            assert len(written) <= MOST_BYTES
            assert image.width < 1000


def test_a_jpeg_without_its_end_marker_is_drawn_whole(tmp_path):
    whole = scan(format="JPEG")
    for name, data in (("whole", whole), ("without", whole[:-2])):
        render_page(named(tmp_path, name, data), tmp_path / f"{name}.webp", 1)

    assert (tmp_path / "without.webp").read_bytes() == (tmp_path / "whole.webp").read_bytes()


@pytest.mark.parametrize(
    "data", [b"plainly no scan", scan(format="JPEG")[:2000], scan(format="PNG")[:300], act_pdf(ACT)[:300], image_in_pdf(40_000, 40_000)]
)
def test_what_cannot_be_drawn_is_refused(tmp_path, data):
    with pytest.raises(Refusal):
        render_page(named(tmp_path, "scan", data), tmp_path / "page.webp", 1)


def test_pages_are_drawn_and_blackened_in_a_process_without_credentials(tmp_path):
    path, target = named(tmp_path, "scan", act_pdf(ACT)), tmp_path / "page.webp"
    with Sandbox(environment=worker_environment(os.environ), bounds=Bounds(memory=1536 << 20)) as sandbox:
        picture = sandbox.render_page(path, target, page=1)
        with pytest.raises(Refusal):
            sandbox.render_page(path, target, page=2)
        size = sandbox.redact(path, tmp_path / "copy.pdf", pages=[1], boxes={1: [(0.1, 0.1, 0.5, 0.1)]})

    assert (picture.width, picture.height, picture.size) == (1000, 1414, target.stat().st_size)
    assert size == (tmp_path / "copy.pdf").stat().st_size


def test_a_copy_with_a_line_blackened_has_the_other_lines_and_no_text_at_all(tmp_path):
    path, target = named(tmp_path, "scan", act_pdf(ACT, ACT)), tmp_path / "copy.pdf"
    line = (72 / 595, (842 - 770 - 12) / 842, 240 / 595, 14 / 842)  # the first one
    redact(path, target, [1, 2], {2: [line]})
    again = tmp_path / "again.pdf"
    redact(path, again, [1, 2], {2: [line]})
    copy = pypdfium2.PdfDocument(target)
    first, second = (copy[number].render(scale=2).to_pil().convert("L") for number in range(2))
    places = (150, 110, 600, 150)

    assert again.read_bytes() == target.read_bytes()
    assert copy[1].get_textpage().get_text_range() == ""
    assert b"burundi" not in target.read_bytes().lower()
    assert max(second.crop((160, 125, 600, 140)).get_flattened_data()) < 30
    assert max(first.crop(places).get_flattened_data()) > 225
    assert first.crop((0, 200, 1190, 1600)).tobytes() == second.crop((0, 200, 1190, 1600)).tobytes()
    copy.close()


@needs(ORDERS)
def test_real_scans_are_drawn_in_sixty_kilobytes_at_their_full_width(tmp_path):
    scans = [*FOLDER.glob(ORDERS), *sorted((FOLDER / "typed_french_gt").glob("*.jpg"))[::3]]
    shorter = [min(drawn(tmp_path, path.read_bytes()).size) for path in scans]

    assert len(shorter) > 12
    assert set(shorter) == {1000}
