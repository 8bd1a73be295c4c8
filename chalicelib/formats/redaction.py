"""A copy without what must not be read: every page drawn anew, what is to go painted black, and nothing else of the original in it.

What is under the black is not there: the copy holds pictures alone, no text and none of the original's objects. Runs where `drawing` does.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from PIL import ImageDraw

from chalicelib.formats.rendering import page_of
from chalicelib.model.file_format import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from PIL import Image

    from chalicelib.model.transcript import Box

DOTS_PER_INCH = 200
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
        paper = _Paper(out)
        for number in range(1, pages + 1):
            image = page_of(path, number, limits, _of_pdf, _of_image)
            _blacken(image, boxes.get(number, ()))
            paper.add(image)
        return paper.finish()


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


class _Paper:
    """A PDF that is written page by page: the least that a reader of PDFs wants."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._places: dict[int, int] = {}
        self._pages: list[int] = []
        out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    def add(self, image: Image.Image) -> None:
        """Add a page that one picture fills."""
        written = BytesIO()
        image.save(written, "JPEG", quality=QUALITY)
        data = written.getvalue()
        first = 3 * (len(self._pages) + 1)
        width, height = image.width * 72 / DOTS_PER_INCH, image.height * 72 / DOTS_PER_INCH
        drawing = b"%.2f 0 0 %.2f 0 0 cm /I Do" % (width, height)
        page = b"/Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R" % (width, height, first + 1)
        kind = b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode"
        size = b"/Width %d /Height %d /Length %d" % (image.width, image.height, len(data))
        self._write(first, b"<< %s /Resources << /XObject << /I %d 0 R >> >> >>" % (page, first + 2))
        self._write(first + 1, b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing))
        self._write(first + 2, b"<< %s %s >>\nstream\n%s\nendstream" % (kind, size, data))
        self._pages.append(first)

    def finish(self) -> int:
        """Write the list of pages and the table of objects; tell how many bytes there are."""
        self._write(1, b"<< /Type /Catalog /Pages 2 0 R >>")
        kids = b" ".join(b"%d 0 R" % page for page in self._pages)
        self._write(2, b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(self._pages)))
        table, count = self._out.tell(), len(self._places) + 1
        self._out.write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        self._out.writelines(b"%010d 00000 n \n" % self._places[name] for name in sorted(self._places))
        self._out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, table))
        return self._out.tell()

    def _write(self, name: int, body: bytes) -> None:
        self._places[name] = self._out.tell()
        self._out.write(b"%d 0 obj\n%s\nendobj\n" % (name, body))
