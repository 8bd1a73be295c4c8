"""PDF, by pdfium: can every page be opened, how large is it, and was it born with a text of its own?

Only the guard's child runs this on files from outside: pdfium is C++, and a hostile file is a program for it.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from ctypes import c_float, c_uint
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING, Any, BinaryIO

from chalicelib.formats.identification import HEAD_BYTES, inspection
from chalicelib.formats.text_layer import PageLook, read_page
from chalicelib.model.errors import Refusal
from chalicelib.model.transcript import Page, Transcript

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chalicelib.model.file_format import Inspection, Limits

CHUNK = 1 << 20
OVERLAP = 2048

WRONG_PASSWORD, UNKNOWN_SECURITY = 4, 5
"""FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY."""
XFA_DYNAMIC, XFA_STATIC = 2, 3
"""FORMTYPE_XFA_FULL draws its pages by a program; FORMTYPE_XFA_FOREGROUND has pages, and the form beside them."""
IMAGE, FORM = 3, 5
"""FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_FORM."""
MOST_OBJECTS = 20_000
"""Looked at on one page."""
DEEPEST_FORM = 8
NO_SECURITY = -1
HELD_BYTES = 64 << 20
"""Of a document, more or less, in pdfium's memory at once."""
READER = "layer/pdfium"


@cache
def library() -> Any:  # noqa: ANN401 - ctypes bindings have no types
    """Load pdfium when the first PDF comes: an image does not pay for it."""
    import pypdfium2_raw  # noqa: PLC0415

    pypdfium2_raw.FPDF_InitLibrary()
    return pypdfium2_raw


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a PDF by its path: pdfium reads what it needs of it, never the whole.

    Raises:
        Refusal: encrypted when it asks for a password, corrupt when nothing can be opened.
    """
    pdfium = library()
    document = pdfium.FPDF_LoadDocument(bytes(path), None)
    if not document:
        error = pdfium.FPDF_GetLastError()
        raise Refusal("encrypted" if error in (WRONG_PASSWORD, UNKNOWN_SECURITY) else "corrupt", f"pdfium error {error}")
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@contextmanager
def loaded(document: Any, index: int) -> Iterator[Any]:  # noqa: ANN401
    """Open one page."""
    pdfium = library()
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise Refusal("corrupt", f"page {index + 1} cannot be opened")
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)


def read_pdf(path: Path, limits: Limits) -> Inspection:
    """Judge a PDF.

    Raises:
        Refusal: encrypted, corrupt, pages, dimensions, bomb; type for a form that is drawn by a program (dynamic XFA).
    """
    with path.open("rb") as file:
        shifted = file.read(HEAD_BYTES).find(b"%PDF-") > 0
        weigh_images(file, limits)
    pdfium = library()
    with opened(path) as document:
        form = pdfium.FPDF_GetFormType(document)
        if form == XFA_DYNAMIC:
            raise Refusal("type", "a dynamic XFA form")
        count = pdfium.FPDF_GetPageCount(document)
        if count < 1:
            raise Refusal("corrupt", "no page can be opened")
        if count > limits.pages:
            raise Refusal("pages", f"{count}")
        repaired = not pdfium.FPDF_DocumentHasValidCrossReferenceTable(document)
        if repaired:
            _expect_whole_objects(path)
        locked = pdfium.FPDF_GetSecurityHandlerRevision(document) != NO_SECURITY
    changed = shifted or repaired or form == XFA_STATIC
    if (locked or changed) and path.stat().st_size > limits.copy_bytes:
        raise Refusal("encrypted" if locked else "corrupt", "too large to be written anew")
    pages = _look_at_pages(path, count, limits, repaired=repaired)
    transcript = Transcript(reader=READER, pages=pages) if pages and any(page.lines for page in pages) else None
    return inspection("pdf", pages=count, transcript=transcript, working_copy="pdf" if (locked or changed) and not transcript else "none")


def _look_at_pages(path: Path, count: int, limits: Limits, *, repaired: bool) -> tuple[Page, ...] | None:
    """Open every page; give their text when all of them have one of their own."""
    begun = monotonic()
    pages: list[Page] | None = []
    words = 0
    for document, index in _turned_over(path, count):
        passed = monotonic() - begun
        if passed > limits.look_seconds:
            _measure_only(document, index, limits)
            pages = None
            continue
        with loaded(document, index) as page:
            look = look_at(page, limits)
            if repaired and not look.objects:
                raise Refusal("corrupt", f"page {index + 1} of a damaged file shows nothing")
            text = read_page(library(), page, index + 1, look) if pages is not None and passed < limits.layer_seconds else None
        words += sum(len(line.words) for line in text.lines) if text else 0
        if pages is not None and text and words <= limits.layer_words:
            pages.append(text)
        else:
            pages = None
    return tuple(pages) if pages else None


def _turned_over(path: Path, count: int) -> Iterator[tuple[Any, int]]:
    """Give every page's number with the open document, closed and opened again from time to time.

    pdfium keeps what it has read of a document: 300 MB of scans would end in memory.
    """
    at_once = max(1, count * HELD_BYTES // path.stat().st_size)
    for first in range(0, count, at_once):
        with opened(path) as document:
            for index in range(first, min(first + at_once, count)):
                yield document, index


def _measure_only(document: Any, index: int, limits: Limits) -> None:  # noqa: ANN401
    """Measure a page without reading what is drawn on it."""
    pdfium = library()
    size = pdfium.FS_SIZEF()
    if not pdfium.FPDF_GetPageSizeByIndexF(document, index, size):
        raise Refusal("corrupt", f"page {index + 1} cannot be opened")
    _measure(size.width, size.height, limits)


def _measure(width: float, height: float, limits: Limits) -> None:
    """Refuse a page that is larger than Textract takes, or too small to bear a letter."""
    if max(width, height) > limits.page_points or min(width, height) < limits.smallest_side:
        raise Refusal("dimensions", f"{width:.0f} x {height:.0f} points")


def look_at(page: Any, limits: Limits) -> PageLook:  # noqa: ANN401
    """Measure a page and what is drawn on it.

    Raises:
        Refusal: dimensions, bomb.
    """
    pdfium = library()
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    # pdfium shows a page without a surface as Letter; other readers refuse it.
    if pdfium.FPDFPage_GetMediaBox(page, left, bottom, right, top) and (left.value == right.value or bottom.value == top.value):
        raise Refusal("dimensions", "a page without a surface")
    _measure(pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page), limits)
    look = PageLook()
    pixels = 0
    for kind, drawn, depth in _drawn(page):
        look.add(pdfium, kind, drawn, depth)
        if kind == IMAGE:
            pixels += _pixels(drawn, limits)
            if pixels > limits.page_pixels:
                raise Refusal("bomb", f"images of {pixels} pixels on one page")
    return look


def _drawn(page: Any) -> Iterator[tuple[int, Any, int]]:  # noqa: ANN401
    """Give a page's objects, and those of the forms on it: kind, object, depth."""
    pdfium = library()
    waiting = [(page, pdfium.FPDFPage_CountObjects(page), 0)]
    given = 0
    while waiting:
        holder, count, depth = waiting.pop()
        get = pdfium.FPDFFormObj_GetObject if depth else pdfium.FPDFPage_GetObject
        for index in range(min(count, MOST_OBJECTS - given)):
            drawn = get(holder, index)
            kind = pdfium.FPDFPageObj_GetType(drawn)
            given += 1
            yield kind, drawn, depth
            if kind == FORM and depth < DEEPEST_FORM:
                waiting.append((drawn, pdfium.FPDFFormObj_CountObjects(drawn), depth + 1))


def _pixels(image: Any, limits: Limits) -> int:  # noqa: ANN401
    """Count an image's pixels by what it says of itself; it is not decoded."""
    width, height = c_uint(), c_uint()
    library().FPDFImageObj_GetImagePixelSize(image, width, height)
    if width.value * height.value > limits.pixels:
        raise Refusal("bomb", f"an image of {width.value} x {height.value} pixels")
    return width.value * height.value


SIDE = re.compile(rb"/(Width|Height)\s+(\d{1,10})\b")


def weigh_images(file: BinaryIO, limits: Limits) -> None:
    """Refuse a PDF that holds a monstrous image anywhere: as a mask, in a pattern, in an annotation.

    An image's dictionary stands before its data and is never compressed (ISO 32000-1, 7.5.7: a stream
    is no part of an object stream), so that it can be found by its words.
    """
    file.seek(0)
    tail = b""
    while chunk := file.read(CHUNK):
        data = tail + chunk
        sides: dict[bytes, tuple[int, int]] = {}
        for found in SIDE.finditer(data):
            name, value = found[1], int(found[2])
            other = sides.get(b"Height" if name == b"Width" else b"Width")
            sides[name] = (found.start(), value)
            if other and value * other[1] > limits.pixels and _same_dictionary(data[other[0] : found.start()]):
                raise Refusal("bomb", f"an image of {value} x {other[1]} pixels")
        tail = data[-OVERLAP:]


def _same_dictionary(between: bytes) -> bool:
    """Whether two words of a PDF belong to one object."""
    return len(between) < OVERLAP and b"stream" not in between and b"endobj" not in between


OBJECT = re.compile(rb"\b\d{1,10}\s+\d{1,5}\s+obj\b|\bendobj\b")


def _expect_whole_objects(path: Path) -> None:
    """Refuse a PDF whose table was lost together with a part of what it lists: the file ends within an object."""
    last = b"endobj"
    with path.open("rb") as file:
        tail = b""
        while chunk := file.read(CHUNK):
            data = tail + chunk
            for found in OBJECT.finditer(data):
                last = found[0]
            tail = data[-32:]
    if last != b"endobj":
        raise Refusal("corrupt", "a PDF that ends within an object")
