"""Rasterisation of one page within Textract's limits; runs in workers only."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image, ImageOps
from PIL.TiffImagePlugin import COMPRESSION, TiffImageFile

Image.MAX_IMAGE_PIXELS = 10_000 * 10_000

DPI = 200
LONGEST_SIDE = 2000
"""Pixels; more does not read better and costs time."""
MOST_PAGES = 3_000
MOST_POINTS = 9_000
MOST_PIXELS = 10_000
FORMATS = ("JPEG", "PNG", "TIFF")
OLD_JPEG = 6
"""Compression of TIFFs that common readers do not decode: it must have been converted."""

Pixels = npt.NDArray[np.uint8]
"""Rows of BGR pixels, as OpenCV has them."""


class PageError(Exception):
    """The document cannot be read; the text says why, in Textract's words where they are known."""


def count_pages(path: Path) -> int:
    """How many pages a document has.

    Raises:
        PageError: it cannot be opened, or has more pages than Textract takes.
    """
    with _document(path) as document:
        if isinstance(document, pypdfium2.PdfDocument):
            pages = len(document)
        else:  # a JPEG or PNG is one page, whatever follows its first image (MPO, APNG)
            pages = document.n_frames if isinstance(document, TiffImageFile) else 1
    if not 0 < pages <= MOST_PAGES:
        raise PageError(f"{pages} pages")
    return pages


def read_pixels(path: Path, page: int) -> Pixels:
    """Render one page, turned as its file declares.

    Args:
        path: a PDF, JPEG, PNG or TIFF.
        page: from 0.
    """
    with _document(path) as document:
        if isinstance(document, pypdfium2.PdfDocument):
            return _rendered(document, page)
        return _shrunk(_frame(document, page))


@contextmanager
def _document(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        pdf = b"%PDF-" in file.read(1024)
    try:
        document = pypdfium2.PdfDocument(path) if pdf else Image.open(path, formats=FORMATS)
    except (pypdfium2.PdfiumError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise PageError(str(error)) from error
    try:
        if isinstance(document, TiffImageFile) and document.tag_v2.get(COMPRESSION) == OLD_JPEG:
            raise PageError("unsupported TIFF compression")
        yield document
    except (pypdfium2.PdfiumError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise PageError(str(error)) from error
    finally:
        document.close()


def _rendered(document: Any, number: int) -> Pixels:  # noqa: ANN401 - pypdfium2 has no types
    page = document[number]
    longest = max(page.get_size())
    if longest > MOST_POINTS:
        raise PageError(f"page of {longest:.0f} points")
    scale = min(DPI / 72, LONGEST_SIDE / max(longest, 1))
    pixels: Pixels = page.render(scale=scale).to_numpy()
    return pixels[:, :, :3]


def _shrunk(image: Image.Image) -> Pixels:
    """An image's pixels, few enough to read."""
    pixels = np.asarray(image)
    share = LONGEST_SIDE / max(image.size)
    if share < 1:
        pixels = cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    colours: Pixels = cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR if pixels.ndim == 2 else cv2.COLOR_RGB2BGR)  # noqa: PLR2004 - rows and columns
    return colours


def _frame(image: Image.Image, number: int) -> Image.Image:
    if max(image.size) > MOST_PIXELS:
        raise PageError(f"image of {max(image.size)} pixels a side")
    if number:
        image.seek(number)
    frame = _eight_bits(image)
    return ImageOps.exif_transpose(frame)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits of grey shown as eight, and transparency as white paper."""
    if image.mode.startswith(("I", "F")):
        grey = np.asarray(image, dtype=np.float64)
        span = max(float(grey.max()), 1.0)
        return Image.fromarray((grey * 255 / span).astype(np.uint8))
    if image.has_transparency_data:
        rgba = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")
    return image.convert("RGB") if image.mode not in {"L", "RGB"} else image
