"""Plots as SVG without a library: lines over two axes, and bars; readable on white and on black, in print and by a screen reader.

A plot is text: the same numbers give the same bytes, so that a change of figures can be read in a diff.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import Final

WIDTH: Final = 720
HEIGHT: Final = 400
LEFT: Final = 76
RIGHT: Final = 24
TOP: Final = 56
BOTTOM: Final = 96
COLOURS: Final = (("#0b5cad", "#6cb2ff"), ("#b3480a", "#ff9d5c"), ("#2d7a3a", "#7fd18c"), ("#6a3d9a", "#c9a6f0"))
"""Of series, on white and on black; each 4.5 to 1 or more against its background. Dashes tell them apart without colour."""
DASHES: Final = ("", "9 4", "2 4", "12 4 2 4")
STYLE: Final = """
.ground { fill: #ffffff } text { fill: #1c1c1c; font: 13px system-ui, sans-serif } .title { font-size: 16px; font-weight: 600 }
.grid { stroke: #d6d6d6 } .axis { stroke: #5a5a5a } .mark { stroke: #5a5a5a; stroke-dasharray: 3 3 } .line { fill: none; stroke-width: 2.5 }
@media (prefers-color-scheme: dark) {
  .ground { fill: #12161c } text { fill: #e8e8e8 } .grid { stroke: #333a44 } .axis { stroke: #a8a8a8 } .mark { stroke: #a8a8a8 }
"""

Scale = Callable[[float], float]
Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """An axis, with the values that are written on it."""

    name: str
    ticks: Mapping[float, str]
    """What is written at which value; the first and the last are its ends."""
    logarithmic: bool = False

    def scale(self, begin: float, end: float) -> Scale:
        """Give the place of a value between two ends in pixels."""
        low, high = (self._measure(value) for value in (min(self.ticks), max(self.ticks)))
        return lambda value: begin + (self._measure(value) - low) / (high - low) * (end - begin)

    def _measure(self, value: float) -> float:
        return log10(value) if self.logarithmic else value


def decades(least: float, most: float, write: Callable[[float], str]) -> dict[float, str]:
    """Ticks of a logarithmic axis: the powers of ten around values.

    >>> decades(3, 250, str)
    {1: '1', 10: '10', 100: '100', 1000: '1000'}
    """
    values = [10**power for power in range(floor(log10(least)), ceil(log10(most)) + 1)]
    return {value: write(value) for value in values}


def line_plot(title: str, series: Mapping[str, Points], *, across: Axis, up: Axis, marks: Mapping[float, str] | None = None) -> str:
    """Draw lines.

    Args:
        title: what is seen.
        series: points of each line, by its name.
        across: the axis from left to right.
        up: the axis from bottom to top.
        marks: what is written at which value of the axis across.
    """
    x, y = across.scale(LEFT, WIDTH - RIGHT), up.scale(HEIGHT - BOTTOM, TOP)
    parts = [*_grid(across, up, x, y)]
    for value, word in (marks or {}).items():
        parts.append(f'<line class="mark" x1="{x(value):.1f}" x2="{x(value):.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text x="{x(value) + 4:.1f}" y="{TOP + 12}">{escape(word)}</text>')
    for number, (name, points) in enumerate(series.items()):
        dash = f' stroke-dasharray="{DASHES[number]}"' if DASHES[number] else ""
        path = " ".join(f"{x(across_):.1f},{y(up_):.1f}" for across_, up_ in points)
        parts.append(f'<polyline class="line s{number}"{dash} points="{path}"/>')
        parts += _key(number, name, dash)
    return _svg(title, parts, HEIGHT)


def bar_plot(title: str, bars: Mapping[str, float], *, write: Callable[[float], str]) -> str:
    """Draw shares as bars: 1 is the whole width."""
    parts, left, high = [], 250, 26
    for number, (name, share) in enumerate(bars.items()):
        top = TOP + number * high
        parts.append(f'<text x="{left - 10}" y="{top + 16}" text-anchor="end">{escape(name)}</text>')
        width = max(1.0, share * (WIDTH - left - 70))
        parts.append(f'<rect class="bar" x="{left}" y="{top + 3}" width="{width:.1f}" height="18" rx="2"/>')
        parts.append(f'<text x="{left + width + 6:.1f}" y="{top + 16}">{escape(write(share))}</text>')
    return _svg(title, parts, TOP + len(bars) * high + 16)


def _grid(across: Axis, up: Axis, x: Scale, y: Scale) -> list[str]:
    bottom = HEIGHT - BOTTOM
    parts = [f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{bottom}" y2="{bottom}"/>']
    for value, word in up.ticks.items():
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{escape(word)}</text>')
    for value, word in across.ticks.items():
        parts.append(f'<text x="{x(value):.1f}" y="{bottom + 18}" text-anchor="middle">{escape(word)}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{bottom + 38}" text-anchor="middle">{escape(across.name)}</text>')
    parts.append(f'<text x="{LEFT - 60}" y="{TOP - 10}">{escape(up.name)}</text>')
    return parts


def _key(number: int, name: str, dash: str) -> list[str]:
    """One entry below the plot; two in a row."""
    left, top = LEFT + (number % 2) * 330, HEIGHT - 38 + (number // 2) * 20
    return [
        f'<line class="line s{number}"{dash} x1="{left}" x2="{left + 34}" y1="{top}" y2="{top}"/>',
        f'<text x="{left + 42}" y="{top + 4}">{escape(name)}</text>',
    ]


def _svg(title: str, parts: Sequence[str], height: int) -> str:
    light = " ".join(f".s{number} {{ stroke: {pair[0]} }}" for number, pair in enumerate(COLOURS))
    dark = " ".join(f".s{number} {{ stroke: {pair[1]} }}" for number, pair in enumerate(COLOURS))
    style = f"{light} .bar {{ fill: {COLOURS[0][0]} }}{STYLE}  {dark} .bar {{ fill: {COLOURS[0][1]} }}\n}}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">'
    body = "\n".join(parts)
    return f"""{head}
<title>{escape(title)}</title>
<style>{style}</style>
<rect class="ground" width="{WIDTH}" height="{height}"/>
<text class="title" x="16" y="26">{escape(title)}</text>
{body}
</svg>
"""
