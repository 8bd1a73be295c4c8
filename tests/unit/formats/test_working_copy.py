"""Working copies: what Textract reads in place of an original that it would not take."""

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from chalicelib.formats.jpeg import END
from chalicelib.formats.validation import inspect
from chalicelib.formats.working_copy import write_working_copy
from chalicelib.model.errors import Refusal
from tests.unit.files import (
    ACT,
    act_pdf,
    image_bytes,
    image_in_pdf,
    locked,
    mpo_bytes,
    named,
    old_jpeg_tiff,
    tiff_bytes,
    without_end_marker,
)

Copy = Callable[[bytes], Path]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """Make the working copy of some bytes."""

    def made(data: bytes) -> Path:
        write_working_copy(named(tmp_path, "original", data), tmp_path / "copy.pdf")
        return tmp_path / "copy.pdf"

    return made


def shown(path: Path) -> Image.Image:
    """Show a copy's page at the size of its picture."""
    with pypdfium2.PdfDocument(path) as pdf:
        return pdf[0].render(scale=200 / 72).to_pil().convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Measure how far two pictures differ, 0 to 255."""
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB").resize(one.size))).mean)


@pytest.mark.parametrize(("mode", "tolerance"), [("L", 8), ("RGB", 8), ("CMYK", 40)])  # CMYK is no exact colour
def test_a_jpeg_is_wrapped_as_it_is(copy: Copy, mode: str, tolerance: int) -> None:
    original = image_bytes("JPEG", mode=mode)
    made = copy(original)

    assert original in made.read_bytes()
    assert inspect(made).pages == 1
    assert difference(shown(made), Image.open(io.BytesIO(original))) < tolerance


def test_of_a_telephones_photograph_the_first_image_is_copied(copy: Copy) -> None:
    original = mpo_bytes()
    made = copy(original)

    assert inspect(made).pages == 1
    assert difference(shown(made), Image.open(io.BytesIO(original))) < 8


@pytest.mark.parametrize("zero", [False, True])
def test_a_jpeg_without_its_end_marker_gets_one_in_its_copy(copy: Copy, *, zero: bool) -> None:
    data = without_end_marker(zero=zero)
    original = data + END
    made = copy(data)

    assert original in made.read_bytes()
    assert difference(shown(made), Image.open(io.BytesIO(original))) < 8


def test_the_old_jpegs_of_a_tiff_become_the_pages_of_its_copy(copy: Copy) -> None:
    pages = [image_bytes("JPEG"), image_bytes("JPEG")]
    made = copy(old_jpeg_tiff(*pages))

    assert inspect(made).pages == 2
    assert all(page in made.read_bytes() for page in pages)
    assert difference(shown(made), Image.open(io.BytesIO(pages[0]))) < 8


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "I;16"])
def test_a_png_shows_the_same_in_its_copy(copy: Copy, mode: str) -> None:
    original = image_bytes("PNG", mode=mode)
    expected = Image.open(io.BytesIO(original))
    if mode == "I;16":
        expected = expected.point(lambda value: value / 256).convert("L")
    made = copy(original)

    assert inspect(made).pages == 1
    assert difference(shown(made), expected) < 12


def test_a_picture_taken_sideways_stands_upright_in_its_copy(copy: Copy) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = copy(image_bytes("JPEG", exif=exif))

    with pikepdf.open(made) as pdf:
        assert pdf.pages[0].obj["/Rotate"] == 90


def test_a_locked_pdf_is_copied_without_its_lock(copy: Copy) -> None:
    made = copy(locked(act_pdf(ACT, ACT), user=""))

    with pikepdf.open(made) as pdf:
        assert (pdf.is_encrypted, len(pdf.pages)) == (False, 2)


def test_a_pdf_that_lost_its_table_gets_a_sound_one(copy: Copy) -> None:
    made = copy(b"\xef\xbb\xbf" + image_in_pdf(200, 200).replace(b"startxref\n", b"startxref\n9"))

    found = inspect(made)
    assert (found.pages, found.working_copy) == (1, "none")


def test_a_static_form_is_copied_without_its_program(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(image_in_pdf(200, 200))) as pdf:
        pdf.Root["/AcroForm"] = pikepdf.Dictionary(XFA=pdf.make_stream(b"<xdp/>"), Fields=[])
        pdf.save(tmp_path / "form.pdf")
    write_working_copy(tmp_path / "form.pdf", tmp_path / "copy.pdf")

    assert inspect(tmp_path / "form.pdf").working_copy == "pdf"
    assert inspect(tmp_path / "copy.pdf").working_copy == "none"
    with pikepdf.open(tmp_path / "copy.pdf") as made:
        assert (len(made.pages), "/AcroForm" in made.Root) == (1, False)


def test_a_tiff_needs_no_copy(copy: Copy) -> None:
    with pytest.raises(Refusal):
        copy(tiff_bytes())
