"""A transcript as one running text: in plain letters for comparing, with the page and box of each character and the citations marked.

Acts cite other acts at length before they decide. The text between the first « Vu » and the deciding word (« ARRÊTE », « ORDONNE ») is
about those others.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean
from typing import Final

from chalicelib.model.transcript import Box, Page, TextLine
from chalicelib.text.glued_words import cut_line
from chalicelib.text.letters import plain
from chalicelib.text.reading_order import enclosing, read_in_order

_FIRST_PAGES, _LAST_PAGES, _SIGNED_PAGES = 8, 4, 8
"""Pages that are read closely: the text of an act stands on its first ones, its signature on some, and annexes follow."""


_CITES: Final = re.compile(r"^\W{0,3}(?:re)?vu(?:s|e|es)?\b|^\W{0,3}(?:considerant|attendu|eu egard|ensemble|rappele)\b", re.MULTILINE)
_DECIDES: Final = re.compile(
    r"^\W{0,3}(?:a\s?r\s?r\s?e\s?t\s?e(?:nt)?|o\s?r\s?d\s?o\s?n\s?n\s?e(?:nt)?|d\s?e\s?c\s?i\s?d\s?e(?:nt)?|d\s?e\s?c\s?r\s?e\s?t\s?e(?:nt)?)\W*$"
    r"|^\W{0,3}art(?:icle|\.)?\s?(?:1\b|1er|[lift]er|premier|i\b|unique)|^\W{0,3}(?:fait|donne) a\b",
    re.MULTILINE,
)
_CLOSES: Final = re.compile(
    r"^\W{0,3}(?:fait|donne|delivre) (?:a|en)\b|\bvu pour etre annexe"
    r"|^\W{0,3}(?:a\s)?[a-z' \-]{3,25},\s?le\b"
    r"|^\W{0,3}(?:pour\s)?l[ea]\s(?:prefete?|ministre|directeur|directrice|president|gouverneur|maire)\b",
    re.MULTILINE,
)
_MOST_CITED: Final = 12_000
"""Characters of the longest citation; one without an end before that was none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPlace:
    """Place of a stretch of text on a page, and how well it was read."""

    page: int
    """From 1."""
    box: Box
    confidence: float
    """0 to 1."""


@dataclass(frozen=True, kw_only=True)
class Prose:
    """Lines in reading order as one text, each on a line of its own.

    Offsets count characters of `text`, and are the same in `plain`.
    """

    lines: Sequence[tuple[int, TextLine]]
    """Each with its page's number."""

    @cached_property
    def text(self) -> str:
        """The text as it was read."""
        return "\n".join(line.text for _, line in self.lines)

    @cached_property
    def plain(self) -> str:
        """The text in plain letters, for comparing."""
        return plain(self.text)

    @cached_property
    def starts(self) -> list[int]:
        """The offset of each line."""
        starts, offset = [], 0
        for _, line in self.lines:
            starts.append(offset)
            offset += len(line.text) + 1
        return starts

    @cached_property
    def cited(self) -> list[tuple[int, int]]:
        """The stretches that cite other acts, as pairs of offsets, in order."""
        spans: list[tuple[int, int]] = []
        for match in _CITES.finditer(self.plain):
            if spans and match.start() < spans[-1][1]:
                continue
            decides = _DECIDES.search(self.plain, match.end(), match.end() + _MOST_CITED)
            end = decides.start() if decides else self.plain.find("\n", match.end())
            spans.append((match.start(), end if end > 0 else len(self.plain)))
        return spans

    def cites(self, offset: int) -> bool:
        """Say whether an offset is within a citation."""
        return any(start <= offset < end for start, end in self.cited)

    def line_at(self, offset: int) -> int:
        """Give the index of the line at an offset."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def page_at(self, offset: int) -> int:
        """Give the number of the page at an offset."""
        return self.lines[self.line_at(offset)][0]

    def place(self, start: int, end: int) -> TextPlace:
        """Give the place of a stretch; of one that runs over a page's end, the part on its first page."""
        first, last = self.line_at(start), self.line_at(max(end - 1, start))
        page = self.lines[first][0]
        boxes: list[Box] = []
        read: list[float] = []
        for index in range(first, last + 1):
            number, line = self.lines[index]
            if number == page:
                offset = self.starts[index]
                own, confidence = _part(line, start - offset, end - offset)
                boxes.append(own)
                read.append(confidence)
        return TextPlace(page=page, box=enclosing(boxes), confidence=round(min(fmean(read) / 100, 1.0), 4))


def _part(line: TextLine, start: int, end: int) -> tuple[Box, float]:
    """Give box and confidence of the words of a line within a stretch; of the whole line where its words are not known."""
    if line.text != " ".join(word.text for word in line.words):
        return line.box, line.confidence
    boxes, confidences, offset = [], [], 0
    for word in line.words:
        if offset < end and start < offset + len(word.text):
            boxes.append(word.box)
            confidences.append(word.confidence)
        offset += len(word.text) + 1
    return (enclosing(boxes), fmean(confidences)) if boxes else (line.box, line.confidence)


def prose_of(pages: Iterable[Page]) -> Prose:
    """Make one text of pages, in reading order."""
    return Prose(lines=tuple((page.number, _one_line(line)) for page in pages for line in read_in_order(page.lines)))


def key_pages(pages: Sequence[Page]) -> list[Page]:
    """Choose the pages that tell what a piece is: the first eight, the last four, and at most eight signed ones between."""
    if len(pages) <= _FIRST_PAGES + _LAST_PAGES:
        return list(pages)
    middle = pages[_FIRST_PAGES:-_LAST_PAGES]
    signed = [page for page in middle if any(_CLOSES.search(plain(line.text)) for line in page.lines)]
    return [*pages[:_FIRST_PAGES], *signed[:_SIGNED_PAGES], *pages[-_LAST_PAGES:]]


def _one_line(line: TextLine) -> TextLine:
    """Replace line breaks within a line by blanks, and cut its glued words."""
    if re.search(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", line.text):
        line = TextLine(text=" ".join(line.text.split()), confidence=line.confidence, box=line.box, words=line.words)
    return cut_line(line)
