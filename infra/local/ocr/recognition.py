"""Recognition: the text of one line, from its picture cut out of the page."""

import math
from dataclasses import dataclass
from statistics import fmean

import cv2
import numpy as np

from infra.local.ocr.detection import Quad, to_image
from infra.local.ocr.networks import Floats, Networks
from infra.local.ocr.raster import Pixels

HEIGHT = 48
"""Pixels of a line as the recogniser sees it."""
MARGIN = 32
"""Pixels of mid-grey after a line: without them 14 of 2,650 short lines more are misread, with 320 pixels altogether none fewer."""
STEP = 64
"""Pictures are as wide as a multiple of so many pixels, for openvino prepares each new width."""
TALL = 1.5
"""A line so many times as tall as wide is read from top to bottom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedCharacter:
    """One character of a line."""

    text: str
    score: float
    """0 to 1."""
    place: float
    """Of its middle along the line, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedLine:
    """The text of a line, and where it stands."""

    quad: Quad
    characters: tuple[RecognisedCharacter, ...]

    @property
    def score(self) -> float:
        """Mean of the characters' scores."""
        return fmean(each.score for each in self.characters) if self.characters else 0.0

    @property
    def words(self) -> list[tuple[RecognisedCharacter, ...]]:
        """The characters between blanks."""
        words: list[list[RecognisedCharacter]] = [[]]
        for each in self.characters:
            if each.text.isspace():
                words.append([])
            else:
                words[-1].append(each)
        return [tuple(word) for word in words if word]


def read_line(networks: Networks, page: Pixels, quad: Quad) -> RecognisedLine:
    """Read one line of a page."""
    picture, width = _picture(page, quad)
    probabilities = networks.recogniser(picture)[0]
    steps = len(probabilities) * width / picture.shape[3]
    probabilities = probabilities[: math.ceil(steps)]
    best = probabilities.argmax(axis=1)
    # A character holds for several steps; the blank, column 0, separates it from the next.
    starts = np.flatnonzero((best != 0) & (np.diff(best, prepend=0) != 0))
    characters = (
        RecognisedCharacter(
            text=networks.characters[best[start]], score=float(probabilities[start, best[start]]), place=(float(start) + 0.5) / steps
        )
        for start in starts
    )
    return RecognisedLine(quad=quad, characters=tuple(characters))


def is_tall(quad: Quad) -> bool:
    """Whether a line is read from top to bottom."""
    width, height = _sides(quad)
    return height >= TALL * width


def _sides(quad: Quad) -> tuple[int, int]:
    """The longer of each two sides, in whole pixels: width, height."""
    lengths = np.linalg.norm(quad - np.roll(quad, -1, axis=0), axis=1)
    return int(max(lengths[0], lengths[2])), int(max(lengths[1], lengths[3]))


def _picture(page: Pixels, quad: Quad) -> tuple[Floats, int]:
    """A line as the recogniser takes it, upright, and the width of its text."""
    width, height = _sides(quad)
    corners = np.array(((0, 0), (width, 0), (width, height), (0, height)), np.float32)
    upright = cv2.getPerspectiveTransform(quad, corners)
    line = cv2.warpPerspective(page, upright, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    if is_tall(quad):
        line, width, height = cv2.rotate(line, cv2.ROTATE_90_COUNTERCLOCKWISE), height, width
    scaled = math.ceil(HEIGHT * width / height)
    picture = np.zeros((1, 3, HEIGHT, math.ceil((scaled + MARGIN) / STEP) * STEP), np.float32)
    picture[..., :scaled] = to_image(cv2.resize(line, (scaled, HEIGHT)))
    return picture, scaled
