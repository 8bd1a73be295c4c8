"""File formats that the archive takes in: their extensions and media types, size limits, and the result of an inspection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from chalicelib.model.transcript import Transcript

FileKind = Literal["pdf", "jpeg", "png", "tiff"]
"""The four kinds of file that can be a piece."""

WorkingCopy = Literal["none", "pdf", "rendered"]
"""What Textract reads: `none` the original, `pdf` a PDF made from it, `rendered` a PDF of its pages as images, as a viewer shows them."""

MEDIA_TYPES: dict[FileKind, str] = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png", "tiff": "image/tiff"}
EXTENSIONS: dict[FileKind, str] = {"pdf": "pdf", "jpeg": "jpg", "png": "png", "tiff": "tif"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Size limits: Textract's quotas, and our own against files that exhaust memory."""

    file_bytes: int = 500 * 1024 * 1024
    """Textract's limit for PDF and TIFF, asynchronous API."""
    image_bytes: int = 10_000_000
    """Textract's limit for JPEG and PNG; larger images are read from a working copy."""
    copy_bytes: int = 300 * 1024 * 1024
    """Largest PDF that is rewritten: pdfium holds the whole file in memory."""
    pages: int = 3_000
    page_points: int = 9_000
    """Longer side of a PDF page, in 1/72 inch."""
    image_side: int = 10_000
    """Longer side of an image file, in pixels; images inside a PDF have no such limit."""
    smallest_side: int = 15
    """Shorter side, in pixels or points: Textract reads no text lower than 15 pixels."""
    pixels: int = 300_000_000
    """Pixels of one image; an A3 page at 1,200 dpi has 278 million."""
    decoded_pixels: int = 40_000_000
    """Pixels of a JPEG that is decoded to be validated: with four bytes each, they fit into the sandbox's memory."""
    page_pixels: int = 1_000_000_000
    """Pixels of all images on one page."""
    look_seconds: float = 26.0
    """Time after which the remaining pages of a long PDF are only measured, not opened."""
    layer_seconds: float = 24.0
    """Time after which no text layer is read any more, and Textract reads the file: more than a hundred scanned pages."""
    rendered_pages: int = 40
    """Pages of which a rendered working copy is made; longer files are read from the original."""
    layer_words: int = 200_000
    """Number of words after which the text layer is ignored: about 500 full pages, 100 MB of memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """Result of the validation of a file."""

    kind: FileKind
    media_type: str
    extension: str
    """Extension of the original in the vault, without the dot."""
    pages: int
    transcript: Transcript | None = None
    """Text of a text layer that every page shows; None where Textract must read the file."""
    working_copy: WorkingCopy = "none"
    remark: str | None = None
    """What a clerk should know of a file that is taken: a key of `wording.REMARKS`."""
    layer: Transcript | None = None
    """Text of a layer that is not the text of the pages: it is screened, and never shown."""
    hides_text: bool = False
    """Whether the layer holds words that the pages do not show, or was not read to the end."""
    attachments: int = 0
    """Documents attached to the file, which nobody reads."""
