"""Standard output and standard error of a command: colours, tables and moving lines on a terminal, plain lines anywhere else.

A pipe, a file and a CI job get the same words without control codes, one line for each step that has ended; nothing there is overwritten.
"""

import os
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TextIO

from rich.console import Console, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

FRAMES_A_SECOND: Final = 4
"""Of what moves; the cores are for the work."""
_CONTROLS: Final = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], "\N{REPLACEMENT CHARACTER}")
"""Control characters: a file's name may hold some, and a terminal would obey them."""
_GAP: Final = "  "


class CommandError(Exception):
    """A command has failed: the text is the cause, the advice what to do."""

    def __init__(self, text: str, *, advice: str = "") -> None:
        super().__init__(text)
        self.advice = advice


class Terminal:
    """The two outputs of one command."""

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Find out whether the output is a terminal.

        Args:
            out: standard output when not given.
            err: standard error when not given.
            clock: seconds.
        """
        self.moves = _is_terminal(out or sys.stdout)
        """Whether lines can be overwritten."""
        self._clock = clock
        self._out = _console(out, moves=self.moves, stderr=False)
        self._breaks_errors = _is_terminal(err or sys.stderr)
        self._err = _console(err, moves=self._breaks_errors, stderr=True)

    def say(self, text: str = "", *, style: str = "") -> None:
        """Write a paragraph; a terminal breaks it between words."""
        for line in text.split("\n"):
            told = line.lstrip(" ")
            indented = Padding(Text(printable(told), style=style), (0, 0, 0, len(line) - len(told)))
            self._out.print(indented if self.moves else Text(printable(line)), soft_wrap=not self.moves)

    def copyable(self, text: str) -> None:
        """Write lines that are copied from the screen: they are never broken."""
        for line in text.split("\n"):
            self._out.print(Text(printable(line)), soft_wrap=True)

    def warn(self, text: str) -> None:
        """Write a remark to standard error."""
        self._err.print(Text(printable(text), style="yellow"), soft_wrap=not self._breaks_errors)

    def fail(self, error: CommandError, *, lead: str = "Erreur : ") -> None:
        """Write what went wrong and what to do about it to standard error.

        Args:
            error: its lines after the first, and its advice, stand below the first.
            lead: in the language of the command.
        """
        first, *rest = str(error).split("\n")
        advice = filter(None, error.advice.split("\n"))
        lines = [
            Text.assemble((lead, "bold red"), printable(first)),
            *(Text(f"  {printable(line)}") for line in rest),
            *(Text.assemble(("  → ", "bold"), printable(line)) for line in advice),
        ]
        for line in lines:
            self._err.print(line, soft_wrap=not self._breaks_errors)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Collection[int] = ()) -> None:
        """Write a table, unless it is empty; its longest cells are broken on a terminal, never elsewhere.

        Args:
            columns: headings, all empty for none.
            rows: as many cells each.
            right: positions of the columns of numbers.
        """
        cells = [[printable(cell) for cell in row] for row in rows]
        if not cells:
            return
        if self.moves:
            self._out.print(Padding(_rich_table(columns, cells, right), (0, 0, 0, len(_GAP))))
            return
        head = [list(columns)] if any(columns) else []
        for line in aligned(head + cells, right):
            self.say(line)

    @contextmanager
    def waiting(self, text: str) -> Iterator[None]:
        """Show what is waited for; nothing off a terminal."""
        if not self.moves:
            yield
            return
        with self._out.status(Text(text), refresh_per_second=FRAMES_A_SECOND):
            yield

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Time a step: it is shown while it runs, and stays as one line when it has ended well."""
        began = self._clock()
        with self.waiting(text):
            yield
        seconds = f"{self._clock() - began:.0f} s"
        if self.moves:
            self._out.print(Text.assemble(("✓ ", "green"), text, (f"  {seconds}", "dim")), soft_wrap=True)
        else:
            self.say(f"{text} : {seconds}")

    @contextmanager
    def live(self, first: RenderableType) -> Iterator[Callable[[RenderableType], None]]:
        """Show something that changes, below all that is written meanwhile, and take it away at the end; nothing off a terminal."""
        if not self.moves:
            yield lambda _: None
            return
        with Live(first, console=self._out, refresh_per_second=FRAMES_A_SECOND, transient=True) as shown:
            yield shown.update


def printable(text: str) -> str:
    r"""Replace control characters.

    >>> printable("scan\x1b[2J.pdf")
    'scan�[2J.pdf'
    """
    return text.translate(_CONTROLS)


def aligned(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> Iterator[str]:
    """Pad cells to the widths of their columns, two blanks before each row.

    >>> list(aligned([["archivist", "1"], ["director", "12"]], right=[1]))
    ['  archivist   1', '  director   12']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.rjust(width) if at in right else cell.ljust(width) for at, (cell, width) in enumerate(zip(row, widths, strict=True))]
        yield (_GAP + _GAP.join(cells)).rstrip()


def _rich_table(columns: Sequence[str], rows: Iterable[Sequence[str]], right: Collection[int]) -> Table:
    table = Table(box=None, padding=(0, len(_GAP), 0, 0), pad_edge=False, show_header=any(columns), header_style="dim")
    for at, heading in enumerate(columns):
        table.add_column(heading, justify="right" if at in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _console(file: TextIO | None, *, moves: bool, stderr: bool) -> Console:
    """A console that shows text as it is: nothing in it is markup, a number has no colour of its own."""
    return Console(
        file=file,
        stderr=stderr,
        force_terminal=moves,
        color_system="auto" if moves else None,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
    )


def _is_terminal(file: TextIO) -> bool:
    return file.isatty() and os.environ.get("TERM", "dumb") not in {"dumb", "unknown"}
