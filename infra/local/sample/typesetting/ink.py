"""Ink on papers: handwritten digits, signatures, seals, date stamps, dust."""

from collections.abc import Sequence
from math import cos, pi, radians, sin
from random import Random
from typing import Any, Final

from reportlab.pdfbase.pdfmetrics import stringWidth

Point = tuple[float, float]

BLUE: Final = (0.10, 0.16, 0.50)
VIOLET: Final = (0.30, 0.18, 0.48)

_STROKES: Final[dict[str, tuple[tuple[Point, ...], ...]]] = {
    "0": (((0.4, 1), (0.05, 0.6), (0.15, 0.1), (0.5, 0), (0.75, 0.45), (0.6, 0.95), (0.35, 1)),),
    "1": (((0.1, 0.7), (0.4, 1), (0.38, 0.5), (0.35, 0)),),
    "2": (((0.1, 0.75), (0.35, 1), (0.65, 0.8), (0.4, 0.4), (0.05, 0.03), (0.4, 0.05), (0.75, 0)),),
    "3": (((0.1, 0.9), (0.45, 1), (0.6, 0.75), (0.3, 0.55), (0.65, 0.35), (0.45, 0), (0.05, 0.1)),),
    "4": (((0.4, 1), (0.2, 0.6), (0.05, 0.35), (0.4, 0.34), (0.75, 0.36)), ((0.55, 0.65), (0.52, 0.3), (0.5, -0.1))),
    "5": (((0.25, 1), (0.18, 0.6), (0.5, 0.6), (0.65, 0.3), (0.4, 0), (0.08, 0.08)), ((0.25, 1), (0.5, 1), (0.72, 1.02))),
    "6": (((0.55, 1), (0.2, 0.7), (0.08, 0.25), (0.35, 0), (0.6, 0.2), (0.45, 0.45), (0.12, 0.3)),),
    "7": (((0.08, 0.95), (0.4, 0.98), (0.72, 1), (0.45, 0.5), (0.28, 0)), ((0.2, 0.5), (0.4, 0.52), (0.6, 0.54))),
    "8": (((0.6, 0.9), (0.3, 1), (0.15, 0.75), (0.6, 0.35), (0.4, 0), (0.1, 0.2), (0.5, 0.6), (0.6, 0.9)),),
    "9": (((0.6, 0.8), (0.35, 1), (0.1, 0.75), (0.35, 0.55), (0.62, 0.8), (0.5, 0.3), (0.4, -0.05)),),
    "/": (((0.6, 1.1), (0.35, 0.5), (0.1, -0.15)),),
}
"""Strokes of handwritten digits, in a unit square."""


def _curve(canvas: Any, points: list[Point]) -> None:  # noqa: ANN401 - reportlab is untyped
    """Draw a smooth line through the points (Catmull-Rom, as Bézier pieces)."""
    path = canvas.beginPath()
    path.moveTo(*points[0])
    padded = [points[0], *points, points[-1]]
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        path.curveTo(
            start[0] + (end[0] - before[0]) / 6,
            start[1] + (end[1] - before[1]) / 6,
            end[0] - (after[0] - start[0]) / 6,
            end[1] - (after[1] - start[1]) / 6,
            *end,
        )
    canvas.drawPath(path)


def _pen(canvas: Any, width: float) -> None:  # noqa: ANN401 - reportlab is untyped
    canvas.setStrokeColorRGB(*BLUE)
    canvas.setLineWidth(width)
    canvas.setLineCap(1)


def write_digits(canvas: Any, rng: Random, text: str, x: float, y: float) -> None:  # noqa: ANN401 - reportlab is untyped
    """Write a number by hand."""
    size = 13
    canvas.saveState()
    _pen(canvas, 1.1)
    for character in text:
        lift = rng.uniform(-0.6, 0.6)
        for stroke in _STROKES.get(character, ()):
            points = [
                (x + size * (px * 0.85 + 0.12 * py + rng.uniform(-0.03, 0.03)), y + lift + size * (py + rng.uniform(-0.03, 0.03)))
                for px, py in stroke
            ]
            _curve(canvas, points)
        x += size * (0.8 if character != "1" else 0.6) * rng.uniform(0.92, 1.08)
    canvas.restoreState()


def sign(canvas: Any, rng: Random, x: float, y: float) -> None:  # noqa: ANN401 - reportlab is untyped
    """Draw a signature."""
    canvas.saveState()
    _pen(canvas, rng.uniform(0.9, 1.5))
    loops, height, pace = rng.randint(3, 8), rng.uniform(7, 22), rng.uniform(3.2, 5.2)
    points = [(x, y)]
    for step in range(loops * 4):
        angle = step * pi / 2
        tall = height * (rng.uniform(0.7, 1.7) if step < loops else rng.uniform(0.05, 0.8))
        points.append((x + step * pace + rng.uniform(3, 11) * cos(angle) + rng.uniform(-3, 3), y + tall * sin(angle) + rng.uniform(-3, 3)))
    _curve(canvas, points)
    right = x + loops * 4 * pace
    _curve(canvas, [(right, y), (x + 18, y - 13 + rng.uniform(-4, 4)), (x - 12, y - 7), (right + 22, y - 15 + rng.uniform(-6, 12))])
    canvas.restoreState()


def _around(canvas: Any, text: str, radius: float, size: float) -> None:  # noqa: ANN401 - reportlab is untyped
    """Draw words along the top of a circle around the origin."""
    widths = [stringWidth(character, "Helvetica-Bold", size) + 0.4 for character in text]
    angle = min(sum(widths) / radius, 5.6) / 2
    scale = angle * 2 * radius / sum(widths)
    for character, width in zip(text, widths, strict=True):
        half = width * scale / radius / 2
        angle -= half
        canvas.saveState()
        canvas.rotate(angle * 180 / pi)
        canvas.setFont("Helvetica-Bold", size)
        canvas.drawCentredString(0, radius, character)
        canvas.restoreState()
        angle -= half


def stamp_seal(canvas: Any, rng: Random, words: str, x: float, y: float) -> None:  # noqa: ANN401 - reportlab is untyped
    """Draw a round seal, slightly turned, with uneven ink."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(rng.uniform(-28, 28))
    colour = rng.choice((BLUE, VIOLET))
    strength = rng.uniform(0.45, 0.8)
    canvas.setStrokeColorRGB(*colour, strength)
    canvas.setFillColorRGB(*colour, strength)
    canvas.setLineWidth(1.6)
    canvas.circle(0, 0, 45)
    canvas.setLineWidth(0.7)
    canvas.circle(0, 0, 29)
    _around(canvas, words, 33.5, 7.5 if len(words) <= 34 else 6.2)  # noqa: PLR2004 - what fits
    canvas.setFont("Helvetica-Bold", 6.5)
    for line, text in enumerate(("RÉPUBLIQUE", "DU", "BURUNDI")):
        canvas.drawCentredString(0, 8 - line * 9, text)
    canvas.restoreState()


def stamp_line(canvas: Any, rng: Random, text: str, x: float, y: float, *, framed: bool = False) -> None:  # noqa: ANN401, PLR0913
    """Draw a line of a rubber stamp, such as a date."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(rng.uniform(-4, 4))
    canvas.setFillColorRGB(*VIOLET, rng.uniform(0.65, 0.95))
    canvas.setStrokeColorRGB(*VIOLET, 0.7)
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawString(0, 0, text)
    if framed:
        canvas.rect(-5, -5, stringWidth(text, "Helvetica-Bold", 12) + 10, 20)
    canvas.restoreState()


def certify(canvas: Any, rng: Random, lines: Sequence[str], x: float, y: float) -> None:  # noqa: ANN401 - reportlab is untyped
    """Draw the stamp of a certified copy, some lines high, at the foot of a page."""
    canvas.saveState()
    canvas.setFillColorRGB(*VIOLET, rng.uniform(0.65, 0.95))
    canvas.setFont("Helvetica-Bold", 8)
    x, y = x + rng.uniform(-8, 12), y + rng.uniform(-4, 4)
    for row, text in enumerate(lines):
        canvas.drawString(x, y - 9.5 * row, text)
    canvas.restoreState()


def punch_holes(canvas: Any, height: float) -> None:  # noqa: ANN401 - reportlab is untyped
    """Draw two punched holes."""
    canvas.saveState()
    canvas.setFillGray(0.28)
    canvas.setStrokeGray(0.55)
    for offset in (-113, 113):
        canvas.circle(24, height / 2 + offset, 8.2, fill=1)
    canvas.restoreState()


def scatter_specks(canvas: Any, rng: Random, width: float, height: float, count: int) -> None:  # noqa: ANN401 - reportlab is untyped
    """Draw dust and a hair."""
    canvas.saveState()
    canvas.setFillGray(0.25)
    for _ in range(count):
        size = rng.expovariate(3) + 0.1
        canvas.circle(rng.uniform(0, width), rng.uniform(0, height), min(size, 1.6), stroke=0, fill=1)
    if rng.random() < 1 / 4:
        canvas.setStrokeGray(0.4)
        canvas.setLineWidth(0.4)
        x, y, angle = rng.uniform(40, width - 40), rng.uniform(40, height - 40), radians(rng.uniform(0, 360))
        _curve(canvas, [(x, y), (x + 9 * cos(angle), y + 9 * sin(angle)), (x + 12 * cos(angle + 1), y + 16 * sin(angle + 0.4))])
    canvas.restoreState()
