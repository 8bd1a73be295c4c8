"""The way of a page's picture to a reader who may see it; who may, and that it is written down, is for the caller."""

from typing import Any

from chalicelib.errors import ReaderError, TransientError
from chalicelib.picture import MEDIA_TYPE
from chalicelib.piece import Original
from chalicelib.ports import Archive
from chalicelib.records import stamp


def show_page(original: Original, page: int, archive: Archive) -> dict[str, Any]:
    """Give a link to the picture of a page, which is drawn now where nobody has looked at it for a month.

    Raises:
        ReaderError: `not_found` where there is no such page, `no_picture` where it cannot be drawn.
        TransientError: it could not be drawn now.
    """
    if not 1 <= page <= original.pages:
        raise ReaderError("not_found", "no such page")
    shown = archive.links.picture(original.digest, page)
    if shown is None:
        archive.illustrator.draw(original, page)
        shown = archive.links.picture(original.digest, page)
    if shown is None:
        raise TransientError("undrawn", original.digest)
    picture, link = shown
    if not picture.size:
        raise ReaderError("no_picture", f"page {page} of {original.digest}")
    return {
        "page": page,
        "pages": original.pages,
        "url": link.url,
        "expires_at": stamp(link.expires_at),
        "type": MEDIA_TYPE,
        "size": picture.size,
        "width": picture.width,
        "height": picture.height,
    }
