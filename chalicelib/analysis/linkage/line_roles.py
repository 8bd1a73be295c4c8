"""The lines and words of a text, with what each line is for: letterhead, title, citation, signature, or a rater's part of a form.

OCR breaks lines anywhere, so names and labels are read across them. What a line is for tells whether a person named on it is the subject.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from chalicelib.analysis.linkage.vocabulary import vocabulary
from chalicelib.model.transcript import Box, Transcript
from chalicelib.text.glued_words import cut, join_spaced
from chalicelib.text.letters import in_capitals, is_in_capitals
from chalicelib.text.names import alike
from chalicelib.text.word_lists import any_of

_TOKEN: Final = re.compile(r"[^\W_]+(?:[./][^\W_]+)*")
_ELIDED: Final = re.compile(r"\bN['\u2019](?=[A-Z])")
_STOPS: Final = frozenset({",", ";", ":", "(", ")"})

_LETTERHEAD_TOP: Final = 8
"""Lines at the top of a page among which a letterhead stands."""
_UNDER_OFFICE, _UNDER_RATER, _UNDER_LETTERHEAD = 3, 5, 6
"""Lines that follow such a heading and belong to it."""
_SHORT: Final = 9
"""Words that a form's heading has at most."""

_SIGNED: Final = re.compile(
    r"^\W*(?:F.?[I1L]T|DONNE|DELIVRE|BIGIRIWE|BIGIZWE)\s+[AIL](?:[E\s,]|\s)"
    r"|^\W*AMPLIATION|^\W*COPIES?\s+(?:POUR|A)\b|^\W*C\.?\s?C\b|^\W*POUR (?:EXTRAIT|COPIE)"
)
_CITES: Final = re.compile(r"^\W*(?:RE)?VU\s+(?:L|QUE\b|ENSEMBLE)|^\W*(?:CONSIDERANT|ATTENDU|EU EGARD)\b")
_PROPOSED: Final = re.compile(r"^\W*SUR PROPOSITION\b")
"""A citation above the deciding word; in an article it says whom the act is about."""
_DECIDES: Final = re.compile(
    r"^\W*(?:A\s?R\s?R\s?E\s?T\s?E|O\s?R\s?D\s?O\s?N\s?N\s?E|D\s?E\s?C\s?I\s?D\s?E|D\s?E\s?C\s?R\s?E\s?T\s?E)\W*$|^\W*ART(?:ICLE)?\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word of a text."""

    word: str
    """In capitals, without accents."""
    raw: str
    """As it was read."""
    row: int
    """Index of its line in `Stream.rows`."""
    stops: bool = False
    """A comma or another stop follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a text, and what it is for."""

    page: int
    """From 1."""
    box: Box
    sheet: int = 0
    """Number of the sheet: a new one begins with each page, and below a signature where another act begins."""
    opening: bool = False
    """In a letterhead: an act begins here."""
    heading: bool = False
    """In a title, or in « Objet : … »."""
    citing: bool = False
    """Between « Vu … » and the word that decides."""
    deciding: bool = False
    """Below that word: in the articles."""
    signing: bool = False
    """Below « Fait à »: signatures and addressees of copies."""
    office: bool = False
    """Below « Le Directeur, » and above the decision: a person named here without a title signs."""
    rating: bool = False
    """Below « Évaluateur : » and the like, in a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """All lines and words of a text, in order."""

    rows: tuple[Row, ...]
    tokens: tuple[Token, ...]
    lines: tuple[str, ...]
    """The text of each row, in capitals, without accents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _LinePatterns:
    """Patterns for lines in capitals, made of the vocabulary's words."""

    office: re.Pattern[str]
    rater: re.Pattern[str]
    rated: re.Pattern[str]
    heading: re.Pattern[str]


@cache
def _patterns() -> _LinePatterns:
    words = vocabulary()
    return _LinePatterns(
        office=re.compile(rf"^\W*(?:P(?:OUR|\.O)?\.?\s+)?L[EA'\u2019]\s?{any_of(words.offices)}[^:;.\d]{{0,80}}$"),
        rater=re.compile(rf"\b{any_of(words.rater_headings)}\b"),
        rated=re.compile(rf"\b{any_of(words.rated_headings)}\b|^\W*(?:[IVX]{{1,4}}|\d)\s?[.)-]"),
        heading=re.compile(
            rf"^\W*{any_of(words.subject_labels)}\b|\bPORTANT\b(?!\s+(?:LE\s+)?(?:MATRICULE|N\s?[O°]))"
            rf"|^\W*{any_of(words.act_names)}\b.*\bN\s?[O°º]"
        ),
    )


def read_stream(transcript: Transcript) -> Stream:
    """Cut a text into rows and words, and tell what each row is for."""
    patterns = _patterns()
    rows, tokens, lines = list[Row](), list[Token](), list[str]()
    before = Row(page=0, box=(0, 0, 0, 0))
    for page in transcript.pages:
        before = replace(before, page=page.number, sheet=before.sheet + 1, heading=False, signing=False)
        offices = raters = opened = 0
        for number, line in enumerate(page.lines):
            text = cut(join_spaced(line.text))
            bare = in_capitals(text)
            offices = _UNDER_OFFICE if patterns.office.match(bare) else -1 if _DECIDES.match(bare) else offices - 1
            raters = _rows_left_of_rater(bare, raters)
            opening = _is_letterhead(bare) and (number < _LETTERHEAD_TOP or before.signing)
            before = _row_of(replace(before, box=line.box, opening=opening), bare, text, opened=opened > 0)
            opened = _UNDER_LETTERHEAD if before.opening else opened - 1
            rows.append(replace(before, office=offices >= 0, rating=raters > 0))
            lines.append(bare)
            tokens += _tokens_of(text, len(rows) - 1)
    return Stream(rows=tuple(rows), tokens=tuple(tokens), lines=tuple(lines))


def _row_of(before: Row, bare: str, text: str, *, opened: bool) -> Row:
    """Tell what a line is for by its words and by the line before it.

    Seals repeat a letterhead among the signatures: only a title below it begins another act.
    """
    deciding = bool(_DECIDES.match(bare)) or (before.deciding and not before.opening)
    cites = _CITES.match(bare) or (_PROPOSED.match(bare) and not deciding)
    citing = bool(cites) or (before.citing and not _DECIDES.match(bare) and not before.opening)
    heads = bool(_patterns().heading.search(bare)) or (before.heading and is_in_capitals(text))
    new_act = before.signing and opened and heads and is_in_capitals(text)
    signing = (before.signing or bool(_SIGNED.match(bare))) and not new_act
    heading = heads and not citing and not signing
    return replace(before, sheet=before.sheet + new_act, citing=citing, deciding=deciding, heading=heading, signing=signing)


def _is_letterhead(bare: str) -> bool:
    """Say whether a line is of a letterhead: « République du Burundi », « Province Gitega », and not « Province : »."""
    first, _, rest = bare.strip(" -_.").partition(" ")
    return rest.strip()[:1].isalpha() and any(alike(first, word) for word in vocabulary().letterheads)


def _rows_left_of_rater(bare: str, left: int) -> int:
    """Count the lines that still belong to a form's part about the rater: it ends with the next heading, or a few lines on."""
    patterns = _patterns()
    if len(bare.split()) <= _SHORT and patterns.rater.search(bare):
        return _UNDER_RATER + 1
    return 0 if patterns.rated.search(bare) else max(left - 1, 0)


def _tokens_of(text: str, row: int) -> Iterator[Token]:
    """Cut a line into words; a number keeps its dots and strokes, a name loses its hyphens."""
    for found in _TOKEN.finditer(_ELIDED.sub("N", text)):
        parts = [found[0]] if any(map(str.isdigit, found[0])) else re.split(r"[./]", found[0])
        stops = found.string[found.end() :].lstrip()[:1] in _STOPS
        for raw in parts:
            yield Token(word=in_capitals(raw), raw=raw, row=row, stops=stops)
