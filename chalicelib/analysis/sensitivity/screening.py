"""Screens a text for mentions of ethnicity, opinion, religion, union or illness, which seal a piece (class 99) until a person decides.

1. Cut each page into tokens. 2. Find the phrases of prohibition.toml. 3. Keep those that seal where they stand (`context`).

In doubt a piece is sealed: people look at what was sealed, and at nothing else. An empty box seals too, since a form that asks will have
been answered somewhere.

The result is pages and lines alone. The words must not spread, and neither must the kind: « religion » in a log or a list already says
something of a person. The person who decides sees the page itself.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from chalicelib.analysis.sensitivity.context import Context
from chalicelib.analysis.sensitivity.lexicon import Lexicon, WordParts
from chalicelib.analysis.sensitivity.tokens import tokenise
from chalicelib.model.errors import ReaderError
from chalicelib.model.transcript import Page, TextLine, Transcript

Strength = Literal["always", "certain", "literal", "asked", "beside", "indirect", "medical", "suffering"]

SEALING: Final[tuple[Strength, ...]] = ("always", "certain", "literal", "asked", "beside", "indirect", "medical", "suffering")
_EXACT: Final = frozenset(("literal", "indirect", "links"))
"""Parts of ordinary words, in which no misread letter is forgiven."""
MOST: Final = 50
"""Findings reported of one page: enough to look it through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForbiddenPlace:
    """A line that a person must look at."""

    page: int
    """From 1."""
    line: int
    """On the page, from 1, in reading order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Why a line seals. For benchmarks and tests alone: the kind is never kept, logged or shown."""

    place: ForbiddenPlace
    strength: Strength
    kind: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningResult:
    """The places of the forbidden mentions of a text."""

    places: tuple[ForbiddenPlace, ...]

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages with a forbidden mention, each once."""
        return tuple(dict.fromkeys(place.page for place in self.places))


def screen(transcript: Transcript) -> ScreeningResult | None:
    """Find the forbidden mentions of a text; None where it has none, and its piece needs no seal.

    >>> line = TextLine(text="Ethnie : ........", confidence=99, box=(0, 0, 1, 0.02))
    >>> screen(Transcript(reader="layer", pages=(Page(number=1, lines=(line,)),)))
    ScreeningResult(places=(ForbiddenPlace(page=1, line=1),))
    """
    places = tuple(dict.fromkeys(finding.place for finding in findings(transcript)))
    return ScreeningResult(places=places) if places else None


def is_forbidden(text: str) -> bool:
    """Say whether a page with this text alone would be sealed; for what a person types.

    >>> is_forbidden("mal numérisée"), is_forbidden("l'agent est Tutsi")
    (False, True)
    """
    line = TextLine(text=text, confidence=100.0, box=(0.1, 0.1, 0.8, 0.02))
    return screen(Transcript(reader="person", pages=(Page(number=1, lines=(line,)),))) is not None


def check_words(text: str, what: str) -> None:
    """Refuse a text that a person typed and the archive would keep, where it has a forbidden mention.

    Args:
        text: as typed.
        what: the name of the field, for the log.

    Raises:
        ReaderError: `forbidden_word`.
    """
    if is_forbidden(text):
        raise ReaderError("forbidden_word", what)


def mentions_forbidden(text: str) -> bool:
    """Say whether a field's text has a forbidden phrase, even one that would not seal a page without more context.

    Names of institutions are allowed, and medical words that seal only on a page about somebody's health.

    >>> texts = ("Permanence du CNL", "Lycée catholique de Gitega", "Service de radiographie")
    >>> tuple(map(mentions_forbidden, texts))
    (True, False, False)
    """
    page = Page(number=1, lines=(TextLine(text=text, confidence=100.0, box=(0.1, 0.1, 0.8, 0.02)),))
    tokens = tokenise([text])
    sightings = _lexicon().find(tokens.texts, {})
    around = Context(page, tokens.texts, tokens.lines, sightings)
    suspect = [each for each in sightings if each.part in SEALING and each.part not in {"indirect", "medical", "suffering"}]
    return is_forbidden(text) or not all(map(around.is_institutional, suspect))


def findings(transcript: Transcript) -> Iterator[Finding]:
    """Give the phrases that seal, page by page."""
    lexicon = _lexicon()
    spelled: dict[str, str | None] = {}
    for page in transcript.pages:
        tokens = tokenise(line.text for line in page.lines)
        sightings = lexicon.find(tokens.texts, spelled)
        suspect = [sighting for sighting in sightings if sighting.part in SEALING]
        if suspect:
            text = Context(page, tokens.texts, tokens.lines, sightings)
            for sighting in islice(filter(text.seals, suspect), MOST):
                place = ForbiddenPlace(page=page.number, line=tokens.lines[sighting.start] + 1)
                yield Finding(place=place, strength=sighting.part, kind=sighting.kind)  # type: ignore[arg-type]


@cache
def _lexicon() -> Lexicon:
    """Build the lexicon of prohibition.toml, once."""
    table = tomllib.loads(Path(__file__).with_name("prohibition.toml").read_text("utf-8"))
    everywhere = table["everywhere"]
    endings = dict.fromkeys(table["diagnosis"].pop("endings"), ("diagnosis", "medical"))
    around = WordParts(endings=endings, lookalikes=everywhere.pop("lookalikes"), carriers=everywhere.pop("carriers"))
    phrases: dict[str, list[tuple[str, str]]] = {}
    for kind, parts in table.items():
        for part, listed in parts.items():
            for phrase in listed:
                phrases.setdefault(phrase, []).append((kind, part))
    mirrored = {("ethnicity", "always"), ("political_opinion", "certain")}
    return Lexicon(
        phrases,
        around,
        found_inside=lambda rule: rule[1] in SEALING and rule[1] not in _EXACT,
        mirrored=mirrored.__contains__,
        exact=lambda rule: rule[1] in _EXACT,
    )
