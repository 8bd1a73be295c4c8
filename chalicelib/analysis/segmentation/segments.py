"""Cuts a scan into pieces.

1. Tell blank pages and separator sheets from pages with content. A blank page stays with the piece before it.
2. Read the signs of each page, and propose the order of pages that were scanned in two passes.
3. Name the rules that apply to each boundary, and add up what they weigh.
4. Compute each boundary's probability over all ways to cut the scan.
5. Cut where a cut is likelier than none, and mark as doubtful what is neither sure to be a cut nor sure to be none. Where separator sheets
   part the pieces, cut at the sheets alone; a place that looks like a cut is then doubtful: a sheet may have been forgotten.
6. Gather the pages of each piece.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from chalicelib.analysis.segmentation.boundary_rules import RULES, rules_between
from chalicelib.analysis.segmentation.cutting import boundary_probabilities
from chalicelib.analysis.segmentation.gathering import gather
from chalicelib.analysis.segmentation.page_order import order_of
from chalicelib.analysis.segmentation.page_signs import PageSigns, read_signs
from chalicelib.analysis.segmentation.weights import CutWeights, cut_weights
from chalicelib.model.identifiers import Forms
from chalicelib.model.nomenclature import Nomenclature
from chalicelib.model.page_facts import BLANK_INK, PageFacts
from chalicelib.model.segmentation import CutReason, PageBoundary, PageRole, Segmentation
from chalicelib.model.transcript import Page, Transcript

SEPARATED: Final = "separator"
"""Reason of a cut at a separator sheet, which needs no other."""
CERTAIN: Final = 20.0
"""What it is told to weigh: the odds of 500 million to one. It is never weighed; the cut is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledBoundary:
    """A boundary and the rules that apply to it; without rules where a separator sheet lies."""

    page: int
    """The page behind it, from 1."""
    rules: tuple[str, ...] = ()
    separated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledScan:
    """What is known of a scan before anything is weighed."""

    roles: tuple[PageRole, ...]
    """Of each page, in the order of the scan."""
    order: tuple[int, ...]
    """Numbers of the pages in the order proposed."""
    boundaries: tuple[RuledBoundary, ...]


def segment(
    transcript: Transcript, facts: Sequence[PageFacts], nomenclature: Nomenclature, forms: Forms, weights: CutWeights | None = None
) -> Segmentation:
    """Cut a scan into pieces.

    Args:
        transcript: the text of all pages.
        facts: of the same pages, in the same order.
        nomenclature: which types there are.
        forms: what a matricule looks like here.
        weights: of the rules; those of weights.toml by default.
    """
    scan, weights = read_scan(transcript, facts, nomenclature, forms), weights or cut_weights()
    reasons = [tuple(_reasons(boundary, weights)) for boundary in scan.boundaries]
    odds = [
        inf if boundary.separated else sum(reason.log_odds for reason in told)
        for boundary, told in zip(scan.boundaries, reasons, strict=True)
    ]
    found = boundary_probabilities(odds, weights.endings)
    by_sheets = any(fact.separator is not None and fact.separator.of_piece for fact in facts)
    boundaries = tuple(
        _judge(boundary, probability, told, None if by_sheets else weights)
        for boundary, probability, told in zip(scan.boundaries, found, reasons, strict=True)
    )
    sheets = {fact.page: fact.separator for fact in facts if fact.separator is not None}
    blanks = {fact.page for fact, role in zip(facts, scan.roles, strict=True) if role == "blank"}
    return Segmentation(
        segments=gather(scan.order, {boundary.page for boundary in boundaries if boundary.cut}, sheets, blanks),
        boundaries=boundaries,
        roles=scan.roles,
        reordered=scan.order != tuple(page.number for page in transcript.pages),
    )


def _judge(boundary: RuledBoundary, probability: float, reasons: tuple[CutReason, ...], weights: CutWeights | None) -> PageBoundary:
    """Decide a boundary; without weights, separator sheets part the pieces."""
    likely = probability > 1 / 2
    return PageBoundary(
        page=boundary.page,
        probability=round(probability, 4),
        cut=boundary.separated if weights is None else likely,
        doubtful=likely and not boundary.separated if weights is None else 1 - weights.sure_none < probability < weights.sure,
        reasons=reasons,
    )


def read_scan(transcript: Transcript, facts: Sequence[PageFacts], nomenclature: Nomenclature, forms: Forms) -> RuledScan:
    """Read the signs of all pages and name the rules that apply to each boundary."""
    roles = tuple(map(role_of, transcript.pages, facts))
    signs = {page.number: read_signs(page, fact, nomenclature, forms) for page, fact in zip(transcript.pages, facts, strict=True)}
    numbers = [page.number for page in transcript.pages]
    order = tuple(numbers[index] for index in order_of([signs[number].folio for number in numbers]))
    return RuledScan(roles=roles, order=order, boundaries=tuple(_boundaries(order, dict(zip(numbers, roles, strict=True)), signs)))


def role_of(page: Page, facts: PageFacts) -> PageRole:
    """Tell a separator sheet and a blank page from a page with content; dust that was read as a dot is no word."""
    if facts.separator is not None:
        return "separator"
    return "blank" if facts.ink < BLANK_INK and not any(map(str.isalnum, "".join(line.text for line in page.lines))) else "content"


def _boundaries(order: Sequence[int], roles: Mapping[int, PageRole], signs: Mapping[int, PageSigns]) -> Iterator[RuledBoundary]:
    """Give the boundary before each page with content but the first; behind a separator sheet nothing further back is looked at."""
    pages: list[PageSigns] = []
    between: set[PageRole] = set()
    for number in order:
        if roles[number] != "content":
            between.add(roles[number])
            continue
        if "separator" in between and pages:
            pages = [signs[number]]
            yield RuledBoundary(page=number, separated=True)
        else:
            pages.append(signs[number])
            if len(pages) > 1:
                yield RuledBoundary(page=number, rules=rules_between(pages, len(pages) - 1, blank_between=bool(between)))
        between = set()


def _reasons(boundary: RuledBoundary, weights: CutWeights) -> list[CutReason]:
    """Tell what each rule weighs, the heaviest first."""
    if boundary.separated:
        return [CutReason(rule=SEPARATED, log_odds=CERTAIN)]
    names = list(RULES)
    told = [CutReason(rule=rule, log_odds=weights.log_odds[rule]) for rule in boundary.rules]
    return sorted(told, key=lambda reason: (-abs(reason.log_odds), names.index(reason.rule)))
