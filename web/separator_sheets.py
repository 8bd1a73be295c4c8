"""Separator sheets as a PDF to print: those of the site, and those of `make separators` (docs/decisions/separator-sheets.md).

A sheet lies before a piece in the pile, and the archive cuts the scan there. It has one QR code in each corner, so that one torn, folded or
stamped corner, or a scan upside down, hides none of what it says.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

import segno
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from chalicelib.model.nomenclature import FORBIDDEN, Nomenclature
from chalicelib.model.separator import SeparatorSheet
from chalicelib.text.nomenclature_file import shipped

_WIDTH, _HEIGHT = A4
_SIDE: Final = 38 * mm
"""Of a code: 29 modules of 1.3 mm, which are six pixels each in the rendering that is searched for codes."""
_MARGIN: Final = 14 * mm
_STAYS: Final = "Laissez cette feuille dans la pile : l'archive la reconnaît et la retire des pièces."
_PIECE: Final = (
    ("Intercalaire", f"Une nouvelle pièce commence à la page suivante. {_STAYS}"),
    ("Urupapuro rutandukanya", "Ikindi gipapuro gitangura ku rupapuro rukurikira. Uru rupapuro ntirukurwe mu bindi."),
    ("Separator sheet", "A new piece begins on the next page. Leave this sheet in the pile: the archive knows it and leaves it out."),
)
"""Title and sentence of a sheet before a piece, in French, Kirundi (a draft) and English."""
_CASE_FILE: Final = (
    ("Début de dossier", f"Le dossier de cet agent commence à la page suivante. {_STAYS}"),
    ("Intango y'idosiye", "Idosiye y'uyu mukozi itangura ku rupapuro rukurikira. Uru rupapuro ntirukurwe mu bindi."),
    ("Beginning of a case file", "The case file of this servant begins on the next page. Leave this sheet in the pile."),
)
"""Likewise of a sheet before the pieces of a servant."""


def sheets_of_site() -> bytes:
    """Print the sheets that archivists find on the site, as a PDF: the plain one, then one for each type of the nomenclature that ships."""
    kinds = [kind.code for kind in shipped().types if kind.code != FORBIDDEN]
    stream = BytesIO()
    print_sheets([SeparatorSheet(), *(SeparatorSheet(type=code) for code in kinds)], shipped(), stream)
    return stream.getvalue()


def print_sheets(sheets: Sequence[SeparatorSheet], nomenclature: Nomenclature, target: Path | BinaryIO) -> None:
    """Write separator sheets as a PDF, a page each."""
    canvas: Any = Canvas(str(target) if isinstance(target, Path) else target, pagesize=A4, invariant=1)
    canvas.setTitle("Intercalaires")
    for sheet in sheets:
        _draw_codes(canvas, sheet)
        _draw_words(canvas, sheet, nomenclature)
        canvas.showPage()
    canvas.save()


def _draw_codes(canvas: Any, sheet: SeparatorSheet) -> None:  # noqa: ANN401 - reportlab is untyped
    """Draw the code in each corner, of error correction level H: a third of it may be illegible."""
    rows = segno.make_qr(sheet.code, error="h", boost_error=False).matrix
    module = _SIDE / len(rows)
    for left in (_MARGIN, _WIDTH - _MARGIN - _SIDE):
        for top in (_HEIGHT - _MARGIN, _MARGIN + _SIDE):
            for down, row in enumerate(rows):
                for begin, length in _runs(row):
                    canvas.rect(left + begin * module, top - (down + 1) * module, length * module, module, stroke=0, fill=1)


def _runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give the beginnings and lengths of a row's runs of dark modules.

    >>> list(_runs([1, 1, 0, 1]))
    [(0, 2), (3, 1)]
    """
    begin = None
    for at, dark in enumerate((*row, 0)):
        if dark and begin is None:
            begin = at
        elif not dark and begin is not None:
            yield begin, at - begin
            begin = None


def _draw_words(canvas: Any, sheet: SeparatorSheet, nomenclature: Nomenclature) -> None:  # noqa: ANN401
    """Write for people what the code says: whose pieces follow, of which type, and what to do with the sheet."""
    kind = nomenclature.named(sheet.type) if sheet.type else None
    names = (kind.fr, kind.rn, kind.en) if kind else ("", "", "")
    y = _HEIGHT - 80 * mm
    if sheet.matricule:
        y = _paragraph(canvas, sheet.matricule, y, ("Helvetica-Bold", 40)) - 4 * mm
    for (title, sentence), name in zip(_PIECE if sheet.of_piece else _CASE_FILE, names, strict=True):
        y = _paragraph(canvas, title, y, ("Helvetica-Bold", 22))
        if name:
            y = _paragraph(canvas, f"{sheet.type}  {name}", y, ("Helvetica-Bold", 14))
        y = _paragraph(canvas, sentence, y, ("Helvetica", 12)) - 10 * mm
    canvas.setFont("Courier", 8)
    canvas.drawCentredString(_WIDTH / 2, _MARGIN, sheet.code)


def _paragraph(canvas: Any, text: str, y: float, style: tuple[str, float]) -> float:  # noqa: ANN401
    """Write a text in the middle of the page, its lines broken; give where the next one begins."""
    font, size = style
    canvas.setFont(font, size)
    for line in simpleSplit(text, font, size, 130 * mm):
        canvas.drawCentredString(_WIDTH / 2, y, line)
        y -= size * 1.3
    return y - size / 4
