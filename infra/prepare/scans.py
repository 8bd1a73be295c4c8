"""Pages of a scanned file as the archive renders them, and how finely each was scanned."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from chalicelib.formats.rendering import load_page
from chalicelib.model.file_format import Limits

SHOWN = 100
"""Dots per inch of a page that is looked at."""
A4_INCHES = 8.27
"""Shorter side of the paper, where a file does not say its resolution."""
_LONGEST = 4 * SHOWN * A4_INCHES
"""Pixels of the longer side of a page that is far larger than a scan."""
_LEAST_TOLD = 50
"""Dots per inch below which what a file says is no resolution: some tools write 1."""
_CAMERA = 72
"""What cameras write, whatever they saw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedPage:
    """One page."""

    number: int
    """From 1."""
    image: Image.Image
    """In grey, upright, at about 100 dots per inch."""
    dots_per_inch: int | None
    """Of its largest picture; None on a page without pictures."""


def pages_of(path: Path) -> Iterator[ScannedPage]:
    """Give the pages of a file that has been found valid, one at a time.

    Raises:
        Refusal: a page cannot be rendered.
    """
    with path.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
    for number, resolution in enumerate(_of_pdf(path) if is_pdf else _of_image(path), 1):
        image = load_page(path, number, Limits(), _sides_in_points, partial(_sides_in_pixels, resolution or SHOWN))
        yield ScannedPage(number=number, image=image, dots_per_inch=resolution)


def _sides_in_points(width: float, height: float) -> tuple[int, int]:
    return _scaled(width, height, min(SHOWN / 72, _LONGEST / max(width, height)))


def _sides_in_pixels(resolution: int, width: float, height: float) -> tuple[int, int]:
    return _scaled(width, height, min(1.0, SHOWN / resolution))


def _scaled(width: float, height: float, scale: float) -> tuple[int, int]:
    return max(1, round(width * scale)), max(1, round(height * scale))


def _of_pdf(path: Path) -> Iterator[int | None]:
    """Give the resolution of the picture that covers most of each page."""
    with closing(pypdfium2.PdfDocument(path)) as document:
        for index in range(len(document)):
            page = document[index]
            largest, found = 0.0, None
            for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
                left, bottom, right, top = picture.get_bounds()
                area = (right - left) * (top - bottom)
                if area > largest:
                    largest, pixels = area, picture.get_px_size()
                    found = round(72 * max(pixels) / max(right - left, top - bottom))
            page.close()
            yield found


def _of_image(path: Path) -> Iterator[int | None]:
    with Image.open(path, formats=("JPEG", "PNG", "TIFF")) as image:
        for index in range(image.n_frames if isinstance(image, TiffImageFile) else 1):
            image.seek(index)
            yield resolution_of(image)


def resolution_of(image: Image.Image) -> int:
    """Resolution of an image file: what it says, else as if its shorter side were that of A4."""
    told = float(image.info.get("dpi", (0, 0))[0])
    if told >= _LEAST_TOLD and round(told) != _CAMERA:
        return round(told)
    return max(1, round(min(image.size) / A4_INCHES))
