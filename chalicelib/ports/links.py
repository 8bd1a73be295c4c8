"""Port of signed links to originals and page images."""

from typing import Protocol

from chalicelib.model.page_image import PageImage
from chalicelib.model.piece import Original
from chalicelib.model.upload import Link


class Links(Protocol):
    """Signed links, valid for minutes."""

    def original_link(self, original: Original, name: str) -> Link:
        """Return a link to one version of an original, downloaded under the name of its piece."""

    def page_image_link(self, digest: str, page: int) -> tuple[PageImage, Link] | None:
        """Return a page image and a link to it; None if it is not rendered."""
