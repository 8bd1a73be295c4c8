"""What stands on a paper, before it is set on pages."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

Align = Literal["left", "centre", "right", "justify"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, or one row of a table."""

    text: str = ""
    align: Align = "justify"
    bold: bool = False
    underline: bool = False
    larger: float = 0
    """Points added to the body's size."""
    before: float = 4
    """Points of space above."""
    indent: float = 0
    """Points of space on the left."""
    cells: tuple[str, ...] = ()
    """A row's cells, instead of a text."""
    widths: tuple[float, ...] = ()
    """The cells' widths, as shares of the line."""
    ruled: bool = False
    """Whether the row's cells are framed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One administrative paper, as its author would dictate it."""

    type: str
    """Code of the nomenclature."""
    name: str
    """What a clerk would call its file."""
    number: str = ""
    """The act's own number, `550/590`; empty where it has none."""
    day: date
    """The day it was signed."""
    place: str
    head: tuple[str, ...]
    """The letterhead's lines, below « République du Burundi »."""
    blocks: tuple[Block, ...]
    signer: tuple[str, str]
    """Function and name."""
    seal: str
    """The words around the stamp."""
    running: str = ""
    """What stands at the head of the pages that follow the first."""
    copies: tuple[str, ...] = ()
    """Who gets a copy, listed below the signature."""
    annexes: tuple["Act", ...] = ()
    """What follows in the same file, each from a new page."""
    typed: bool = False
    """Whether a typewriter wrote it."""

    def on_typewriter(self) -> "Act":
        """The same act, typed."""
        return replace(self, typed=True)


def heading(text: str, *, before: float = 14, larger: float = 1, underline: bool = False) -> Block:
    """A title in the middle of the line."""
    return Block(text=text, align="centre", bold=True, before=before, larger=larger, underline=underline)


def paragraph(text: str, *, before: float = 6, indent: float = 0) -> Block:
    """A paragraph of the body."""
    return Block(text=text, before=before, indent=indent)


def part(text: str, *, before: float = 14) -> Block:
    """The title of a part, on the left."""
    return Block(text=text, bold=True, before=before, align="left")


def entry(label: str, value: str) -> Block:
    """A form's line: a label, dots, what was filled in."""
    return Block(cells=(label, f": {value}"), widths=(0.42, 0.58), before=5)


def row(*cells: str, widths: tuple[float, ...], bold: bool = False) -> Block:
    """A framed row of a table."""
    return Block(cells=cells, widths=widths, ruled=True, bold=bold, before=0)
