"""Identification of file formats by their first bytes, never by their names."""

from __future__ import annotations

from typing import Any

from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import EXTENSIONS, MEDIA_TYPES, FileKind, Inspection, Limits

HEAD_BYTES = 1024
"""Bytes within which a PDF's header must begin (ISO 32000-1, implementation note 13)."""

IMAGE_MAGICS: tuple[tuple[bytes, FileKind], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),  # BigTIFF, so that its refusal can name it
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
"""Signatures of other formats that may contain a whole PDF in their first bytes: ZIP, programs, Word files."""


def inspection(kind: FileKind, *, pages: int, **facts: Any) -> Inspection:  # noqa: ANN401 - the inspection's own fields
    """Build an inspection of a kind, with its media type and extension.

    >>> inspection("tiff", pages=2).extension
    'tif'
    """
    return Inspection(kind=kind, media_type=MEDIA_TYPES[kind], extension=EXTENSIONS[kind], pages=pages, **facts)


def measure(width: int, height: int, limits: Limits) -> None:
    """Check the size of an image.

    Raises:
        Refusal: `corrupt` without a surface, `bomb` or `dimensions` where it exceeds the limits.
    """
    size = f"{width} x {height} pixels"
    if width < 1 or height < 1:
        raise Refusal("corrupt", size)
    if width * height > limits.pixels:
        raise Refusal("bomb", size)
    if max(width, height) > limits.image_side or min(width, height) < limits.smallest_side:
        raise Refusal("dimensions", size)


def known_kind(head: bytes) -> FileKind | None:
    r"""Kind of a file by its first kilobyte; None for an unknown format.

    An image begins with its signature. A PDF's header may come later, but not inside a file of another format: a ZIP may
    contain an uncompressed PDF.

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
    """Whether a file that contains a PDF header begins as another format."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
    markup = start.startswith((b"<!doctype", b"<html", b"<?xml", b"<svg"))
    archive = head[257:262] == b"ustar" or head[4:8] == b"ftyp"
    return markup or archive or head.startswith(OTHER_MAGICS)
