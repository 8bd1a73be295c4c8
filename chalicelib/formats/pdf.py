"""Validation of PDFs by pdfium: pages that open, their sizes, images, and the text layer.

Untrusted files are opened in the sandbox's worker alone.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from ctypes import c_float, c_uint
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING, Any, BinaryIO

from chalicelib.formats.identification import HEAD_BYTES, inspection
from chalicelib.formats.text_layer import PageObjects, read_page
from chalicelib.formats.transfer_damage import check_stream_lengths
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
"""FORMTYPE_XFA_FULL: pages made by a script; FORMTYPE_XFA_FOREGROUND: pages with a form over them."""
IMAGE, FORM = 3, 5
"""FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_FORM."""
MOST_OBJECTS = 20_000
"""Objects examined on one page."""
DEEPEST_FORM = 8
NO_SECURITY = -1
HELD_BYTES = 64 << 20
"""Bytes of a document after which it is closed and reopened, since pdfium keeps what it has read."""
READER = "layer/pdfium"


@cache
def library() -> Any:  # noqa: ANN401 - ctypes bindings have no types
    """pdfium, loaded with the first PDF; images do not need it."""
    import pypdfium2_raw

    pypdfium2_raw.FPDF_InitLibrary()
    return pypdfium2_raw


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a PDF; pdfium reads only the parts that it needs.

    Raises:
        Refusal: `encrypted` where a password is required, `corrupt` where it cannot be opened.
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
    """Open a page; raise `Refusal` where it cannot be opened."""
    pdfium = library()
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise Refusal("corrupt", f"page {index + 1} cannot be opened")
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)


def read_pdf(path: Path, limits: Limits) -> Inspection:
    """Validate a PDF.

    Raises:
        Refusal: `encrypted`, `corrupt`, `pages`, `dimensions`, `bomb`; `type` for a dynamic XFA form.
    """
    with path.open("rb") as file:
        shifted = file.read(HEAD_BYTES).find(b"%PDF-") > 0
        check_image_sizes(file, limits)
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
            _check_last_object(path)
            with path.open("rb") as file:
                check_stream_lengths(file)
        locked = pdfium.FPDF_GetSecurityHandlerRevision(document) != NO_SECURITY
    changed = shifted or repaired or form == XFA_STATIC
    if (locked or changed) and path.stat().st_size > limits.copy_bytes:
        raise Refusal("encrypted" if locked else "corrupt", "too large to rewrite")
    pages = _examine_pages(path, count, limits, repaired=repaired)
    transcript = Transcript(reader=READER, pages=pages) if pages and any(page.lines for page in pages) else None
    return inspection("pdf", pages=count, transcript=transcript, working_copy="pdf" if (locked or changed) and not transcript else "none")


def _examine_pages(path: Path, count: int, limits: Limits, *, repaired: bool) -> tuple[Page, ...] | None:
    """Open every page; return the text layer where it covers all of them, else None."""
    begun = monotonic()
    pages: list[Page] | None = []
    words = 0
    for document, index in _pages_of(path, count):
        passed = monotonic() - begun
        if passed > limits.look_seconds:
            _measure_only(document, index, limits)
            pages = None
            continue
        with loaded(document, index) as page:
            look = examine_page(page, limits)
            if repaired and not look.objects:
                raise Refusal("corrupt", f"page {index + 1} of a damaged file shows nothing")
            text = read_page(library(), page, index + 1, look) if pages is not None and passed < limits.layer_seconds else None
        words += sum(len(line.words) for line in text.lines) if text else 0
        if pages is not None and text and words <= limits.layer_words:
            pages.append(text)
        else:
            pages = None
    return tuple(pages) if pages else None


def _pages_of(path: Path, count: int) -> Iterator[tuple[Any, int]]:
    """Each page's index with the open document, which is reopened every `HELD_BYTES`.

    pdfium keeps what it has read of a document: 300 MB of scans would stay in memory.
    """
    at_once = max(1, count * HELD_BYTES // path.stat().st_size)
    for first in range(0, count, at_once):
        with opened(path) as document:
            for index in range(first, min(first + at_once, count)):
                yield document, index


def _measure_only(document: Any, index: int, limits: Limits) -> None:  # noqa: ANN401
    """Check the size of a page without opening it."""
    pdfium = library()
    size = pdfium.FS_SIZEF()
    if not pdfium.FPDF_GetPageSizeByIndexF(document, index, size):
        raise Refusal("corrupt", f"page {index + 1} cannot be opened")
    _measure(size.width, size.height, limits)


def _measure(width: float, height: float, limits: Limits) -> None:
    """Refuse a page larger than Textract accepts, or too small for text."""
    if max(width, height) > limits.page_points or min(width, height) < limits.smallest_side:
        raise Refusal("dimensions", f"{width:.0f} x {height:.0f} points")


def examine_page(page: Any, limits: Limits) -> PageObjects:  # noqa: ANN401
    """Examine the size and the objects of a page.

    Raises:
        Refusal: `dimensions`, `bomb`.
    """
    pdfium = library()
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    # pdfium shows a page without a surface as Letter; other viewers refuse it.
    if pdfium.FPDFPage_GetMediaBox(page, left, bottom, right, top) and (left.value == right.value or bottom.value == top.value):
        raise Refusal("dimensions", "a page without a surface")
    _measure(pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page), limits)
    look = PageObjects()
    pixels = 0
    for kind, drawn, depth in _objects_of(page):
        look.add(pdfium, kind, drawn, depth)
        if kind == IMAGE:
            pixels += _pixels(drawn, limits)
            if pixels > limits.page_pixels:
                raise Refusal("bomb", f"images of {pixels} pixels on one page")
    return look


def _objects_of(page: Any) -> Iterator[tuple[int, Any, int]]:  # noqa: ANN401
    """Objects of a page and of its form XObjects: kind, object, depth."""
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
    """Pixels of an image by its dictionary; the image is not decoded."""
    width, height = c_uint(), c_uint()
    library().FPDFImageObj_GetImagePixelSize(image, width, height)
    if width.value * height.value > limits.pixels:
        raise Refusal("bomb", f"an image of {width.value} x {height.value} pixels")
    return width.value * height.value


SIDE = re.compile(rb"/(Width|Height)\s+(\d{1,10})\b")


def check_image_sizes(file: BinaryIO, limits: Limits) -> None:
    """Refuse a PDF with an oversized image anywhere: as a mask, in a pattern, in an annotation.

    An image's dictionary precedes its data and is never compressed (ISO 32000-1, 7.5.7: streams are not part of object
    streams), so a search for its keys finds it.
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
    """Whether two keys belong to one dictionary, by the bytes between them."""
    return len(between) < OVERLAP and b"stream" not in between and b"endobj" not in between


OBJECT = re.compile(rb"\b\d{1,10}\s+\d{1,5}\s+obj\b|\bendobj\b")


def _check_last_object(path: Path) -> None:
    """Refuse a PDF without a cross-reference table that ends within an object: it was truncated."""
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
