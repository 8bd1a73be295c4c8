"""File formats that the archive takes in: their extensions and media types, size limits, and the result of an inspection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from chalicelib.model.transcript import Transcript

FileKind = Literal["pdf", "jpeg", "png", "tiff"]
"""The four kinds of file that can be a piece."""

WorkingCopy = Literal["none", "pdf"]
"""What Textract is given: the original, or a PDF made of it."""

MEDIA_TYPES: dict[FileKind, str] = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png", "tiff": "image/tiff"}
EXTENSIONS: dict[FileKind, str] = {"pdf": "pdf", "jpeg": "jpg", "png": "png", "tiff": "tif"}


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

    kind: FileKind
    media_type: str
    extension: str
    """Of the original in the vault, without the dot."""
    pages: int
    transcript: Transcript | None = None
    """From a real text layer of every page; None when the file must be read by Textract."""
    working_copy: WorkingCopy = "none"
