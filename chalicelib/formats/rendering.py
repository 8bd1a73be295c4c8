"""Rendering of a page as a grey WebP image of at most 60 kB (docs/decisions/page-images.md).

It runs in the sandbox's worker alone, in the function that has Pillow: pdfium and Pillow open untrusted files.
"""

from __future__ import annotations

from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from chalicelib.formats.identification import HEAD_BYTES, known_kind, measure
from chalicelib.formats.jpeg_completeness import ended_jpeg
from chalicelib.formats.pdf import examine_page
from chalicelib.formats.pdf_raster import form_of, render
from chalicelib.formats.pdfium import library, loaded, opened
from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import FileKind, Limits
from chalicelib.model.page_image import MOST_BYTES, PageImage, sides_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

if TYPE_CHECKING:
    Sides = Callable[[float, float], tuple[int, int]]
    """From the sides of a page, in points or pixels, to those of the rendering in pixels."""


LARGEST_SCALE = 300 / 72
"""Largest scale of a PDF page (300 dpi): a tiny page is not enlarged to a full sheet."""
OVERSAMPLING = 2
"""Oversampling: pages are rendered at twice the size, classified, then reduced."""
TONES = (4, 3, 2)
"""Grey tones of lossless images of text, as many as the size allows; a third of the size of a lossy image of text."""
QUALITIES = (60, 40, 25)
"""Qualities of lossy images of other pages, likewise; a page that stays too large is shown in grey tones."""
REDUCTION = 0.8
"""Factor of both sides where no coding is small enough."""
NEITHER = (16, 240)
"""Range of tones that are neither ink nor paper."""
NEITHER_SHARE = 0.1
"""Largest share of such pixels on a page of text. Measured: 21 bilevel or printed pages 0 to 0.08, 13 grey scans 0.14 to 1."""
TILE, TILE_SHARE = 96, 0.75
"""Tile in pixels, and largest share within a tile. Measured: bilevel pages 0.03 to 0.58, pages with photographs 0.9 to 1."""
FORMATS: dict[FileKind, tuple[str, ...]] = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "tiff": ("TIFF",)}
"""Pillow's formats that are allowed for each kind."""

Image.MAX_IMAGE_PIXELS = None  # `Limits.pixels` applies instead, which admits a bilevel A3 page at 1,200 dpi


def render_page(path: Path, target: Path, number: int, limits: Limits | None = None) -> PageImage:
    """Render a page as a WebP image.

    Args:
        path: the original.
        target: where the WebP is written.
        number: page number, from 1.
        limits: as for its validation.

    Raises:
        Refusal: the page cannot be rendered.
    """
    image = load_page(path, number, limits or Limits(), _of_pdf, _of_image)
    width, height = sides_of(*image.size, most=1)
    text = is_text_page(image)
    data = compress(image.resize((width, height), Image.Resampling.BOX), text=text)
    with Image.open(BytesIO(data)) as drawn:
        width, height = drawn.size
    target.write_bytes(data)
    return PageImage(page=number, width=width, height=height, size=len(data))


def _of_pdf(width: float, height: float) -> tuple[int, int]:
    width, height = sides_of(width, height, most=LARGEST_SCALE)
    return OVERSAMPLING * width, OVERSAMPLING * height


def _of_image(width: float, height: float) -> tuple[int, int]:
    wide, high = sides_of(width, height, most=1)
    return min(OVERSAMPLING * wide, round(width)), min(OVERSAMPLING * high, round(height))


def is_text_page(image: Image.Image) -> bool:
    """Whether a page is text on paper everywhere, without photographs or shaded backgrounds."""
    between = image.point([255 * (NEITHER[0] <= tone < NEITHER[1]) for tone in range(256)])
    black, *_, white = between.histogram()
    _, most = between.reduce(TILE).getextrema()
    return white <= NEITHER_SHARE * (white + black) and float(most) <= TILE_SHARE * 255  # type: ignore[arg-type]


def compress(image: Image.Image, *, text: bool) -> bytes:
    """WebP of at most `MOST_BYTES`."""
    while True:
        for written in _by_tones(image) if text else chain(_by_qualities(image), _by_tones(image)):
            if len(written) <= MOST_BYTES:
                return written
        image = image.resize((max(1, int(image.width * REDUCTION)), max(1, int(image.height * REDUCTION))), Image.Resampling.BOX)


def _by_tones(image: Image.Image) -> Iterator[bytes]:
    for tones in TONES:
        step = 255 / (tones - 1)
        yield _webp(image.point([round(round(tone / step) * step) for tone in range(256)]), lossless=True, quality=60)


def _by_qualities(image: Image.Image) -> Iterator[bytes]:
    for quality in QUALITIES:
        yield _webp(image, quality=quality)


def _webp(image: Image.Image, **how: int) -> bytes:
    written = BytesIO()
    image.save(written, "WEBP", method=4, **how)
    return written.getvalue()


def load_page(path: Path, number: int, limits: Limits, of_pdf: Sides, of_image: Sides) -> Image.Image:
    """A page as a grey, upright image.

    Raises:
        Refusal: the page cannot be rendered.
    """
    with path.open("rb") as file:
        kind = known_kind(file.read(HEAD_BYTES))
    if kind is None:
        raise Refusal("type", "unknown format")
    try:
        if kind == "pdf":
            return _from_pdf(path, number, limits, of_pdf)
        with Image.open(ended_jpeg(path, limits) if kind == "jpeg" else path, formats=FORMATS[kind]) as image:
            return _from_image(image, number, limits, of_image)
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, TypeError) as error:
        # Pillow's decoders raise these for damaged files.
        raise Refusal("corrupt", f"page {number} cannot be rendered: {type(error).__name__}") from error


def _from_pdf(path: Path, number: int, limits: Limits, sides: Sides) -> Image.Image:
    pdfium = library()
    with opened(path) as document, form_of(document) as form, loaded(document, number - 1) as page:
        examine_page(page, limits)
        width, height = sides(pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page))
        raster = render(page, width, height, form)
    return Image.frombytes("L", (raster.width, raster.height), raster.tones)


def _from_image(image: Image.Image, number: int, limits: Limits, sides: Sides) -> Image.Image:
    if number > 1:
        image.seek(number - 1)
    measure(*image.size, limits)
    width, height = sides(*image.size)
    image.draft("L", (width, height))  # decodes a JPEG at a reduced size
    upright = ImageOps.exif_transpose(to_grey(image))
    if (upright.width < upright.height) != (width < height):
        width, height = height, width
    return upright.resize((width, height), Image.Resampling.BOX)


def to_grey(image: Image.Image) -> Image.Image:
    """Convert an image to 8-bit grey: 16 bits and fractions are scaled, transparency becomes white."""
    if image.mode.startswith(("I", "F")):
        low, high = image.getextrema()
        scale = 255 / max(float(high), 1.0)  # type: ignore[arg-type]
        return image.convert("F").point(lambda value: value * scale).convert("L") if low != high else image.convert("L")
    if image.has_transparency_data:
        clear = image.convert("LA")
        paper = Image.new("L", clear.size, "white")
        paper.paste(clear.getchannel("L"), mask=clear.getchannel("A"))
        return paper
    return image.convert("L") if image.mode != "CMYK" else image.convert("RGB").convert("L")
