"""Redaction: a PDF of a document's pages as images, with some boxes painted black.

The copy contains images only, no text and no object of the original, so nothing remains under the black boxes. It runs in the sandbox's
worker, as `rendering` does.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import ImageDraw

from chalicelib.formats.image_pdf import LONGEST_SIDE, ImagePdfWriter, PageImageStream, page_pixels
from chalicelib.formats.rendering import load_page
from chalicelib.model.file_format import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from PIL import Image

    from chalicelib.model.transcript import Box

QUALITY = 60
"""JPEG quality of a page."""
MARGIN = 0.15
"""Margin around a box, as a fraction of its height: letters extend beyond the boxes of OCR engines."""


def redact(path: Path, target: Path, pages: Sequence[int], boxes: Mapping[int, Sequence[Box]], limits: Limits | None = None) -> int:
    """Write the masked copy of an original.

    Args:
        path: the original.
        target: where the PDF is written.
        pages: numbers of the pages that it has, from 1, in their order.
        boxes: boxes to paint black, by the same numbers.
        limits: as for its validation.

    Returns:
        Size in bytes.

    Raises:
        Refusal: a page cannot be rendered; no copy is made.
    """
    limits = limits or Limits()
    with target.open("wb") as out:
        pdf = ImagePdfWriter(out)
        for number in pages:
            image = load_page(path, number, limits, page_pixels, _of_image)
            _paint_black(image, boxes.get(number, ()))
            _add_page(pdf, image)
        return pdf.finish()


def _of_image(width: float, height: float) -> tuple[int, int]:
    scale = min(1.0, LONGEST_SIDE / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _paint_black(image: Image.Image, boxes: Sequence[Box]) -> None:
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
