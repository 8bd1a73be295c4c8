"""Port of signed links to originals and page images."""

from typing import Protocol

from chalicelib.model.page_image import PageImage
from chalicelib.model.piece import Original
from chalicelib.model.upload import Link


class Links(Protocol):
    """Signed links, valid for minutes."""

    def original_link(self, original: Original, name: str) -> Link:
        """Return a link to one version of an original, downloaded under the name of its piece."""

    def casefile_copy_link(self, key: str, name: str) -> tuple[int, Link] | None:
        """Return the size of a copy of a case file and a link to it, downloaded under a name; None if it is not made."""

    def page_image_link(self, digest: str, page: int) -> tuple[PageImage, Link] | None:
        """Return a page image and a link to it; None if it is not rendered."""

    def photo_link(self, photo: str, page: int) -> tuple[PageImage, Link] | None:
        """Return the image of a page of a report's photo and a link to it; None if it is not kept."""
