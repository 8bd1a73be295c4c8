"""What a reader makes of the ink on a signed paper: seals, stamped days, numbers by hand, signatures. A text layer holds none of it.

How often each is read, and how much of a word, was counted on two dossiers of the fitting seed that were printed, scanned, one in grey and
one in black and white, and read by the local reader: 53 signatures, 48 first pages. It read no word of a seal's ring; another reader may,
so that some are assumed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import cos, radians, sin
from random import Random
from typing import Final

from benchmarks.reading import misread
from chalicelib.model.transcript import Page, TextLine, Word
from infra.local.sample.typesetting.page import Act
from infra.local.sample.typesetting.paper import HEIGHT, RIGHT, WIDTH
from infra.local.sample.wording.french import stamped_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Legibility:
    """How well a scan shows the words in the middle of a seal."""

    whole: float
    """Share of the words that are read whole."""
    cut_off: float
    """Share of those that are read in part."""


GREY: Final = Legibility(whole=46 / 78, cut_off=10 / 78)
BLACK_AND_WHITE: Final = Legibility(whole=17 / 81, cut_off=3 / 81)
_NUMBERED, _DATED, _CERTIFIED = 2 / 5, 1 / 2, 1 / 5
"""Papers that bear a registry's number by hand, a stamped day, a framed stamp, as they are typeset: each was read, 26, 20 and 8 times."""
_SCRAPS: Final = 17 / 53
"""Signatures that are read as some letters."""
_RINGS: Final = 1 / 4
"""Seals of whose ring some words are read: assumed."""
_WRONG: Final = 0.03
"""Letters of a seal that are read wrong where print is read without a fault: 5 of about 200."""
_LETTER: Final = (0.0085, 0.009)
"""Width and height of a seal's letter, as shares of the page."""
_SEAL: Final = ("RÉPUBLIQUE", "DU", "BURUNDI")


def legibility_of(rng: Random) -> Legibility:
    """Scan a dossier in grey or in black and white."""
    return rng.choice((GREY, BLACK_AND_WHITE))


def with_ink(page: Page, act: Act, legibility: Legibility, rng: Random, *, first: bool) -> Page:
    """Add the lines that a reader makes of the ink on a page.

    Args:
        page: the typeset text, upright.
        act: of which it is a page.
        legibility: of its scan.
        rng: the dossier's own chance.
        first: whether it is the act's first page, with the marks of a registry.
    """
    marks = [*(_registered(act, rng) if first else ()), *_signed(page, act, legibility, rng)]
    return replace(page, lines=(*page.lines, *marks))


def _registered(act: Act, rng: Random) -> Iterator[TextLine]:
    """The number by hand and the stamped day at the top."""
    if rng.random() < _NUMBERED:
        yield _line(f"{rng.randint(100, 9999)}/{act.day.year}", (400 + rng.uniform(-30, 40)) / WIDTH, 0.055, letter=(0.018, 0.018))
    if rng.random() < _DATED:
        yield _line(stamped_date(act.day), (385 + rng.uniform(-20, 30)) / WIDTH, 0.1, letter=(0.012, 0.013))


def _signed(page: Page, act: Act, legibility: Legibility, rng: Random) -> Iterator[TextLine]:
    """The seal, the signature and the framed stamp below « Fait à … » and the office."""
    closing = [at for at, line in enumerate(page.lines) if line.text.startswith("Fait à") and line.box[0] > 2 / 5]
    if not closing:
        return
    _, top, _, height = page.lines[min(closing[-1] + 1, len(page.lines) - 1)].box
    x, y = (WIDTH - RIGHT - 190 + rng.uniform(-30, 40)) / WIDTH, top + height + (28 - rng.uniform(-8, 12)) / HEIGHT
    yield from _seal(x, y, act.seal, legibility, rng)
    if rng.random() < _SCRAPS:
        letters = "".join(rng.choice("aeflnrsthgo280") for _ in range(rng.randint(2, 5)))
        yield _line(letters, x + 0.04, y + rng.uniform(-0.01, 0.02), letter=(0.03, 0.03), confidence=60.0)
    if rng.random() < _CERTIFIED:
        yield _line("COPIE CERTIFIÉE CONFORME", (90 + rng.uniform(-10, 40)) / WIDTH, y + 12 / HEIGHT, letter=(0.013, 0.015))


def _seal(x: float, y: float, ring: str, legibility: Legibility, rng: Random) -> Iterator[TextLine]:
    """The words of a seal around a point, turned with it: each is a line of its own."""
    turn = radians(rng.uniform(-28, 28))
    for row, word in enumerate(_SEAL):
        chance, down = rng.random(), (9 * row - 8) / HEIGHT
        if chance < legibility.whole + legibility.cut_off:
            kept = word if chance < legibility.whole else word[: rng.randint(2, max(2, len(word) - 2))]
            text, width = misread(kept, _WRONG, rng), len(kept) * _LETTER[0]
            yield _line(text, x - width / 2 - down * sin(turn), y + down * cos(turn), confidence=rng.uniform(84, 100))
    if rng.random() < _RINGS:
        words = " ".join(ring.split()[: rng.randint(1, 4)])
        yield _line(misread(words, _WRONG, rng), x - 0.06, y - 33 / HEIGHT, confidence=60.0)


def _line(text: str, left: float, top: float, *, letter: tuple[float, float] = _LETTER, confidence: float = 99.0) -> TextLine:
    """A line of words side by side."""
    wide, high = letter
    words, begun = list[Word](), left
    for word in text.split():
        words.append(Word(text=word, confidence=confidence, box=(begun, top, wide * len(word), high)))
        begun += wide * (len(word) + 1)
    return TextLine(text=text, confidence=confidence, box=(left, top, wide * len(text), high), words=tuple(words))
