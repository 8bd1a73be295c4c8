"""Validation of uploaded files: format by content, completeness, size; the refusal or the inspection of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.formats.identification import HEAD_BYTES, inspection, known_kind
from chalicelib.formats.jpeg import read_jpeg
from chalicelib.formats.png import read_png
from chalicelib.formats.tiff import count_pages
from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import FileKind, Inspection, Limits

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FileKind", "Inspection", "Limits", "inspect"]


def inspect(path: Path, *, limits: Limits | None = None) -> Inspection:
    """Validate a file.

    At most a few megabytes of it are in memory. Untrusted files are validated through `sandbox.Sandbox`, which limits time and
    memory.

    Raises:
        Refusal: empty, size, type, encrypted, corrupt, pages, dimensions or bomb.
    """
    limits = limits or Limits()
    size = path.stat().st_size
    if not size:
        raise Refusal("empty")
    if size > limits.file_bytes:
        raise Refusal("size", f"{size} bytes")
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    kind = known_kind(head)
    if kind is None:
        raise Refusal(*_unknown_format(head))
    return _inspect_pdf(path, limits) if kind == "pdf" else _inspect_image(path, kind, size, limits)


def _unknown_format(head: bytes) -> tuple[str, str]:
    """Code and detail of the refusal of a file of unknown format.

    >>> _unknown_format(bytes(1024))[0]
    'corrupt'
    """
    if not head.strip(b"\x00"):
        return "corrupt", "only zeros, as after an interrupted copy"
    return "type", f"begins with {head[:8].hex()}"


def _inspect_pdf(path: Path, limits: Limits) -> Inspection:
    from chalicelib.formats.pdf import read_pdf

    return read_pdf(path, limits)


def _inspect_image(path: Path, kind: FileKind, size: int, limits: Limits) -> Inspection:
    """Validate an image; a JPEG or PNG over Textract's 10 MB needs a working copy."""
    with path.open("rb") as file:
        if kind == "tiff":
            return inspection("tiff", pages=count_pages(file, size, limits))
        large = size > limits.image_bytes
        if kind == "jpeg":
            read_jpeg(file, limits)
        elif (png := read_png(file, limits)) and large and (png.interlaced or png.has_alpha):
            raise Refusal("size", "an interlaced or transparent PNG of more than 10 MB")
    return inspection(kind, pages=1, working_copy="pdf" if large else "none")
