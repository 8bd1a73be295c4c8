"""Port of signed links to originals and page images."""

from typing import Protocol

from chalicelib.model.page_image import PageImage
from chalicelib.model.piece import Original
from chalicelib.model.upload import Link


class Links(Protocol):
    """Who signs links to originals."""

    def original_link(self, original: Original, name: str) -> Link:
        """Sign a link to the one version of an original, saved under its piece's name."""

    def page_image_link(self, digest: str, page: int) -> tuple[PageImage, Link] | None:
        """Sign a link to the picture of a page; None where it is not drawn."""
