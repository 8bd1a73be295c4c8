"""Completeness of a JPEG that lacks its end marker: whether its last scan is whole.

pdfium decodes it several times, each time with other noise after its data. A decoder that has all blocks ignores what follows; one that
still wants a block takes the noise for it, and shows something else.
"""

from __future__ import annotations

from ctypes import memmove, string_at
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from chalicelib.formats.jpeg import END, read_jpeg
from chalicelib.formats.pdfium import library
from chalicelib.model.errors import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from chalicelib.formats.jpeg import Jpeg
    from chalicelib.model.file_format import Limits

NOISES = 4
"""The first is none. Of 24 images cut by one byte, one noise showed 23, and two showed all."""
NOISE_BYTES = 512


def check_complete(file: BinaryIO, jpeg: Jpeg, limits: Limits) -> None:
    """Refuse a JPEG whose last scan is cut.

    Raises:
        Refusal: corrupt; also for an image too large to be decoded here.
    """
    if jpeg.width * jpeg.height > limits.decoded_pixels:
        raise Refusal("corrupt", "a JPEG that ends before its end marker, too large to be decoded")
    file.seek(0)
    data = file.read(jpeg.end)
    shown = {_pixels(data + _noise(number) + END) for number in range(NOISES)}
    if len(shown) > 1 or None in shown:
        raise Refusal("corrupt", "a JPEG that ends within its last scan")


def ended_jpeg(path: Path, limits: Limits) -> Path | BytesIO:
    """Give a JPEG with its end marker, which Pillow requires: the file, or its bytes where it lacks the marker.

    Raises:
        Refusal: as `read_jpeg` and `check_complete`.
    """
    with path.open("rb") as file:
        jpeg = read_jpeg(file, limits)
        if jpeg.ended:
            return path
        check_complete(file, jpeg, limits)
        file.seek(0)
        return BytesIO(file.read(jpeg.end) + END)


def _noise(number: int) -> bytes:
    """Bytes without a marker, the same each time."""
    blocks = (sha256(b"%d %d" % (number, block)).digest() for block in range(NOISE_BYTES // 32))
    return b"".join(blocks).replace(b"\xff", b"\xfe") if number else b""


def _pixels(data: bytes) -> bytes | None:
    """Digest of the pixels that pdfium decodes; None where it decodes nothing."""
    pdfium = library()
    document = pdfium.FPDF_CreateNewDocument()
    image = pdfium.FPDFPageObj_NewImageObj(document)

    def block(_: object, position: int, out: int, size: int) -> int:
        memmove(out, data[position : position + size], size)
        return 1

    access = pdfium.FPDF_FILEACCESS(m_FileLen=len(data))
    access.m_GetBlock = dict(pdfium.FPDF_FILEACCESS._fields_)["m_GetBlock"](block)
    try:
        if not pdfium.FPDFImageObj_LoadJpegFileInline(None, 0, image, access):
            return None
        bitmap = pdfium.FPDFImageObj_GetBitmap(image)
        if not bitmap:
            return None
        try:
            size = pdfium.FPDFBitmap_GetStride(bitmap) * pdfium.FPDFBitmap_GetHeight(bitmap)
            return sha256(string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), size)).digest()
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
    finally:
        pdfium.FPDFPageObj_Destroy(image)
        pdfium.FPDF_CloseDocument(document)
