"""What a worker read on one page; plain values that cross a pipe as JSON."""

from dataclasses import asdict, dataclass
from typing import Any

Box = tuple[float, float, float, float]
"""Left, top, width, height, as shares of the page, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word."""

    text: str
    confidence: float
    """0 to 100, on the engine's own scale."""
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words that stand together on one line; a column gap ends it."""

    text: str
    confidence: float
    """0 to 100, on the engine's own scale."""
    box: Box
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page's lines, top to bottom; a blank page has none."""

    lines: tuple[Line, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def parse(cls, plain: dict[str, Any]) -> "Page":
        """From JSON.

        >>> page = Page(lines=(Line(text="a", confidence=99.0, box=(0, 0, 1, 1), words=()),))
        >>> Page.parse(page.plain()) == page
        True
        """
        return cls(lines=tuple(_line(line) for line in plain["lines"]))


def _line(plain: dict[str, Any]) -> Line:
    words = tuple(Word(**{**word, "box": tuple(word["box"])}) for word in plain["words"])
    return Line(text=plain["text"], confidence=plain["confidence"], box=_box(plain["box"]), words=words)


def _box(plain: list[float]) -> Box:
    left, top, width, height = plain
    return left, top, width, height
