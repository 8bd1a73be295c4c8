"""Where sentences end on a page that was read line by line: by a stop, or because the next line is no continuation."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from chalicelib.model.transcript import Page, TextLine

_FULL: Final = 0.75
"""Share of the text's width beyond which a line goes on in the next one."""
_STOPS: Final = frozenset(".;?")
_BEGINNINGS: Final = frozenset(("vu", "considerant", "attendu", "articie", "arrete", "ordonne", "decide", "sur", "revu"))


def right_of(page: Page, line: int) -> Iterator[TextLine]:
    """The lines that stand to the right on the same row."""
    left, top, width, height = page.lines[line].box
    for other in page.lines:
        if other.box[0] >= left + width and abs(other.box[1] + other.box[3] / 2 - top - height / 2) < height / 2:
            yield other


def sentence_ends(page: Page, texts: Sequence[str], lines: Sequence[int]) -> frozenset[int]:
    """The tokens after which a sentence is over: a stop, or a line that the next one does not go on from."""
    ends = {place for place, text in enumerate(texts) if text in _STOPS and _stops(texts, place)}
    rights = sorted(line.box[0] + line.box[2] for line in page.lines)
    margin = rights[len(rights) * 9 // 10] if rights else 1.0
    height = median(line.box[3] for line in page.lines)
    for place, (line, following) in enumerate(pairwise(lines)):
        if following != line and _parted(page.lines[line], page.lines[following], texts[place + 1], margin, height):
            ends.add(place)
    return frozenset(ends)


def _stops(texts: Sequence[str], place: int) -> bool:
    """Whether a full stop ends a sentence: not within a number, a date or behind an abbreviation."""
    if texts[place] != ".":
        return True
    before = texts[place - 1] if place else ""
    after = texts[place + 1] if place + 1 < len(texts) else ""
    return before == "." or (len(before) > 3 and not (before.isdigit() and after.isdigit()))  # noqa: PLR2004 - « M. », « n°. », « art. »


def _parted(line: TextLine, following: TextLine, word: str, margin: float, height: float) -> bool:
    """Whether a new sentence begins with the next line: a short line, a gap, or a recital's first word."""
    if word in _BEGINNINGS:
        return True
    if not margin:
        return False
    short = line.box[0] + line.box[2] < margin * _FULL
    gap = following.box[1] - line.box[1] - line.box[3]
    return short or gap > 1.5 * height or following.box[1] + following.box[3] / 2 < line.box[1]
