"""Validation of uploaded files: format by content, completeness, size; the refusal or the inspection of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.formats.identification import HEAD_BYTES, inspection, known_kind
from chalicelib.formats.jpeg import read_jpeg
from chalicelib.formats.png import read_png
from chalicelib.formats.tiff import read_tiff
from chalicelib.formats.transfer_damage import REWRITTEN_HEADS, check_transfer
from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import FileKind, Inspection, Limits

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

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
        check_transfer(file, kind)
    return _inspect_pdf(path, limits) if kind == "pdf" else _inspect_image(path, kind, size, limits)


def _unknown_format(head: bytes) -> tuple[str, str]:
    """Code and detail of the refusal of a file of unknown format.

    >>> _unknown_format(bytes(1024))[0]
    'corrupt'
    """
    if not head.strip(b"\x00"):
        return "corrupt", "only zeros, as after an interrupted copy"
    if head.startswith(REWRITTEN_HEADS):
        return "corrupt", "an image that was rewritten as a text"
    return "type", f"begins with {head[:8].hex()}"


def _inspect_pdf(path: Path, limits: Limits) -> Inspection:
    from chalicelib.formats.pdf import read_pdf

    return read_pdf(path, limits)


def _inspect_image(path: Path, kind: FileKind, size: int, limits: Limits) -> Inspection:
    """Validate an image; a JPEG or PNG over Textract's 10 MB needs a working copy."""
    large = size > limits.image_bytes
    with path.open("rb") as file:
        if kind == "tiff":
            tiff = read_tiff(file, size, limits)
            return inspection("tiff", pages=tiff.pages, working_copy="pdf" if tiff.old_jpegs else "none")
        if kind == "jpeg":
            return _inspect_jpeg(file, limits, large=large)
        png = read_png(file, limits)
    if large and (png.interlaced or png.has_alpha):
        raise Refusal("size", "an interlaced or transparent PNG of more than 10 MB")
    return inspection("png", pages=1, working_copy="pdf" if large else "none")


def _inspect_jpeg(file: BinaryIO, limits: Limits, *, large: bool) -> Inspection:
    """Validate a JPEG; one with further images, or without its end marker, is read from a copy that Textract accepts for certain."""
    jpeg = read_jpeg(file, limits)
    if not jpeg.ended:
        from chalicelib.formats.jpeg_completeness import data_end

        data_end(file, jpeg, limits)
    copied = large or jpeg.several or not jpeg.ended
    return inspection("jpeg", pages=1, working_copy="pdf" if copied else "none", remark=None if jpeg.ended else "end_missing")
