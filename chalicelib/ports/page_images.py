"""Port of the page image service, the function that renders pages for the API."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from chalicelib.model.piece import Original
from chalicelib.model.rectification import ReportPhoto
from chalicelib.model.transcript import Box


class PageImageService(Protocol):
    """Page images and redacted copies made on request."""

    def render_page(self, original: Original, page: int) -> None:
        """Render a page and wait for it; raise `TransientError` if it fails."""

    def make_redacted_copy(self, original: Original, selection: Sequence[int], boxes: Mapping[int, Sequence[Box]]) -> str:
        """Make a PDF of the selected pages, or of all, with boxes painted black; return its key, or raise `TransientError`."""

    def take_photo(self, draft: str, photo: str, digest: str) -> ReportPhoto:
        """Look at a draft whose bytes have a digest, keep it as a photo with an image of each page, and return its facts.

        Raises:
            ReaderError: `photo_missing`: there is no such draft; `photo_refused`: it is no photograph or PDF that can be shown.
            TransientError: it failed.
        """
