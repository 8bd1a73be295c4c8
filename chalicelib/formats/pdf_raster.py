"""Rendering of a PDF page in grey tones by pdfium, as a viewer shows it."""

from __future__ import annotations

from contextlib import contextmanager
from ctypes import string_at
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from chalicelib.formats.pdfium import library
from chalicelib.model.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chalicelib.model.transcript import Box

WHITE = 0xFFFFFFFF
Area = tuple[int, int, int, int]
"""First column and row, and the column and row after the last, in pixels."""


@dataclass(frozen=True, slots=True)
class Raster:
    """A page in grey."""

    width: int
    """Pixels."""
    height: int
    tones: bytes
    """One byte a pixel, 0 is black; rows have no padding."""

    def area(self, box: Box) -> Area:
        """The pixels of a box, one at least, those beyond the page left out."""
        width, height = self.width, self.height
        left, top = min(max(int(box[0] * width), 0), width - 1), min(max(int(box[1] * height), 0), height - 1)
        right, bottom = ceil((box[0] + box[2]) * width), ceil((box[1] + box[3]) * height)
        return left, top, min(max(right, left + 1), width), min(max(bottom, top + 1), height)

    def contrast(self, area: Area) -> int:
        """Difference between the lightest and the darkest tone of an area."""
        left, top, right, bottom = area
        starts = range(top * self.width, bottom * self.width, self.width)
        tones = b"".join([self.tones[start + left : start + right] for start in starts])
        return max(tones) - min(tones)


def render(page: Any, width: int, height: int, form: Any = None) -> Raster:  # noqa: ANN401 - ctypes bindings have no types
    """Render a page with its annotations, and with the values of its form fields where `form_of` is given.

    Args:
        page: an open page.
        width: pixels.
        height: pixels.
        form: environment of its document.

    Raises:
        Refusal: `bomb`: there is no memory for it.
    """
    pdfium = library()
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
    if not bitmap:
        raise Refusal("bomb", f"no memory for {width} x {height} pixels")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
        place = (bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE)
        pdfium.FPDF_RenderPageBitmap(*place)
        if form is not None:
            pdfium.FPDF_FFLDraw(form, *place)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        tones = string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    if stride != width:
        tones = b"".join([tones[start : start + width] for start in range(0, stride * height, stride)])
    return Raster(width, height, tones)


@contextmanager
def form_of(document: Any) -> Iterator[Any]:  # noqa: ANN401
    """Environment that renders values of form fields; this build of pdfium has no script engine."""
    pdfium = library()
    held = pdfium.FPDF_FORMFILLINFO(version=2)  # pdfium keeps only its address: it must outlive the form
    form = pdfium.FPDFDOC_InitFormFillEnvironment(document, held)
    pdfium.FPDF_SetFormFieldHighlightAlpha(form, 0)  # else fields are dark bars in grey
    try:
        yield form
    finally:
        pdfium.FPDFDOC_ExitFormFillEnvironment(form)
        del held
