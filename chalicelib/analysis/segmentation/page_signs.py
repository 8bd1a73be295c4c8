"""Signs of a page: what its text and its image say about where a piece begins, goes on and ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Final

from chalicelib.analysis.description.act_titles import head_of, number_of, title_of
from chalicelib.analysis.description.classification import LEAST_SURE, confidence_of, proposed
from chalicelib.analysis.description.signatory import signatory_of
from chalicelib.analysis.linkage.mentions import numbers_of
from chalicelib.analysis.segmentation.page_lines import LONG, PageLines
from chalicelib.analysis.segmentation.page_numbers import PageNumber
from chalicelib.analysis.segmentation.vocabulary import vocabulary
from chalicelib.model.identifiers import Forms, fold
from chalicelib.model.nomenclature import Nomenclature
from chalicelib.model.page_facts import PageFacts
from chalicelib.model.transcript import Page, Transcript
from chalicelib.text.letters import in_capitals
from chalicelib.text.names import alike
from chalicelib.text.prose import prose_of
from chalicelib.text.reading_order import read_upright

_HEAD: Final = 14
"""Lines at the top of a page among which a title stands."""
_LETTERHEAD: Final = 5
"""Lines at the top among which a letterhead begins; the same words stand in a seal, over the signature of a page with few lines."""
_TOP: Final = 4
"""Lines at the top, or behind the letterhead, among which a page says that it continues another."""
_HEADS: Final = 2
"""First lines that later pages of a piece repeat."""
_ARTICLE: Final = re.compile(r"^\W{0,3}([A-Z01|]{3,8})\W{0,2}(PREMIER|UNIQUE|[1IL]\s?ER\b|\d{1,3}(?:[.-]\d{1,3}){0,3})(?!\d)")
_NO_LETTER: Final = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSigns:
    """What one page says of itself; the pages around it are not looked at."""

    page: int
    width: float
    """Of the page, as `PageFacts`."""
    height: float
    ink: float
    toned: bool
    words: int = 0
    titled: bool = False
    """A line at the top begins with the name of an act."""
    headline: bool = False
    """A line of capitals stands in the middle at the top, above the text."""
    letterhead: bool = False
    subject: bool = False
    """« Objet : » stands at the top, as in a letter."""
    type: str | None = None
    """The nomenclature's code, where the page alone says it clearly."""
    number: str | None = None
    """The number of the act whose title stands at the top, folded."""
    numbers_on_top: frozenset[str] = frozenset()
    """Every act's number in the first lines, folded."""
    cites: bool = False
    """A line of citations, « Vu », stands on the page."""
    ends_citing: bool = False
    """The last line is within the citations, or is the word that decides: what is decided follows."""
    articles: tuple[tuple[int, ...], ...] = ()
    """Numbers of the articles that begin on the page, in order: « 2.3 » is (2, 3)."""
    annex: bool = False
    """The page is headed « Annexe »."""
    annexed: bool = False
    """The page says that it is annexed to an act."""
    announces_annex: bool = False
    """The page says that something is annexed to its own act."""
    continued: bool = False
    """The first lines say « suite » or « verso »."""
    folio: PageNumber | None = None
    """The printed number of the page."""
    closed: bool = False
    """« Fait à », a signature or addressees of copies stand on the page; the stamp of a certified copy aside."""
    certified: bool = False
    """The stamp of a certified copy stands on the page."""
    starts_small: bool = False
    """The text begins with a small letter."""
    ends_open: bool = False
    """The text ends within a sentence."""
    heads: tuple[str, ...] = ()
    """The first lines without figures, letterheads left out."""
    matricules: frozenset[str] = frozenset()
    """Labelled numbers of servants, folded."""
    signatory: str | None = None
    """In capitals, without accents."""
    foot: float = 0.0
    """Where the last line of the text ends: 0 is the top of the page, 1 its foot."""
    letters: float = 0.0
    """Height of most lines, in the unit of the page's sides."""


def read_signs(page: Page, facts: PageFacts, nomenclature: Nomenclature, forms: Forms) -> PageSigns:
    """Read the signs of a page.

    Args:
        page: its text, in any order of lines, upright or not.
        facts: what its image measures.
        nomenclature: which types there are.
        forms: what a matricule looks like here.
    """
    upright = Page(number=page.number, lines=read_upright(page.lines))
    lines = PageLines(upright)
    text = lines.text
    if not text:
        return PageSigns(page=page.number, width=facts.width, height=facts.height, ink=facts.ink, toned=facts.toned, folio=lines.folio)
    prose = prose_of([upright])
    head, top = text[:_HEAD], _top_of(lines)
    end = head_of(prose)
    title, signatory = title_of(prose, min(end, sum(len(lines.raw[row]) + 1 for row in lines.written[:_HEAD]))), signatory_of(prose)
    number = number_of(prose, end, title)
    boxes = [lines.rows[row].box for row in text]
    return PageSigns(
        page=page.number,
        width=facts.width,
        height=facts.height,
        ink=facts.ink,
        toned=facts.toned,
        words=len(lines.tokens),
        titled=any(map(lines.is_title, head))
        or (title is not None and lines.may_be_title(prose.line_at(title.start(title.lastindex or 0)))),
        headline=any(map(lines.is_headline, lines.above_text(head))),
        letterhead=any(map(lines.is_letterhead, text[:_LETTERHEAD])),
        subject=any(map(lines.is_subject, text[: 2 * _HEAD])),
        type=_type_of(upright, nomenclature),
        number=fold(number.value) if number else None,
        numbers_on_top=frozenset(map(fold, lines.numbers(top))),
        cites=any(lines.rows[row].citing for row in text),
        ends_citing=lines.rows[text[-1]].citing or lines.is_deciding(text[-1]),
        articles=tuple(_articles(lines)),
        annex=any(map(lines.is_annex_heading, top)),
        annexed=lines.is_annexed(),
        announces_annex=lines.announces_annex(),
        continued=any(map(lines.is_continuation, top)),
        folio=lines.folio,
        closed=any(lines.rows[row].signing for row in text),
        certified=bool(lines.stamped),
        starts_small=lines.raw[text[0]].lstrip()[:1].islower(),
        ends_open=_is_open(lines.raw[text[-1]]),
        heads=tuple(_NO_LETTER.sub(" ", lines.lines[row]) for row in text[:_HEADS] if not lines.is_letterhead(row)),
        matricules=frozenset(fold(each.matricule) for each in numbers_of(lines.tokens, forms) if each.labelled),
        signatory=in_capitals(signatory.value) if signatory else None,
        foot=max(box[1] + box[3] for box in boxes),
        letters=median(box[3] for box in boxes) * facts.height,
    )


def _top_of(lines: PageLines) -> list[int]:
    """Give the first lines, and those behind the letterhead: an annex has a letterhead too, and names its act below it."""
    head = lines.text[:_HEAD]
    behind = max((at for at, row in enumerate(head, start=1) if lines.is_letterhead(row)), default=0)
    return list(dict.fromkeys([*head[:_TOP], *head[behind : behind + _TOP]]))


def folio_of(page: Page) -> PageNumber | None:
    """Read the printed number of a page, whose lines may stand in any order."""
    return PageLines(Page(number=page.number, lines=read_upright(page.lines))).folio


def _is_open(line: str) -> bool:
    """Say whether a sentence goes on behind a line: a long one without a stop; a name, an office or a cell of a table is short.

    >>> _is_open("L'intéressé dispose d'un délai de deux mois, à compter de la"), _is_open("Le Directeur des Ressources Humaines")
    (True, False)
    """
    return len(line.split()) >= LONG and line.rstrip()[-1:] not in ".;:!?"


def _type_of(page: Page, nomenclature: Nomenclature) -> str | None:
    code, lead = proposed(Transcript(reader="", pages=(page,)), nomenclature)
    return code if code and confidence_of(lead) >= LEAST_SURE else None


def _articles(lines: PageLines) -> Iterator[tuple[int, ...]]:
    """Give the numbers of the articles that begin on a page; citations speak of other acts' articles."""
    words = vocabulary().article_words
    for row in lines.text:
        found = None if lines.rows[row].citing else _ARTICLE.match(lines.lines[row])
        if found and any(alike(found[1], word) for word in words):
            number = found[2].replace("-", ".")
            yield tuple(map(int, number.split("."))) if number[-1].isdigit() else (1,)
