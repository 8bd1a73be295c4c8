"""Port of the photos that servants send with their reports."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from chalicelib.model.page_image import PageImage
from chalicelib.model.rectification import PhotoKind


class ReportPhotos(Protocol):
    """Drafts that browsers have uploaded, and photos that were looked at and kept, with an image of each page."""

    def open_draft(self, draft: str) -> AbstractContextManager[tuple[Path, str]]:
        """Open a draft as a temporary file, with its SHA-256; raise `PermanentError("vanished")` if there is none."""

    def keep(self, photo: str, kind: PhotoKind, path: Path) -> None:
        """Write a photo where no browser can write, for some months."""

    def keep_page(self, photo: str, image: PageImage, path: Path) -> None:
        """Write the image of a page of a photo where links lead to it, for as long."""

    def add_to_inbox(self, photo: str, kind: PhotoKind, key: str) -> None:
        """Copy a photo to a key of the inbox, as a new upload; raise `PermanentError("vanished")` if it is no longer kept."""
