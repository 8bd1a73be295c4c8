"""Ports of the sandbox: inspection of files, rendering and redaction of pages."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from chalicelib.model.casefile_copy import CaseFileCopy
from chalicelib.model.file_format import Inspection, WorkingCopy
from chalicelib.model.page_facts import PageFacts
from chalicelib.model.page_image import PageImage
from chalicelib.model.transcript import Box


class FileInspector(Protocol):
    """Inspection of uploaded files, which may be hostile."""

    def inspect(self, path: Path) -> Inspection:
        """Return what a file is; raise `Refusal` if the archive does not accept it."""

    def make_working_copy(self, path: Path, target: Path, kind: WorkingCopy) -> None:
        """Write a PDF that Textract reads in place of an original that it would refuse, or would not read as it is shown."""

    def measure_page(self, path: Path, *, page: int) -> PageFacts:
        """Return what the image of a page measures; raise `Refusal` if the page cannot be rendered."""


class PageRenderer(Protocol):
    """Rendering of pages in a process of its own, since originals may be hostile."""

    def render_page(self, path: Path, target: Path, *, page: int) -> PageImage:
        """Write the image of a page for readers; raise `Refusal` if the page cannot be rendered."""

    def redact(self, path: Path, target: Path, *, pages: Sequence[int], boxes: Mapping[int, Sequence[Box]]) -> int:
        """Write a PDF of some pages with boxes painted black, and return its size in bytes; raise `Refusal`."""

    def copy_pages(self, path: Path, target: Path, *, pages: Sequence[int]) -> None:
        """Write some pages of an original as a PDF, their data unchanged; raise `Refusal` if they cannot be copied."""

    def bind(self, paths: Sequence[Path], target: Path, copy: CaseFileCopy) -> list[int]:
        """Write a copy of a case file, and return the places of the originals that could not be bound; raise `Refusal` if none could."""
