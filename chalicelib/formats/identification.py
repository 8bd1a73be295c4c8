"""What the archive takes in: kinds of file known by their first bytes, limits, and the outcome of looking at one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import EXTENSIONS, MEDIA_TYPES, FileKind, Inspection, Limits, WorkingCopy

if TYPE_CHECKING:
    from chalicelib.model.transcript import Transcript

HEAD_BYTES = 1024
"""A PDF's header may stand this far into the file (ISO 32000-1, implementation note 13)."""

IMAGE_MAGICS: tuple[tuple[bytes, FileKind], ...] = (
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


def inspection(kind: FileKind, *, pages: int, transcript: Transcript | None = None, working_copy: WorkingCopy = "none") -> Inspection:
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


def known_kind(head: bytes) -> FileKind | None:
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
