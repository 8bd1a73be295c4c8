"""Progress of a batch: a bar on a terminal, a line at each quarter elsewhere."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from chalicelib.analysis.sensitivity.names import mask_path
from chalicelib.model.batch import Tally
from chalicelib.model.piece import BatchLine
from chalicelib.model.wording import REASONS
from infra.terminal import Terminal, printable

STEPS: Final = 4
"""Lines a batch has off a terminal."""
SECONDS_OF_SILENCE: Final = 600
"""After which a line is written off a terminal although no quarter has ended."""
TOLD: Final = ("refused", "failed")
_BAR: Final = 30
"""Columns."""
_WINDOW: Final = 60.0
"""Seconds over which the pace is measured."""
_STILL: Final = 20.0
"""Seconds without a finished file, after which nothing is foretold."""


class Progress:
    """Shows how far one batch has come, and names each refused or failed file once."""

    def __init__(self, terminal: Terminal, *, name: str, files: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin now.

        Args:
            terminal: where to write.
            name: of the batch.
            files: in the folder; those that the inbox already has will not be sent again.
            clock: seconds.
        """
        self._terminal = terminal
        self._name = name
        self._files = files
        self._clock = clock
        self._written_at = clock()
        self._pace = Pace(files, at=self._written_at)
        self._step = 0
        self._told: set[str] = set()
        self._update: Callable[[RenderableType], None] = lambda _: None

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show the bar while the block runs; without a terminal, print its label."""
        if not self._terminal.moves:
            self._terminal.say(f"Lot {self._name} : {counted(self._files, 'fichier')}")
        with self._terminal.live(Text(f"Lot {printable(self._name)}")) as self._update:
            yield

    def show(self, tally: Tally, *, uploaded: int, pages: int) -> None:
        """Show how far it is.

        Args:
            tally: the batch's sums.
            uploaded: files sent so far.
            pages: read since the beginning.
        """
        now, done = self._clock(), tally.lines - tally.waiting
        self._pace.note(now, done=done, pages=pages)
        left = self._pace.outlook()
        told = f"{describe(tally, files=self._files, uploaded=uploaded)} · {self._pace.describe()}"
        if self._terminal.moves:
            all_done = uploaded >= self._files and tally.lines and not tally.waiting
            self._update(self._bar(done, "récépissé en préparation" if all_done else left, told))
            return
        step = STEPS * done // max(self._files, 1)
        if (uploaded and step > self._step) or now - self._written_at > SECONDS_OF_SILENCE:
            self._step, self._written_at = step, now
            self._terminal.say(told + (f" · {left}" if left else ""))

    def tell(self, lines: Iterable[BatchLine]) -> None:
        """Say of each refused or failed file, once, why."""
        for line in lines:
            if line.status in TOLD and line.line not in self._told:
                self._told.add(line.line)
                french, _ = REASONS.get(line.reason or "", (line.reason or "", ""))
                self._terminal.say(
                    f"  {'refusé' if line.status == 'refused' else 'échec '}  {mask_path(line.key)} : {french}", style="yellow"
                )

    def _bar(self, done: int, left: str, told: str) -> RenderableType:
        head = Table.grid(padding=(0, 2))
        share = f"{100 * done // max(self._files, 1)} %"
        head.add_row(f"Lot {printable(self._name)}", ProgressBar(total=max(self._files, 1), completed=done, width=_BAR), share, left)
        return Group(head, Padding(Text(told), (0, 0, 0, 2)))


class Pace:
    """Pace of a batch during the last minute."""

    def __init__(self, files: int, *, at: float) -> None:
        """Begin.

        Args:
            files: to finish.
            at: seconds of a clock.
        """
        self._files = files
        self._notes = deque([(at, 0, 0)])
        self._finished_at = at

    def note(self, at: float, *, done: int, pages: int) -> None:
        """Note how many files are finished and how many pages are read, since the beginning."""
        if done > self._notes[-1][1]:
            self._finished_at = at
        self._notes.append((at, done, pages))
        while at - self._notes[1][0] >= _WINDOW:
            self._notes.popleft()

    def describe(self) -> str:
        """Pages, and pages a second where some were read.

        >>> pace = Pace(20, at=0)
        >>> pace.note(10, done=6, pages=9)
        >>> pace.describe(), pace.outlook()
        ('9 pages, 0,9/s', 'reste ~23 s')
        >>> for second in range(11, 100): pace.note(second, done=6, pages=9)
        >>> pace.describe(), pace.outlook()
        ('9 pages', 'aucun fichier terminé depuis 1 min 29 s')
        """
        (then, _, before), (now, _, pages) = self._notes[0], self._notes[-1]
        read = counted(pages, "page")
        return f"{read}, {(pages - before) / max(now - then, 0.1):.1f}/s".replace(".", ",") if pages > before else read

    def outlook(self) -> str:
        """Time that the rest takes at this pace; how long nothing has moved; empty before a tenth is done, and at the end."""
        (then, before, _), (now, done, _) = self._notes[0], self._notes[-1]
        if done >= self._files:
            return ""
        if now - self._finished_at >= _STILL:
            return f"aucun fichier terminé depuis {_duration(now - self._finished_at)}"
        if 10 * done < self._files or done == before:
            return ""
        return f"reste ~{_duration((now - then) / (done - before) * (self._files - done))}"


def describe(tally: Tally, *, files: int, uploaded: int) -> str:
    """Counts of a batch's files.

    >>> describe(Tally(lines=10, waiting=4, counts={"filed": 5, "refused": 1}), files=20, uploaded=12)
    '12/20 envoyés · 10 pris en charge · 5 classés · 1 refusé'
    """
    parts = [f"{uploaded}/{files} envoyés", f"{tally.lines} pris en charge"]
    words = {"filed": "classé", "to_review": "à vérifier", "duplicate": "doublon", "refused": "refusé", "failed": "échec"}
    for status, word in words.items():
        count = tally.counts.get(status, 0)  # type: ignore[call-overload] # its keys are statuses
        if count:
            parts.append(counted(count, word))
    return " · ".join(parts)


def counted(count: int, word: str) -> str:
    """So many of a thing, in French.

    >>> counted(2, "classé"), counted(2, "à vérifier"), counted(0, "refusé")
    ('2 classés', '2 à vérifier', '0 refusé')
    """
    return f"{count} {word}{'s' if count > 1 and not word.startswith('à ') else ''}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"
