"""The text that a PDF was born with: is it real, and where does each word stand?

A text layer is trusted only where the page shows it: not the invisible words of somebody's OCR over a
scan, not glyphs without letters, not a page whose contents are mostly a picture, a stamp or a filled-in field.
When in doubt the answer is None, and Textract reads the page as people see it.
"""

from __future__ import annotations

import re
from ctypes import c_float
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import Any

from chalicelib.model.transcript import Box, Page, TextLine, Word, turn

TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
INVISIBLE, CLIPPING = 3, 7
"""FPDF_TEXTRENDERMODE_INVISIBLE, FPDF_TEXTRENDERMODE_CLIP."""
LINK, POPUP, WIDGET = 2, 16, 20
LARGEST_PICTURE = 0.25
"""Share of the page that logos may cover."""
MOST_PATHS = 400
PATHS_PER_LETTER = 2
"""More strokes than that, and the page's words may be drawn as outlines."""
HYPHENS = (0x02, 0xAD, 0xFFFE)
"""How pdfium gives a hyphen at the end of a line."""
MOST_GARBAGE = 0.02
GARBAGE = "\ufffd"
LINE_HYPHEN = "\u00ad"
WORD = re.compile(rf"[^\s{GARBAGE}{LINE_HYPHEN}]+{LINE_HYPHEN}?")
"""A word that is parted at the end of a line is two, each with its box: pdfium runs them together."""
ALPHANUMERIC = re.compile(r"[^\W_]")
ALPHABETIC = re.compile(r"[^\W\d_]")
VOWEL = re.compile("[aeiouyàâäæéèêëîïôöœùûüÿ]", re.IGNORECASE)
ENOUGH_LETTERS = 60
VOWEL_SHARE = (0.25, 0.65)
"""Of French, Kirundi and English letters; glyphs mapped to wrong letters fall outside."""
COLUMN_GAP = 1.8
"""In line heights: a line ends there, as Textract's lines do."""


@dataclass(slots=True)
class PageLook:
    """What is drawn on a page, counted."""

    objects: int = 0
    texts: int = 0
    hidden: int = 0
    paths: int = 0
    picture: float = 0.0
    """Square points under images."""
    _form: tuple[float, float] = (0.0, 0.0)

    def add(self, pdfium: Any, kind: int, drawn: Any, depth: int) -> None:  # noqa: ANN401
        """Count one object."""
        self.objects += 1
        if kind == TEXT:
            self.texts += 1
            self.hidden += pdfium.FPDFTextObj_GetTextRenderMode(drawn) in (INVISIBLE, CLIPPING)
        elif kind == PATH:
            self.paths += 1
        elif kind == IMAGE:
            # Within a form the bounds are in the form's own measure: take the page as covered.
            self.picture += float("inf") if depth else _area(pdfium, drawn)


def _area(pdfium: Any, drawn: Any) -> float:  # noqa: ANN401
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    return abs((right.value - left.value) * (top.value - bottom.value))


def read_page(pdfium: Any, page: Any, number: int, look: PageLook) -> Page | None:  # noqa: ANN401
    """Give a page's own text; None when it has none, or none to be trusted."""
    surface = pdfium.FPDF_GetPageWidthF(page) * pdfium.FPDF_GetPageHeightF(page)
    if look.hidden or look.picture > surface * LARGEST_PICTURE or _is_filled_in(pdfium, page):
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
    """Whether the page bears fields, stamps or notes: their words are no part of the page's text."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        box = pdfium.FS_RECTF()
        pdfium.FPDFAnnot_GetRect(note, box)
        pdfium.FPDFPage_CloseAnnot(note)
        unseen = box.left == box.right or box.top == box.bottom  # a signature without a picture
        if kind not in (LINK, POPUP) and not unseen:
            return True
    return False


def _words(pdfium: Any, page: Any, text: Any) -> tuple[list[Word], int]:  # noqa: ANN401
    """Take pdfium's characters together into words with boxes; none at all when they are not readable."""
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
    r"""Give a character; for a glyph that stands for no letter, always the same sign.

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
    """Whether characters are words of a language, not glyphs mapped to letters at random.

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
    """Whether a word stands on the page, and not beside it."""
    left, top, width, height = box
    return left > -0.01 and left + width < 1.01 and top > -0.02 and top + height < 1.02  # noqa: PLR2004


def _loose(pdfium: Any, text: Any, index: int) -> tuple[float, float, float, float]:  # noqa: ANN401
    """Give a character's box from its font's top to its bottom: left, bottom, right, top, in points."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text, index, box)
    return box.left, box.bottom, box.right, box.top


def _placer(pdfium: Any, page: Any) -> Any:  # noqa: ANN401
    """Make the function that turns two character boxes into one share of the page as it is shown."""
    bounds = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, bounds)
    width, height = bounds.right - bounds.left, bounds.top - bounds.bottom
    turned = pdfium.FPDFPage_GetRotation(page) % 4

    def place(first: tuple[float, ...], last: tuple[float, ...]) -> Box:
        left, low, right, high = min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3])
        box = (left - bounds.left) / width, (bounds.top - high) / height, (right - left) / width, (high - low) / height
        return turn(box, turned) if turned else box

    return place


def arrange(words: list[Word]) -> tuple[TextLine, ...]:
    """Put words in lines, from top to bottom and from left to right; a gap between columns ends a line."""
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
    """Cut a row at the gaps between columns."""
    lines: list[list[Word]] = [[row[0]]]
    for before, word in pairwise(row):
        # Heights and widths are shares of different sides; an A4 page is 1.41 times as high as wide.
        if word.box[0] - before.box[0] - before.box[2] > COLUMN_GAP * max(before.box[3], word.box[3]) * 1.41:
            lines.append([])
        lines[-1].append(word)
    return [_line(words) for words in lines]


def _line(words: list[Word]) -> TextLine:
    left, top = min(word.box[0] for word in words), min(word.box[1] for word in words)
    right, bottom = max(word.box[0] + word.box[2] for word in words), max(word.box[1] + word.box[3] for word in words)
    box = (left, top, right - left, bottom - top)
    return TextLine(text=" ".join(word.text for word in words), confidence=100.0, box=box, words=tuple(words))
