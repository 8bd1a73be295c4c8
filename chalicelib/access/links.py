"""Links to what readers see or save: the original of a piece, the image of one page; each is good for some minutes."""

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from chalicelib.model.casefile_copy import PagesCopy
from chalicelib.model.errors import ReaderError, TransientError
from chalicelib.model.page_image import PageImage
from chalicelib.model.piece import Original, Piece
from chalicelib.model.segmentation import page_ranges
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
    """Of the piece."""


def original_link(piece: Piece, original: Original, archive: Archive) -> OriginalLink:
    """Sign a link to one version of one key, always served as a file named after the piece.

    Raises:
        TransientError: it could not be signed.
    """
    link = archive.links.original_link(original, piece.name)
    name = file_name(piece.name, original.extension)
    return OriginalLink(link=link, name=name, size=original.size, media_type=MEDIA_TYPES[original.extension])


def piece_link(piece: Piece, original: Original, archive: Archive) -> OriginalLink:
    """Sign a link to the pages of a piece: to its original, or to a copy of some pages, which is made if it is not there.

    Raises:
        TransientError: the copy could not be made now, or the link not signed.
    """
    if not piece.pages:
        return original_link(piece, original, archive)
    copy = PagesCopy(digest=original.digest, extension=original.extension, of=original.pages, selection=piece.pages)
    name = file_name(f"{PurePosixPath(piece.name).stem} p. {page_ranges(piece.pages)}", "pdf")
    found = archive.links.casefile_copy_link(copy.key, name)
    if found is None:
        archive.casefile_copies.copy_pages(copy)
        found = archive.links.casefile_copy_link(copy.key, name)
    if found is None:
        raise TransientError("unbound", copy.key)
    size, link = found
    return OriginalLink(link=link, name=name, size=size, media_type=MEDIA_TYPES["pdf"])


def page_image_link(piece: Piece, original: Original, page: int, archive: Archive) -> PageImageLink:
    """Sign a link to the image of one of a piece's pages, which count from 1.

    1. Look for the image. 2. Where there is none (images are deleted after a month), have it rendered and look again. 3. Sign.

    Raises:
        ReaderError: `not_found`: no such page; `no_picture`: the page cannot be rendered.
        TransientError: it could not be rendered or signed now.
    """
    if not 1 <= page <= piece.count_pages(original):
        raise ReaderError("not_found", "no such page")
    wanted, page = page, piece.page_of_original(page)
    found = archive.links.page_image_link(original.digest, page)
    if found is None:
        archive.page_images.render_page(original, page)
        found = archive.links.page_image_link(original.digest, page)
    if found is None:
        raise TransientError("undrawn", original.digest)
    image, link = found
    if not image.size:
        raise ReaderError("no_picture", f"page {page} of {original.digest}")
    return PageImageLink(link=link, image=replace(image, page=wanted), pages=piece.count_pages(original))
