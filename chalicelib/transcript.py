"""The text of a piece, with confidences and boxes, whoever read it."""

from dataclasses import dataclass
from statistics import fmean
from typing import Literal

Route = Literal["textract", "layer"]
"""How an original is read: by Textract, or from its own text layer."""

Box = tuple[float, float, float, float]
"""Left, top, width, height, as shares of the page, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word as it was read."""

    text: str
    confidence: float
    """0 to 100, on the reader's own scale."""
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words on one line, in reading order."""

    text: str
    confidence: float
    """0 to 100, on the reader's own scale."""
    box: Box
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page; a blank one has no lines."""

    number: int
    """From 1."""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """All pages of an original, in order.

    >>> Transcript(reader="layer", pages=(Page(number=1),)).confidence is None
    True
    """

    reader: str
    """Who read it, with a version: `textract/1.0`, `layer/pdfium`."""
    pages: tuple[Page, ...]

    @property
    def confidence(self) -> float | None:
        """Mean confidence of all lines, 0 to 100 with one decimal; None when nothing was read."""
        confidences = [line.confidence for page in self.pages for line in page.lines]
        return round(fmean(confidences), 1) if confidences else None
