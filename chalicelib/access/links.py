"""Links to what readers see or save: the original of a piece, the image of one page; each is good for some minutes."""

from dataclasses import dataclass

from chalicelib.model.errors import ReaderError, TransientError
from chalicelib.model.page_image import PageImage
from chalicelib.model.piece import Original, Piece
from chalicelib.model.upload import Link
from chalicelib.ports.archive import Archive
from chalicelib.text.download_name import MEDIA_TYPES, file_name


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalLink:
    """A link to an original, which the browser saves as a file."""

    link: Link
    name: str
    """Under which it is saved: that of the piece, safe, with the extension of its true format."""
    size: int
    """Bytes."""
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImageLink:
    """A link to the image of one page."""

    link: Link
    image: PageImage
    pages: int
    """Of the original."""


def original_link(piece: Piece, original: Original, archive: Archive) -> OriginalLink:
    """Sign a link to one version of one key, always served as a file named after the piece.

    Raises:
        TransientError: it could not be signed.
    """
    link = archive.links.original_link(original, piece.name)
    name = file_name(piece.name, original.extension)
    return OriginalLink(link=link, name=name, size=original.size, media_type=MEDIA_TYPES[original.extension])


def page_image_link(original: Original, page: int, archive: Archive) -> PageImageLink:
    """Sign a link to the image of a page.

    1. Look for the image. 2. Where there is none (images are deleted after a month), have it rendered and look again. 3. Sign.

    Raises:
        ReaderError: `not_found`: no such page; `no_picture`: the page cannot be rendered.
        TransientError: it could not be rendered or signed now.
    """
    if not 1 <= page <= original.pages:
        raise ReaderError("not_found", "no such page")
    found = archive.links.page_image_link(original.digest, page)
    if found is None:
        archive.page_images.render_page(original, page)
        found = archive.links.page_image_link(original.digest, page)
    if found is None:
        raise TransientError("undrawn", original.digest)
    image, link = found
    if not image.size:
        raise ReaderError("no_picture", f"page {page} of {original.digest}")
    return PageImageLink(link=link, image=image, pages=original.pages)
