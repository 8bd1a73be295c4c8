"""Two whole dossiers of forty pages in the sample, each one PDF: with separator sheets between its papers, and as nobody prepared it."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from chalicelib.model.separator import SeparatorSheet
from chalicelib.text.nomenclature_file import shipped
from infra.local.sample.expectations import Expectation
from infra.local.sample.people import Person
from infra.local.sample.plan import Made, page_texts
from infra.local.sample.whole_dossiers import BoundDossier, bind, print_back, print_piece, scan_dossier
from web.separator_sheets import print_sheets

PREPARED: Final = "Dossier complet avec intercalaires.pdf"
"""Its papers are parted by sheets: all of them are filed."""
UNPREPARED: Final = "Dossier complet.pdf"
"""As offices scanned them before there were sheets; a colleague's sheet lies in it, which a person must look at."""


def write_whole_files(people: Sequence[Person], others: Sequence[Person], batch: Path, seed: int) -> list[Made]:
    """Bind, scan and write the dossiers of two servants, in black and white."""
    prepared, unprepared = people
    return [
        _write(prepared, others, batch, _rng(f"prepared {seed}"), separated=True),
        _write(unprepared, others, batch, _rng(f"unprepared {seed}"), separated=False),
    ]


def _write(person: Person, others: Sequence[Person], batch: Path, rng: Random, *, separated: bool) -> Made:
    dossier = bind(rng, person, others, stray=not separated)
    path = f"{person.matricule}/{PREPARED if separated else UNPREPARED}"
    target = batch / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(scan_dossier(dossier, rng, bilevel=True, separator=separator_sheet() if separated else None))
    texts = list(_texts(dossier, separated=separated))
    outcome = {"status": "filed", "matricule": person.matricule} if separated else {"status": "to_review", "reason": "pieces_in_review"}
    return Made(expected=Expectation(path=path, pages=len(texts), form="pdf-fax", **outcome), texts=tuple(texts))


def separator_sheet() -> bytes:
    """Print a separator sheet that says neither type nor servant."""
    with TemporaryDirectory(prefix="separator-") as folder:
        path = Path(folder, "sheet.pdf")
        print_sheets([SeparatorSheet()], shipped(), path)
        return path.read_bytes()


def _texts(dossier: BoundDossier, *, separated: bool) -> list[str]:
    """Give the text of each page; of a separator sheet nothing, since its words are no piece's."""
    printed = [page_texts(print_piece(piece, scanned=False)) for piece in dossier.pieces]
    texts = list[str]()
    for number, page in enumerate(dossier.pages):
        if separated and number and page.piece != dossier.pages[number - 1].piece:
            texts.append("")
        texts.append(page_texts(print_back(page.stamp))[0] if page.side is None else printed[page.piece][page.side])
    return texts


def _rng(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - no secret
