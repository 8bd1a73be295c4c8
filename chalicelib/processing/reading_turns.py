"""Turns of the batches at OCR: which of the originals that wait is started next.

1. Every second turn is that of the batch that was opened last: the files of a day do not wait behind those of a backlog. A batch of a
   backfill is none of the day, whenever it was opened.
2. The turns between go around the open batches, from where the last starter stopped: a starter has time for some turns, and thousands
   of batches may be open.
3. Second readings come when no first reading waits.

Originals that were just registered are known from their messages, since an index may not show them yet; they have no other advantage.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from chalicelib.model.backfill import is_backfill
from chalicelib.model.piece import REREADINGS, Original
from chalicelib.model.register import Bookmark
from chalicelib.ports.archive import Archive
from chalicelib.processing.closing_schedule import schedule_closing

TURN = 5
"""Readings started for one batch before the next batch has its turn."""
_LISTED = 100
"""Waiting readings listed at once: twenty turns, for the index lags behind the table and still lists what was just started."""
_LATEST = 10
"""Batches opened last, among which the newest that waits is looked for: most of the others have ended already."""
_DUTY = "readings"
"""Bookmark of the way around the open batches."""


class ReadingTurns:
    """Originals that wait for OCR, each given once, in the order in which their readings are started."""

    def __init__(self, archive: Archive, registered: Iterable[str] = (), *, until: datetime) -> None:
        """Give nothing yet.

        Args:
            archive: the ports.
            registered: digests of originals that were just registered.
            until: when to stop looking, UTC.
        """
        self._archive = archive
        self._until = until
        self._met: set[str] = set()
        self._reached: str | None = None
        self.late = False
        """Whether the time was over before every open batch had been looked at."""
        self._registered: dict[str, list[Original]] = {}
        for original in self._fresh(registered):
            self._registered.setdefault(original.batch, []).append(original)
        self._open_late()

    def __iter__(self) -> Iterator[Original]:
        """Give every original that waits, until the time is over."""
        while not self.late:
            met, kept = len(self._met), bool(self._registered)
            yield from self._once_around()
            if len(self._met) == met and not kept and not self.late:  # no first reading waits
                yield from self._listed(REREADINGS, TURN)
                if len(self._met) == met:
                    return

    def keep_place(self) -> None:
        """Register the batch that the way around has reached: the next starter goes on behind it."""
        if self._reached is not None:
            self._archive.register.put_bookmark(_DUTY, Bookmark(place=self._reached, at=self._archive.clock.now()))

    def _once_around(self) -> Iterator[Original]:
        names = self._around()
        newest = self._newest() if len(names) > 1 else []
        for batch in names:
            yield from self._next_of(newest)
            if len(names) > 1:
                self._reached = batch
            yield from self._turn(batch)
            if self._archive.clock.now() >= self._until:
                self.late = True
                return

    def _open_late(self) -> None:
        """Open again the batches of late files: only open batches have turns."""
        if self._registered:
            for batch in self._registered.keys() - set(self._archive.register.open_batches()):
                schedule_closing(batch, self._archive)

    def _around(self) -> list[str]:
        """Names of the batches that may wait, from behind the one where the last starter stopped."""
        names = sorted({*self._archive.register.open_batches(), *self._registered})
        place = self._place() if len(names) > 1 else ""
        return [name for name in names if name > place] + [name for name in names if name <= place]

    def _place(self) -> str:
        if self._reached is not None:
            return self._reached
        last = self._archive.register.bookmark(_DUTY)
        return last.place if last else ""

    def _newest(self) -> list[str]:
        """Names of the batches opened last in which a line has no outcome, the earliest first."""
        latest = self._archive.register.latest_batches(before=None, limit=_LATEST)
        return [batch.name for batch, tally in reversed(latest) if batch.status == "open" and tally.waiting and not is_backfill(batch.name)]

    def _next_of(self, newest: list[str]) -> list[Original]:
        """Give the turn of the newest batch that waits; those behind which nothing waits are taken off the list."""
        while newest:
            turn = self._turn(newest[-1])
            if turn:
                return turn
            newest.pop()
        return []

    def _turn(self, batch: str) -> list[Original]:
        """Give the next originals of a batch: those just registered, then those that the index lists."""
        registered = self._registered.pop(batch, [])
        turn, left = registered[:TURN], registered[TURN:]
        if left:
            self._registered[batch] = left
        return turn + self._listed(batch, TURN - len(turn))

    def _listed(self, queue: str, most: int) -> list[Original]:
        if most == 0:
            return []
        waiting = self._archive.register.waiting_readings(queue, _LISTED)
        return self._fresh([digest for digest in waiting if digest not in self._met][:most])

    def _fresh(self, digests: Iterable[str]) -> list[Original]:
        """Read the originals that were not given before; those that wait no longer are left out."""
        new = [digest for digest in dict.fromkeys(digests) if digest not in self._met]
        self._met.update(new)
        return [each for each in self._archive.register.originals(new) if each.status == "waiting" and each.route == "textract"]
