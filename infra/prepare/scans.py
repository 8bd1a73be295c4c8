"""Pages of a scanned file, as pictures: PDFs by pdfium, JPEG, PNG and TIFF by Pillow."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps
from PIL.TiffImagePlugin import TiffImageFile

SHOWN = 100
"""Dots per inch of a page that is looked at."""
A4_INCHES = 8.27
"""Shorter side of the paper, where a file does not say its resolution."""
_LEAST_TOLD = 50
"""Dots per inch below which what a file says is no resolution: some tools write 1."""
_CAMERA = 72
"""What cameras write, whatever they saw."""

Image.MAX_IMAGE_PIXELS = 300_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedPage:
    """One page."""

    number: int
    """From 1."""
    image: Image.Image
    """As a reader sees it, at about 100 dots per inch."""
    dots_per_inch: int | None
    """Of its largest picture; None on a page without pictures."""


def pages_of(path: Path) -> Iterator[ScannedPage]:
    """Give the pages of a file that has been found valid, one at a time."""
    with path.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
    return _pdf_pages(path) if is_pdf else _image_pages(path)


def _pdf_pages(path: Path) -> Iterator[ScannedPage]:
    with closing(pypdfium2.PdfDocument(path)) as document:
        for index in range(len(document)):
            page = document[index]
            scale = min(SHOWN / 72, 4 * SHOWN * A4_INCHES / max(page.get_size()))
            yield ScannedPage(number=index + 1, image=page.render(scale=scale).to_pil(), dots_per_inch=_resolution(page))
            page.close()


def _resolution(page: Any) -> int | None:  # noqa: ANN401 - pypdfium2 has no types
    """Resolution of the picture that covers most of a page."""
    largest, found = 0.0, None
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = picture.get_bounds()
        area = (right - left) * (top - bottom)
        if area > largest:
            largest, pixels = area, picture.get_px_size()
            found = round(72 * max(pixels) / max(right - left, top - bottom))
    return found


def _image_pages(path: Path) -> Iterator[ScannedPage]:
    with Image.open(path, formats=("JPEG", "PNG", "TIFF")) as image:
        for index in range(image.n_frames if isinstance(image, TiffImageFile) else 1):
            image.seek(index)
            resolution = resolution_of(image)
            shown = _eight_bits(image)
            scale = SHOWN / resolution
            if scale < 1:
                shown = shown.resize([max(1, round(side * scale)) for side in image.size], Image.Resampling.BOX)
            yield ScannedPage(number=index + 1, image=ImageOps.exif_transpose(shown), dots_per_inch=resolution)


def resolution_of(image: Image.Image) -> int:
    """Resolution of an image file: what it says, else as if its shorter side were that of A4."""
    told = float(image.info.get("dpi", (0, 0))[0])
    if told >= _LEAST_TOLD and round(told) != _CAMERA:
        return round(told)
    return max(1, round(min(image.size) / A4_INCHES))


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return an image as grey or colours of eight bits, its transparency as white paper."""
    if image.mode.startswith(("I", "F")):
        return image.convert("F").point(lambda tone: tone / 257).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")
