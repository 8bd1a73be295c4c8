"""Separator sheets for the scanning room, as a PDF to print: `make separators` (docs/decisions/separator-sheets.md).

A sheet lies before a piece in the pile, and the archive cuts the scan there. It has one QR code in each corner, so that one torn, folded or
stamped corner, or a scan upside down, hides none of what it says.
"""

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

import segno
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from chalicelib.model.identifiers import normalise
from chalicelib.model.nomenclature import FORBIDDEN, Nomenclature
from chalicelib.model.separator import SeparatorSheet
from chalicelib.text.checked_yaml import MinistryFileError
from chalicelib.text.nomenclature_file import read_nomenclature, shipped
from infra.asking import told
from infra.command_line import FrenchParser
from infra.terminal import CommandError, Terminal

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


def main(arguments: list[str] | None = None) -> int:
    """Write the sheets from the command line."""
    parser = FrenchParser(
        prog="make separators", description="Écrit en PDF les intercalaires à poser entre les pièces d'un dossier à numériser."
    )
    parser.add_argument("--out", type=Path, default=Path("build/intercalaires.pdf"), help="le PDF à écrire (build/intercalaires.pdf)")
    parser.add_argument("--copies", type=int, default=1, metavar="N", help="combien de feuilles de chaque sorte (1)")
    parser.add_argument(
        "--type", action="append", default=[], metavar="CODE", help="le type de la pièce qui suit, par exemple 04.1 ; répétable"
    )
    parser.add_argument("--each-type", action="store_true", help="une sorte pour chaque type de la nomenclature")
    parser.add_argument("--matricule", action="append", default=[], help="l'agent dont les pièces suivent ; répétable")
    parser.add_argument("--nomenclature", type=Path, metavar="YAML", help="celle du ministère, au lieu du projet livré")
    asked, terminal = parser.parse_args(arguments), Terminal()
    return told(lambda: _write(asked, terminal), terminal)


def _write(asked: Namespace, terminal: Terminal) -> None:
    """Read the nomenclature, check what was asked for, write the PDF."""
    try:
        nomenclature = read_nomenclature(asked.nomenclature.read_bytes()) if asked.nomenclature else shipped()
    except (OSError, MinistryFileError) as error:
        raise CommandError(f"La nomenclature ne se lit pas : {error}") from error
    known = [kind.code for kind in nomenclature.types if kind.code != FORBIDDEN]
    types = known if asked.each_type else asked.type
    unknown = [code for code in types if code not in known]
    if unknown:
        raise CommandError(f"La nomenclature n'a pas de type {unknown[0]}.", advice=f"Les types : {' '.join(known)}")
    sheets = [sheet for sheet in sheets_for(types, asked.matricule) for _ in range(asked.copies)]
    try:
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        print_sheets(sheets, nomenclature, asked.out)
    except OSError as error:
        raise CommandError(f"{asked.out} ne peut pas être écrit : {error.strerror}", advice="--out avec un autre chemin") from error
    terminal.say(f"{asked.out} : {len(sheets)} intercalaire{'s' if len(sheets) > 1 else ''}, à imprimer en A4 à 100 %.")


def sheets_for(types: Sequence[str], matricules: Sequence[str]) -> list[SeparatorSheet]:
    """Give the kinds of sheet for some types and servants: one that says nothing where none is given.

    >>> [sheet.code for sheet in sheets_for(["04.1"], ["12-345"])]
    ['UBUBIKO:1:T04.1:M12345']
    """
    owners = [normalise(each) for each in matricules]
    return [SeparatorSheet(type=code, matricule=owner) for owner in owners or (None,) for code in types or (None,)]


if __name__ == "__main__":
    sys.exit(main())
