"""Small scans for tests: pages of lines as a reader gives them, with plain facts."""

from chalicelib.analysis.segmentation.segments import segment
from chalicelib.analysis.segmentation.weights import CutWeights
from chalicelib.model.identifiers import Forms
from chalicelib.model.page_facts import PageFacts
from chalicelib.model.segmentation import Segmentation
from chalicelib.model.separator import SeparatorSheet
from chalicelib.model.transcript import Page, TextLine, Transcript, Word, rotate
from chalicelib.text.nomenclature_file import shipped

FORMS = Forms(patterns=("[0-9]{5,7}",))
HEAD = ("RÉPUBLIQUE DU BURUNDI", "MINISTÈRE DE LA SANTÉ PUBLIQUE")
CLOSING = ("Fait à Bujumbura, le 3 mars 2010", "Le Ministre de la Santé Publique,", "Jean NIYONKURU.")


def order(number="630/590", matricule="123456"):
    """The first page of an order, which goes on."""
    return (
        *HEAD,
        f"ORDONNANCE MINISTÉRIELLE N° {number} PORTANT NOMINATION DE MONSIEUR NIYO",
        "Le Ministre de la Santé Publique,",
        "Vu la Constitution de la République du Burundi ;",
        "ORDONNE :",
        "Article 1er.",
        f"Monsieur NIYO Jean, matricule {matricule}, est nommé infirmier.",
        "Article 2.",
        "Le traitement est celui du barème.",
    )


def certificate(matricule="123456"):
    """A paper of one page."""
    return (
        *HEAD,
        "ATTESTATION DE PRISE DE SERVICE",
        f"Je soussigné atteste que Monsieur NIYO Jean, matricule {matricule}, a pris service.",
        *CLOSING,
    )


def page(number, lines, *, upside_down=False):
    """A page of lines, one below the other; capitals of one line stand in the middle."""
    placed = []
    for row, text in enumerate(lines):
        width = min(0.8, 0.012 * len(text))
        left = (1 - width) / 2 if text.isupper() else 0.1
        words, begun = [], left
        for word in text.split():
            share = width * len(word) / max(1, len(text))
            words.append(Word(text=word, confidence=99.0, box=(begun, 0.05 + 0.03 * row, share, 0.015)))
            begun += share + width / max(1, len(text))
        placed.append(TextLine(text=text, confidence=99.0, box=(left, 0.05 + 0.03 * row, width, 0.015), words=tuple(words)))
    return turned(Page(number=number, lines=tuple(placed))) if upside_down else Page(number=number, lines=tuple(placed))


def turned(upright):
    """The page, scanned upside down and read from its foot."""
    lines = [
        TextLine(
            text=line.text,
            confidence=line.confidence,
            box=rotate(line.box, 2),
            words=tuple(Word(text=word.text, confidence=word.confidence, box=rotate(word.box, 2)) for word in line.words),
        )
        for line in reversed(upright.lines)
    ]
    return Page(number=upright.number, lines=tuple(lines))


def fact(number, *, ink=0.05, height=842.0, toned=False, separator=None):
    return PageFacts(page=number, width=595.0, height=height, ink=ink, toned=toned, separator=separator)


def cut(*sheets: tuple[str, ...] | SeparatorSheet | Page, weights: CutWeights | None = None) -> Segmentation:
    """Cut a scan of pages: lines, a page made before, a separator sheet; a page without lines is blank."""
    pages, facts = [], []
    for number, sheet in enumerate(sheets, start=1):
        if isinstance(sheet, Page):
            pages.append(Page(number=number, lines=sheet.lines))
            facts.append(fact(number))
        elif isinstance(sheet, SeparatorSheet):
            pages.append(page(number, ("INTERCALAIRE", "Une nouvelle pièce commence à la page suivante.")))
            facts.append(fact(number, separator=sheet))
        else:
            pages.append(page(number, sheet))
            facts.append(fact(number, ink=0.05 if sheet else 0.0002))
    return segment(Transcript(reader="essai", pages=tuple(pages)), facts, shipped(), FORMS, weights)


def pages_of(found: Segmentation) -> list[tuple[int, ...]]:
    """The pages of each piece."""
    return [segment.pages for segment in found.segments]
