"""The OCR of one page: detection, then recognition line by line; runs in workers only.

A classifier of upside-down lines harms upright pages, as measured on real typewritten French pages; a page that reads badly is read upside
down instead.
"""

from statistics import fmean

import cv2
import numpy as np

from chalicelib.model.transcript import Box, TextLine, Word
from infra.local.ocr.detection import Quad, find_lines
from infra.local.ocr.networks import Networks
from infra.local.ocr.raster import Pixels
from infra.local.ocr.recognition import RecognisedLine, is_tall, read_line

SHRINK = 0.19
"""Share of a box's height that is air above and below: with it, boxes are as tall as Textract's."""
LOWEST_SCORE = 0.5
"""Lines below are noise."""
DOUBTFUL_SCORE = 0.8
"""A page whose text has a lower score may be upside down."""


class Engine:
    """One OCR engine."""

    def __init__(self, networks: Networks) -> None:
        """Read with these networks."""
        self._networks = networks

    def read(self, pixels: Pixels) -> tuple[TextLine, ...]:
        """Read one page, top to bottom; read it upside down too when it makes little sense."""
        lines = self._lines(pixels)
        score = _score(lines)
        if lines and score < DOUBTFUL_SCORE:
            turned = self._lines(cv2.rotate(pixels, cv2.ROTATE_180))
            if _score(turned) > score:
                return _text_lines(turned, pixels.shape[:2], turned=True)
        return _text_lines(lines, pixels.shape[:2], turned=False)

    def _lines(self, pixels: Pixels) -> list[RecognisedLine]:
        lines = (read_line(self._networks, pixels, quad) for quad in find_lines(self._networks.detector, pixels))
        return [line for line in lines if line.words]


def _score(lines: list[RecognisedLine]) -> float:
    """Mean score of the lines, the long ones counting more."""
    characters = sum(len(line.characters) for line in lines)
    return sum(line.score * len(line.characters) for line in lines) / max(characters, 1)


def _text_lines(lines: list[RecognisedLine], shape: tuple[int, int], *, turned: bool) -> tuple[TextLine, ...]:
    return tuple(_text_line(line, shape, turned=turned) for line in lines if line.score >= LOWEST_SCORE)


def _text_line(line: RecognisedLine, shape: tuple[int, int], *, turned: bool) -> TextLine:
    half = _character_width(line) / 2
    words = []
    for characters in line.words:
        corners = _part(line.quad, max(characters[0].place - half, 0.0), min(characters[-1].place + half, 1.0))
        text, confidence = "".join(each.text for each in characters), fmean(each.score for each in characters)
        words.append(Word(text=text, confidence=round(confidence * 100, 4), box=_box(corners, shape, turned=turned)))
    return TextLine(
        text=" ".join(word.text for word in words),
        confidence=round(line.score * 100, 4),
        box=_box(line.quad, shape, turned=turned),
        words=tuple(words),
    )


def _character_width(line: RecognisedLine) -> float:
    """Mean distance of two characters in a word, as a share of the line."""
    widths = [(word[-1].place - word[0].place) / (len(word) - 1) for word in line.words if len(word) > 1]
    return fmean(widths) if widths else 1 / len(line.characters)


def _part(quad: Quad, start: float, end: float) -> Quad:
    """The part of a line between two places along it."""
    top_left, top_right, bottom_right, bottom_left = np.roll(quad, -1, axis=0) if is_tall(quad) else quad
    above, below = top_right - top_left, bottom_right - bottom_left
    return np.array((top_left + above * start, top_left + above * end, bottom_left + below * end, bottom_left + below * start))


def _box(corners: Quad, shape: tuple[int, int], *, turned: bool) -> Box:
    """Corners in pixels as a share of the page, without the air above and below."""
    height, width = shape
    left, top = (float(each) for each in corners.min(axis=0))
    right, bottom = (float(each) for each in corners.max(axis=0))
    air = (bottom - top) * SHRINK if right - left >= bottom - top else 0.0
    left, right = (min(max(x / width, 0.0), 1.0) for x in (left, right))
    top, bottom = (min(max(y / height, 0.0), 1.0) for y in (top + air, bottom - air))
    if turned:
        left, top, right, bottom = 1 - right, 1 - bottom, 1 - left, 1 - top
    return left, top, right - left, bottom - top
