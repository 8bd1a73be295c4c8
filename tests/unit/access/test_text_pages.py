"""A text in parts, each small enough for one answer."""

import json

from chalicelib.access.pieces import read_text
from chalicelib.model.transcript import Page, TextLine, Transcript
from functions.representations.access import text_json
from tests.unit.access.readers import JEAN, pieces_of, refused, servant


def test_a_long_text_comes_in_parts_that_are_never_too_long_and_lose_no_line(world):
    piece = pieces_of(world, JEAN)[0]
    line = TextLine(text='"é' * 200, confidence=98.53, box=(0.123456, 0.2, 0.3, 0.4))
    pages = tuple(Page(number=number, lines=(line,) * (4000 if number == 2 else 3)) for number in range(1, 15))
    world.vault.keep_transcript(piece.partition("-")[0], Transcript(reader="x", pages=pages))
    seen, cursor, parts = [], None, 0
    while parts == 0 or cursor:
        told = read_text(servant(JEAN), piece, world, cursor=cursor)
        assert len(json.dumps(text_json(told), ensure_ascii=False).encode()) < 1_000_000
        assert len(told.pages.entries) <= 10
        seen += [(page.number, line.text) for page in told.pages.entries for line in page.lines]
        cursor, parts = told.pages.next, parts + 1

    assert seen == [(page.number, line.text) for page in pages for line in page.lines]
    assert refused(read_text, servant(JEAN), piece, world, cursor="AAAAAAAAAAAA") == "invalid"
