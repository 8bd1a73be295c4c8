"""Statistics in memory."""

from datetime import date

from chalicelib.model.errors import ConflictError
from chalicelib.model.statistics import ArchiveTotals, PlaceCount, Totals


class FakeStatistics:
    def __init__(self, register):
        self._register = register
        self._reached, self._days, self._turns, self._lines, self._holdings, self._queues = ArchiveTotals(), {}, {}, {}, {}, {}
        self._places, self._expected = {}, {}

    def totals(self):
        return self._reached

    def uncounted_batches(self):
        return sorted(turn.batch for turn in self._turns.values() if not turn.done)

    def batch_progress(self, batch):
        return self._turns.get(batch)

    def forget_turns(self):
        """Delete the progress of all batches, as its expiry does."""
        self._turns.clear()

    def events(self, batch, *, after, limit):
        placed = sorted(
            ((f"{e.at.isoformat()}#{e.line}#{e.type}", e) for e in self._register.batch_events(batch)), key=lambda each: each[0]
        )
        return [each for each in placed if each[0] > after][:limit]

    def lines(self, batch, lines):
        found = (self._register.line(batch, line) for line in lines)
        return [line for line in found if line is not None]

    def counted_lines(self, batch, lines):
        return {line: self._lines[batch, line] for line in lines if (batch, line) in self._lines}

    def holdings(self, matricules):
        return {each: self._holdings[each] for each in matricules if each in self._holdings}

    def review_queues(self):
        return [queue for _, queue in sorted(self._queues.items())]

    def places(self):
        return [PlaceCount(ministry=at[0], province=at[1], count=count) for at, count in sorted(self._places.items()) if count]

    def expected_places(self, generation):
        return self._expected.get(generation, [])

    def expect_places(self, generation, places):
        self._expected[generation] = list(places)

    def days(self, first: date, last: date):
        return [(day, part) for day, part in sorted(self._days.items()) if first <= day <= last and part != Totals()]

    def apply(self, recount, *, seen):
        if self._reached.edition != seen:
            raise ConflictError("conflict")
        self._reached = recount.totals
        for day, part in recount.step.days.items():
            self._days[day] = self._days.get(day, Totals()).plus(part)
        for place, count in recount.step.places.items():
            self._places[place] = self._places.get(place, 0) + count
        self._lines |= {(each.batch, each.line): each for each in recount.step.lines.values()}
        self._holdings |= recount.step.holdings
        self._queues |= recount.step.queues
        if recount.progress is not None:
            self._turns[recount.progress.batch] = recount.progress
