"""Ink of a PDF page: which pixels its text makes visible, and what else the page shows.

The page is rendered twice in grey, as it is and without its text objects. Where the two differ, text is seen: text that is covered,
clipped, switched off, or in the colour of its background makes no difference. What the second rendering shows is pictures, curves and
rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.formats.image_pdf import page_pixels
from chalicelib.formats.pdf_raster import Area, Raster, render
from chalicelib.formats.pdfium import library

if TYPE_CHECKING:
    from collections.abc import Sequence

DOTS_PER_INCH = 75
LONGEST_SIDE = 1_600
"""Pixels: pages larger than A2 are rendered at a lower resolution."""
STEPS = tuple(bytes((tone + half) >> 5 for tone in range(256)) for half in (0, 16))
"""Tones in steps of 32, and in the same steps moved by half: two tones in other steps both times are more than 16 apart, and two tones 32
apart are always in other steps."""
ONE = bytes([0]) + bytes([1]) * 255
LONG_EDGE = re.compile(b"\x01{25,}")
"""An edge that runs down 25 pixels (8 mm): of a rule, a frame or a fill. Few letters are as high."""
CELL = 8
"""Sides of the squares of pixels by which ink is grouped into patches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInk:
    """Masks of a page: one byte a pixel, 1 where there is ink."""

    shown: Raster
    """The page as it is."""
    text: bytes
    """Where text is seen."""
    rest: bytes
    """Edges, from left to right, of what the page shows without its text objects."""

    def profile(self, area: Area) -> tuple[bytes, float]:
        """Columns of an area in which text is seen, one byte each, and the share of its rows in which it is."""
        left, top, right, bottom = area
        columns, rows, width = 0, 0, self.shown.width
        for start in range(top * width, bottom * width, width):
            row = int.from_bytes(self.text[start + left : start + right])
            columns |= row
            rows += row > 0
        return columns.to_bytes(right - left), rows / max(1, bottom - top)


def shown_page(page: Any) -> Raster:  # noqa: ANN401 - ctypes bindings have no types
    """Render a page as it is, at `DOTS_PER_INCH`."""
    pdfium = library()
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    return render(page, *page_pixels(width, height, dots_per_inch=DOTS_PER_INCH, longest=LONGEST_SIDE))


def ink_of(page: Any, texts: Sequence[Any]) -> PageInk:  # noqa: ANN401
    """Render a page with and without its text objects, which are active again in the end."""
    pdfium = library()
    shown = shown_page(page)
    for text in texts:
        pdfium.FPDFPageObj_SetIsActive(text, 0)
    bare = shown_page(page).tones
    for text in texts:
        pdfium.FPDFPageObj_SetIsActive(text, 1)
    return PageInk(shown=shown, text=difference(shown.tones, bare), rest=difference(bare, bare[:1] + bare[:-1]))


def difference(one: bytes, other: bytes) -> bytes:
    r"""Mask of the pixels whose tones differ visibly.

    >>> difference(bytes([255, 255, 255, 0]), bytes([254, 200, 0, 9]))
    b'\x00\x01\x01\x00'
    """
    size, mask = len(one), -1
    for steps in STEPS:
        changed = int.from_bytes(one.translate(steps)) ^ int.from_bytes(other.translate(steps))
        mask &= int.from_bytes(changed.to_bytes(size).translate(ONE))
    return mask.to_bytes(size)


def union(one: bytes, other: bytes) -> bytes:
    """Mask of the pixels of both masks."""
    return (int.from_bytes(one) | int.from_bytes(other)).to_bytes(len(one))


def without_long_edges(mask: bytes, width: int) -> bytes:
    """Mask of edges without those of rules, frames and fills."""
    height = len(mask) // width
    down = LONG_EDGE.sub(lambda run: bytes(len(run[0])), b"".join([mask[column::width] for column in range(width)]))
    return b"".join([down[row::height] for row in range(height)])


def patches(mask: bytes, width: int) -> list[Area]:
    """Patches of ink: the bounds of each group of neighbouring cells with ink."""
    cells: dict[tuple[int, int], Area] = {}
    place = mask.find(1)
    while place >= 0:
        row, column = divmod(place, width)
        cell = row // CELL, column // CELL
        cells[cell] = _joined(cells.get(cell, (column, row, column, row)), (column, row, column + 1, row + 1))
        place = mask.find(1, place + 1)
    found = []
    while cells:
        cell, bounds = cells.popitem()
        waiting = [cell]
        while waiting:
            row, column = waiting.pop()
            for near in [(row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)]:
                other = cells.pop(near, None)
                if other is not None:
                    waiting.append(near)
                    bounds = _joined(bounds, other)
        found.append(bounds)
    return found


def _joined(one: Area, other: Area) -> Area:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
