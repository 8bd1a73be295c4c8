"""What the archive says of a file, by its content: taken in, or refused with a word."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from chalicelib.formats.validation import inspect
from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import Inspection, Limits
from chalicelib.model.wording import REASONS
from tests.unit.files import (
    ACT,
    act_pdf,
    flate_bomb,
    image_bytes,
    image_in_pdf,
    locked,
    mpo_bytes,
    named,
    old_jpeg_tiff,
    one_page,
    pages_of,
    pdf_bytes,
    plain_tiff,
    png_bytes,
    png_chunk,
    stream,
    tiff_bytes,
    without_end_marker,
)

Look = Callable[..., Inspection]
Reason = Callable[..., str]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Judge some bytes."""

    def judge(data: bytes, **limits: float) -> Inspection:
        return inspect(named(tmp_path, "scan", data), limits=Limits(**limits))  # type: ignore[arg-type]

    return judge


@pytest.fixture
def reason(look: Look) -> Reason:
    """Say why some bytes are refused."""

    def refused(data: bytes, **limits: float) -> str:
        with pytest.raises(Refusal) as refusal:
            look(data, **limits)
        assert refusal.value.code in REASONS
        return refusal.value.code

    return refused


# What it is


def test_a_pdf_called_jpg_is_a_pdf(tmp_path: Path) -> None:
    found = inspect(named(tmp_path, "scan.jpg", pages_of(2)))

    assert (found.kind, found.media_type, found.extension, found.pages) == ("pdf", "application/pdf", "pdf", 2)


def test_an_empty_file_is_refused_as_empty(reason: Reason) -> None:
    assert reason(b"") == "empty"


def test_a_file_of_zeros_is_a_copy_that_was_cut_off(reason: Reason) -> None:
    assert reason(bytes(4096)) == "corrupt"


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body>404 Not Found</body></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + bytes(20),
        b"RIFF\x10\x00\x00\x00WEBPVP8 ",
        b"\x00\x00\x00\x18ftypheic" + bytes(20),
        b"PK\x03\x04" + bytes(20),
        b"MZ\x90\x00" + bytes(20),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"Bonjour, voici ma demande.",
        b"BM" + bytes(52),
    ],
    ids=["html", "svg", "gif", "webp", "heic", "zip", "exe", "doc", "text", "bmp"],
)
def test_other_kinds_of_file_are_refused_by_their_type(reason: Reason, data: bytes) -> None:
    assert reason(data) == "type"


@pytest.mark.parametrize("before", [b"PK\x03\x04" + bytes(26) + b"scan.pdf", b"<html>", b"MZ", bytes(257) + b"ustar" + bytes(250)])
def test_a_pdf_inside_another_kind_of_file_is_not_a_pdf(reason: Reason, before: bytes) -> None:
    assert reason(before + pages_of(1)) == "type"


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"HTTP/1.1 200 OK\r\n\r\n", b"\x1b%-12345X@PJL\r\n" + b" " * 600])
def test_a_pdf_with_something_before_its_header_is_read_from_a_clean_copy(look: Look, before: bytes) -> None:
    found = look(before + pages_of(1))

    assert (found.pages, found.working_copy) == (1, "pdf")


def test_a_file_larger_than_the_limit_is_refused_by_its_size(reason: Reason) -> None:
    assert reason(pages_of(1), file_bytes=100) == "size"


# JPEG


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_jpegs_of_every_common_kind_are_taken_in(look: Look, mode: str, *, progressive: bool) -> None:
    found = look(image_bytes("JPEG", mode=mode, progressive=progressive))

    assert (found.kind, found.extension, found.pages, found.working_copy) == ("jpeg", "jpg", 1, "none")


def test_a_jpeg_cut_anywhere_is_refused_as_corrupt(reason: Reason) -> None:
    whole = image_bytes("JPEG")

    assert {reason(whole[:length]) for length in range(4, len(whole), 501)} == {"corrupt"}


def test_a_jpeg_followed_by_a_second_picture_is_one_page(look: Look) -> None:
    assert look(image_bytes("JPEG") + image_bytes("JPEG")).pages == 1


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("end", [b"", b"\xff", b"\xff\xff", bytes(4096), b"\xff" + bytes(3)])
def test_a_jpeg_that_lacks_only_its_end_marker_is_taken_with_a_remark(look: Look, mode: str, end: bytes, *, progressive: bool) -> None:
    found = look(without_end_marker(zero=False, mode=mode, progressive=progressive) + end)

    assert (found.pages, found.working_copy, found.remark) == (1, "pdf", "end_missing")


@pytest.mark.parametrize("end", [b"", b"\x00", bytes(2), b"\xff", b"\xff\x00"])
def test_zeros_with_which_the_data_of_a_jpeg_end_are_not_taken_for_an_interrupted_copy(look: Look, end: bytes) -> None:
    assert look(without_end_marker(zero=True) + end).remark == "end_missing"


def test_a_jpeg_whose_last_zero_may_be_that_of_an_interrupted_copy_is_refused_as_corrupt(reason: Reason) -> None:
    data = without_end_marker(zero=True)

    assert reason(data[:-1]) == reason(data + bytes(4096)) == "corrupt"


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("cut", [4, 5, 10, 100, 2000])
def test_a_jpeg_cut_just_before_its_end_is_refused_as_corrupt(reason: Reason, cut: int, *, progressive: bool) -> None:
    whole = image_bytes("JPEG", progressive=progressive)

    assert reason(whole[:-cut]) == reason(whole[:-cut] + bytes(5000)) == "corrupt"


def test_a_progressive_jpeg_that_lacks_its_last_scans_is_refused_as_corrupt(reason: Reason) -> None:
    whole = image_bytes("JPEG", progressive=True)
    scans = [place for place in range(len(whole)) if whole.startswith((b"\xff\xda", b"\xff\xc4"), place)]

    assert {reason(whole[:place]) for place in scans} == {"corrupt"}


def test_a_jpeg_without_its_end_marker_that_is_too_large_to_be_decoded_is_refused(reason: Reason) -> None:
    assert reason(image_bytes("JPEG")[:-2], decoded_pixels=100) == "corrupt"


def test_a_telephones_photograph_of_several_images_is_one_page_read_from_a_copy(look: Look) -> None:
    found = look(mpo_bytes())

    assert (found.kind, found.pages, found.working_copy, found.remark) == ("jpeg", 1, "pdf", None)


def test_a_jpeg_that_lies_about_its_size_is_refused_as_corrupt(reason: Reason) -> None:
    whole = image_bytes("JPEG", mode="L", size=(32, 32))
    frame = whole.index(b"\xff\xc0") + 5

    assert reason(whole[:frame] + struct.pack(">HH", 9000, 9000) + whole[frame + 4 :]) == "corrupt"


@pytest.mark.parametrize("kind", [0xC3, 0xC5, 0xC9, 0xCA])
def test_a_jpeg_that_no_browser_shows_is_refused_as_a_variant(reason: Reason, kind: int) -> None:
    assert reason(image_bytes("JPEG").replace(b"\xff\xc0", bytes([0xFF, kind]), 1)) == "variant"


def test_a_jpeg_too_large_for_textract_is_read_from_a_pdf(look: Look) -> None:
    assert look(image_bytes("JPEG"), image_bytes=1000).working_copy == "pdf"


# PNG


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pngs_of_every_kind_are_taken_in(look: Look, mode: str) -> None:
    found = look(image_bytes("PNG", mode=mode))

    assert (found.kind, found.extension, found.pages, found.working_copy) == ("png", "png", 1, "none")


def test_an_animated_png_is_one_page(look: Look) -> None:
    control = png_chunk(b"acTL", struct.pack(">II", 3, 0))

    assert look(png_bytes(100, 100, zlib.compress(bytes(10_100)), control)).pages == 1


def test_a_png_cut_anywhere_is_refused_as_corrupt(reason: Reason) -> None:
    whole = image_bytes("PNG")

    assert {reason(whole[:length]) for length in range(4, len(whole), 4001)} == {"corrupt"}


def test_a_png_with_a_single_damaged_byte_is_refused_as_corrupt(reason: Reason) -> None:
    whole = bytearray(image_bytes("PNG"))
    whole[len(whole) // 2] ^= 1

    assert reason(bytes(whole)) == "corrupt"


def test_a_png_without_its_picture_is_refused_as_corrupt(reason: Reason) -> None:
    assert reason(png_bytes(9000, 9000, zlib.compress(bytes(1000)))) == "corrupt"


def test_a_png_that_unpacks_to_more_than_its_size_is_a_bomb(reason: Reason) -> None:
    assert reason(png_bytes(100, 100, zlib.compress(bytes(50_000_000)))) == "bomb"


def test_a_png_whose_text_unpacks_without_end_is_a_bomb(reason: Reason) -> None:
    text = png_chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(50_000_000)))

    assert reason(png_bytes(100, 100, zlib.compress(bytes(10_100)), text)) == "bomb"


def test_an_interlaced_png_is_whole_when_its_seven_passes_are(look: Look, reason: Reason) -> None:
    passes = ((13, 13), (12, 13), (25, 12), (25, 25), (50, 25), (50, 50), (100, 50))
    rows = sum(height * (1 + width) for width, height in passes)

    assert look(png_bytes(100, 100, zlib.compress(bytes(rows)), interlace=1)).pages == 1
    assert reason(png_bytes(100, 100, zlib.compress(bytes(rows - 1)), interlace=1)) == "corrupt"


def test_a_transparent_png_too_large_for_textract_is_refused_by_its_size(look: Look, reason: Reason) -> None:
    assert look(image_bytes("PNG", mode="RGB"), image_bytes=1000).working_copy == "pdf"
    assert reason(image_bytes("PNG", mode="RGBA"), image_bytes=1000) == "size"


# Sizes of pictures


@pytest.mark.parametrize("size", [(1, 1), (14, 400), (10_001, 20)])
def test_a_picture_too_small_for_a_letter_or_too_large_for_textract_is_refused(reason: Reason, size: tuple[int, int]) -> None:
    assert reason(png_bytes(*size, zlib.compress(bytes(size[1] * (size[0] + 1))))) == "dimensions"


def test_a_picture_that_would_fill_the_memory_is_a_bomb(reason: Reason) -> None:
    assert reason(png_bytes(100_000, 100_000, zlib.compress(bytes(1000)))) == "bomb"
    assert reason(plain_tiff(100_000, 100_000, data=bytes(1000))) == "bomb"


# TIFF


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"])
def test_tiffs_of_every_common_compression_are_taken_in(look: Look, compression: str) -> None:
    found = look(tiff_bytes(2, mode="RGB", compression=compression))

    assert (found.kind, found.media_type, found.extension, found.pages) == ("tiff", "image/tiff", "tif", 2)


@pytest.mark.parametrize("compression", ["group3", "group4"])
def test_a_fax_of_many_pages_has_as_many_pages(look: Look, compression: str) -> None:
    assert look(tiff_bytes(7, compression=compression)).pages == 7


def test_a_tiff_of_old_jpegs_is_read_from_a_copy(look: Look) -> None:
    found = look(old_jpeg_tiff(image_bytes("JPEG"), image_bytes("JPEG")))

    assert (found.kind, found.pages, found.working_copy) == ("tiff", 2, "pdf")
    assert look(old_jpeg_tiff(image_bytes("JPEG"), tag=40_000)).working_copy == "pdf"  # the strip is the JPEG


@pytest.mark.parametrize(
    "data",
    [
        old_jpeg_tiff(image_bytes("JPEG")[2:]),
        old_jpeg_tiff(image_bytes("JPEG", size=(64, 64))),
        old_jpeg_tiff(image_bytes("JPEG")).replace(struct.pack("<HHII", 259, 4, 1, 6), struct.pack("<HHII", 259, 4, 1, 34661)),
    ],
    ids=["scan data without tables", "another size", "JBIG"],
)
def test_a_tiff_that_few_programs_show_is_refused_as_a_variant(reason: Reason, data: bytes) -> None:
    assert reason(data) == "variant"


def test_a_tiff_with_an_old_jpeg_beside_another_page_is_refused_as_a_variant(reason: Reason) -> None:
    old, plain = old_jpeg_tiff(image_bytes("JPEG"), image_bytes("JPEG")), struct.pack("<HHII", 259, 4, 1, 7)
    last = old.rindex(struct.pack("<HHII", 259, 4, 1, 6))

    assert reason(old[:last] + plain + old[last + 12 :]) == "variant"


def test_a_tiff_cut_anywhere_is_refused_as_corrupt(reason: Reason) -> None:
    whole = tiff_bytes(3, mode="L", compression="raw")

    assert {reason(whole[:length]) for length in range(8, len(whole), 5003)} == {"corrupt"}


def test_a_tiff_whose_directories_go_round_is_refused_as_corrupt(reason: Reason) -> None:
    assert reason(plain_tiff(64, 64, data=bytes(512), next_directory=8 + 512)) == "corrupt"


def test_a_tiff_that_holds_less_than_it_says_is_refused_as_corrupt(look: Look, reason: Reason) -> None:
    assert look(plain_tiff(64, 64, data=bytes(512))).pages == 1
    assert reason(plain_tiff(64, 64, data=bytes(511))) == "corrupt"


def test_a_bigtiff_is_refused_as_a_variant(reason: Reason) -> None:
    assert reason(plain_tiff(64, 64, data=bytes(512), magic=b"II+\x00")) == "variant"


def test_a_tiff_of_too_many_pages_is_refused(reason: Reason) -> None:
    assert reason(tiff_bytes(4), pages=3) == "pages"


# PDF


def test_a_pdf_is_counted_up_to_3000_pages(look: Look, reason: Reason) -> None:
    assert look(pages_of(3000)).pages == 3000
    assert reason(pages_of(3001)) == "pages"


def test_a_pdf_cut_anywhere_is_refused_as_corrupt(reason: Reason) -> None:
    whole = act_pdf(ACT, ACT)

    assert {reason(whole[:length]) for length in range(8, len(whole) - 600, 301)} == {"corrupt"}


def test_a_pdf_that_lost_only_its_table_is_read_from_a_clean_copy(look: Look) -> None:
    whole = image_in_pdf(200, 200)
    found = look(whole.replace(b"startxref\n", b"startxref\n9"))

    assert (found.pages, found.working_copy) == (1, "pdf")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4\n",
        b"%PDF-1.3\nThis is not a valid PDF file\n%%EOF",
        pdf_bytes(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"),
        pdf_bytes(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"),
    ],
    ids=["header only", "no object", "no page", "pages in a circle"],
)
def test_a_pdf_without_a_page_is_refused_as_corrupt(reason: Reason, data: bytes) -> None:
    assert reason(data) == "corrupt"


@pytest.mark.parametrize("revision", [3, 4, 6])
def test_a_pdf_with_a_password_is_refused_as_encrypted(reason: Reason, revision: int) -> None:
    assert reason(locked(pages_of(1), user="secret", revision=revision)) == "encrypted"


def test_a_pdf_locked_only_against_changes_is_read_from_an_unlocked_copy(look: Look) -> None:
    found = look(locked(image_in_pdf(200, 200), user=""))

    assert (found.pages, found.working_copy) == (1, "pdf")


@pytest.mark.parametrize("box", [b"0 0 0 0", b"0 0 9001 842", b"0 0 595 3"])
def test_a_page_without_surface_or_larger_than_40_inches_is_refused(reason: Reason, box: bytes) -> None:
    assert reason(one_page(b"/MediaBox[%s]" % box)) == "dimensions"


def test_a_monstrous_image_on_a_page_is_a_bomb(reason: Reason) -> None:
    assert reason(image_in_pdf(40_000, 40_000)) == "bomb"


def test_a_monstrous_image_behind_a_small_one_is_a_bomb(reason: Reason) -> None:
    mask = stream(b"/Type/XObject/Subtype/Image/Height 40000/Width 40000/BitsPerComponent 1/ColorSpace/DeviceGray", bytes(100))

    assert reason(image_in_pdf(20, 50, further=b"/SMask 6 0 R", mask=mask)) == "bomb"


def test_a_monstrous_image_within_a_drawing_is_a_bomb(reason: Reason) -> None:
    drawing = b"q 500 0 0 500 0 0 cm BI /W 60000 /H 60000 /BPC 1 /CS /G /F /Fl ID " + zlib.compress(bytes(100)) + b" EI Q"

    assert reason(one_page(b"/MediaBox[0 0 595 842]/Contents 4 0 R", stream(b"", drawing))) == "bomb"


def test_a_form_that_a_program_draws_is_refused_as_a_variant(reason: Reason) -> None:
    form = b"<</Type/Catalog/Pages 2 0 R/NeedsRendering true/AcroForm<</XFA 4 0 R>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"

    assert reason(pdf_bytes(form, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream(b"", b"<xdp/>"))) == "variant"


def test_a_long_pdf_is_measured_to_its_end_when_time_runs_short(look: Look) -> None:
    found = look(pages_of(50), look_seconds=0.0)

    assert (found.pages, found.transcript) == (50, None)


def test_a_small_drawing_that_unpacks_to_little_is_no_bomb(look: Look) -> None:
    assert look(flate_bomb(1)).pages == 1
