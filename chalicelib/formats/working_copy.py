"""Working copies: a PDF for Textract, made from an original that Textract does not accept.

pdfium rewrites an owner-locked or repaired PDF. A PDF whose pages show less or more than its text layer is rendered, page by page, as a
viewer shows it: without hidden words, with annotations and form values. These images are wrapped in a PDF, their compressed data
unchanged: a JPEG or PNG of more than 10 MB, the first of several JPEGs in one file (MPO), a JPEG without its end marker, and the JPEGs of
a TIFF of compression 6. The original in the vault stays as it is.
"""

from __future__ import annotations

from ctypes import string_at
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO
from zlib import compress

from chalicelib.formats.identification import HEAD_BYTES, known_kind
from chalicelib.formats.image_pdf import ImagePdfWriter, PageImageStream, page_pixels
from chalicelib.formats.jpeg import END, Jpeg, read_jpeg
from chalicelib.formats.png import PALETTE, SAMPLES, Png, read_png
from chalicelib.formats.tiff import read_tiff
from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import Limits, WorkingCopy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

CHUNK = 1 << 20
TURNS = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}
"""/Rotate for each EXIF orientation; mirrored images are only rotated."""
QUICK = 1
"""Level of zlib: a page of text takes 30 ms and 200 kB."""
REMOVE_SECURITY = 3
"""FPDF_REMOVE_SECURITY: the file is written without encryption."""


def write_working_copy(path: Path, target: Path, wanted: WorkingCopy = "pdf", *, limits: Limits | None = None) -> None:
    """Write the working copy of an original.

    Args:
        path: the original.
        target: where the PDF is written.
        wanted: as its inspection says.
        limits: as for its validation.

    Raises:
        Refusal: as `validation.inspect`; `type` for any other TIFF, which needs no copy.
    """
    limits = limits or Limits()
    with path.open("rb") as file, target.open("wb") as out:
        kind = known_kind(file.read(HEAD_BYTES))
        file.seek(0)
        if kind == "jpeg":
            _wrap_jpegs(file, (0,), limits, out)
        elif kind == "tiff" and (old := read_tiff(file, path.stat().st_size, limits).old_jpegs):
            _wrap_jpegs(file, old, limits, out)
        elif kind == "png":
            _wrap_png(file, read_png(file, limits), out)
        elif kind == "pdf" and wanted == "rendered":
            _render(path, out)
        elif kind == "pdf":
            _rewrite(path, out)
        else:
            raise Refusal("type", f"no working copy is made of {kind}")


def _rewrite(path: Path, out: BinaryIO) -> None:
    """Rewrite a PDF without encryption, without an XFA form, and with a valid cross-reference table."""
    from chalicelib.formats.pdf import XFA_STATIC
    from chalicelib.formats.pdfium import library, opened

    pdfium = library()
    with opened(path) as document:
        if pdfium.FPDF_GetFormType(document) != XFA_STATIC:
            save(pdfium, document, out)
            return
        bare = pdfium.FPDF_CreateNewDocument()
        try:
            if not pdfium.FPDF_ImportPages(bare, document, None, 0):
                raise Refusal("corrupt", "pages that cannot be copied")
            save(pdfium, bare, out)
        finally:
            pdfium.FPDF_CloseDocument(bare)


def _render(path: Path, out: BinaryIO) -> None:
    """Write a PDF of all pages as grey images."""
    from chalicelib.formats.pdf_raster import form_of, render
    from chalicelib.formats.pdfium import library, loaded, opened

    pdfium = library()
    pdf = ImagePdfWriter(out)
    with opened(path) as document, form_of(document) as form:
        for index in range(pdfium.FPDF_GetPageCount(document)):
            with loaded(document, index) as page:
                raster = render(page, *page_pixels(pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)), form)
            data = compress(raster.tones, QUICK)
            coding = "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
            pdf.add_page(PageImageStream(width=raster.width, height=raster.height, length=len(data), coding=coding), [data])
    pdf.finish()


def save(pdfium: Any, document: Any, out: BinaryIO) -> None:  # noqa: ANN401 - ctypes bindings have no types
    """Write a document through pdfium's callback, in blocks."""
    writer = pdfium.FPDF_FILEWRITE(version=1)

    def write(_: object, data: int, size: int) -> int:
        return int(out.write(string_at(data, size)) == size)

    types = dict(pdfium.FPDF_FILEWRITE._fields_)
    writer.WriteBlock = types["WriteBlock"](write)
    if not pdfium.FPDF_SaveAsCopy(document, writer, REMOVE_SECURITY):
        raise Refusal("corrupt", "a PDF that cannot be rewritten")


def _wrap_jpegs(file: BinaryIO, starts: Iterable[int], limits: Limits, out: BinaryIO) -> None:
    """Write a PDF of one page for each JPEG, which begins at an offset of the file and fills its page, its data unchanged."""
    from chalicelib.formats.jpeg_completeness import data_end

    pdf = ImagePdfWriter(out)
    for start in starts:
        jpeg = read_jpeg(file, limits, start=start)
        end = b"" if jpeg.ended else END
        length = (jpeg.end if jpeg.ended else data_end(file, jpeg, limits)) - start
        pdf.add_page(_jpeg_stream(jpeg, length + len(end)), chain(_blocks(file, ((start, length),)), (end,)))
    pdf.finish()


def _jpeg_stream(jpeg: Jpeg, length: int) -> PageImageStream:
    space = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}[jpeg.components]
    inverted = " /Decode [1 0 1 0 1 0 1 0]" if jpeg.adobe and jpeg.components == 4 else ""  # noqa: PLR2004 - CMYK
    coding = f"/ColorSpace {space} /BitsPerComponent 8 /Filter /DCTDecode{inverted}"
    rotate = TURNS.get(jpeg.orientation, 0)
    return PageImageStream(width=jpeg.width, height=jpeg.height, length=length, coding=coding, rotate=rotate)


def _wrap_png(file: BinaryIO, png: Png, out: BinaryIO) -> None:
    """Write a PDF of one page that a PNG fills, its data unchanged: PNG's row filters are PDF's predictor 15."""
    colours = SAMPLES[png.colour]
    space = "/DeviceGray" if colours == 1 else "/DeviceRGB"
    if png.colour == PALETTE:
        space = f"[/Indexed /DeviceRGB {len(png.palette) // 3 - 1} <{png.palette.hex()}>]"
    rows = f"/Predictor 15 /Colors {colours} /BitsPerComponent {png.depth} /Columns {png.width}"
    coding = f"/ColorSpace {space} /BitsPerComponent {png.depth} /Filter /FlateDecode /DecodeParms << {rows} >>"
    length = sum(size for _, size in png.data)
    _write_page(file, PageImageStream(width=png.width, height=png.height, length=length, coding=coding), png.data, out)


def _write_page(file: BinaryIO, image: PageImageStream, parts: Iterable[tuple[int, int]], out: BinaryIO) -> None:
    """Write a PDF of one page; the image's data are parts of the file: offset and length of each."""
    pdf = ImagePdfWriter(out)
    pdf.add_page(image, _blocks(file, parts))
    pdf.finish()


def _blocks(file: BinaryIO, parts: Iterable[tuple[int, int]]) -> Iterator[bytes]:
    """Read parts of a file in blocks of `CHUNK` bytes."""
    for start, length in parts:
        file.seek(start)
        left = length
        while left and (block := file.read(min(left, CHUNK))):
            yield block
            left -= len(block)
