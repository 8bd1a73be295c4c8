"""Simulated scanning: paper tone, grain, shadow, blur, skew; output as PDF, TIFF, JPEG or PNG."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from random import Random
from time import gmtime
from typing import Any, Final, Literal, TypeVar

import pypdfium2
from PIL import ExifTags, Image, ImageChops

Format = Literal["pdf-grey", "pdf-fax", "pdf-born", "jpeg", "jpeg-colour", "png", "tiff"]
"""File formats of scans."""

Twist = Literal["", "upside-down", "duplex", "blank-verso", "on-its-side"]
"""Variants: `duplex` also scans the back of the last sheet, `blank-verso` every back."""

Side = TypeVar("Side")

SUFFIXES: Final[dict[Format, str]] = {
    "pdf-grey": ".pdf",
    "pdf-fax": ".pdf",
    "pdf-born": ".pdf",
    "jpeg": ".jpg",
    "jpeg-colour": ".jpg",
    "png": ".png",
    "tiff": ".tif",
}
DPI: Final = 200
_TEXTURES: Final = 3
_EPOCH: Final = gmtime(0)


def _ramp(low: int, high: int) -> list[int]:
    """Lookup table from 0-255 to low-high."""
    return [low + (high - low) * value // 255 for value in range(256)]


@lru_cache(maxsize=_TEXTURES)
def _texture(number: int, size: tuple[int, int]) -> Image.Image:
    """An empty scanned sheet: clouds, grain, shadow along one edge."""
    rng = Random(number)  # noqa: S311 - no secret
    width, height = size
    coarse = (width // 180, height // 180)
    clouds = Image.frombytes("L", coarse, rng.randbytes(coarse[0] * coarse[1])).resize(size, Image.Resampling.BICUBIC)
    grain = Image.frombytes("L", size, rng.randbytes(width * height))
    sheet = ImageChops.multiply(clouds.point(_ramp(241 - 4 * number, 249)), grain.point(_ramp(246, 255)))
    edge = width // 25
    shadow = Image.linear_gradient("L").rotate(90).resize((edge, height)).point(_ramp(120 + 20 * number, 255))
    if number % 2:
        shadow = shadow.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    left = width - edge if number % 2 else 0
    sheet.paste(ImageChops.multiply(sheet.crop((left, 0, left + edge, height)), shadow), (left, 0))
    return sheet


def render(pdf: bytes, *, colour: bool = False, dpi: int = DPI) -> list[Image.Image]:
    """Render each page of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72, grayscale=not colour).to_pil() for page in document]


def scan(page: Image.Image, rng: Random) -> Image.Image:
    """Scan one page in grey, or in colour if it comes in colour."""
    strength = rng.uniform(0.3, 0.5)
    blurred = page
    for aside, down in ((1, 0), (0, 1)):  # a fourth of a box filter's time
        blurred = Image.blend(blurred, ImageChops.offset(blurred, aside, down), strength)
    texture = _texture(rng.randrange(_TEXTURES), page.size)
    if page.mode == "L":
        return ImageChops.multiply(blurred, texture)
    tinted = Image.merge("RGB", (texture, texture, texture.point(_ramp(0, 238))))
    return ImageChops.multiply(blurred.convert("RGB"), tinted)


def fax(page: Image.Image, rng: Random) -> Image.Image:
    """Convert a page to black and white, with a copier's artefacts."""
    return page.point([0] * (limit := rng.randint(142, 178)) + [255] * (256 - limit), mode="1")


def save_pdf(pages: Sequence[Image.Image], *, quality: int = 55) -> bytes:
    """One picture a page: JPEG for grey and colour, CCITT group 4 for black and white."""
    options = {} if pages[0].mode == "1" else {"quality": quality}
    return _save(pages, "PDF", resolution=DPI, title="", producer="Scan", creationDate=_EPOCH, modDate=_EPOCH, **options)


def save_scan(pages: Sequence[Image.Image], form: Format) -> bytes:
    """Write scanned pages as one file; JPEG and PNG hold the first page alone."""
    match form:
        case "jpeg" | "jpeg-colour":
            return _save(pages[:1], "JPEG", quality=60, dpi=(DPI, DPI))
        case "png":
            return _save(pages[:1], "PNG", dpi=(DPI, DPI))
        case "tiff":
            return _save(pages, "TIFF", compression="group4", dpi=(DPI, DPI))
        case _:
            return save_pdf(pages)


def _save(pages: Sequence[Image.Image], kind: str, **options: Any) -> bytes:  # noqa: ANN401 - as Pillow takes them
    stream = BytesIO()
    several = {"save_all": True, "append_images": list(pages[1:])} if len(pages) > 1 else {}
    pages[0].save(stream, kind, **options, **several)
    return stream.getvalue()


def with_backs(sides: Sequence[Side], blank: Side, twist: Twist) -> list[Side]:
    """Insert empty back pages.

    >>> with_backs(["recto", "verso", "recto"], "", "duplex")
    ['recto', 'verso', 'recto', '']
    """
    if twist == "blank-verso":
        return [each for side in sides for each in (side, blank)]
    return [*sides, blank] if twist == "duplex" and len(sides) % 2 else list(sides)


def digitise(pdf: bytes, form: Format, rng: Random, *, twist: Twist = "") -> bytes:
    """Scan a paper to a file."""
    if form == "pdf-born":
        return pdf
    sheets = render(pdf, colour=form == "jpeg-colour")
    blank = Image.new(sheets[0].mode, sheets[0].size, "white")
    pages = [scan(side, rng) for side in with_backs(sheets, blank, twist)]
    if twist == "upside-down":
        pages[-1] = pages[-1].transpose(Image.Transpose.ROTATE_180)
    if form in {"pdf-fax", "tiff", "png"}:
        pages = [fax(page, rng) for page in pages]
    return save_turned(pages[0]) if twist == "on-its-side" else save_scan(pages, form)


def save_turned(page: Image.Image) -> bytes:
    """A JPEG stored sideways with an EXIF orientation, as from a telephone."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    return _save([page.transpose(Image.Transpose.ROTATE_90)], "JPEG", quality=60, dpi=(DPI, DPI), exif=exif)
