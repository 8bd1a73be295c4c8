"""A part of a text, small enough for one answer on a slow line."""

import json
import re
from collections.abc import Sequence
from typing import Any

from chalicelib.model.cursor import two_numbers_of
from chalicelib.model.transcript import Page, TextLine

_ROOM = 700_000
"""Bytes of lines in one answer; Lambda gives at most six megabytes, a phone wants far less."""
_PLACE = re.compile(r"([0-9]{1,6})\.([0-9]{1,7})")

Told = dict[str, Any]


def cut_text(pages: Sequence[Page], place: str | None, limit: int) -> tuple[list[Told], str | None]:
    """Tell some pages, and the place of what follows.

    Args:
        pages: all of them.
        place: where to begin, `<pages before>.<lines before>`; None is the first line.
        limit: most pages told.

    Raises:
        ReaderError: `invalid`: no such place.
    """
    first, line = two_numbers_of(place, _PLACE)
    told: list[Told] = []
    room = _ROOM
    for index in range(first, len(pages)):
        if len(told) == limit:
            return told, f"{index}.0"
        start = line if index == first else 0
        lines = _fitting(pages[index].lines[start:], room, needed=not told)
        told.append({"number": pages[index].number, "lines": lines})
        if start + len(lines) < len(pages[index].lines):
            return told if lines else told[:-1], f"{index}.{start + len(lines)}"
        room -= sum(map(_size, lines))
    return told, None


def _fitting(lines: Sequence[TextLine], room: int, *, needed: bool) -> list[Told]:
    """Tell the lines that fit, the first one in any case where something is needed."""
    told: list[Told] = []
    for line in lines:
        one = _told(line)
        room -= _size(one)
        if room < 0 and (told or not needed):
            break
        told.append(one)
    return told


def _told(line: TextLine) -> Told:
    """Tell a line; a box to a ten-thousandth of the page is as fine as any screen."""
    return {"text": line.text, "confidence": round(line.confidence, 1), "box": [round(side, 4) for side in line.box]}


def _size(told: Told) -> int:
    return len(json.dumps(told, ensure_ascii=False).encode())
