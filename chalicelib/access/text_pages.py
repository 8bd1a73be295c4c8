"""Parts of a text, each small enough for one answer over a slow connection."""

import json
import re
from collections.abc import Sequence

from chalicelib.model.cursor import two_numbers_of
from chalicelib.model.transcript import Page, TextLine

_MOST_BYTES = 700_000
"""Of the lines of one answer as JSON. Lambda returns at most 6 MB; at the 1 Mbit/s of a phone 700 kB take 6 s."""
_PLACE = re.compile(r"([0-9]{1,6})\.([0-9]{1,7})")


def cut_text(pages: Sequence[Page], place: str | None, limit: int) -> tuple[tuple[Page, ...], str | None]:
    """Cut one part out of a text, and give the place where the next part begins.

    Args:
        pages: of the whole text.
        place: where the part begins, `<pages before>.<lines before>`; None is the first line.
        limit: most pages of the part.

    Raises:
        ReaderError: `invalid`: no such place.
    """
    first, line = two_numbers_of(place, _PLACE)
    part: list[Page] = []
    room = _MOST_BYTES
    for index in range(first, len(pages)):
        if len(part) == limit:
            return tuple(part), f"{index}.0"
        start = line if index == first else 0
        lines = _fitting(pages[index].lines[start:], room, needed=not part)
        part.append(Page(number=pages[index].number, lines=lines))
        if start + len(lines) < len(pages[index].lines):
            return tuple(part if lines else part[:-1]), f"{index}.{start + len(lines)}"
        room -= sum(map(_size, lines))
    return tuple(part), None


def _fitting(lines: Sequence[TextLine], room: int, *, needed: bool) -> tuple[TextLine, ...]:
    """Lines that fit into some bytes; where one is needed, the first even if it does not fit."""
    fitting: list[TextLine] = []
    for line in map(_rounded, lines):
        room -= _size(line)
        if room < 0 and (fitting or not needed):
            break
        fitting.append(line)
    return tuple(fitting)


def _rounded(line: TextLine) -> TextLine:
    """Line without its words; a box to a ten-thousandth of the page is finer than the pixels of a screen."""
    left, top, width, height = (round(side, 4) for side in line.box)
    return TextLine(text=line.text, confidence=round(line.confidence, 1), box=(left, top, width, height))


def _size(line: TextLine) -> int:
    """Bytes of a line in the answer."""
    return len(json.dumps({"text": line.text, "confidence": line.confidence, "box": line.box}, ensure_ascii=False).encode())
