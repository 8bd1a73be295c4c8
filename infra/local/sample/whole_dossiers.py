"""Whole case files in one scan: a servant's papers one behind the other, as offices scanned them before the archive existed.

The traps of such scans are in them: annexes with a title or a letterhead of their own, empty and stamped backs, certified copies whose
stamp stands on every page, sheets upside down, half sheets, a stray sheet of another servant. What was bound is told page by page, so that
a program can judge where the scan was cut.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain, islice
from random import Random
from typing import Final

import pypdfium2
from PIL import Image, ImageOps
from reportlab.pdfgen.canvas import Canvas

from infra.local.sample.people import Person
from infra.local.sample.typesetting import ink
from infra.local.sample.typesetting.page import Act
from infra.local.sample.typesetting.paper import HEIGHT, WIDTH, Manner
from infra.local.sample.typesetting.scanner import fax, render, save_pdf, scan
from infra.local.sample.typesetting.setting import set_act
from infra.local.sample.wording.careers import write_whole_career
from infra.local.sample.wording.french import stamped_date

_PAGES: Final = 40
"""Pages of a dossier; no figure of a ministry was found."""
_FOLIOS: Final = ("- {page} -", "{page}", "Page {page}", "{page}/{pages}", "Page {page} sur {pages}", "", "", "")
"""How offices number pages; three papers in eight bear no number."""
_HALF: Final = 0.62
"""Share of a page's height above which all ink of a half sheet stands."""
_LOW_DPI: Final = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundPiece:
    """A paper of the dossier."""

    act: Act
    matricule: str
    """Whose it is; of a stray sheet another servant's."""
    seed: str
    """Seed of its typesetting: the same, signed or not, gives the same pages."""
    manner: Manner
    pages: int
    """Sides with text."""
    height: float = 1.0
    """Share of a page's height that the sheet has: less than 1 for a half sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundPage:
    """A page of the scan."""

    piece: int
    """Index of its piece."""
    side: int | None = None
    """Page of the piece, from 0; None for a back without text."""
    stamp: str = ""
    """What an office has stamped on such a back."""
    upside_down: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundDossier:
    """A dossier as it went through the scanner."""

    matricule: str
    pieces: tuple[BoundPiece, ...]
    pages: tuple[BoundPage, ...]

    @property
    def starts(self) -> tuple[int, ...]:
        """Numbers, from 1, of the pages with which a piece begins."""
        owners = [page.piece for page in self.pages]
        return tuple(number for number, owner in enumerate(owners, start=1) if number == 1 or owner != owners[number - 2])


def bind(rng: Random, person: Person, others: Sequence[Person], *, pages: int = _PAGES, stray: bool | None = None) -> BoundDossier:
    """Bind the papers of a servant into one dossier of about so many pages.

    Args:
        rng: the dossier's own chance.
        person: whose dossier it is.
        others: of whom one may have left a sheet in it.
        pages: after which no further paper is begun.
        stray: whether another servant's sheet lies in it; chance decides by default.
    """
    duplex, by_chance = rng.random() < 2 / 5, rng.random() < 1 / 4
    stray = by_chance if stray is None else stray
    papers = write_whole_career(rng, person)
    pieces, bound = list[BoundPiece](), list[BoundPage]()
    while len(bound) < pages:
        if stray and len(bound) > pages // 2:
            stray, owner = False, rng.choice(others)
            piece = next(each for each in _pieces(rng, write_whole_career(rng, owner), owner) if each.pages == 1)
        else:
            piece = next(_pieces(rng, papers, person))
        bound += _pages_of(rng, piece, len(pieces), duplex=duplex)
        pieces.append(piece)
    return BoundDossier(matricule=person.matricule, pieces=tuple(pieces), pages=tuple(bound))


def print_piece(piece: BoundPiece, *, scanned: bool) -> bytes:
    """Typeset a piece: signed and stamped, to be scanned, or as text alone; the pages break alike."""
    return set_act(piece.act, Random(piece.seed), scanned=scanned, manner=piece.manner)  # noqa: S311 - no secret


def print_back(stamp: str) -> bytes:
    """Typeset the back of a sheet that an office has stamped; an empty stamp gives an empty page."""
    stream, rng = BytesIO(), Random(stamp)  # noqa: S311 - no secret
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), invariant=1)
    if stamp:
        ink.stamp_line(canvas, rng, stamp, rng.uniform(80, 300), rng.uniform(200, HEIGHT - 160), framed=True)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def scan_dossier(dossier: BoundDossier, rng: Random, *, bilevel: bool, separator: bytes | None = None) -> bytes:
    """Scan a dossier to one PDF, in grey or in black and white, with a printed sheet between its papers where one is given."""
    sheets = [render(print_piece(piece, scanned=True)) for piece in dossier.pieces]
    between = scan(render(separator)[0], rng) if separator else None
    images = list[Image.Image]()
    for number, page in enumerate(dossier.pages, start=1):
        if between is not None and number > 1 and number in dossier.starts:
            images.append(fax(between, rng) if bilevel else between)
        images.append(_scanned(dossier, page, sheets, rng, bilevel=bilevel))
    return save_pdf(images)


def _scanned(dossier: BoundDossier, page: BoundPage, sheets: Sequence[list[Image.Image]], rng: Random, *, bilevel: bool) -> Image.Image:
    side = render(print_back(page.stamp))[0] if page.side is None else sheets[page.piece][page.side]
    image = scan(side, rng)
    if dossier.pieces[page.piece].height < 1:
        image = image.crop((0, 0, image.width, round(image.height * dossier.pieces[page.piece].height)))
    if page.upside_down:
        image = image.transpose(Image.Transpose.ROTATE_180)
    return fax(image, rng) if bilevel else image


def _pieces(rng: Random, acts: Iterator[Act], person: Person) -> Iterator[BoundPiece]:
    """Give the papers as an office has printed, copied and cut them."""
    for act in acts:
        seed = f"{person.matricule} {rng.getrandbits(48)}"
        headed = rng.random() < 1 / 4 if act.annexes else False
        act = replace(act, annexes=tuple(_annexes(act, headed=headed)))  # noqa: PLW2901 - the same act
        manner = Manner(
            folio=rng.choice(_FOLIOS),
            folio_first=rng.random() < 1 / 4,
            headed=rng.random() < 1 / 2,
            certified=_certification(rng, act) if rng.random() < 1 / 8 else (),
        )
        piece = BoundPiece(act=act, matricule=person.matricule, seed=seed, manner=manner, pages=1)
        printed = print_piece(piece, scanned=False)
        with pypdfium2.PdfDocument(printed) as document:
            count = len(document)
        half = count == 1 and not manner.certified and not manner.folio_first and rng.random() < 1 / 2 and _is_short(printed)
        yield replace(piece, pages=count, height=_HALF + 0.02 if half else 1.0)


def _annexes(act: Act, *, headed: bool) -> Iterator[Act]:
    """Give the annexes of an act, some with its letterhead where they say that they are annexes.

    A form with a letterhead and no such word, as those that come with a pension, is a piece of its own; it is left out.
    """
    for annex in act.annexes:
        if not annex.head:
            yield replace(annex, head=act.head) if headed and annex.blocks[0].text.startswith("ANNEXE") else annex


def _certification(rng: Random, act: Act) -> tuple[str, ...]:
    """The stamp of who certifies a copy, with a place and a day of its own."""
    day = act.day.replace(year=act.day.year + rng.randint(0, 3), day=1)
    return (
        "POUR COPIE CERTIFIÉE CONFORME À L'ORIGINAL",
        f"Fait à {rng.choice(('Gitega', 'Bujumbura', 'Ngozi'))}, le {stamped_date(day)}",
        rng.choice(("Le Notaire", "L'Administrateur communal", "Le Secrétaire Permanent")),
    )


def _is_short(printed: bytes) -> bool:
    """Say whether a page's ink stands in its upper part alone."""
    page = render(printed, dpi=_LOW_DPI)[0]
    box = ImageOps.invert(page).getbbox()
    return box is not None and box[3] < (_HALF - 0.04) * page.height


def _pages_of(rng: Random, piece: BoundPiece, number: int, *, duplex: bool) -> list[BoundPage]:
    """Give the pages of a piece as they are scanned: in duplex with the back of its last sheet, else with an empty sheet now and then."""
    turned = rng.random() < 1 / 25
    sides = [BoundPage(piece=number, side=side, upside_down=turned) for side in range(piece.pages)]
    if not duplex:
        return [*sides, BoundPage(piece=number)] if rng.random() < 1 / 40 else sides
    if piece.height < 1:
        backs = [[side, BoundPage(piece=number)] for side in sides]
        return list(chain.from_iterable(backs))
    if len(sides) % 2 == 0:
        return sides
    stamp = f"REÇU LE {stamped_date(piece.act.day)}" if rng.random() < 1 / 6 else ""
    return [*sides, BoundPage(piece=number, stamp=stamp, upside_down=turned and bool(stamp))]


def fronts_then_backs(pages: Sequence[BoundPage]) -> list[int]:
    """Order in which a simplex scanner sees a pile twice, the second time turned over: the fronts, then the backs from the last.

    >>> fronts_then_backs([BoundPage(piece=0, side=side) for side in range(4)])
    [0, 2, 3, 1]
    """
    indices = range(len(pages))
    return [*islice(indices, 0, None, 2), *reversed(list(islice(indices, 1, None, 2)))]
