"""Lines of a text layer, made from the boxes of its words: the order in the file is the order of drawing."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from chalicelib.model.transcript import TextLine, Word

COLUMN_GAP = 1.8
"""Gap that ends a line, in line heights, as in Textract's lines."""


def arrange(words: list[Word]) -> tuple[TextLine, ...]:
    """Arrange words in lines, top to bottom and left to right; a gap between columns ends a line."""
    rows: list[list[Word]] = []
    middle = 0.0
    usual = median(word.box[3] for word in words)
    for word in sorted(words, key=_middle):
        if rows and _middle(word) - middle < 0.5 * min(usual, word.box[3]):
            rows[-1].append(word)
        else:
            rows.append([word])
            middle = _middle(word)
    return tuple(line for row in rows for line in _split_row(sorted(row, key=lambda word: word.box[0])))


def _middle(word: Word) -> float:
    return word.box[1] + word.box[3] / 2


def _split_row(row: list[Word]) -> list[TextLine]:
    """Split a row at the gaps between columns."""
    lines: list[list[Word]] = [[row[0]]]
    for before, word in pairwise(row):
        # Heights and widths are fractions of different sides; an A4 page is 1.41 times as high as wide.
        if word.box[0] - before.box[0] - before.box[2] > COLUMN_GAP * max(before.box[3], word.box[3]) * 1.41:
            lines.append([])
        lines[-1].append(word)
    return [_line(words) for words in lines]


def _line(words: list[Word]) -> TextLine:
    left, top = min(word.box[0] for word in words), min(word.box[1] for word in words)
    right, bottom = max(word.box[0] + word.box[2] for word in words), max(word.box[1] + word.box[3] for word in words)
    box = (left, top, right - left, bottom - top)
    return TextLine(text=" ".join(word.text for word in words), confidence=100.0, box=box, words=tuple(words))
