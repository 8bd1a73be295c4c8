"""Classifies a piece by its text: its type, with the words that show it, and its fields.

The type follows from cues of the nomenclature, so that a clerk can see why: one cue in the title weighs more than any number of words in
the body. Where two types weigh nearly the same, or none weighs enough, the type stays open.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Final, Literal

from chalicelib.analysis.description.act_titles import head_of
from chalicelib.analysis.description.fields import read_fields
from chalicelib.analysis.description.vocabulary import vocabulary
from chalicelib.model.identifiers import Forms
from chalicelib.model.nomenclature import FORBIDDEN, Nomenclature
from chalicelib.model.piece import Field
from chalicelib.model.transcript import Box, Page, Transcript
from chalicelib.text.letters import is_in_capitals
from chalicelib.text.prose import Prose, key_pages, prose_of
from chalicelib.text.word_lists import any_of

Where = Literal["title", "text"]

_TITLE_FIRST, _TITLE_MORE, _TITLE_BELOW, _TEXT = 3.0, 1.0, 0.5, 0.8
"""Weight of the first cue in the title, of each further one there, of a title's cue in the body, of a body's cue."""
_MOST_BELOW, _MOST_TEXT = 1.0, 2.4
_LEAST: Final = 2.0
"""Weight below which a type is a guess."""
LEAST_SURE: Final = 0.75
"""Confidence below which a type stays open."""
_PAGES: Final = 3
"""First pages with text, whose cues count."""
_CONFUSED: Final = {
    "i": "[i1l|]",
    "l": "[l1i|]",
    "o": "[o0]",
    "s": "[s5]",
    "b": "[b8]",
    "m": "(?:m|rn)",
    "'": r"\W?\s?",
    " ": r"[\s\-_.]{1,3}",
}
"""Patterns of the letters that OCR confuses, and of blanks that it widens."""
_OPENS_TITLE: Final = re.compile(r"^\W{0,3}(?:objet\b|portant\b|concerne\b|[a-z'\- ]{0,40}\bn\s?[°o]\s?\d)")
_FEWEST_CAPITALS: Final = 4
"""Letters of the shortest line that counts as a title for its capitals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that show a type, and where they stand."""

    type: str
    """The nomenclature's code."""
    cue: str
    """As the nomenclature has it."""
    where: Where
    raw: str
    """As they were read."""
    page: int
    """From 1."""
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceDescription:
    """The type and the fields of a piece, as its text says them."""

    type: str | None = None
    """The nomenclature's code; None where it is not clear."""
    type_confidence: float | None = None
    """0 to 1."""
    cues: tuple[Cue, ...] = ()
    """The cues of the type, the title's first; without a type, all that were found."""
    fields: tuple[Field, ...] = ()


def describe(transcript: Transcript, nomenclature: Nomenclature, *, patterns: Forms) -> PieceDescription:
    """Describe a piece by its text: classify it and read its fields.

    Args:
        transcript: the text, in any order of lines.
        nomenclature: which types there are.
        patterns: what a matricule looks like here.
    """
    pages = key_pages(transcript.pages)
    prose = prose_of(pages)
    if not prose.lines:
        return PieceDescription()
    cues = tuple(_cues(_opening(pages), nomenclature))
    code, lead = _weigh(cues)
    confidence = confidence_of(lead) if code else 0.0
    code = code if confidence >= LEAST_SURE else None
    told = tuple(cue for cue in cues if code is None or cue.type == code)
    return PieceDescription(type=code, type_confidence=confidence if code else None, cues=told, fields=read_fields(prose, patterns))


def proposed(transcript: Transcript, nomenclature: Nomenclature) -> tuple[str | None, float]:
    """Give the likeliest type and its lead over the next one, however small: the calibration is fitted on these."""
    return _weigh(tuple(_cues(_opening(key_pages(transcript.pages)), nomenclature)))


def confidence_of(lead: float) -> float:
    """Say how often a type with such a lead was right: the last step of calibration.toml that it reaches."""
    return next((share for least, share in reversed(_calibration()) if lead >= least), 0.0)


@cache
def _calibration() -> tuple[tuple[float, float], ...]:
    """Read the leads and the shares of right types, as `benchmarks/reading.py --fit` wrote them."""
    table = tomllib.loads(Path(__file__).with_name("calibration.toml").read_text("utf-8"))
    return tuple((step["lead"], step["confidence"]) for step in table["steps"])


def _opening(pages: Sequence[Page]) -> Prose:
    """Take the first pages that have text."""
    return prose_of([page for page in pages if page.lines][:_PAGES])


def _cues(prose: Prose, nomenclature: Nomenclature) -> Iterator[Cue]:
    """Find every cue, the title's first; a longer cue hides those within it."""
    titled = _title_lines(prose)
    in_titles, in_texts = _patterns(nomenclature)
    body: list[Cue] = []
    for pattern, owners in (in_titles, in_texts):
        for match in pattern.finditer(prose.plain):
            cited = prose.cites(match.start())
            if cited or match.lastindex is None:
                continue
            title = prose.line_at(match.start()) in titled and owners is in_titles[1]
            for code, cue in owners[match.lastindex - 1]:
                place = prose.place(match.start(), match.end())
                raw = " ".join(prose.text[match.start() : match.end()].split())
                found = Cue(type=code, cue=cue, where="title" if title else "text", raw=raw, page=place.page, box=place.box)
                if title:
                    yield found
                else:
                    body.append(found)
    yield from body


def _title_lines(prose: Prose) -> set[int]:
    """Choose the lines of the first page's head that are title or subject: in capitals, with an opening word, or continuing one."""
    end = head_of(prose)
    head = list(takewhile(lambda index: prose.starts[index] < end, range(len(prose.lines))))
    chosen: set[int] = set()
    for index in head:
        line = prose.lines[index][1].text
        plain = prose.plain[prose.starts[index] : prose.starts[index] + len(line)]
        if _letterhead().match(plain):
            continue
        goes_on = index - 1 in chosen and re.match(r"^\W{0,2}[a-z]", line) is not None
        if is_in_capitals(line, fewest=_FEWEST_CAPITALS) or _OPENS_TITLE.match(plain) or goes_on:
            chosen.add(index)
    return chosen


@cache
def _letterhead() -> re.Pattern[str]:
    """Match a line of a letterhead, of the motto below it, or of an address."""
    return re.compile(rf"^\W{{0,3}}(?:{any_of(vocabulary().letterheads)}|travail, progres|b\.?p\.?\b|tel)\b")


def _weigh(cues: Sequence[Cue]) -> tuple[str | None, float]:
    """Choose the type of the greatest weight, and say by how much it leads."""
    weights: dict[str, float] = {}
    for code in {cue.type for cue in cues}:
        own = [cue for cue in cues if cue.type == code]
        titles = {cue.cue for cue in own if cue.where == "title"}
        texts = {cue.cue for cue in own if cue.where == "text"} - titles
        weights[code] = bool(titles) * _TITLE_FIRST + min(max(len(titles) - 1, 0) * _TITLE_MORE, 2 * _TITLE_MORE)
        weights[code] += min(len(texts) * _TEXT, _MOST_TEXT)
    ranked = sorted(weights, key=lambda code: (-weights[code], code))
    if not ranked or weights[ranked[0]] < _LEAST:
        return None, 0.0
    return ranked[0], round(weights[ranked[0]] - (weights[ranked[1]] if len(ranked) > 1 else 0.0), 1)


_Owners = list[list[tuple[str, str]]]


@lru_cache(maxsize=4)
def _patterns(nomenclature: Nomenclature) -> tuple[tuple[re.Pattern[str], _Owners], tuple[re.Pattern[str], _Owners]]:
    """Make one pattern of all title cues and one of all body cues; each group is one cue, the longest first."""
    readable = [each for each in nomenclature.types if each.code != FORBIDDEN]
    titles = [(each.code, cue) for each in readable for cue in each.title]
    texts = [(each.code, cue) for each in readable for cue in each.text]
    return _pattern(titles), _pattern(texts)


def _pattern(cues: list[tuple[str, str]]) -> tuple[re.Pattern[str], _Owners]:
    owners: dict[str, list[tuple[str, str]]] = {}
    for code, cue in cues:
        owners.setdefault(cue, []).append((code, cue))
    ordered = sorted(owners, key=lambda cue: (-len(cue), cue))
    groups = "|".join(f"({_tolerant(cue)})" for cue in ordered) or "(?!)"
    return re.compile(rf"(?<![a-z])(?:{groups})"), [owners[cue] for cue in ordered]


def _tolerant(cue: str) -> str:
    """Write a cue as a pattern that accepts the confusions of OCR."""
    letters = "".join(_CONFUSED.get(letter) or re.escape(letter) for letter in cue.rstrip("*"))
    return letters.replace(re.escape("*"), "[a-z]{0,6}") + ("[a-z]{0,6}" if cue.endswith("*") else "(?![a-z])")
