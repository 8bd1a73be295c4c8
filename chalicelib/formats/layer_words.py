"""Words of a PDF page's text layer: their characters, boxes and fonts, as pdfium reports them, in normal form C."""

from __future__ import annotations

import re
import unicodedata
from contextlib import contextmanager
from ctypes import c_double, c_void_p, cast
from dataclasses import dataclass, field
from functools import lru_cache
from math import pi, tau
from typing import TYPE_CHECKING, Any

from chalicelib.formats.pdfium import library
from chalicelib.model.transcript import Box, Word, rotate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

HYPHENS = (0x02, 0xAD, 0xFFFE)
"""Code points that pdfium reports for a hyphen at the end of a line."""
GARBAGE = "\ufffd"
LINE_HYPHEN = "\u00ad"
WORD = re.compile(rf"[^\s{GARBAGE}{LINE_HYPHEN}]+{LINE_HYPHEN}?")
"""A word; both halves of a hyphenated word, which pdfium joins, are words with their own boxes."""
SPACING = "\u00b4\u02ca\u02cb\u02c6\u00a8\u02dc\u00b8"
"""Accents as characters of their own: acute (two), grave, circumflex, diaeresis, tilde, cedilla."""
STRAY = re.compile(rf"[^\W\d_][{SPACING}]|[{SPACING}][^\W\d_]")
"""A letter beside an accent that stands over no letter."""
BULLET = re.compile(rf"(?:\A|(?<=[\r\n])){GARBAGE}(?=\s|\Z)")
"""A glyph without a letter that stands alone at the beginning of a line."""
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
ACCENTS = dict(zip(f"{SPACING}`^", "\u0301\u0301\u0300\u0302\u0308\u0303\u0327\u0300\u0302", strict=True))
"""Accents that TeX sets as glyphs of their own over or under a letter, and the combining marks that they stand for."""
CEDILLA = "\u00b8"
NEAR, MOST_ACCENTS = 3, 200
"""Characters before and after an accent among which its letter is looked for first, and accents of a page that are looked for elsewhere."""
DOTLESS = "\u0131"
"""The i over which TeX sets an accent."""
MOVED = "\u200b"
"""Stands where an accent was that has moved to its letter."""
ALPHANUMERIC = re.compile(r"[^\W_]")
ALPHABETIC = re.compile(r"[^\W\d_]")
VOWEL = re.compile("[aeiouyàâäæéèêëîïôöœùûüÿ]", re.IGNORECASE)
LEADERS = re.compile(r"[._…·-]{3,}")
"""Dots that lead the eye from a title to its page number, and lines to be filled in."""
ENOUGH_LETTERS = 60
VOWEL_SHARE = (0.25, 0.65)
"""Share of vowels among letters of French, Kirundi and English text; wrongly mapped glyphs fall outside."""
MOST_SAMPLES = 3
"""Glyphs of a character that are kept: a rule, or a neighbour, may cross one of them."""
LOWEST = 1.0
"""Height in points from which a blank may hide a glyph; the outline of a true one is a line."""
LEAN = 0.1
"""Radians by which upright text may lean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerWord:
    """A word of the layer, with what is needed to hold it against the page."""

    word: Word
    outline: Box
    """Of its glyphs; the word's own box reaches from ascent to descent."""
    letters: tuple[tuple[float, float], ...]
    """Left and right ends of its letters and digits, as fractions of the page's width."""
    upright: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerText:
    """The text layer of a page."""

    words: tuple[LayerWord, ...] = ()
    bullets: tuple[Box, ...] = ()
    """Outlines of glyphs without a letter that stand alone at the beginning of a line."""
    blanks: tuple[Box, ...] = ()
    """Outlines of glyphs that are blanks by their font."""
    is_mute: bool = False
    """Whether other glyphs have no letter, or accents stand beside their letters."""
    fonts: tuple[LayerFont, ...] = ()


@dataclass(slots=True)
class LayerFont:
    """What a font shows on a page."""

    text: str = ""
    """Its words, without blanks."""
    samples: dict[str, list[Box]] = field(default_factory=dict)
    """Outlines of the first glyphs of each character."""


def read_text(page: Any) -> LayerText:  # noqa: ANN401 - ctypes bindings have no types
    """Read the words of a page's text layer, seen or not, in the order of drawing."""
    with _opened(page) as reader:
        return reader.read() if reader else LayerText()


def outlines_of(page: Any) -> list[tuple[str, Box]]:  # noqa: ANN401
    """Characters of a page and the outlines of their glyphs, in the order of drawing."""
    with _opened(page) as reader:
        return reader.outlines() if reader else []


@contextmanager
def _opened(page: Any) -> Iterator[_Reader | None]:  # noqa: ANN401
    pdfium = library()
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        yield None
        return
    try:
        yield _Reader(pdfium, page, text)
    finally:
        pdfium.FPDFText_ClosePage(text)


class _Reader:
    """Reads one page."""

    def __init__(self, pdfium: Any, page: Any, text: Any) -> None:  # noqa: ANN401
        self._pdfium, self._text = pdfium, text
        self._place = placer(page)
        self._turned = pdfium.FPDFPage_GetRotation(page) % 4
        self._sides = c_double(), c_double(), c_double(), c_double()
        self._fonts: dict[int | None, LayerFont] = {}
        self._accents: dict[int, tuple[float, float, float, float]] = {}

    def read(self) -> LayerText:
        """The words of the page."""
        characters = self._with_accents(self._characters())
        words = [self._word(found[0], found.start()) for found in WORD.finditer(characters) if found[0].strip(MOVED)]
        bullets = [found.start() for found in BULLET.finditer(characters)]
        blanks = (place for place, character in enumerate(characters) if character.isspace())
        mute = {place for place, character in enumerate(characters) if character == GARBAGE} - set(bullets)
        return LayerText(
            words=tuple(words),
            bullets=tuple(self._place(*self._outline(place)) for place in bullets),
            blanks=tuple(self._place(*each) for each in map(self._outline, blanks) if each[1] + LOWEST <= each[3]),
            is_mute=any(left < right for left, _, right, _ in map(self._outline, mute)) or bool(STRAY.search(characters)),
            fonts=tuple(self._fonts.values()),
        )

    def outlines(self) -> list[tuple[str, Box]]:
        """The characters of the page and the outlines of their glyphs."""
        return [(character, self._place(*self._outline(place))) for place, character in enumerate(self._characters())]

    def _characters(self) -> str:
        unicode_at = self._pdfium.FPDFText_GetUnicode
        return "".join([readable(unicode_at(self._text, index)) for index in range(self._pdfium.FPDFText_CountChars(self._text))])

    def _with_accents(self, characters: str) -> str:
        """Characters in which an accent that is set over or under a letter as a glyph of its own is the letter's."""
        found = list(characters)
        for place, accent in enumerate(characters):
            if accent in ACCENTS:
                outline = self._outline(place)
                near = range(max(0, place - NEAR), min(len(found), place + NEAR + 1))
                letter, joined = self._letter_at(accent, outline, characters, near)
                if letter is None and len(self._accents) < MOST_ACCENTS:
                    letter, joined = self._letter_at(accent, outline, characters, range(len(found)))
                if letter is not None:
                    found[letter], found[place] = joined, MOVED
                    self._accents[letter] = outline
        return "".join(found)

    def _letter_at(
        self, sign: str, accent: tuple[float, float, float, float], characters: str, places: Iterable[int]
    ) -> tuple[int | None, str]:
        """Place of the letter over or under which an accent stands, and both as one character; None where there is none."""
        middle, nearest = (accent[0] + accent[2]) / 2, None
        for place in places:
            character = characters[place]
            joined = unicodedata.normalize("NFC", character.replace(DOTLESS, "i") + ACCENTS[sign]) if character.isalpha() else ""
            if len(joined) == 1:
                left, bottom, right, top = self._outline(place)
                gap = bottom - accent[3] if sign == CEDILLA else accent[1] - top
                if left <= middle <= right and abs(gap) <= (top - bottom) / 2 and (nearest is None or abs(gap) < nearest[0]):
                    nearest = abs(gap), place, joined
        return (nearest[1], nearest[2]) if nearest else (None, "")

    def _word(self, characters: str, start: int) -> LayerWord:
        outlines = [self._outline(start + index) for index in range(len(characters))]
        glyphs = [
            (character, self._place(*outline))
            for character, outline in zip(characters, outlines, strict=True)
            if outline[0] < outline[2] and outline[1] < outline[3] and character.isalnum()
        ]
        text, upright, font = normal(characters), self._is_upright(start), self._font(start)
        font.text += text
        if upright:
            for character, outline in glyphs:
                found = font.samples.setdefault(character, [])
                if len(found) < MOST_SAMPLES:
                    found.append(outline)
        loose = self._loose(start), self._loose(start + len(characters) - 1)
        return LayerWord(
            word=Word(text=text, confidence=100.0, box=self._place(*_union(loose))),
            outline=self._place(*_union([each for each in outlines if each[0] < each[2]] or outlines)),
            letters=tuple((left, left + width) for _, (left, _, width, _) in glyphs),
            upright=upright,
        )

    def _outline(self, index: int) -> tuple[float, float, float, float]:
        """Box of a glyph, with its accent: left, bottom, right, top, in points."""
        left, right, bottom, top = self._sides
        self._pdfium.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        box = left.value, bottom.value, right.value, top.value
        return _union((box, self._accents[index])) if index in self._accents else box

    def _loose(self, index: int) -> tuple[float, float, float, float]:
        """Box of a character from ascent to descent: left, bottom, right, top, in points."""
        box = self._pdfium.FS_RECTF()
        self._pdfium.FPDFText_GetLooseCharBox(self._text, index, box)
        return box.left, box.bottom, box.right, box.top

    def _font(self, index: int) -> LayerFont:
        """The font of a character."""
        drawn = self._pdfium.FPDFText_GetTextObject(self._text, index)
        address = cast(self._pdfium.FPDFTextObj_GetFont(drawn), c_void_p).value if drawn else None
        return self._fonts.setdefault(address, LayerFont())

    def _is_upright(self, index: int) -> bool:
        matrix = self._pdfium.FS_MATRIX()
        self._pdfium.FPDFText_GetMatrix(self._text, index, matrix)
        is_mirrored = matrix.a * matrix.d < matrix.b * matrix.c
        half = pi if self._pdfium.FPDFText_GetFontSize(self._text, index) < 0 else 0  # a negative size turns the text
        angle = (self._pdfium.FPDFText_GetCharAngle(self._text, index) + self._turned * pi / 2 + half) % tau
        return bool(min(angle, tau - angle) < LEAN) and not is_mirrored


def _union(boxes: Iterable[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    lefts, lows, rights, highs = zip(*boxes, strict=True)
    return min(lefts), min(lows), max(rights), max(highs)


def placer(page: Any) -> Callable[[float, float, float, float], Box]:  # noqa: ANN401
    """Function from left, bottom, right and top in points to a box on the page as shown."""
    pdfium = library()
    bounds = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, bounds)
    left, top, width, height = bounds.left, bounds.top, bounds.right - bounds.left, bounds.top - bounds.bottom
    turned = pdfium.FPDFPage_GetRotation(page) % 4

    def place(first: float, low: float, last: float, high: float) -> Box:
        box = (first - left) / width, (top - high) / height, (last - first) / width, (high - low) / height
        return rotate(box, turned) if turned else box

    return place


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


def normal(characters: str) -> str:
    r"""Text of a word in normal form C, without ligatures.

    >>> normal("of\ufb01cie\u0301l\xad")
    'officiél-'
    """
    return unicodedata.normalize("NFC", characters.replace(MOVED, "").replace(LINE_HYPHEN, "-")).translate(LIGATURES)


def is_language(text: str) -> bool:
    """Whether the text of a font could be of a natural language: half of it letters and digits, and vowels among enough letters.

    >>> is_language("LeministrenommeMadameNdayizeyeinspectricedelenseignementprimaireaGitega")
    True
    >>> is_language("ohplqlvwuhqrpphpdgdphqgdblchbhlqvshfwulfhghohqvhljqhphqwsulpdluhdjlwhjd")
    False
    """
    alphabetic = len(ALPHABETIC.findall(text))
    if alphabetic < ENOUGH_LETTERS:
        return True
    letters = len(ALPHANUMERIC.findall(text))
    return 2 * letters >= len(LEADERS.sub("", text)) and VOWEL_SHARE[0] <= len(VOWEL.findall(text)) / alphabetic <= VOWEL_SHARE[1]


def letter_count(text: str) -> int:
    """How many letters a text has."""
    return len(ALPHABETIC.findall(text))
