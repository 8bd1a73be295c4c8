"""Writer of PDFs whose pages are one image each: working copies and masked copies.

It writes the objects that ISO 32000-1 requires and nothing else: catalogue, page tree, and for each page its image and one drawing
instruction. Image data are written as they are, a block at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable

DOTS_PER_INCH = 200
"""Resolution of the pages: an image of 10,000 pixels a side (Textract's limit) gives a page of 3,600 points (limit: 9,000)."""
LONGEST_SIDE = 3_400
"""Pixels of a page that is rendered: an A3 page at `DOTS_PER_INCH`."""
_OBJECTS_PER_PAGE = 3


def page_pixels(width: float, height: float, *, dots_per_inch: int = DOTS_PER_INCH, longest: int = LONGEST_SIDE) -> tuple[int, int]:
    """Pixels of a page of some points at a resolution, lower where its longer side would have more than `longest` pixels."""
    scale = min(dots_per_inch / 72, longest / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImageStream:
    """An image as a PDF stream."""

    width: int
    """Pixels."""
    height: int
    length: int
    """Bytes of its data."""
    coding: str
    """Colour space, depth and filter, in the syntax of a PDF dictionary."""
    rotate: int = 0
    """Clockwise rotation of the page, in degrees."""


class ImagePdfWriter:
    """Writes one page after another; `finish` ends the file."""

    def __init__(self, out: BinaryIO) -> None:
        """Write the header.

        Args:
            out: a new, empty file.
        """
        self._out = out
        self._offsets: dict[int, int] = {}
        self._pages: list[int] = []
        out.write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")

    def add_page(self, image: PageImageStream, data: Iterable[bytes]) -> None:
        """Write a page that one image fills.

        Args:
            image: its size and coding.
            data: its bytes, in blocks; `image.length` in all.
        """
        page = _OBJECTS_PER_PAGE * (len(self._pages) + 1)
        width, height = image.width * 72 / DOTS_PER_INCH, image.height * 72 / DOTS_PER_INCH
        drawing = f"{width:.2f} 0 0 {height:.2f} 0 0 cm /I Do"
        box = f"/MediaBox [0 0 {width:.2f} {height:.2f}] /Rotate {image.rotate} /Contents {page + 1} 0 R"
        self._write(page, f"<< /Type /Page /Parent 2 0 R {box} /Resources << /XObject << /I {page + 2} 0 R >> >> >>")
        self._write(page + 1, f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream")
        size = f"/Width {image.width} /Height {image.height} /Length {image.length}"
        self._begin(page + 2)
        self._out.write(f"<< /Type /XObject /Subtype /Image {image.coding} {size} >>\nstream\n".encode())
        self._out.writelines(data)
        self._out.write(b"\nendstream\nendobj\n")
        self._pages.append(page)

    def finish(self) -> int:
        """Write page tree, catalogue and cross-reference table.

        Returns:
            Size of the file in bytes.
        """
        self._write(1, "<< /Type /Catalog /Pages 2 0 R >>")
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        self._write(2, f"<< /Type /Pages /Kids [{kids}] /Count {len(self._pages)} >>")
        table, count = self._out.tell(), len(self._offsets) + 1
        self._out.write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        self._out.writelines(b"%010d 00000 n \n" % self._offsets[number] for number in sorted(self._offsets))
        self._out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, table))
        return self._out.tell()

    def _begin(self, number: int) -> None:
        self._offsets[number] = self._out.tell()
        self._out.write(b"%d 0 obj\n" % number)

    def _write(self, number: int, body: str) -> None:
        self._begin(number)
        self._out.write(f"{body}\nendobj\n".encode())
