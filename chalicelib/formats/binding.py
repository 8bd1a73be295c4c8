"""Binding: the originals of a case file as one PDF, with a table of contents before them and a mark below each page.

Pages of PDFs are imported as they are. An image becomes a page whose data are the original's, or, where PDF has no such coding, are
unpacked without loss; nothing is rendered. The mark stands below the page, which is made longer by a strip: it covers nothing. It runs in
the sandbox's worker, as `redaction` does.
"""

from __future__ import annotations

from contextlib import contextmanager
from ctypes import c_ushort
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import compress

from PIL import Image, ImageOps

from chalicelib.formats.identification import HEAD_BYTES, known_kind
from chalicelib.formats.image_pdf import ImagePdfWriter, PageImageStream
from chalicelib.formats.pdfium import library, loaded, opened
from chalicelib.formats.png import read_png
from chalicelib.formats.working_copy import save, write_working_copy
from chalicelib.model.errors import Refusal
from chalicelib.model.file_format import Limits
from chalicelib.model.segmentation import page_ranges

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from chalicelib.model.casefile_copy import CaseFileCopy

STRIP = 16.0
"""Points by which a page is longer, for its mark."""
MARK, BODY, HEAD = 7.0, 10.0, 16.0
"""Sizes of type, in points."""
SHEET = (595.0, 842.0)
"""A4, in points."""
MARGIN, LINE = 56, 18
ROWS = 36
"""Lines of the table of contents on a page."""
DATE_AT, PAGE_AT = 290, 420
"""Columns of the table of contents, in points from its left."""
LONGEST = 48
"""Letters of a title in the table of contents."""
WORST = {"1": 1, "L": 8}
"""Bits of a sample, by Pillow's mode; any other image is unpacked as RGB."""
FILLED = 1
"""FPDF_FILLMODE_ALTERNATE."""
AXES = (((1, 0), (0, 1)), ((0, 1), (-1, 0)), ((-1, 0), (0, -1)), ((0, -1), (1, 0)))
"""Directions of right and up on a page as it is shown, by its quarter turns."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A piece in the table of contents."""

    title: str
    date: str
    first: int
    """Its first page in the copy, from 1."""


def bind(paths: Sequence[Path], target: Path, copy: CaseFileCopy, limits: Limits | None = None) -> list[int]:
    """Write a copy of a case file.

    Args:
        paths: originals, in the order of the copy's parts.
        target: where the PDF is written.
        copy: what it is made of.
        limits: as for the originals' validation.

    Returns:
        Parts that could not be bound, by their place from 0; the table of contents says so.

    Raises:
        Refusal: no part could be bound.
    """
    pdfium = library()
    limits = limits or Limits()
    contents = 1 + (len(copy.parts) - 1) // ROWS
    with _new_document(pdfium) as document:
        rows, lost = [], []
        for place, (part, path) in enumerate(zip(copy.parts, paths, strict=True)):
            first = pdfium.FPDF_GetPageCount(document)
            try:
                _append(pdfium, document, path, target, limits, part.selection)
            except (Refusal, OSError, ValueError, SyntaxError):  # Pillow's decoders raise these for damaged files
                lost.append(place)
                rows.append(_Row(part.title, part.date, 0))
                continue
            _mark(pdfium, document, first, f"Copie du {copy.day} · matricule {copy.matricule} · pièce {place + 1} sur {len(copy.parts)}")
            rows.append(_Row(part.title, part.date, first + contents + 1))
        if len(lost) == len(paths):
            raise Refusal("corrupt", "no piece can be bound")
        for number in range(contents):
            _write_contents(pdfium, document, number, copy, rows[number * ROWS : (number + 1) * ROWS])
        with target.open("wb") as out:
            save(pdfium, document, out)
    return lost


def copy_pages(path: Path, target: Path, pages: Sequence[int], limits: Limits | None = None) -> None:
    """Write some pages of an original as a PDF of their own, each with a mark below that the original is kept whole.

    Args:
        path: the original.
        target: where the PDF is written.
        pages: numbers of the pages, from 1, in their order.
        limits: as for the original's validation.

    Raises:
        Refusal: they cannot be copied.
    """
    pdfium = library()
    with _new_document(pdfium) as document:
        try:
            _append(pdfium, document, path, target, limits or Limits(), pages)
        except (OSError, ValueError, SyntaxError) as error:  # Pillow's decoders raise these for damaged files
            raise Refusal("corrupt", type(error).__name__) from error
        _mark(pdfium, document, 0, f"Copie des pages {page_ranges(pages)} d'un original que l'archive conserve entier")
        with target.open("wb") as out:
            save(pdfium, document, out)


@contextmanager
def _new_document(pdfium: Any) -> Iterator[Any]:  # noqa: ANN401 - ctypes bindings have no types
    document = pdfium.FPDF_CreateNewDocument()
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _append(  # noqa: PLR0913, PLR0917 - a document of pdfium, and what is added to it
    pdfium: Any,  # noqa: ANN401
    document: Any,  # noqa: ANN401
    path: Path,
    target: Path,
    limits: Limits,
    selection: Sequence[int] = (),
) -> None:
    """Import pages of an original at the end of a document, all of them where none is selected."""
    with path.open("rb") as file:
        kind = known_kind(file.read(HEAD_BYTES))
    as_pdf = path
    if kind != "pdf":
        as_pdf = target.with_suffix(".part.pdf")
        _as_pdf(path, as_pdf, kind or "", limits)
    with opened(as_pdf) as source:
        wanted = ",".join(map(str, selection)).encode() or None
        if not pdfium.FPDF_ImportPages(document, source, wanted, pdfium.FPDF_GetPageCount(document)):
            raise Refusal("corrupt", "pages that cannot be copied")


def _as_pdf(path: Path, target: Path, kind: str, limits: Limits) -> None:
    """Write an image as a PDF, its data unchanged where PDF has their coding."""
    if kind == "jpeg" or (kind == "png" and _is_plain_png(path, limits)):
        write_working_copy(path, target, limits=limits)
        return
    with Image.open(path) as image, target.open("wb") as out:
        pdf = ImagePdfWriter(out)
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            _add_unpacked(pdf, ImageOps.exif_transpose(image))
        pdf.finish()


def _is_plain_png(path: Path, limits: Limits) -> bool:
    with path.open("rb") as file:
        png = read_png(file, limits)
    return not png.interlaced and not png.has_alpha


def _add_unpacked(pdf: ImagePdfWriter, image: Image.Image) -> None:
    """Add a page with the samples of an image, packed without loss."""
    if image.mode not in WORST:
        image = image.convert("L" if image.mode in {"I", "I;16", "F", "LA"} else "RGB")
    data = compress(image.tobytes(), 6)
    space, bits = ("/DeviceGray", WORST[image.mode]) if image.mode in WORST else ("/DeviceRGB", 8)
    coding = f"/ColorSpace {space} /BitsPerComponent {bits} /Filter /FlateDecode"
    pdf.add_page(PageImageStream(width=image.width, height=image.height, length=len(data), coding=coding), [data])


def _mark(pdfium: Any, document: Any, first: int, text: str) -> None:  # noqa: ANN401
    """Write a line below each page from one on."""
    pages = pdfium.FPDF_GetPageCount(document)
    for index in range(first, pages):
        with loaded(document, index) as page:
            (x, y), right, up, across = _lengthened(pdfium, page)
            pen = _Pen(pdfium, document, page)
            pen.blank(x, y, across * right[0] + STRIP * up[0], across * right[1] + STRIP * up[1])
            told = f"{text} · page {index - first + 1} sur {pages - first}"
            begin = (x + 12 * right[0] + 5 * up[0], y + 12 * right[1] + 5 * up[1])
            pen.write(told, pen.font(b"Helvetica"), MARK, (*right, *up, *begin))
            pdfium.FPDFPage_GenerateContent(page)


def _lengthened(pdfium: Any, page: Any) -> tuple[tuple[float, float], tuple[int, int], tuple[int, int], float]:  # noqa: ANN401
    """Make a page longer below, as it is shown; return its new lower left corner, the directions of right and up, and its width."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    right, up = AXES[pdfium.FPDFPage_GetRotation(page)]
    left, bottom = box.left - STRIP * max(0, up[0]), box.bottom - STRIP * max(0, up[1])
    far, top = box.right + STRIP * max(0, -up[0]), box.top + STRIP * max(0, -up[1])
    pdfium.FPDFPage_SetMediaBox(page, left, bottom, far, top)
    pdfium.FPDFPage_SetCropBox(page, left, bottom, far, top)
    across, along = right[0] + up[0], right[1] + up[1]
    width = far - left if right[0] else top - bottom
    return (left if across > 0 else far, bottom if along > 0 else top), right, up, width


def _write_contents(pdfium: Any, document: Any, number: int, copy: CaseFileCopy, rows: Sequence[_Row]) -> None:  # noqa: ANN401
    """Insert a page of the table of contents."""
    page = pdfium.FPDFPage_New(document, number, *SHEET)
    pen = _Pen(pdfium, document, page)
    plain, bold = pen.font(b"Helvetica"), pen.font(b"Helvetica-Bold")
    lines = iter(range(int(SHEET[1] - MARGIN), 0, -LINE))

    def write(*cells: tuple[float, str], size: float = BODY, font: Any = plain) -> None:  # noqa: ANN401
        at = next(lines)
        for left, text in cells:
            pen.write(text, font, size, (1, 0, 0, 1, MARGIN + left, at))

    try:
        if not number:
            write((0, "Copie du dossier de carrière"), size=HEAD, font=bold)
            write((0, " · ".join(filter(None, [copy.name, f"matricule {copy.matricule}"]))))
            write((0, f"Faite le {copy.day}. Seuls les originaux conservés par l'archive font foi."))
            write()
        for place, row in enumerate(rows, number * ROWS + 1):
            title = row.title if len(row.title) <= LONGEST else f"{row.title[:LONGEST]}…"
            write((0, f"{place}."), (24, title), (DATE_AT, row.date), (PAGE_AT, f"p. {row.first}" if row.first else "non jointe"))
        pdfium.FPDFPage_GenerateContent(page)
    finally:
        pdfium.FPDF_ClosePage(page)


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes lines of text on a page."""

    pdfium: Any
    document: Any
    page: Any

    def font(self, name: bytes) -> Any:  # noqa: ANN401
        """One of the fonts that every reader of PDF has."""
        return self.pdfium.FPDFText_LoadStandardFont(self.document, name)

    def blank(self, x: float, y: float, width: float, height: float) -> None:
        """Paint a rectangle white: what a page draws beyond its edge, and does not show, would be seen in it."""
        blank = self.pdfium.FPDFPageObj_CreateNewRect(x, y, width, height)
        self.pdfium.FPDFPageObj_SetFillColor(blank, 255, 255, 255, 255)
        self.pdfium.FPDFPath_SetDrawMode(blank, FILLED, 0)
        self.pdfium.FPDFPage_InsertObject(self.page, blank)

    def write(self, text: str, font: Any, size: float, matrix: Sequence[float]) -> None:  # noqa: ANN401
        """Write a line; the matrix turns it and sets its beginning."""
        units = f"{text}\0".encode("utf-16-le")
        words = (c_ushort * (len(units) // 2)).from_buffer_copy(units)
        written = self.pdfium.FPDFPageObj_CreateTextObj(self.document, font, size)
        self.pdfium.FPDFText_SetText(written, words)
        self.pdfium.FPDFPageObj_Transform(written, *matrix)
        self.pdfium.FPDFPage_InsertObject(self.page, written)
