"""Port of the page image service."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from chalicelib.model.piece import Original
from chalicelib.model.transcript import Box


class PageImageService(Protocol):
    """Who has pages drawn for the API: a function of its own."""

    def render_page(self, original: Original, page: int) -> None:
        """Have a page drawn, and wait until it is there; raise `TransientError` where it is not."""

    def make_redacted_copy(self, original: Original, boxes: Mapping[int, Sequence[Box]]) -> str:
        """Have a PDF made of all pages with places painted black; tell its key in the work bucket, or raise `TransientError`."""
