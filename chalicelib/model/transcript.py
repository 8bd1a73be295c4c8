"""Transcript of an original: pages, lines and words with confidences and boxes, whichever engine read it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any, Literal

from chalicelib.model import schema

TextSource = Literal["textract", "layer"]
"""Source of the text: Textract, or the text layer of a PDF."""

Box = tuple[float, float, float, float]
"""Left, top, width, height, as fractions of the page (0 to 1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word."""

    text: str
    confidence: float
    """0 to 100, on the scale of the OCR engine."""
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A line, its words in reading order."""

    text: str
    confidence: float
    """0 to 100, on the scale of the OCR engine."""
    box: Box
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A form field: label and value, where the OCR engine reports them."""

    label: str
    text: str
    """Value; empty where nothing was filled in."""
    confidence: float
    """0 to 100, on the scale of the OCR engine."""
    box: Box
    """Box of the value; of the label where the value is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page; a blank page has no lines."""

    number: int
    """From 1."""
    lines: tuple[TextLine, ...] = ()
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """All pages of an original, in order.

    >>> Transcript(reader="layer", pages=(Page(number=1),)).confidence is None
    True
    """

    reader: str
    """OCR engine and version: `textract/1.0`, `layer/pdfium`."""
    pages: tuple[Page, ...]

    @property
    def confidence(self) -> float | None:
        """Mean confidence of all lines, 0 to 100 with one decimal; None without lines."""
        confidences = [line.confidence for page in self.pages for line in page.lines]
        return round(fmean(confidences), 1) if confidences else None

    def of_pages(self, numbers: Sequence[int]) -> "Transcript":
        """Transcript of a piece: the pages with these numbers, numbered anew from 1; the whole where none is given.

        >>> Transcript(reader="layer", pages=tuple(Page(number=number) for number in (1, 2, 3))).of_pages((2, 3)).pages
        (Page(number=1, lines=(), pairs=()), Page(number=2, lines=(), pairs=()))
        """
        if not numbers:
            return self
        pages = {page.number: page for page in self.pages}
        found = (replace(pages[number], number=place) for place, number in enumerate(numbers, start=1) if number in pages)
        return replace(self, pages=tuple(found))


def rotate(box: Box, quarters: int) -> Box:
    """Turn a box with its page, clockwise.

    >>> rotate((0.125, 0.25, 0.5, 0.0625), 1)
    (0.6875, 0.125, 0.0625, 0.5)
    """
    left, top, width, height = box
    for _ in range(quarters):
        left, top, width, height = 1 - top - height, left, height, width
    return left, top, width, height


def to_json(transcript: Transcript) -> str:
    """Serialise a transcript for the vault: plain JSON, words as [text, confidence, box].

    >>> to_json(Transcript(reader="layer/pdfium", pages=(Page(number=1),)))
    '{"schema":1,"reader":"layer/pdfium","pages":[{"number":1,"lines":[]}]}'
    """
    pages = [_page_to_plain(page) for page in transcript.pages]
    return json.dumps({"schema": schema.TRANSCRIPT, "reader": transcript.reader, "pages": pages}, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str | bytes) -> Transcript:
    """Parse a transcript of the vault."""
    plain = schema.checked("transcript", json.loads(text), schema.TRANSCRIPT)
    return Transcript(reader=plain["reader"], pages=tuple(map(_page_from_plain, plain["pages"])))


def _page_to_plain(page: Page) -> dict[str, Any]:
    """A page as plain data; `pairs` only where there are form fields."""
    pairs = [[pair.label, pair.text, pair.confidence, list(pair.box)] for pair in page.pairs]
    return {"number": page.number, "lines": [_line_to_plain(line) for line in page.lines]} | ({"pairs": pairs} if pairs else {})


def _page_from_plain(plain: dict[str, Any]) -> Page:
    pairs = (Pair(label=label, text=text, confidence=sure, box=tuple(box)) for label, text, sure, box in plain.get("pairs", ()))
    return Page(number=plain["number"], lines=tuple(map(_line_from_plain, plain["lines"])), pairs=tuple(pairs))


def _line_to_plain(line: TextLine) -> dict[str, Any]:
    words = [[word.text, word.confidence, list(word.box)] for word in line.words]
    return {"text": line.text, "confidence": line.confidence, "box": list(line.box), "words": words}


def _line_from_plain(plain: dict[str, Any]) -> TextLine:
    words = (Word(text=text, confidence=confidence, box=tuple(box)) for text, confidence, box in plain["words"])
    return TextLine(text=plain["text"], confidence=plain["confidence"], box=tuple(plain["box"]), words=tuple(words))
