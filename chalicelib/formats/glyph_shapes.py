"""Shapes of glyphs: whether a digit or letter looks like the character that its font says it is.

A font may map its glyphs to any characters, and the text layer then says other words than the page. A glyph is rendered from the page,
scaled to a square, and compared with the digits or letters of the standard fonts, which pdfium carries.
"""

from __future__ import annotations

from ctypes import c_ushort, string_at
from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib.formats.layer_words import outlines_of
from chalicelib.formats.pdfium import library

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chalicelib.model.transcript import Box

SIDE = 24
"""Sides of a shape, in pixels."""
ALL, ROW = (1 << SIDE * SIDE) - 1, (1 << SIDE) - 1
FONTS = tuple(
    family + style
    for family, styles in {
        "Helvetica": ("", "-Bold", "-Oblique", "-BoldOblique"),
        "Times": ("-Roman", "-Bold", "-Italic", "-BoldItalic"),
        "Courier": ("", "-Bold", "-Oblique", "-BoldOblique"),
    }.items()
    for style in styles
)
"""The standard fonts of PDF (ISO 32000-1, 9.6.2.2), without symbols."""
DIGITS, LETTERS = "0123456789", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
NARROW = 0.35
"""Width of a glyph, in heights, below which it can only be 1, i, j or l, whose shapes scaled to a square say nothing."""
BARS = frozenset("1iIjlt")
SHAPED = frozenset(LETTERS) - BARS
NEARER, NEARER_TO_ONE = 0.05, 0.15
"""By how much more another digit may look like a glyph; an italic 1 without a foot looks much like a 7, and a 7 little like a 1."""
LEAST_ALIKE = 0.4
"""Share of a font's letters that must look like themselves. Measured on 169 honest fonts: 0.6 to 1; a shuffled font has 0.1."""
ALIKE, OTHER = 0.3, 0.15
"""Distance up to which a glyph looks like a letter, and by how much nearer than its own another one must be for the font to be wrong.
Measured on about 18,900 glyphs of 93 PDFs: 86 % of them look like themselves, and none like another but on a page in a mirror."""
TONES = {bound: bytes(48 + (tone < bound) for tone in range(256)) for bound in range(16, 257, 16)}
"""Tones darker than a bound as ASCII ones, others as zeros."""


def looks_right(page: Any, samples: Mapping[str, Sequence[Box]], *, few: bool) -> bool:  # noqa: ANN401 - ctypes bindings have no types
    """Whether all digits of one font look like themselves, and its letters not like others.

    Args:
        page: an open page.
        samples: outlines of some glyphs for each character that the font shows on the page.
        few: whether its letters are too few to be judged as a text: enough of them must look like themselves.
    """
    digits = [each for each in samples if each in DIGITS]
    letters = [each for each in samples if each in LETTERS]
    if not all(any(_is_digit(page, box, digit) for box in samples[digit]) for digit in digits):
        return False
    if few and sum(_is_alike(page, samples[each][0], each) for each in letters) < LEAST_ALIKE * len(letters):
        return False
    return not any(all(_is_other(page, box, each) for box in samples[each]) for each in letters if each in SHAPED)


def _is_alike(page: Any, box: Box, letter: str) -> bool:  # noqa: ANN401
    return letter in BARS or _nearest(page, box, LETTERS).casefold() == letter.casefold()


def _is_other(page: Any, box: Box, letter: str) -> bool:  # noqa: ANN401
    """Whether a glyph looks like another letter; a bar, which any letter may resemble a little, does not count."""
    shape = _shape(page, box)
    own = min(_distances(shape, SHAPED & {letter, letter.swapcase()}).values())
    return own > ALIKE and min(_distances(shape, SHAPED).values()) < min(ALIKE, own - OTHER)


def _is_digit(page: Any, box: Box, digit: str) -> bool:  # noqa: ANN401
    shape = _shape(page, box)
    nearer = NEARER_TO_ONE if digit == "1" else NEARER
    for each in (shape, _shape(page, _trimmed(shape, box))):
        distances = _distances(each, DIGITS)
        if distances[digit] <= min(distances.values()) + nearer:
            return True
    return digit == "1" and _is_narrow(page, box)


def _trimmed(shape: int, box: Box) -> Box:
    """Box of the first columns with ink: the boxes of some fonts reach into the next glyph."""
    columns = 0
    for _ in range(SIDE):
        columns |= shape & ROW
        shape >>= SIDE
    inked = f"{columns:0{SIDE}b}"
    first = inked.find("1")
    last = (inked + "0").find("0", max(first, 0))
    return box[0] + box[2] * max(first, 0) / SIDE, box[1], box[2] * max(1, last - max(first, 0)) / SIDE, box[3]


def _nearest(page: Any, box: Box, characters: str) -> str:  # noqa: ANN401
    distances = _distances(_shape(page, box), characters)
    return min(distances, key=distances.__getitem__)


def _is_narrow(page: Any, box: Box) -> bool:  # noqa: ANN401
    pdfium = library()
    return bool(box[2] * pdfium.FPDF_GetPageWidthF(page) < NARROW * box[3] * pdfium.FPDF_GetPageHeightF(page))


def _distances(shape: int, characters: Iterable[str]) -> dict[str, float]:
    """For each character, the share of ink that a shape, or its negative, and the most similar one of the standard fonts do not share."""
    negative = shape ^ ALL
    return {
        character: min(
            min((shape ^ other).bit_count() / (shape | other).bit_count(), (negative ^ other).bit_count() / (negative | other).bit_count())
            for other in _standard_shapes()[character]
        )
        for character in characters
    }


def _shape(page: Any, box: Box) -> int:  # noqa: ANN401
    """A glyph of a page scaled to a square, one bit a pixel, 1 for the darker half of its tones."""
    pdfium = library()
    across, down = SIDE / (box[2] * pdfium.FPDF_GetPageWidthF(page)), SIDE / (box[3] * pdfium.FPDF_GetPageHeightF(page))
    bitmap = pdfium.FPDFBitmap_CreateEx(SIDE, SIDE, pdfium.FPDFBitmap_Gray, None, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, SIDE, SIDE, 0xFFFFFFFF)
        matrix = pdfium.FS_MATRIX(across, 0, 0, down, -box[0] / box[2] * SIDE, -box[1] / box[3] * SIDE)
        pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, pdfium.FS_RECTF(0, 0, SIDE, SIDE), pdfium.FPDF_GRAYSCALE)
        tones = string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), SIDE * SIDE)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return int(tones.translate(TONES[(min(tones) + max(tones)) // 32 * 16 + 16]), 2)


@cache
def _standard_shapes() -> dict[str, list[int]]:
    """Shapes of digits and letters in the standard fonts; made once in a process, in 0.1 s."""
    pdfium = library()
    document = pdfium.FPDF_CreateNewDocument()
    shapes: dict[str, list[int]] = {}
    try:
        for name in FONTS:
            font = pdfium.FPDFText_LoadStandardFont(document, name.encode())
            page = pdfium.FPDFPage_New(document, 0, 2_000.0, 100.0)
            for place, character in enumerate(DIGITS + LETTERS):
                drawn = pdfium.FPDFPageObj_CreateTextObj(document, font, 20.0)
                pdfium.FPDFText_SetText(drawn, (c_ushort * 2)(ord(character), 0))
                pdfium.FPDFPageObj_Transform(drawn, 1, 0, 0, 1, 20 + 30 * place, 40)
                pdfium.FPDFPage_InsertObject(page, drawn)
            pdfium.FPDFPage_GenerateContent(page)
            for character, box in outlines_of(page):
                if character in DIGITS + LETTERS:
                    shapes.setdefault(character, []).append(_shape(page, box))
            pdfium.FPDF_ClosePage(page)
            pdfium.FPDFFont_Close(font)
    finally:
        pdfium.FPDF_CloseDocument(document)
    return shapes
