"""Drawing a page: from an original to grey pixels, and from them to a WebP of sixty kilobytes at most.

Only the guard's child runs this, in the one function that has Pillow (docs/decisions/page-images.md): pdfium and Pillow read what
strangers wrote.
"""

from __future__ import annotations

from contextlib import contextmanager
from ctypes import string_at
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageOps

from chalicelib.formats.identification import HEAD_BYTES, known_kind, measure
from chalicelib.formats.pdf import library, loaded, look_at, opened
from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import FileKind, Limits
from chalicelib.model.page_image import MOST_BYTES, PageImage, sides_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

if TYPE_CHECKING:
    Sides = Callable[[float, float], tuple[int, int]]
    """From a page's sides, in points or pixels, to the drawing's."""


DOTS = 300 / 72
"""Of a PDF's page, at most: a stamp of a page is not blown up to a sheet."""
FINER = 2
"""Pages are drawn so much finer first: what is ink shows there, and two pixels of ink and two of paper make a grey one."""
TONES = (4, 3, 2)
"""Of grey, with which ink on paper is shown, without loss; as many as the bytes allow. A third of what a lossy picture of letters takes."""
QUALITIES = (60, 40, 25)
"""Of a lossy picture of anything else, likewise; a page so full of lines that none is small enough is shown in tones after all."""
SMALLER = 0.8
"""Then each side is made so much shorter."""
BETWEEN = (16, 240)
"""From here to there a pixel is neither ink nor paper."""
FEW = 0.1
"""Part of a page that may be neither. Of 21 bilevel or printed pages measured 0 to 0.08; of 13 pages scanned in grey 0.14 to 1."""
TILE, MOST_OF_A_TILE = 96, 0.75
"""Pixels, and a part likewise: no corner of it may be a photograph (bilevel pages 0.03 to 0.58, pages with pictures 0.9 to 1)."""
WHITE = 0xFFFFFFFF
FORMATS: dict[FileKind, tuple[str, ...]] = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "tiff": ("TIFF",)}
"""Of Pillow's readers, the ones that a file of each kind may reach."""

Image.MAX_IMAGE_PIXELS = None  # our own limits, which let a bilevel A3 page at 1,200 dpi pass


def draw_page(path: Path, target: Path, number: int, limits: Limits | None = None) -> PageImage:
    """Draw one page as readers see it.

    Args:
        path: the original.
        target: where the WebP is written.
        number: of the page, from 1.
        limits: as for its inspection.

    Raises:
        Refusal: it cannot be drawn.
    """
    image = page_of(path, number, limits or Limits(), _of_pdf, _of_image)
    width, height = sides_of(*image.size, most=1)
    ink = is_ink(image)
    data = squeezed(image.resize((width, height), Image.Resampling.BOX), ink=ink)
    with Image.open(BytesIO(data)) as drawn:
        width, height = drawn.size
    target.write_bytes(data)
    return PageImage(page=number, width=width, height=height, size=len(data))


def _of_pdf(width: float, height: float) -> tuple[int, int]:
    width, height = sides_of(width, height, most=DOTS)
    return FINER * width, FINER * height


def _of_image(width: float, height: float) -> tuple[int, int]:
    wide, high = sides_of(width, height, most=1)
    return min(FINER * wide, round(width)), min(FINER * high, round(height))


def is_ink(image: Image.Image) -> bool:
    """Say whether a page is ink on paper everywhere, as copiers and printers make it; a photograph or a shaded background is not."""
    between = image.point([255 * (BETWEEN[0] <= tone < BETWEEN[1]) for tone in range(256)])
    black, *_, white = between.histogram()
    _, most = between.reduce(TILE).getextrema()
    return white <= FEW * (white + black) and float(most) <= MOST_OF_A_TILE * 255  # type: ignore[arg-type]


def squeezed(image: Image.Image, *, ink: bool) -> bytes:
    """Write a WebP of no more than `MOST_BYTES`."""
    while True:
        for written in _by_tones(image) if ink else chain(_by_qualities(image), _by_tones(image)):
            if len(written) <= MOST_BYTES:
                return written
        image = image.resize((max(1, int(image.width * SMALLER)), max(1, int(image.height * SMALLER))), Image.Resampling.BOX)


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


def page_of(path: Path, number: int, limits: Limits, of_pdf: Sides, of_image: Sides) -> Image.Image:
    """Give one page in grey, upright, of the sides asked for.

    Raises:
        Refusal: it cannot be drawn.
    """
    with path.open("rb") as file:
        kind = known_kind(file.read(HEAD_BYTES))
    if kind is None:
        raise Refusal("type", "of no known kind")
    try:
        if kind == "pdf":
            return _from_pdf(path, number, limits, of_pdf)
        with Image.open(path, formats=FORMATS[kind]) as image:
            return _from_image(image, number, limits, of_image)
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, TypeError) as error:
        # Pillow's readers raise whatever their formats' mistakes lead to.
        raise Refusal("corrupt", f"page {number} cannot be drawn: {type(error).__name__}") from error


def _from_pdf(path: Path, number: int, limits: Limits, sides: Sides) -> Image.Image:
    pdfium = library()
    with opened(path) as document, _form_of(document) as form, loaded(document, number - 1) as page:
        look_at(page, limits)
        width, height = sides(pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page))
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
        if not bitmap:
            raise Refusal("bomb", f"no memory for {width} x {height} pixels")
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
            place = (bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE)
            pdfium.FPDF_RenderPageBitmap(*place)
            pdfium.FPDF_FFLDraw(form, *place)
            stride = pdfium.FPDFBitmap_GetStride(bitmap)
            pixels = string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
    return Image.frombytes("L", (width, height), pixels, "raw", "L", stride, 1)


@contextmanager
def _form_of(document: Any) -> Iterator[Any]:  # noqa: ANN401 - ctypes bindings have no types
    """Have what people typed into a PDF's fields drawn too; no script of the document runs: this pdfium has no engine for any."""
    pdfium = library()
    held = pdfium.FPDF_FORMFILLINFO(version=2)  # pdfium keeps only its address: it must live as long
    form = pdfium.FPDFDOC_InitFormFillEnvironment(document, held)
    pdfium.FPDF_SetFormFieldHighlightAlpha(form, 0)  # else a field is a dark bar in grey
    try:
        yield form
    finally:
        pdfium.FPDFDOC_ExitFormFillEnvironment(form)
        del held


def _from_image(image: Image.Image, number: int, limits: Limits, sides: Sides) -> Image.Image:
    if number > 1:
        image.seek(number - 1)
    measure(*image.size, limits)
    width, height = sides(*image.size)
    image.draft("L", (width, height))  # of a JPEG: only as many of its pixels as are needed
    upright = ImageOps.exif_transpose(in_grey(image))
    if (upright.width < upright.height) != (width < height):
        width, height = height, width
    return upright.resize((width, height), Image.Resampling.BOX)


def in_grey(image: Image.Image) -> Image.Image:
    """Show whatever a scanner writes in eight bits of grey: sixteen bits or fractions scaled, what is transparent as white paper."""
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
