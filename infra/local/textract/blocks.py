"""Textract's blocks: PAGE, LINE and WORD in a flat list, linked by the ids of their children."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from chalicelib.model.transcript import Box, Page, TextLine, Word

MODEL_VERSION = "1.0"
Block = dict[str, Any]


def blocks_of(pages: Sequence[Page], *, name: str) -> list[Block]:
    """Blocks of a document: for each page its PAGE, LINEs and WORDs.

    Args:
        pages: in order.
        name: what the identifiers are made from, so that the same document has the same ones.
    """
    return [block for number, page in enumerate(pages, start=1) for block in _page(page, number, name)]


def _page(page: Page, number: int, name: str) -> Iterator[Block]:
    lines = [(_id(name, number, "line", index), line) for index, line in enumerate(page.lines)]
    children = [identifier for identifier, _ in lines]
    yield _block("PAGE", _id(name, number, "page"), (0.0, 0.0, 1.0, 1.0), number, children)
    words: list[Block] = []
    for identifier, line in lines:
        own = [_word(word, _id(identifier, index), number) for index, word in enumerate(line.words)]
        words += own
        yield _line(line, identifier, number, [word["Id"] for word in own])
    yield from words


def _line(line: TextLine, identifier: str, number: int, children: list[str]) -> Block:
    return {**_block("LINE", identifier, line.box, number, children), "Confidence": line.confidence, "Text": line.text}


def _word(word: Word, identifier: str, number: int) -> Block:
    return {
        **_block("WORD", identifier, word.box, number, []),
        "Confidence": word.confidence,
        "Text": word.text,
        "TextType": "PRINTED",
    }


def _block(kind: str, identifier: str, box: Box, number: int, children: list[str]) -> Block:
    left, top, width, height = box
    corners = [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]
    block: Block = {
        "BlockType": kind,
        "Id": identifier,
        "Geometry": {
            "BoundingBox": {"Left": left, "Top": top, "Width": width, "Height": height},
            "Polygon": [{"X": x, "Y": y} for x, y in corners],
        },
        "Page": number,
    }
    if children:
        block["Relationships"] = [{"Type": "CHILD", "Ids": children}]
    return block


def _id(*parts: object) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "/".join(map(str, parts))))
