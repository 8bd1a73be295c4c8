"""Content of a paper before typesetting: blocks, title, signature, annexes."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

Align = Literal["left", "centre", "right", "justify"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph or a table row."""

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
    """An administrative paper."""

    type: str
    """Code of the nomenclature."""
    name: str
    """File name stem."""
    number: str = ""
    """Number of the act, such as `550/590`; empty without one."""
    day: date
    """Day of signature."""
    place: str
    head: tuple[str, ...]
    """The letterhead's lines, below « République du Burundi »."""
    blocks: tuple[Block, ...]
    signer: tuple[str, str]
    """Function and name."""
    seal: str
    """The words around the stamp."""
    running: str = ""
    """Running head of later pages."""
    copies: tuple[str, ...] = ()
    """Recipients of copies, below the signature."""
    annexes: tuple["Act", ...] = ()
    """Annexes in the same file, each on a new page."""
    typed: bool = False
    """Whether it is typewritten."""

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
