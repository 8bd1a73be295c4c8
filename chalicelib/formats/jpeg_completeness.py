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
MARKER_BYTES = 2
"""Zeros that may stand where the end marker was to come; further ones at the end of a file are data, or of an interrupted copy."""


def data_end(file: BinaryIO, jpeg: Jpeg, limits: Limits) -> int:
    """Offset after the data of a JPEG that lacks its end marker, whose last scan must be whole.

    Data may end with zeros, as an interrupted copy does: they are data where the image needs them all, but for those in the end
    marker's place.

    Raises:
        Refusal: corrupt; also for an image too large to be decoded here.
    """
    if jpeg.width * jpeg.height > limits.decoded_pixels:
        raise Refusal("corrupt", "a JPEG that ends before its end marker, too large to be decoded")
    file.seek(0)
    data = file.read()
    if _is_whole(data[: jpeg.end]):
        return jpeg.end
    if len(data) > jpeg.end and _is_whole(data) and not _is_whole(data[: max(jpeg.end, len(data) - MARKER_BYTES - 1)]):
        return len(data)
    raise Refusal("corrupt", "a JPEG that ends within its last scan")


def ended_jpeg(path: Path, limits: Limits) -> Path | BytesIO:
    """Give a JPEG with its end marker, which Pillow requires: the file, or its bytes where it lacks the marker.

    Raises:
        Refusal: as `read_jpeg` and `data_end`.
    """
    with path.open("rb") as file:
        jpeg = read_jpeg(file, limits)
        if jpeg.ended:
            return path
        end = data_end(file, jpeg, limits)
        file.seek(0)
        return BytesIO(file.read(end) + END)


def _is_whole(data: bytes) -> bool:
    """Whether pdfium shows the same, whatever follows the data."""
    shown = _pixels(data + END)
    return shown is not None and all(_pixels(data + _noise(number) + END) == shown for number in range(1, NOISES))


def _noise(number: int) -> bytes:
    """Bytes without a marker, the same each time."""
    blocks = (sha256(b"%d %d" % (number, block)).digest() for block in range(NOISE_BYTES // 32))
    return b"".join(blocks).replace(b"\xff", b"\xfe")


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
