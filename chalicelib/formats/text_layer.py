"""The text layer of a PDF page: whether it can be trusted, its words and their boxes.

A text layer is trusted only where the page shows it. It is not trusted on pages with invisible text (OCR over a scan), with glyphs
that map to no letters, with large images, with annotations or filled-in fields; Textract then reads the page as it is shown.
"""

from __future__ import annotations

import re
from ctypes import c_float
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import Any

from chalicelib.model.transcript import Box, Page, TextLine, Word, rotate

TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
INVISIBLE, CLIPPING = 3, 7
"""FPDF_TEXTRENDERMODE_INVISIBLE, FPDF_TEXTRENDERMODE_CLIP."""
LINK, POPUP, WIDGET = 2, 16, 20
LARGEST_IMAGE_SHARE = 0.25
"""Largest share of the page that images (logos) may cover."""
MOST_PATHS = 400
PATHS_PER_LETTER = 2
"""Limit of drawn paths, with `MOST_PATHS`: above it, words may be drawn as outlines."""
HYPHENS = (0x02, 0xAD, 0xFFFE)
"""Code points that pdfium reports for a hyphen at the end of a line."""
MOST_GARBAGE = 0.02
GARBAGE = "\ufffd"
LINE_HYPHEN = "\u00ad"
WORD = re.compile(rf"[^\s{GARBAGE}{LINE_HYPHEN}]+{LINE_HYPHEN}?")
"""A word; both halves of a hyphenated word, which pdfium joins, are words with their own boxes."""
ALPHANUMERIC = re.compile(r"[^\W_]")
ALPHABETIC = re.compile(r"[^\W\d_]")
VOWEL = re.compile("[aeiouyàâäæéèêëîïôöœùûüÿ]", re.IGNORECASE)
ENOUGH_LETTERS = 60
VOWEL_SHARE = (0.25, 0.65)
"""Share of vowels among letters of French, Kirundi and English text; wrongly mapped glyphs fall outside."""
COLUMN_GAP = 1.8
"""Gap that ends a line, in line heights, as in Textract's lines."""


@dataclass(slots=True)
class PageObjects:
    """Counts of a page's objects."""

    objects: int = 0
    texts: int = 0
    hidden: int = 0
    paths: int = 0
    picture: float = 0.0
    """Area of images, in square points."""
    _form: tuple[float, float] = (0.0, 0.0)

    def add(self, pdfium: Any, kind: int, drawn: Any, depth: int) -> None:  # noqa: ANN401
        """Count an object."""
        self.objects += 1
        if kind == TEXT:
            self.texts += 1
            self.hidden += pdfium.FPDFTextObj_GetTextRenderMode(drawn) in (INVISIBLE, CLIPPING)
        elif kind == PATH:
            self.paths += 1
        elif kind == IMAGE:
            # Bounds within a form XObject are in the form's own units: treat the page as covered.
            self.picture += float("inf") if depth else _area(pdfium, drawn)


def _area(pdfium: Any, drawn: Any) -> float:  # noqa: ANN401
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    return abs((right.value - left.value) * (top.value - bottom.value))


def read_page(pdfium: Any, page: Any, number: int, look: PageObjects) -> Page | None:  # noqa: ANN401
    """Text layer of a page; None where it has none, or where it cannot be trusted."""
    surface = pdfium.FPDF_GetPageWidthF(page) * pdfium.FPDF_GetPageHeightF(page)
    if look.hidden or look.picture > surface * LARGEST_IMAGE_SHARE or _is_filled_in(pdfium, page):
        return None
    if not look.objects:
        return Page(number=number)
    if not look.texts:
        return None
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return None
    try:
        words, letters = _words(pdfium, page, text)
    finally:
        pdfium.FPDFText_ClosePage(text)
    if not words or look.paths > MOST_PATHS + PATHS_PER_LETTER * letters:
        return None
    return Page(number=number, lines=arrange(words))


def _is_filled_in(pdfium: Any, page: Any) -> bool:  # noqa: ANN401
    """Whether the page has fields, stamps or notes, whose words are not in the text layer."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        box = pdfium.FS_RECTF()
        pdfium.FPDFAnnot_GetRect(note, box)
        pdfium.FPDFPage_CloseAnnot(note)
        unseen = box.left == box.right or box.top == box.bottom  # a signature without an appearance
        if kind not in (LINK, POPUP) and not unseen:
            return True
    return False


def _words(pdfium: Any, page: Any, text: Any) -> tuple[list[Word], int]:  # noqa: ANN401
    """Words with boxes, and the number of letters; no words where the characters are not readable text."""
    unicode_at = pdfium.FPDFText_GetUnicode
    characters = "".join([readable(unicode_at(text, index)) for index in range(pdfium.FPDFText_CountChars(text))])
    letters = "".join(characters.split())
    if letters.count(GARBAGE) > MOST_GARBAGE * len(letters) or not is_language(letters):
        return [], 0
    place = _placer(pdfium, page)
    words = []
    for found in WORD.finditer(characters):
        box = place(_loose(pdfium, text, found.start()), _loose(pdfium, text, found.end() - 1))
        words.append(Word(text=found[0].replace(LINE_HYPHEN, "-"), confidence=100.0, box=box))
    shown = [word for word in words if is_shown(word.box)]
    upright = sum(word.box[2] >= word.box[3] * 0.5 or len(word.text) == 1 for word in shown)
    if len(shown) < len(words) or upright * 2 < len(shown):
        return [], 0
    return shown, len(letters)


@lru_cache(maxsize=4096)
def readable(code: int) -> str:
    r"""Character of a code point; U+FFFD for a glyph without a letter, U+00AD for a line-end hyphen.

    >>> readable(0xE9), readable(0xFFFE), readable(0xF0B7)
    ('é', '\xad', '\ufffd')
    """
    if code in HYPHENS:
        return LINE_HYPHEN
    if code == 0 or 0xE000 <= code <= 0xF8FF or 0xD800 <= code <= 0xDFFF or code > 0xEFFFF:  # noqa: PLR2004
        return GARBAGE
    character = chr(code)
    return character if character.isspace() or character.isprintable() else GARBAGE


def is_language(letters: str) -> bool:
    """Whether letters are text of a natural language, not wrongly mapped glyphs.

    >>> is_language("LeministrenommeMadameNdayizeyeinspectricedelenseignementprimaireaGitega")
    True
    >>> is_language("ohplqlvwuhqrpphpdgdphqgdblchbhlqvshfwulfhghohqvhljqhphqwsulpdluhdjlwhjd")
    False
    """
    words = len(ALPHANUMERIC.findall(letters))
    if not letters or words * 2 < len(letters):
        return False
    alphabetic = len(ALPHABETIC.findall(letters))
    vowels = len(VOWEL.findall(letters))
    return alphabetic < ENOUGH_LETTERS or VOWEL_SHARE[0] <= vowels / alphabetic <= VOWEL_SHARE[1]


def is_shown(box: Box) -> bool:
    """Whether a box lies within the page."""
    left, top, width, height = box
    return left > -0.01 and left + width < 1.01 and top > -0.02 and top + height < 1.02  # noqa: PLR2004


def _loose(pdfium: Any, text: Any, index: int) -> tuple[float, float, float, float]:  # noqa: ANN401
    """Box of a character from ascent to descent: left, bottom, right, top, in points."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text, index, box)
    return box.left, box.bottom, box.right, box.top


def _placer(pdfium: Any, page: Any) -> Any:  # noqa: ANN401
    """Function from the boxes of a word's first and last character to its box on the page as shown."""
    bounds = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, bounds)
    width, height = bounds.right - bounds.left, bounds.top - bounds.bottom
    turned = pdfium.FPDFPage_GetRotation(page) % 4

    def place(first: tuple[float, ...], last: tuple[float, ...]) -> Box:
        left, low, right, high = min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3])
        box = (left - bounds.left) / width, (bounds.top - high) / height, (right - left) / width, (high - low) / height
        return rotate(box, turned) if turned else box

    return place


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
