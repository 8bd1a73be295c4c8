"""The text layer of a PDF page, held against the rendered page: OCR reads what the layer does not truly say.

A layer is believed where

1. every letter is seen in its own box, and no two words share a place;
2. the text stands upright, and every glyph has its letter and looks like it;
3. nearly all ink of the page belongs to words: no annotations, no pictures or curves that could be text.

Why, and what it costs: docs/decisions/text-layers.md.
"""

from __future__ import annotations

from ctypes import POINTER, c_ulong, c_ushort, cast, create_string_buffer
from dataclasses import dataclass, field, replace
from math import ceil
from typing import TYPE_CHECKING, Any, Literal

from chalicelib.formats.glyph_shapes import looks_right
from chalicelib.formats.layer_words import ENOUGH_LETTERS, LayerFont, LayerText, LayerWord, is_language, letter_count, read_text
from chalicelib.formats.page_ink import PageInk, ink_of, patches, shown_page, union, without_long_edges
from chalicelib.formats.text_lines import arrange
from chalicelib.model.transcript import Box, Page

if TYPE_CHECKING:
    from chalicelib.formats.pdf_raster import Area

TEXT = 1
"""FPDF_PAGEOBJ_TEXT."""
INVISIBLE, CLIPPING = 3, 7
"""FPDF_TEXTRENDERMODE_INVISIBLE, FPDF_TEXTRENDERMODE_CLIP."""
LINK, POPUP, ATTACHMENT = 2, 16, 17
"""FPDF_ANNOT_LINK and FPDF_ANNOT_POPUP, which add nothing to the page; FPDF_ANNOT_FILEATTACHMENT."""
MARGIN = 0.15
"""Share of a word's height, above and below, in which its own ink is not looked for: a neighbour's may reach into it."""
LEAST_ROWS = 0.65
"""Share of the rows between those margins in which a word is seen: a word of which half is covered cannot be read."""
SHARED, SAME = 0.15, 0.5
"""Shares of the smaller of two words' boxes: two words that overlap more hide each other; the same word twice is printed twice."""
CONTRAST = 32
"""Difference of tones, of 256, from which ink is seen on its background."""
LONGEST_LIGATURE = 8
"""Bytes of UTF-16, with the null at its end: three letters."""
LEAST_LETTERS = 3
"""Letters of a word under which a scan must show ink; OCR programs take specks for shorter ones."""
MOST_PIXELS = 36_000_000
"""Pixels of a page's images up to which it is rendered (A4 at 600 dpi has 35 million): decoding more takes seconds and 200 MB."""
THIN, NARROW = 3, 5
"""Height and width in pixels up to which a patch of ink is a dashed rule: no legible line of text is as thin."""
MARK = 28
"""Sides in pixels (9 mm) up to which a patch of ink is a mark: a box to tick, a bullet, an icon."""
SPECK = (14, 8)
"""Sides in pixels (5 x 3 mm) of a patch that is a speck, whatever its form: less than a word."""
EMBLEM, HEADER = (115, 90), 0.25
"""Sides in pixels (39 x 30 mm) of the one emblem that is allowed, and the share of the page at whose top it stands. The emblem of a French
prefecture has 109 x 77."""
WIDER = 1.5
"""Widths of a mark or an emblem in heights; a line of text is wider."""

Doubt = Literal["no_words", "large_images", "invisible", "hidden", "annotated", "sideways", "mute", "wrong_letters", "other_ink"]
"""Why a layer is not believed."""


@dataclass(slots=True)
class PageObjects:
    """Objects of a page, counted."""

    objects: int = 0
    texts: list[Any] = field(default_factory=list)
    """Text objects; they live as long as the page is open."""
    invisible: int = 0
    """Text objects that paint nothing, as OCR programs lay them over a scan."""
    replaced: int = 0
    """Text objects for which the file gives other text than their letters (ISO 32000-1, 14.9.4), which pdfium then reports."""
    optional: int = 0
    """Objects of layers that may be switched off (optional content)."""
    annotations: int = 0
    """Fields, stamps and notes, whose words are not in the text layer."""
    attachments: int = 0
    """Files attached to the page."""
    pixels: int = 0
    """Of its images."""

    def add(self, pdfium: Any, kind: int, drawn: Any) -> None:  # noqa: ANN401 - ctypes bindings have no types
        """Count an object."""
        self.objects += 1
        self.optional += pdfium.FPDFPageObj_CountMarks(drawn) > 0 and is_optional(pdfium, drawn)
        if kind == TEXT:
            self.replaced += is_replaced(pdfium, drawn)
            self.texts.append(drawn)
            self.invisible += pdfium.FPDFTextObj_GetTextRenderMode(drawn) in (INVISIBLE, CLIPPING)

    def annotate(self, pdfium: Any, page: Any) -> None:  # noqa: ANN401
        """Count the annotations of a page."""
        for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
            note = pdfium.FPDFPage_GetAnnot(page, index)
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            box = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(note, box)
            pdfium.FPDFPage_CloseAnnot(note)
            unseen = box.left == box.right or box.top == box.bottom  # a signature without an appearance
            self.annotations += kind not in (LINK, POPUP) and not unseen
            self.attachments += kind == ATTACHMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerPage:
    """The text layer of one page."""

    page: Page
    """All its words, seen or not."""
    doubt: Doubt | None = None
    """Why it is not believed; None where it is the text of the page."""
    hides: bool = False
    """Whether it holds words that the page does not show."""


def read_page(page: Any, number: int, look: PageObjects) -> LayerPage:  # noqa: ANN401
    """Read the text layer of a page, and hold it against the rendered page."""
    if not look.texts:
        doubt: Doubt | None = "annotated" if look.annotations else "no_words" if look.objects else None
        return LayerPage(page=Page(number=number), doubt=doubt)
    layer = read_text(page)
    words, hiding = _distinct(layer.words)
    read = Page(number=number, lines=arrange([each.word for each in words]) if words else ())
    if look.pixels > MOST_PIXELS:
        return LayerPage(page=read, doubt="large_images", hides=True)
    if look.invisible:
        shown = shown_page(page)
        unseen = (each for each in words if shown.contrast(shown.area(each.outline)) < CONTRAST)
        return LayerPage(page=read, doubt="invisible", hides=any(len(each.letters) >= LEAST_LETTERS for each in unseen))
    ink = ink_of(page, look.texts)
    hides = hiding or look.replaced > 0 or not all(_is_seen(each, ink) for each in words)
    return LayerPage(page=read, doubt="hidden" if hides else _doubt(page, look, layer, words, ink), hides=hides)


def _doubt(page: Any, look: PageObjects, layer: LayerText, words: list[LayerWord], ink: PageInk) -> Doubt | None:  # noqa: ANN401
    """Why a layer whose words are all seen is not believed."""
    if look.annotations:
        return "annotated"
    if not words:
        return "no_words"
    if not all(each.upright for each in words):
        return "sideways"
    beyond = replace(ink, text=_beyond_words(layer, words, ink))
    if layer.is_mute or any(_is_inked(each, beyond) for each in layer.blanks):
        return "mute"
    if _has_other_ink(other_ink(beyond), ink.shown.height):
        return "other_ink"
    return None if all(_is_right(page, font) for font in layer.fonts) else "wrong_letters"


def is_optional(pdfium: Any, drawn: Any) -> bool:  # noqa: ANN401
    """Whether an object is marked as optional content (ISO 32000-1, 8.11.3.2)."""
    name, size = create_string_buffer(8), c_ulong()
    for index in range(pdfium.FPDFPageObj_CountMarks(drawn)):
        mark = pdfium.FPDFPageObj_GetMark(drawn, index)
        if pdfium.FPDFPageObjMark_GetName(mark, cast(name, POINTER(c_ushort)), len(name), size) and name.raw[:4] == b"O\0C\0":
            return True
    return False


def is_replaced(pdfium: Any, drawn: Any) -> bool:  # noqa: ANN401
    """Whether a text object has a replacement text longer than a ligature."""
    size = c_ulong()
    return any(
        pdfium.FPDFPageObjMark_GetParamStringValue(pdfium.FPDFPageObj_GetMark(drawn, index), b"ActualText", None, 0, size)
        and size.value > LONGEST_LIGATURE
        for index in range(pdfium.FPDFPageObj_CountMarks(drawn))
    )


def _is_right(page: Any, font: LayerFont) -> bool:  # noqa: ANN401
    """Whether a font says what it shows: it is of a language, and its digits and letters look like themselves."""
    return is_language(font.text) and looks_right(page, font.samples, few=letter_count(font.text) < ENOUGH_LETTERS)


def _is_seen(word: LayerWord, ink: PageInk) -> bool:
    """Whether every letter of a word is seen, away from the margins into which a neighbour's ink may reach."""
    if not word.letters:
        return True
    left, top, right, bottom = ink.shown.area(word.outline)
    left, right = max(left - 1, 0), min(right + 1, ink.shown.width)  # hinting moves thin strokes by a pixel
    margin = round((bottom - top) * MARGIN)
    columns, rows = ink.profile((left, top + margin, right, bottom - margin))
    width = ink.shown.width
    spans = ((int(first * width) - left - 1, ceil(last * width) - left + 1) for first, last in word.letters)
    return rows >= LEAST_ROWS and all(columns.find(1, max(first, 0), last) >= 0 for first, last in spans)


def _is_inked(blank: Box, beyond: PageInk) -> bool:
    """Whether a blank shows text that is no word's: a glyph whose letter the font does not say."""
    return beyond.profile(beyond.shown.area(blank))[1] >= LEAST_ROWS


def _distinct(words: tuple[LayerWord, ...]) -> tuple[list[LayerWord], bool]:
    """Words without those printed twice, and whether two others share a place."""
    kept: list[LayerWord] = []
    near: list[LayerWord] = []
    hiding = False
    for word in sorted(words, key=lambda each: each.outline[1]):
        near = [each for each in near if each.outline[1] + each.outline[3] > word.outline[1]]
        shares = [(_shared(each.outline, word.outline), each) for each in near]
        if any(share >= SAME and each.word.text == word.word.text for share, each in shares):
            continue
        hiding = hiding or any(share >= SHARED and (each.letters and word.letters) for share, each in shares)
        near.append(word)
        kept.append(word)
    return kept, hiding


def _shared(one: Box, other: Box) -> float:
    """Share of the smaller of two boxes that lies in the other."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    smaller = min(one[2] * one[3], other[2] * other[3])
    return width * height / smaller if width > 0 and height > 0 and smaller > 0 else 0.0


def other_ink(beyond: PageInk) -> list[Area]:
    """Patches of ink that belong to no word, rule or fill; the words' own is not in `text`."""
    width, mask = beyond.shown.width, beyond.text
    if 1 in beyond.rest:
        mask = union(mask, without_long_edges(beyond.rest, width))
    return patches(mask, width)


def _beyond_words(layer: LayerText, words: list[LayerWord], ink: PageInk) -> bytes:
    """Where text is seen beyond the words and bullets of the layer."""
    width, height = ink.shown.width, ink.shown.height
    left_over = bytearray(ink.text)
    for box in (*(each.outline for each in words), *layer.bullets):
        left, top, right, bottom = ink.shown.area(box)
        left, top, right, bottom = max(left - 1, 0), max(top - 1, 0), min(right + 1, width), min(bottom + 1, height)
        for start in range(top * width, bottom * width, width):
            left_over[start + left : start + right] = bytes(right - left)
    return bytes(left_over)


def _has_other_ink(found: list[Area], height: int) -> bool:
    """Whether patches of ink could be text: they are neither dashed rules, marks nor specks, nor one emblem at the top of the page."""
    large = [each for each in found if not _is_mark(each)]
    return len(large) > 1 or not all(_is_emblem(each, height) for each in large)


def _is_mark(patch: Area) -> bool:
    left, top, right, bottom = patch
    width, height = right - left, bottom - top
    is_speck = width <= SPECK[0] and height <= SPECK[1]
    return height <= THIN or width <= NARROW or is_speck or (width <= MARK and height <= MARK and width <= WIDER * height)


def _is_emblem(patch: Area, page: int) -> bool:
    left, top, right, bottom = patch
    fits = right - left <= EMBLEM[0] and bottom - top <= EMBLEM[1] and right - left <= WIDER * (bottom - top)
    return fits and bottom <= HEADER * page
