"""What waits is started: fairly over batches, at the pace Textract grants, never more at once than it keeps open.

Throttles and refusals cost nothing but time here: nothing is received, so no message wears out, and a good file never
reaches a dead-letter queue.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.errors import ReadingError, TransientError
from chalicelib.filing import fail_pieces, look_at, stand_by
from chalicelib.piece import REREADINGS, Original
from chalicelib.ports import Archive

_TURN = 5
"""Readings started for one batch before the next batch has its turn."""
_LONGEST_PAUSE = 8.0
"""Seconds between two tries while Textract is too busy."""


@dataclass(slots=True)
class Started:
    """What one waking has done."""

    begun: int = 0
    throttled: int = 0
    refused: int = 0
    left: bool = False
    """Something still waits: wake again."""


def start_readings(archive: Archive, *, until: datetime, first: Iterable[str] = ()) -> Started:
    """Start what waits until nothing does, or the time is up.

    Args:
        archive: the ports.
        until: when to stop, UTC.
        first: digests that were just registered: an index may not show them yet.
    """
    done = Started()
    room = 0
    for original in _queue(archive, first):
        while room <= 0:
            room = archive.settings.open_jobs - archive.register.reading_count()
            if room <= 0 and not _rest(1.0, archive, until):
                done.left = True
                return done
        if not _start(original, archive, until, done):
            done.left = True
            return done
        room -= 1
    return done


def _queue(archive: Archive, first: Iterable[str]) -> Iterator[Original]:
    """Every original that waits, once: those just registered, then each open batch in turn, at last what is read anew."""
    met: set[str] = set()

    def fresh(digests: Iterable[str]) -> list[Original]:
        new = [digest for digest in dict.fromkeys(digests) if digest not in met]
        met.update(new)
        return [each for each in archive.register.originals(new) if each.status == "waiting" and each.route == "textract"]

    begun = fresh(first)
    for batch in {original.batch for original in begun} - set(archive.register.batches() if begun else ()):
        look_at(batch, archive)  # a late file opens its batch again: only open ones have their turn below
    yield from begun
    while True:
        before = len(met)
        for batch in archive.register.batches():
            # An index lags behind the table: what was just begun may still be listed, so look past it.
            yield from fresh([digest for digest in archive.register.waiting(batch, _TURN * 20) if digest not in met][:_TURN])
        if len(met) == before:  # nothing waits that was never read
            yield from fresh([digest for digest in archive.register.waiting(REREADINGS, _TURN * 20) if digest not in met][:_TURN])
        if len(met) == before:
            return


def _start(original: Original, archive: Archive, until: datetime, done: Started) -> bool:
    """Start one reading, however often it takes; False when the time is up."""
    pause = 1.0 / archive.settings.start_rate
    while _rest(pause, archive, until):
        try:
            job = archive.engine.start(original)
        except TransientError:
            done.throttled += 1
            pause = min(max(1.0, pause * 2), _LONGEST_PAUSE)
            continue
        except ReadingError as refusal:
            done.refused += 1
            if original.again:
                stand_by(original, archive)
                return True
            fail_pieces(original, refusal, archive)  # first: as long as it waits, a repetition comes here again
            archive.register.give_up(original)
            fail_pieces(original, refusal, archive)  # those that came in between
            return True
        archive.register.begin(original, job, archive.clock.now())
        done.begun += 1
        return True
    return False


def _rest(seconds: float, archive: Archive, until: datetime) -> bool:
    """Wait; False when there is no time left to wait in."""
    if (until - archive.clock.now()).total_seconds() <= seconds:
        return False
    archive.clock.pause(seconds)
    return True
