"""Facts of a page that its image measures, whatever its text says."""

from dataclasses import dataclass
from typing import Final

from chalicelib.model.separator import SeparatorSheet

BLANK_INK: Final = 0.001
"""Share of dark pixels below which a page without words is blank (measured: docs/decisions/segmentation.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page looks like."""

    page: int
    """From 1."""
    width: float
    """As shown, in the unit of its file: points of a PDF, pixels of an image; compared within one file alone."""
    height: float
    ink: float
    """Share of dark pixels, 0 to 1, the border of the page left out."""
    toned: bool = False
    """Whether the page has grey tones (a photograph, a scan in grey), and not black on white alone."""
    separator: SeparatorSheet | None = None
    """What its QR codes say, where it is a separator sheet."""
