"""Detection: the quadrilaterals in which lines of text stand on a page, from the detector's map of probabilities.

The map is read as the authors of the network read it (differentiable binarisation): threshold, contours, smallest rectangles, growth.
"""

import cv2
import numpy as np
import numpy.typing as npt

from infra.local.ocr.networks import Floats, Network
from infra.local.ocr.raster import Pixels

LONGEST_SIDE = 960
"""Pixels of the page as the detector sees it: on real typewritten pages more find no more, and 832 lost one line in a hundred."""
STRIDE = 32
"""The detector takes sides that are multiples of so many pixels."""
LEAST_PIXEL = 0.3
"""Probability from which a pixel is text."""
LEAST_LINE = 0.5
"""Mean probability from which text pixels are a line."""
GROWTH = 1.6
"""The detector marks the core of a line: each side moves outwards by the core's area over its perimeter, so many times."""
LEAST_HEIGHT = 3
"""Pixels of a line; smaller ones are specks."""
MOST_LINES = 1000
"""A page of noise ends here."""
ROW = 10
"""Pixels: lines whose tops are nearer stand in one row."""

Quad = npt.NDArray[np.float32]
"""Corners of a line in pixels of the page, clockwise from the top left: (4, 2)."""


def find_lines(detector: Network, page: Pixels) -> list[Quad]:
    """Find the lines of a page, row by row, each row from left to right."""
    height, width = page.shape[:2]
    ratio = min(1.0, LONGEST_SIDE / max(height, width))
    size = [max(STRIDE, round(int(side * ratio) / STRIDE) * STRIDE) for side in (width, height)]
    probabilities = detector(to_image(cv2.resize(page, size)))[0, 0]
    text = cv2.dilate((probabilities > LEAST_PIXEL).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(text, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    scale = np.array((width / size[0], height / size[1]), np.float32)
    quads = (_quad(contour, probabilities, scale, page) for contour in contours[:MOST_LINES])
    return _in_rows([quad for quad in quads if quad is not None])


def to_image(pixels: Pixels) -> Floats:
    """Pixels as a network takes them: (1, 3, height, width), from -1 to 1."""
    return np.asarray(cv2.dnn.blobFromImage(pixels, 2 / 255, mean=(127.5, 127.5, 127.5)), np.float32)


def _quad(contour: npt.NDArray[np.int32], probabilities: Floats, scale: Floats, page: Pixels) -> Quad | None:
    """The rectangle around a contour, grown, in pixels of the page; None where it is no line."""
    centre, sides, angle = cv2.minAreaRect(contour)
    if min(sides) < LEAST_HEIGHT or _mean(probabilities, cv2.boxPoints((centre, sides, angle))) < LEAST_LINE:
        return None
    growth = GROWTH * sides[0] * sides[1] / (sides[0] + sides[1])
    grown = cv2.boxPoints((centre, (sides[0] + growth, sides[1] + growth), angle))
    corners = np.clip(np.round(grown * scale), 0, (page.shape[1] - 1, page.shape[0] - 1)).astype(np.float32)
    quad = _clockwise(corners)
    short = min(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[0] - quad[3]))
    return quad if short > LEAST_HEIGHT else None


def _mean(probabilities: Floats, corners: Floats) -> float:
    """The mean probability inside a rectangle."""
    limit = np.array(probabilities.shape[::-1]) - 1
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, limit)
    right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, limit)
    inside = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(inside, [(corners - (left, top)).astype(np.int32)], 1)
    return float(cv2.mean(probabilities[top : bottom + 1, left : right + 1], inside)[0])


def _clockwise(corners: Floats) -> Quad:
    """Corners from the top left: the two leftmost, then the two rightmost, each pair by height."""
    left, right = np.split(corners[np.argsort(corners[:, 0], kind="stable")], 2)
    (top_left, bottom_left), (top_right, bottom_right) = (pair[np.argsort(pair[:, 1], kind="stable")] for pair in (left, right))
    return np.array((top_left, top_right, bottom_right, bottom_left), np.float32)


def _in_rows(quads: list[Quad]) -> list[Quad]:
    """Sort by rows, then from left to right."""
    rows: list[list[Quad]] = []
    top = -np.inf
    for quad in sorted(quads, key=lambda quad: float(quad[0, 1])):
        if quad[0, 1] - top >= ROW:
            rows.append([])
        top = quad[0, 1]
        rows[-1].append(quad)
    return [quad for row in rows for quad in sorted(row, key=lambda quad: float(quad[0, 0]))]
