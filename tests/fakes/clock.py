"""A clock that stands still unless it is told to pause."""

from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class FakeClock:
    """A clock that moves only by `pause`."""

    def __init__(self, now=MORNING):
        self._now = now

    def now(self):
        return self._now

    def pause(self, seconds):
        self._now += timedelta(seconds=seconds)
