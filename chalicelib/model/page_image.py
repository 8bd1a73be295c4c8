"""Page images: small grey WebP images of pages, rendered on first request and reproducible."""

from dataclasses import dataclass

EDITION = "1"
"""Edition of the rendering. A new edition renders pages under new keys; the lifecycle deletes the old ones."""
MEDIA_TYPE = "image/webp"
SHORTER_SIDE = 1_000
"""Pixels: 120 dpi for an A4 page, at which typewritten text is legible."""
MOST_PIXELS = 2_000_000
"""Limit for pages that are much longer than wide."""
MOST_BYTES = 60_000
"""Bytes of an image: 1.2 s on a line of 400 kbit/s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """Metadata of a page image."""

    page: int
    """From 1."""
    width: int
    """Pixels; 0 where the page cannot be rendered."""
    height: int
    size: int
    """Bytes; 0 where the page cannot be rendered, which is kept so that no request tries again."""


def sides_of(width: float, height: float, *, most: float) -> tuple[int, int]:
    """Width and height of a page image, in pixels.

    >>> sides_of(595, 842, most=300 / 72), sides_of(842, 595, most=300 / 72), sides_of(2480, 3508, most=1)
    ((1000, 1415), (1415, 1000), (1000, 1415))

    Args:
        width: in points or pixels.
        height: likewise.
        most: largest scale.
    """
    scale = min(SHORTER_SIDE / min(width, height), (MOST_PIXELS / (width * height)) ** 0.5, most)
    return max(1, round(width * scale)), max(1, round(height * scale))
