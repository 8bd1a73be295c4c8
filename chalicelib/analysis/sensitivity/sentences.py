"""Finds where sentences end on a page that OCR read line by line: at a stop, or before a line that begins another sentence."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from chalicelib.model.transcript import Page, TextLine

_FULL: Final = 0.75
"""Share of the text's width beyond which a line is full, and its sentence goes on in the next one."""
_STOPS: Final = frozenset(".;?")
_BEGINNINGS: Final = frozenset(("vu", "considerant", "attendu", "articie", "arrete", "ordonne", "decide", "sur", "revu"))
"""First words of recitals and articles, as `tokens` writes them (« article » with i for l)."""


def right_of(page: Page, line: int) -> Iterator[TextLine]:
    """Give the lines to the right of a line, on the same row."""
    left, top, width, height = page.lines[line].box
    for other in page.lines:
        if other.box[0] >= left + width and abs(other.box[1] + other.box[3] / 2 - top - height / 2) < height / 2:
            yield other


def sentence_ends(page: Page, texts: Sequence[str], lines: Sequence[int]) -> frozenset[int]:
    """Give the indices of the tokens that end a sentence.

    Args:
        page: with the boxes of its lines.
        texts: its tokens.
        lines: the index of each token's line.
    """
    ends = {place for place, text in enumerate(texts) if text in _STOPS and _ends_sentence(texts, place)}
    rights = sorted(line.box[0] + line.box[2] for line in page.lines)
    margin = rights[len(rights) * 9 // 10] if rights else 1.0
    height = median(line.box[3] for line in page.lines)
    for place, (line, following) in enumerate(pairwise(lines)):
        if following != line and _begins_anew(page.lines[line], page.lines[following], texts[place + 1], margin, height):
            ends.add(place)
    return frozenset(ends)


def _ends_sentence(texts: Sequence[str], place: int) -> bool:
    """Say whether a stop ends a sentence: not within a number or a date, nor behind an abbreviation."""
    if texts[place] != ".":
        return True
    before = texts[place - 1] if place else ""
    after = texts[place + 1] if place + 1 < len(texts) else ""
    return before == "." or (len(before) > 3 and not (before.isdigit() and after.isdigit()))  # noqa: PLR2004 - « M. », « n°. », « art. »


def _begins_anew(line: TextLine, following: TextLine, word: str, margin: float, height: float) -> bool:
    """Say whether a new sentence begins with the next line: after a short line or a gap, or with a recital's first word."""
    if word in _BEGINNINGS:
        return True
    if not margin:
        return False
    short = line.box[0] + line.box[2] < margin * _FULL
    gap = following.box[1] - line.box[1] - line.box[3]
    return short or gap > 1.5 * height or following.box[1] + following.box[3] / 2 < line.box[1]
