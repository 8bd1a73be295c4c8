"""The guard: a page that tells ethnicity, opinion, religion, union or illness seals its piece (class 99) until a person decides.

The words are data (prohibition.toml), and what a word must stand beside to seal is `context`'s to say.

When in doubt the guard seals: a person looks at what was sealed, nobody looks at what was not. An empty box seals too, for a form that asks
will have been answered somewhere.

What leaves this module is a page and a line. Not the words, for they are what must not spread; not the kind either: « religion » in a
log or a list already says something of somebody, and whoever decides sees the page itself.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from chalicelib.analysis.sensitivity.context import Context
from chalicelib.analysis.sensitivity.lexicon import Lexicon, split
from chalicelib.model.errors import ReaderError
from chalicelib.model.transcript import Page, TextLine, Transcript

Strength = Literal["always", "certain", "asked", "beside", "medical", "suffering"]

SEALING: Final[tuple[Strength, ...]] = ("always", "certain", "asked", "beside", "medical", "suffering")
MOST: Final = 50
"""Findings of one page: enough for whoever looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForbiddenPlace:
    """A line that somebody must look at."""

    page: int
    """From 1."""
    line: int
    """On the page, from 1, in reading order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Why a line seals; for measuring alone: what it is about is never kept, logged or shown."""

    place: ForbiddenPlace
    strength: Strength
    kind: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prohibition:
    """All that may be known of forbidden content: where it stands."""

    places: tuple[ForbiddenPlace, ...]

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages to look at."""
        return tuple(dict.fromkeys(place.page for place in self.places))


def forbidden(transcript: Transcript) -> Prohibition | None:
    """Tell whether a piece must be sealed off, and where a person has to look.

    >>> line = TextLine(text="Ethnie : ........", confidence=99, box=(0, 0, 1, 0.02))
    >>> forbidden(Transcript(reader="layer", pages=(Page(number=1, lines=(line,)),)))
    Prohibition(places=(ForbiddenPlace(page=1, line=1),))
    """
    places = tuple(dict.fromkeys(finding.place for finding in findings(transcript)))
    return Prohibition(places=places) if places else None


def forbids(text: str) -> bool:
    """Tell whether a page would be sealed that says nothing but this, as what a person types.

    >>> forbids("mal numérisée"), forbids("l'agent est Tutsi")
    (False, True)
    """
    line = TextLine(text=text, confidence=100.0, box=(0.1, 0.1, 0.8, 0.02))
    return forbidden(Transcript(reader="person", pages=(Page(number=1, lines=(line,)),))) is not None


def check_words(text: str, what: str) -> None:
    """Refuse what a person types and is kept, where it says what must not be known of anybody.

    Args:
        text: as typed.
        what: the place where it stands, for the log.

    Raises:
        ReaderError: `forbidden_word`.
    """
    if forbids(text):
        raise ReaderError("forbidden_word", what)


def touches(text: str) -> bool:
    """Tell whether a few words hold one of these contents, though alone on a page they would seal nothing: no field may hold them.

    An institution's name may stand; what is medical only on a page about somebody's health too.

    >>> touches("Permanence du CNL"), touches("Lycée catholique de Gitega"), touches("Service de radiographie")
    (True, False, False)
    """
    page = Page(number=1, lines=(TextLine(text=text, confidence=100.0, box=(0.1, 0.1, 0.8, 0.02)),))
    tokens = split([text])
    sightings = _lexicon().find(tokens.texts, {})
    around = Context(page, tokens.texts, tokens.lines, sightings)
    suspect = [each for each in sightings if each.part in SEALING and each.part not in {"medical", "suffering"}]
    return forbids(text) or not all(map(around.is_public, suspect))


def findings(transcript: Transcript) -> Iterator[Finding]:
    """Find what seals, page by page."""
    lexicon = _lexicon()
    spelled: dict[str, str | None] = {}
    for page in transcript.pages:
        tokens = split(line.text for line in page.lines)
        sightings = lexicon.find(tokens.texts, spelled)
        suspect = [sighting for sighting in sightings if sighting.part in SEALING]
        if suspect:
            text = Context(page, tokens.texts, tokens.lines, sightings)
            for sighting in islice(filter(text.seals, suspect), MOST):
                place = ForbiddenPlace(page=page.number, line=tokens.lines[sighting.start] + 1)
                yield Finding(place=place, strength=sighting.part, kind=sighting.kind)  # type: ignore[arg-type]


@cache
def _lexicon() -> Lexicon:
    """The words of prohibition.toml, read once."""
    table = tomllib.loads(Path(__file__).with_name("prohibition.toml").read_text("utf-8"))
    lookalikes = table["everywhere"].pop("lookalikes")
    endings = dict.fromkeys(table["diagnosis"].pop("endings"), ("diagnosis", "medical"))
    phrases: dict[str, list[tuple[str, str]]] = {}
    for kind, parts in table.items():
        for part, listed in parts.items():
            for phrase in listed:
                phrases.setdefault(phrase, []).append((kind, part))
    turned = {("ethnicity", "always"), ("political_opinion", "certain")}
    return Lexicon(phrases, endings=endings, lookalikes=lookalikes, whole=lambda rule: rule[1] in SEALING, turned=turned.__contains__)
