"""A copy without what must not be read: every page drawn anew, what is to go painted black, and nothing else of the original in it.

What is under the black is not there: the copy holds pictures alone, no text and none of the original's objects. Runs where `drawing` does.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import ImageDraw

from chalicelib.formats.image_pdf import DOTS_PER_INCH, ImagePdfWriter, PageImageStream
from chalicelib.formats.rendering import page_of
from chalicelib.model.file_format import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from PIL import Image

    from chalicelib.model.transcript import Box

LONGEST_SIDE = 3_400
"""Pixels: an A3 page at 200 dots an inch."""
QUALITY = 60
"""Of a page's JPEG."""
MARGIN = 0.15
"""Of a box's height, painted on each side too: letters reach out of the boxes that readers of them draw."""


def redact(path: Path, target: Path, pages: int, boxes: Mapping[int, Sequence[Box]], limits: Limits | None = None) -> int:
    """Write a PDF of an original's pages with some places painted black.

    Args:
        path: the original.
        target: where the PDF is written.
        pages: how many the original has.
        boxes: by page, from 1: left, top, width, height as parts of the page.
        limits: as for the original's inspection.

    Returns:
        Bytes written.

    Raises:
        Refusal: a page cannot be drawn: there is no copy then.
    """
    limits = limits or Limits()
    with target.open("wb") as out:
        pdf = ImagePdfWriter(out)
        for number in range(1, pages + 1):
            image = page_of(path, number, limits, _of_pdf, _of_image)
            _blacken(image, boxes.get(number, ()))
            _add_page(pdf, image)
        return pdf.finish()


def _of_pdf(width: float, height: float) -> tuple[int, int]:
    scale = min(DOTS_PER_INCH / 72, LONGEST_SIDE / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _of_image(width: float, height: float) -> tuple[int, int]:
    scale = min(1.0, LONGEST_SIDE / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _blacken(image: Image.Image, boxes: Sequence[Box]) -> None:
    draw = ImageDraw.Draw(image)
    for left, top, width, height in boxes:
        margin = height * MARGIN * image.height
        first = (left * image.width - margin, top * image.height - margin)
        draw.rectangle((first, ((left + width) * image.width + margin, (top + height) * image.height + margin)), fill=0)


def _add_page(pdf: ImagePdfWriter, image: Image.Image) -> None:
    """Add a page that one grey JPEG fills."""
    written = BytesIO()
    image.save(written, "JPEG", quality=QUALITY)
    data = written.getvalue()
    coding = "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode"
    pdf.add_page(PageImageStream(width=image.width, height=image.height, length=len(data), coding=coding), [data])
