"""Working copies: a PDF that Textract can read, made of an original that it would not take.

An owner-locked or repaired PDF is written anew by pdfium; a JPEG or PNG of more than 10 MB is wrapped as it
is, its compressed bytes untouched. The original in the vault stays what it was.
"""

from __future__ import annotations

from ctypes import string_at
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from chalicelib.formats.identification import HEAD_BYTES, known_kind
from chalicelib.formats.jpeg import Jpeg, read_jpeg
from chalicelib.formats.png import PALETTE, SAMPLES, Png, read_png
from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CHUNK = 1 << 20
DOTS_PER_INCH = 200
"""Gives 10,000 pixels a side of 3,600 points, well within Textract's 9,000."""
TURNS = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}
"""EXIF orientations that a page's /Rotate can undo; mirrored ones are only turned."""
REMOVE_SECURITY = 3
"""FPDF_REMOVE_SECURITY: written whole, without a lock."""


def copy_for_reading(path: Path, target: Path, *, limits: Limits | None = None) -> None:
    """Write the PDF that is read in place of the original.

    Raises:
        Refusal: as `inspect` does; type for a TIFF, which needs no copy.
    """
    limits = limits or Limits()
    with path.open("rb") as file, target.open("wb") as out:
        kind = known_kind(file.read(HEAD_BYTES))
        file.seek(0)
        if kind == "jpeg":
            _wrap_jpeg(file, read_jpeg(file, limits), out)
        elif kind == "png":
            _wrap_png(file, read_png(file, limits), out)
        elif kind == "pdf":
            _rewrite(path, out)
        else:
            raise Refusal("type", f"no working copy is made of {kind}")


def _rewrite(path: Path, out: BinaryIO) -> None:
    """Write a PDF anew: without a lock, without an XFA form, with a sound table of its objects."""
    from chalicelib.formats.pdf import XFA_STATIC, library, opened  # noqa: PLC0415 - an image does not pay for pdfium

    pdfium = library()
    with opened(path) as document:
        if pdfium.FPDF_GetFormType(document) != XFA_STATIC:
            _save(pdfium, document, out)
            return
        bare = pdfium.FPDF_CreateNewDocument()
        try:
            if not pdfium.FPDF_ImportPages(bare, document, None, 0):
                raise Refusal("corrupt", "pages that cannot be copied")
            _save(pdfium, bare, out)
        finally:
            pdfium.FPDF_CloseDocument(bare)


def _save(pdfium: Any, document: Any, out: BinaryIO) -> None:  # noqa: ANN401 - ctypes bindings have no types
    """Let pdfium write through a callback, a block at a time."""
    writer = pdfium.FPDF_FILEWRITE(version=1)

    def write(_: object, data: int, size: int) -> int:
        return int(out.write(string_at(data, size)) == size)

    types = dict(pdfium.FPDF_FILEWRITE._fields_)
    writer.WriteBlock = types["WriteBlock"](write)
    if not pdfium.FPDF_SaveAsCopy(document, writer, REMOVE_SECURITY):
        raise Refusal("corrupt", "a PDF that cannot be written anew")


@dataclass(frozen=True, slots=True, kw_only=True)
class _ImageObject:
    """A picture as a PDF says it."""

    width: int
    height: int
    words: str
    """Colour space, depth and compression, in PDF's words."""
    parts: tuple[tuple[int, int], ...]
    """Where its compressed bytes stand in the original: offset and length."""
    rotate: int = 0


def _wrap_jpeg(file: BinaryIO, jpeg: Jpeg, out: BinaryIO) -> None:
    """Make a JPEG the one picture of a one-page PDF."""
    space = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}[jpeg.components]
    inverted = " /Decode [1 0 1 0 1 0 1 0]" if jpeg.adobe and jpeg.components == 4 else ""  # noqa: PLR2004 - CMYK
    words = f"/ColorSpace {space} /BitsPerComponent 8 /Filter /DCTDecode{inverted}"
    rotate = TURNS.get(jpeg.orientation, 0)
    _write_page(file, _ImageObject(width=jpeg.width, height=jpeg.height, words=words, parts=((0, jpeg.end),), rotate=rotate), out)


def _wrap_png(file: BinaryIO, png: Png, out: BinaryIO) -> None:
    """Make a PNG the one picture of a one-page PDF: its rows are packed as PDF's predictor 15 packs them."""
    colours = SAMPLES[png.colour]
    space = "/DeviceGray" if colours == 1 else "/DeviceRGB"
    if png.colour == PALETTE:
        space = f"[/Indexed /DeviceRGB {len(png.palette) // 3 - 1} <{png.palette.hex()}>]"
    rows = f"/Predictor 15 /Colors {colours} /BitsPerComponent {png.depth} /Columns {png.width}"
    words = f"/ColorSpace {space} /BitsPerComponent {png.depth} /Filter /FlateDecode /DecodeParms << {rows} >>"
    _write_page(file, _ImageObject(width=png.width, height=png.height, words=words, parts=png.data), out)


def _write_page(file: BinaryIO, picture: _ImageObject, out: BinaryIO) -> None:
    """Write a PDF of one page that one picture fills; the picture's bytes are the file's own."""
    objects = _objects(picture)
    out.write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s" % (number, body))
        if number == len(objects):
            _pour(file, picture.parts, out)
            out.write(b"\nendstream")
        out.write(b"\nendobj\n")
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, table))


def _objects(picture: _ImageObject) -> list[bytes]:
    """Give the objects of such a PDF, up to the picture's bytes, which follow the last."""
    width, height = picture.width * 72 / DOTS_PER_INCH, picture.height * 72 / DOTS_PER_INCH
    drawing = f"{width:.2f} 0 0 {height:.2f} 0 0 cm /I Do".encode()
    length = sum(part[1] for part in picture.parts)
    page = f"/MediaBox [0 0 {width:.2f} {height:.2f}] /Rotate {picture.rotate} /Contents 4 0 R"
    image = f"/Width {picture.width} /Height {picture.height} {picture.words} /Length {length}"
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R {page} /Resources << /XObject << /I 5 0 R >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        f"<< /Type /XObject /Subtype /Image {image} >>\nstream\n".encode(),
    ]


def _pour(file: BinaryIO, parts: Iterable[tuple[int, int]], out: BinaryIO) -> None:
    """Copy parts of a file, a piece at a time."""
    for start, length in parts:
        file.seek(start)
        left = length
        while left and (piece := file.read(min(left, CHUNK))):
            out.write(piece)
            left -= len(piece)
