"""A page as readers see it on the screen: a small grey picture, made when somebody first asks for it, and made again at will."""

from dataclasses import dataclass

EDITION = "1"
"""Of the way pictures are drawn: a better one draws every page anew under a name of its own, and the lifecycle clears the old ones."""
MEDIA_TYPE = "image/webp"
SHORTER_SIDE = 1_000
"""Pixels: an A4 page is then 120 dots an inch, on which a typewriter's letters are read without effort."""
MOST_PIXELS = 2_000_000
"""Of a page that is much longer than wide."""
MOST_BYTES = 60_000
"""What a reader on a slow line may be asked to wait for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """What is known of a page's picture beside its bytes."""

    page: int
    """From 1."""
    width: int
    """Pixels; none where the page cannot be drawn."""
    height: int
    size: int
    """Bytes; none where the page cannot be drawn: that is remembered, so that nobody tries again at each look."""


def sides_of(width: float, height: float, *, most: float) -> tuple[int, int]:
    """Say how many pixels a page is drawn in.

    >>> sides_of(595, 842, most=300 / 72), sides_of(842, 595, most=300 / 72), sides_of(2480, 3508, most=1)
    ((1000, 1415), (1415, 1000), (1000, 1415))

    Args:
        width: in points or pixels.
        height: likewise.
        most: never draw it larger than so many times that.
    """
    scale = min(SHORTER_SIDE / min(width, height), (MOST_PIXELS / (width * height)) ** 0.5, most)
    return max(1, round(width * scale)), max(1, round(height * scale))
