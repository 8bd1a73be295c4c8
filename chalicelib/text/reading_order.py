"""Puts the lines of a page in reading order: by rows, column after column, with stamps after the rows they cover.

OCR engines order lines differently, and Textract reads a page that was scanned upside down from its foot. The order of a line's words
shows its direction, so the page is turned upright first. The lines keep their boxes.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from chalicelib.model.transcript import Box, TextLine, rotate

_GUTTER: Final = 0.012
"""Width of the narrowest gap between columns of prose, as a share of the page."""
_MIDDLE: Final = (0.25, 0.75)
"""Part of the page's width in which such a gap can be."""
_LEAST_LINES: Final = 4
"""Lines of the shortest column."""
_FILLED: Final = 0.62
"""Share of a column's width that the median line of prose has; a table's cells have less."""
_CROSSED: Final = 0.4
"""Largest share of a page's lines that span both columns: titles, notes."""
_SAME_ROW: Final = 0.5
"""Share of the lower line's height that two lines of one row have in common."""
_OVERPRINTED: Final = 0.3
"""Share of a line's width from which it lies across another one, as a stamp does."""
_SIDEWAYS: Final = 1.5
"""Height by width from which a line runs up the page."""

_Placed = tuple[Box, TextLine]


def read_in_order(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Put a page's lines in reading order.

    >>> one, two = (TextLine(text=text, confidence=99, box=(0.1, top, 0.5, 0.02)) for text, top in (("Article 1er", 0.4), ("Vu", 0.2)))
    >>> [line.text for line in read_in_order([one, two])]
    ['Vu', 'Article 1er']
    """
    return tuple(line for _, line in _placed_in_order(lines))


def read_upright(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Put a page's lines in reading order, with their boxes where they stand on the page turned upright; their words are left out."""
    return tuple(TextLine(text=line.text, confidence=line.confidence, box=box) for box, line in _placed_in_order(lines))


def enclosing(boxes: Iterable[Box]) -> Box:
    """Give the box around boxes.

    >>> enclosing([(0.1, 0.1, 0.2, 0.1), (0.5, 0.1, 0.25, 0.2)])
    (0.1, 0.1, 0.65, 0.2)
    """
    corners = [(left, top, left + width, top + height) for left, top, width, height in boxes]
    left, top = min(corner[0] for corner in corners), min(corner[1] for corner in corners)
    right, bottom = max(corner[2] for corner in corners), max(corner[3] for corner in corners)
    return (round(left, 4), round(top, 4), round(right - left, 4), round(bottom - top, 4))


def _placed_in_order(lines: Sequence[TextLine]) -> list[_Placed]:
    """Turn a page upright and put its lines in reading order."""
    quarters = _quarters_to_upright(lines)
    placed = [(rotate(line.box, quarters), line) for line in lines]
    upright = [each for each in placed if not _is_sideways(each)]
    beside = [each for each in placed if _is_sideways(each)]
    return [*_in_columns(upright), *sorted(beside, key=lambda each: (each[0][0], each[0][1]))]


def _quarters_to_upright(lines: Sequence[TextLine]) -> int:
    """Count the quarters, clockwise, by which the page must be turned upright, from the direction in which most words follow each other."""
    ways: Counter[int] = Counter()
    for line in lines:
        for before, word in pairwise(line.words):
            right = word.box[0] + word.box[2] / 2 - before.box[0] - before.box[2] / 2
            down = word.box[1] + word.box[3] / 2 - before.box[1] - before.box[3] / 2
            ways[(0 if right > 0 else 2) if abs(right) >= abs(down) else (3 if down > 0 else 1)] += 1
    return ways.most_common(1)[0][0] if ways else 0


def _is_sideways(placed: _Placed) -> bool:
    box, line = placed
    return len(line.text) > 3 and box[3] > box[2] * _SIDEWAYS  # noqa: PLR2004 - shorter ones may be a tall digit


def _in_columns(lines: list[_Placed]) -> list[_Placed]:
    """Order lines that span the page, then the columns below them, then the next lines that span it."""
    gutter = _find_gutter(lines)
    if gutter is None:
        return _in_rows(lines)
    ordered: list[_Placed] = []
    band: list[_Placed] = []
    for each in sorted(lines, key=lambda each: each[0][1]):
        if each[0][0] < gutter < each[0][0] + each[0][2]:
            ordered += [*_column_by_column(band, gutter), each]
            band = []
        else:
            band.append(each)
    return ordered + _column_by_column(band, gutter)


def _column_by_column(band: list[_Placed], gutter: float) -> list[_Placed]:
    left = [each for each in band if each[0][0] < gutter]
    right = [each for each in band if each[0][0] >= gutter]
    return [*_in_rows(left), *_in_rows(right)]


def _find_gutter(lines: list[_Placed]) -> float | None:
    """Find the gap between two columns of prose: few lines cross it, and long lines fill both sides."""
    rights = sorted({round(box[0] + box[2], 3) for box, _ in lines})
    best: tuple[int, float] | None = None
    for right in rights:
        gutter = right + _GUTTER / 2
        if not _MIDDLE[0] < gutter < _MIDDLE[1]:
            continue
        crossing = [box for box, _ in lines if box[0] < gutter + _GUTTER / 2 and box[0] + box[2] > gutter + 1e-9]
        if len(crossing) <= _CROSSED * len(lines) and _are_both_prose(lines, gutter) and (best is None or len(crossing) < best[0]):
            best = (len(crossing), gutter)
    return best[1] if best else None


def _are_both_prose(lines: list[_Placed], gutter: float) -> bool:
    left = [box for box, _ in lines if box[0] + box[2] <= gutter]
    right = [box for box, _ in lines if box[0] >= gutter]
    return all(len(side) >= _LEAST_LINES and _is_prose(side) for side in (left, right)) and _are_side_by_side(left, right)


def _is_prose(side: list[Box]) -> bool:
    around = enclosing(side)
    return median(box[2] for box in side) >= _FILLED * around[2] and around[2] > 0.2  # noqa: PLR2004 - of the page's width


def _are_side_by_side(left: list[Box], right: list[Box]) -> bool:
    """Say whether two columns stand side by side, and not one below the other."""
    one, other = enclosing(left), enclosing(right)
    shared = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return shared > 0.5 * min(one[3], other[3])


def _in_rows(lines: list[_Placed]) -> list[_Placed]:
    """Order lines row by row, each from the left; a line printed over another comes after the row."""
    rows: list[list[_Placed]] = []
    for each in sorted(lines, key=lambda each: each[0][1] + each[0][3] / 2):
        if rows and _in_same_row(rows[-1], each[0]):
            rows[-1].append(each)
        else:
            rows.append([each])
    return [each for row in rows for each in _stamps_last(row)]


def _in_same_row(row: list[_Placed], box: Box) -> bool:
    """Compare a line with the nearest one of a row: on a page scanned askew no row is straight."""
    near = min((other for other, _ in row), key=lambda other: abs(other[0] + other[2] / 2 - box[0] - box[2] / 2))
    shared = min(near[1] + near[3], box[1] + box[3]) - max(near[1], box[1])
    return shared > _SAME_ROW * min(near[3], box[3])


def _stamps_last(row: list[_Placed]) -> list[_Placed]:
    """Put the long lines of a row first; a shorter one that lies across them is a stamp."""
    kept: list[_Placed] = []
    stamped: list[_Placed] = []
    for each in sorted(row, key=lambda each: -each[0][2]):
        over = any(_overlap(each[0], other) > _OVERPRINTED * each[0][2] for other, _ in kept)
        (stamped if over else kept).append(each)
    return [*sorted(kept, key=_left), *sorted(stamped, key=_left)]


def _left(placed: _Placed) -> float:
    return placed[0][0]


def _overlap(one: Box, other: Box) -> float:
    return min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
