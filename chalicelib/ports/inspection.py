"""Ports of the sandbox: inspection of files, rendering and redaction of pages."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from chalicelib.model.file_format import Inspection
from chalicelib.model.page_image import PageImage
from chalicelib.model.transcript import Box


class FileInspector(Protocol):
    """Judges a file before it is kept."""

    def inspect(self, path: Path) -> Inspection:
        """Say what a file is, or raise `Refusal`."""

    def make_working_copy(self, path: Path, target: Path) -> None:
        """Write the PDF that Textract reads in place of an original it would refuse."""


class PageRenderer(Protocol):
    """Draws pages, in a process of its own: an original is a stranger's."""

    def render_page(self, path: Path, target: Path, *, page: int) -> PageImage:
        """Write the picture of a page, as readers see it; raise `Refusal` where it cannot be drawn."""

    def redact(self, path: Path, target: Path, *, pages: int, boxes: Mapping[int, Sequence[Box]]) -> int:
        """Write a PDF of all pages with places painted black, and tell its bytes; raise `Refusal`."""
