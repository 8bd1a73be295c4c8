"""Measures of a page's image: its size, the share of its ink, whether it has grey tones, and the QR codes on it.

It runs in the sandbox's worker alone, in the function that has Pillow and zxing-cpp: both open untrusted files.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import zxingcpp

from chalicelib.formats.rendering import LARGEST_SCALE, load_page
from chalicelib.model.file_format import Limits
from chalicelib.model.page_image import sides_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PIL import Image

BORDER = 0.06
"""Part of each side that is left out of the ink: shadows of the glass and punched holes, whose far edge is at 5.4 % of an A4 page."""
DARK = 0.6
"""Tone of ink, as a share of the paper's: the text of the other side that shines through is lighter."""
WHITE, WHITE_SHARE = 248, 0.5
"""A page of which fewer pixels than this share are white has grey tones."""
MOST_CODES = 16
"""Codes of a page that are looked at, and characters of each."""
LONGEST_CODE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMeasures:
    """What was measured; the fields that `PageFacts` explains have its names."""

    page: int
    width: float
    height: float
    ink: float
    toned: bool
    codes: tuple[str, ...]
    """Texts of the QR codes."""


def measure_page(path: Path, number: int, limits: Limits | None = None) -> PageMeasures:
    """Measure a page.

    Args:
        path: the original.
        number: page number, from 1.
        limits: as for its validation.

    Raises:
        Refusal: the page cannot be rendered.
    """
    sides = list[tuple[float, float]]()

    def of_pdf(width: float, height: float) -> tuple[int, int]:
        sides.append((width, height))
        return sides_of(width, height, most=LARGEST_SCALE)

    def of_image(width: float, height: float) -> tuple[int, int]:
        sides.append((width, height))
        return sides_of(width, height, most=1)

    image = load_page(path, number, limits or Limits(), of_pdf, of_image)
    width, height = sides[-1]
    if (width < height) != (image.width < image.height):
        width, height = height, width
    tones = _without_border(image).histogram()
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode), try_invert=False)
    codes = tuple(code.text for code in found[:MOST_CODES] if len(code.text) <= LONGEST_CODE)
    return PageMeasures(page=number, width=width, height=height, ink=ink_share(tones), toned=has_tones(tones), codes=codes)


def ink_share(tones: Sequence[int]) -> float:
    """Share of the pixels that are ink, of a histogram of 256 tones; the commonest light tone is the paper's.

    >>> ink_share([10] + [0] * 239 + [85] + [0] * 14 + [5])
    0.1
    """
    light = range(len(tones) // 2, len(tones))
    paper = max(light, key=lambda tone: tones[tone])
    dark = list(accumulate(tones))[int(paper * DARK)]
    return round(dark / max(1, sum(tones)), 5)


def has_tones(tones: Sequence[int]) -> bool:
    """Say whether a page has grey tones: most of its paper is not white.

    >>> has_tones([100] + [0] * 254 + [900]), has_tones([100] + [0] * 239 + [900] + [0] * 15)
    (False, True)
    """
    return sum(tones[WHITE:]) < WHITE_SHARE * sum(tones)


def _without_border(image: Image.Image) -> Image.Image:
    aside, down = round(image.width * BORDER), round(image.height * BORDER)
    return image.crop((aside, down, max(aside + 1, image.width - aside), max(down + 1, image.height - down)))
