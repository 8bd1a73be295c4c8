"""JSON of what readers are given: links to originals and page images."""

from typing import Any

from chalicelib.access.links import OriginalLink, PageImageLink
from chalicelib.model.codec import stamp
from chalicelib.model.page_image import MEDIA_TYPE

Json = dict[str, Any]


def original_link_json(value: OriginalLink) -> Json:
    """Write a link to an original."""
    link = value.link
    return {"url": link.url, "expires_at": stamp(link.expires_at), "size": value.size, "type": value.media_type}


def page_image_link_json(value: PageImageLink) -> Json:
    """Write a link to the image of a page."""
    link, image = value.link, value.image
    return {
        "page": image.page,
        "pages": value.pages,
        "url": link.url,
        "expires_at": stamp(link.expires_at),
        "type": MEDIA_TYPE,
        "size": image.size,
        "width": image.width,
        "height": image.height,
    }
