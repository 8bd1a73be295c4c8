"""What a person sees while a batch is taken in: one line that moves, or a line now and then where nothing can move."""

import shutil
import sys
import time
from collections.abc import Callable, Iterable
from typing import TextIO

from chalicelib.model.batch import Tally
from chalicelib.model.piece import BatchLine
from chalicelib.model.wording import REASONS

SECONDS_BETWEEN_LINES = 15
TOLD = ("refused", "failed")


class Progress:
    """Tells how far a batch has come, and once for each file why it was refused."""

    def __init__(self, *, files: int, out: TextIO = sys.stdout, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin now.

        Args:
            files: in the folder; what the inbox already has will not come again.
            out: where to tell.
            clock: seconds.
        """
        self._files = files
        self._out = out
        self._clock = clock
        self._began = clock()
        self._next = 0.0
        self._told: set[str] = set()
        self._moves = out.isatty()

    def show(self, tally: Tally, *, uploaded: int, pages: int) -> None:
        """Tell how far it is.

        Args:
            tally: the batch's sums.
            uploaded: files sent so far.
            pages: read since the beginning.
        """
        now = self._clock()
        if not self._moves and now < self._next:
            return
        self._next = now + SECONDS_BETWEEN_LINES
        self._write(describe(tally, files=self._files, uploaded=uploaded, pages=pages, seconds=now - self._began))

    def tell(self, lines: Iterable[BatchLine]) -> None:
        """Say of each refused or failed file, once, why."""
        for line in lines:
            if line.status in TOLD and line.line not in self._told:
                self._told.add(line.line)
                french, _ = REASONS.get(line.reason or "", (line.reason or "", ""))
                self.say(f"  {'refusé' if line.status == 'refused' else 'échec '}  {line.key} : {french}")

    def say(self, text: str) -> None:
        """A line that stays."""
        if self._moves:
            self._out.write("\r\x1b[K")
        self._out.write(f"{text}\n")
        self._out.flush()

    def _write(self, text: str) -> None:
        if not self._moves:
            self.say(text)
            return
        width = shutil.get_terminal_size().columns - 1
        self._out.write(f"\r\x1b[K{text[:width]}")
        self._out.flush()


def describe(tally: Tally, *, files: int, uploaded: int, pages: int, seconds: float) -> str:
    """One line on how far a batch is.

    >>> describe(Tally(lines=10, waiting=4, counts={"filed": 5, "refused": 1}), files=20, uploaded=12, pages=9, seconds=10)
    '12/20 envoyés · 10 pris en charge · 5 classés · 1 refusé · 9 pages, 0,9/s · reste ~23 s'
    """
    done = tally.lines - tally.waiting
    parts = [f"{uploaded}/{files} envoyés", f"{tally.lines} pris en charge"]
    words = {"filed": "classé", "to_review": "à vérifier", "duplicate": "doublon", "refused": "refusé", "failed": "échec"}
    for status, word in words.items():
        count = tally.counts.get(status, 0)  # type: ignore[call-overload] # its keys are statuses
        if count:
            parts.append(counted(count, word))
    parts.append(f"{pages} pages, {pages / max(seconds, 0.1):.1f}/s".replace(".", ","))
    if 0 < done < files:
        parts.append(f"reste ~{_duration(seconds / done * (files - done))}")
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
