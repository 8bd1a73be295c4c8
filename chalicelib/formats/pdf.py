"""Validation of PDFs by pdfium: pages that open, their sizes, images, and the text layer.

Untrusted files are opened in the sandbox's worker alone.
"""

from __future__ import annotations

import re
from ctypes import c_float, c_uint
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any, BinaryIO

from chalicelib.formats.identification import HEAD_BYTES, inspection
from chalicelib.formats.pdfium import library, loaded, opened
from chalicelib.formats.text_layer import MOST_PIXELS, PageObjects, read_page
from chalicelib.formats.transfer_damage import check_stream_lengths
from chalicelib.model.errors import Refusal
from chalicelib.model.transcript import Page, Transcript

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chalicelib.model.file_format import Inspection, Limits, WorkingCopy

CHUNK = 1 << 20
OVERLAP = 2048

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
            raise Refusal("variant", "a dynamic XFA form")
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
        attachments = pdfium.FPDFDoc_GetAttachmentCount(document)
    changed = shifted or repaired or form == XFA_STATIC
    if (locked or changed) and path.stat().st_size > limits.copy_bytes:
        raise Refusal("encrypted" if locked else "corrupt", "too large to rewrite")
    found = _examine_pages(path, count, limits, repaired=repaired)
    working_copy: WorkingCopy = "none"
    if found.transcript is None:
        differs = count <= limits.rendered_pages and not found.large and (found.differs or has_optional_content(path))
        working_copy = "rendered" if differs else "pdf" if locked or changed else "none"
    return inspection(
        "pdf",
        pages=count,
        transcript=found.transcript,
        working_copy=working_copy,
        layer=found.layer,
        hides_text=found.hides,
        attachments=attachments + found.attachments,
    )


@dataclass(slots=True)
class _Examined:
    """What the pages of a PDF hold, as far as they were examined."""

    pages: list[Page] = field(default_factory=list)
    """Their text layers."""
    words: int = 0
    believed: bool = True
    """Whether the text layer is the text of every page."""
    complete: bool = True
    """Whether every page was examined."""
    hides: bool = False
    differs: bool = False
    """Whether a page may show something else to a reader that knows no annotations, form values or switched-off layers."""
    large: bool = False
    """Whether the images of a page are too large for it to be rendered."""
    attachments: int = 0

    @property
    def layer(self) -> Transcript | None:
        """The text layer that is not believed."""
        return self._text() if not self.transcript else None

    @property
    def transcript(self) -> Transcript | None:
        """The text layer where it is believed."""
        return self._text() if self.believed and self.complete else None

    def _text(self) -> Transcript | None:
        lines = [page for page in self.pages if page.lines]
        return Transcript(reader=READER, pages=tuple(self.pages)) if lines else None

    def add(self, page: Any, number: int, look: PageObjects, limits: Limits) -> None:  # noqa: ANN401
        """Read the layer of a page."""
        read = read_page(page, number, look)
        self.words += sum(len(line.words) for line in read.page.lines)
        if self.words > limits.layer_words:
            self.stop()
            return
        self.pages.append(read.page)
        self.believed = self.believed and read.doubt is None
        self.hides = self.hides or read.hides
        self.differs = self.differs or bool(look.annotations or look.optional) or read.doubt == "hidden"

    def stop(self) -> None:
        """Leave the other pages unread; a layer that is not read may hide anything."""
        self.complete = False
        self.hides = self.hides or self.words > 0


def _examine_pages(path: Path, count: int, limits: Limits, *, repaired: bool) -> _Examined:
    """Open every page, and read its text layer while there is time."""
    begun = monotonic()
    found = _Examined()
    for document, index in _pages_of(path, count):
        passed = monotonic() - begun
        if passed > limits.look_seconds:
            _measure_only(document, index, limits)
            found.stop()
            continue
        with loaded(document, index) as page:
            look = examine_page(page, limits)
            if repaired and not look.objects:
                raise Refusal("corrupt", f"page {index + 1} of a damaged file shows nothing")
            found.attachments += look.attachments
            found.large = found.large or look.pixels > MOST_PIXELS
            if not found.complete or passed > limits.layer_seconds:
                found.stop()
            else:
                found.add(page, index + 1, look, limits)
    return found


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
    for kind, drawn in _objects_of(page):
        look.add(pdfium, kind, drawn)
        if kind == IMAGE:
            look.pixels += _pixels(drawn, limits)
            if look.pixels > limits.page_pixels:
                raise Refusal("bomb", f"images of {look.pixels} pixels on one page")
    look.annotate(pdfium, page)
    return look


def _objects_of(page: Any) -> Iterator[tuple[int, Any]]:  # noqa: ANN401
    """Objects of a page and of its form XObjects, with their kinds."""
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
            yield kind, drawn
            if kind == FORM and depth < DEEPEST_FORM:
                waiting.append((drawn, pdfium.FPDFFormObj_CountObjects(drawn), depth + 1))


def _pixels(image: Any, limits: Limits) -> int:  # noqa: ANN401
    """Pixels of an image by its dictionary; the image is not decoded."""
    width, height = c_uint(), c_uint()
    library().FPDFImageObj_GetImagePixelSize(image, width, height)
    if width.value * height.value > limits.pixels:
        raise Refusal("bomb", f"an image of {width.value} x {height.value} pixels")
    return width.value * height.value


def _overlapping(file: BinaryIO, overlap: int) -> Iterator[bytes]:
    """Read a file in blocks, each with the last bytes of the block before: a pattern may lie across two."""
    file.seek(0)
    tail = b""
    while chunk := file.read(CHUNK):
        data = tail + chunk
        yield data
        tail = data[-overlap:]


SIDE = re.compile(rb"/(Width|Height)\s+(\d{1,10})\b")


def check_image_sizes(file: BinaryIO, limits: Limits) -> None:
    """Refuse a PDF with an oversized image anywhere: as a mask, in a pattern, in an annotation.

    An image's dictionary precedes its data and is never compressed (ISO 32000-1, 7.5.7: streams are not part of object
    streams), so a search for its keys finds it.
    """
    for data in _overlapping(file, OVERLAP):
        sides: dict[bytes, tuple[int, int]] = {}
        for found in SIDE.finditer(data):
            name, value = found[1], int(found[2])
            other = sides.get(b"Height" if name == b"Width" else b"Width")
            sides[name] = (found.start(), value)
            if other and value * other[1] > limits.pixels and _same_dictionary(data[other[0] : found.start()]):
                raise Refusal("bomb", f"an image of {value} x {other[1]} pixels")


OPTIONAL = re.compile(rb"/OC\s*(?:<<|\d{1,10}\s+\d{1,5}\s+R\b)")


def has_optional_content(path: Path) -> bool:
    """Whether a PDF has an image or a form that belongs to a layer; its dictionary, as that of any stream, is never compressed."""
    with path.open("rb") as file:
        return any(OPTIONAL.search(data) for data in _overlapping(file, 64))


def _same_dictionary(between: bytes) -> bool:
    """Whether two keys belong to one dictionary, by the bytes between them."""
    return len(between) < OVERLAP and b"stream" not in between and b"endobj" not in between


OBJECT = re.compile(rb"\b\d{1,10}\s+\d{1,5}\s+obj\b|\bendobj\b")


def _check_last_object(path: Path) -> None:
    """Refuse a PDF without a cross-reference table that ends within an object: it was truncated."""
    last = b"endobj"
    with path.open("rb") as file:
        for data in _overlapping(file, 32):
            for found in OBJECT.finditer(data):
                last = found[0]
    if last != b"endobj":
        raise Refusal("corrupt", "a PDF that ends within an object")
