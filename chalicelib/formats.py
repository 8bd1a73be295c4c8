"""What the archive takes in: kinds of file known by their first bytes, limits, and the outcome of looking at one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from chalicelib.errors import Refusal

if TYPE_CHECKING:
    from chalicelib.transcript import Transcript

Kind = Literal["pdf", "jpeg", "png", "tiff"]
"""The four kinds of file that can be a piece."""

WorkingCopy = Literal["none", "pdf"]
"""What Textract is given: the original, or a PDF made of it."""

MEDIA_TYPES: dict[Kind, str] = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png", "tiff": "image/tiff"}
EXTENSIONS: dict[Kind, str] = {"pdf": "pdf", "jpeg": "jpg", "png": "png", "tiff": "tif"}

HEAD_BYTES = 1024
"""A PDF's header may stand this far into the file (ISO 32000-1, implementation note 13)."""

IMAGE_MAGICS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),  # BigTIFF: named here so that its refusal can say so
    (b"MM\x00+", "tiff"),
)

OTHER_MAGICS = (
    b"PK\x03\x04",
    b"MZ",
    b"\x7fELF",
    b"GIF8",
    b"RIFF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"BZh",
    b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
)
"""Files of another kind that may hold a whole PDF in their first bytes: a stored ZIP, a program, an old Word file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large is too large: Textract's limits, and ours for a file that would fill a reader's memory."""

    file_bytes: int = 500 * 1024 * 1024
    """Textract, asynchronous, PDF and TIFF."""
    image_bytes: int = 10_000_000
    """Textract, JPEG and PNG; a larger one is read from a PDF made of it."""
    copy_bytes: int = 300 * 1024 * 1024
    """Of a locked or damaged PDF: pdfium holds the whole of it while it writes it anew."""
    pages: int = 3_000
    page_points: int = 9_000
    """A PDF page's longer side, in 1/72 inch."""
    image_side: int = 10_000
    """An image's longer side, in pixels; images inside a PDF are not bound by it."""
    smallest_side: int = 15
    """In pixels or points: Textract reads no letter that is lower."""
    pixels: int = 300_000_000
    """Of one image: an A3 page at 1,200 dpi passes."""
    page_pixels: int = 1_000_000_000
    """Of all the images drawn on one page."""
    look_seconds: float = 5.0
    """After this long the remaining pages of a very long PDF are only measured."""
    layer_seconds: float = 4.0
    """After this long a text layer is given up, and the file goes to Textract."""
    layer_words: int = 200_000
    """After so many too: some 500 full pages, 100 MB of memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What a file turned out to be."""

    kind: Kind
    media_type: str
    extension: str
    """Of the original in the vault, without the dot."""
    pages: int
    transcript: Transcript | None = None
    """From a real text layer of every page; None when the file must be read by Textract."""
    working_copy: WorkingCopy = "none"


def inspection(kind: Kind, *, pages: int, transcript: Transcript | None = None, working_copy: WorkingCopy = "none") -> Inspection:
    """Name a kind's media type and extension.

    >>> inspection("tiff", pages=2).extension
    'tif'
    """
    return Inspection(
        kind=kind,
        media_type=MEDIA_TYPES[kind],
        extension=EXTENSIONS[kind],
        pages=pages,
        transcript=transcript,
        working_copy=working_copy,
    )


def measure(width: int, height: int, limits: Limits) -> None:
    """Refuse a picture that no reader should open, or that Textract does not take."""
    size = f"{width} x {height} pixels"
    if width < 1 or height < 1:
        raise Refusal("corrupt", size)
    if width * height > limits.pixels:
        raise Refusal("bomb", size)
    if max(width, height) > limits.image_side or min(width, height) < limits.smallest_side:
        raise Refusal("dimensions", size)


def known_kind(head: bytes) -> Kind | None:
    r"""Know a file by its first kilobyte, never by its name.

    An image's signature stands at the very start. A PDF's may come later, but not inside a file that is
    plainly something else: a ZIP holds its PDFs uncompressed at times.

    >>> known_kind(b"\xef\xbb\xbf%PDF-1.7"), known_kind(b"PK\x03\x04....%PDF-1.7")
    ('pdf', None)
    """
    for magic, kind in IMAGE_MAGICS:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head and not _is_other(head):
        return "pdf"
    return None


def _is_other(head: bytes) -> bool:
    """Whether the bytes before a PDF's header are another known kind of file."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
    markup = start.startswith((b"<!doctype", b"<html", b"<?xml", b"<svg"))
    archive = head[257:262] == b"ustar" or head[4:8] == b"ftyp"
    return markup or archive or head.startswith(OTHER_MAGICS)
