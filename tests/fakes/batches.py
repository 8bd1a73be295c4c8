"""Batches, arrivals, lines and journal in memory."""

from collections import Counter
from dataclasses import replace

from chalicelib.model.batch import Batch, Tally
from chalicelib.model.batch_line import counted_pages
from chalicelib.model.errors import ConflictError
from chalicelib.model.piece import LOST, OUTCOMES
from tests.fakes.memory import RegisterMemory


class FakeBatches(RegisterMemory):
    """Batches whose sums are computed from lines and events at each read."""

    def open_batch(self, name, at):
        self._batches.setdefault(name, Batch(name=name, opened_at=at))

    def record_manifest(self, name, key, announced):
        self._batches[name] = replace(self._batches[name], manifest_key=key, announced=announced)

    def record_marker(self, name, at):
        self._batches[name] = replace(self._batches[name], marked_at=at)

    def batch(self, name):
        return (self._batches[name], self.recount(name)) if name in self._batches else None

    def recount(self, name):
        lines = [line for (batch, _), line in self._lines.items() if batch == name and not line.part]
        times = [event.at for event in self._events if event.batch == name]
        statuses = Counter(line.status for line in lines)
        own = [piece for piece in self._pieces.values() if piece.batch == name]
        return Tally(
            lines=len(lines),
            waiting=statuses["waiting"],
            moves=len(times),
            moved_at=max(times, default=None),
            pages=sum(counted_pages(line) for line in lines),
            counts={status: statuses[status] for status in OUTCOMES},
            sealed=sum(each.awaited == "sealed_off" for each in own),
        )

    def open_batches(self):
        return sorted(name for name, batch in self._batches.items() if batch.status != "closed")

    def reopen_batch(self, batch, at):
        fresh = {"status": "open", "opened_at": at, "first_opened_at": batch.begun_at, "marked_at": None, "closed_at": None}
        self._turn(batch, "closed", replace(batch, **fresh))

    def close_batch(self, batch, *, moves, at):
        self._turn(batch, "open", replace(batch, status="closing", revision=batch.revision + 1, closed_at=at, closed_moves=moves))
        return self._batches[batch.name]

    def record_receipt(self, batch, *, moves, missing=0, lost=0):
        self._turn(batch, "closing", replace(batch, status="closed", closed_moves=moves, missing_files=missing, lost_files=lost))

    def _turn(self, batch, was, then):
        with self._lock:
            now = self._batches[batch.name]
            if now.status != was or now.revision != batch.revision:
                raise ConflictError("conflict")
            self._batches[batch.name] = then

    def latest_batches(self, *, before, limit):
        found = sorted(self._batches.values(), key=lambda each: each.place, reverse=True)
        return [self.batch(each.name) for each in found if before is None or each.place < before][:limit]

    def earliest_batches(self, *, after, limit):
        found = sorted(self._batches.values(), key=lambda each: each.place)
        return [each for each in found if each.place > (after or "")][:limit]

    def register_arrival(self, entry):
        line = entry.line
        with self._lock:
            before = self._lines.get((line.batch, line.line))
            stale = entry.original is None and entry.seen is not None and self._originals[entry.seen.digest].status != entry.seen.status
            again = (
                (line.batch, entry.arrival) in self._arrivals or before is not None
                if not entry.revives
                else before is None or before.status != "failed"
            )
            known = entry.original is not None and entry.original.digest in self._originals
            if stale or again or known or (entry.piece is not None and entry.piece.piece in self._pieces):
                raise ConflictError("conflict")
            self._arrivals[line.batch, entry.arrival] = line.line
            self._lines[line.batch, line.line] = line
            self._events.append(entry.event)
            if entry.original is not None:
                self._originals[entry.original.digest] = entry.original
            if entry.piece is not None:
                self._pieces[entry.piece.piece] = entry.piece

    def record_repeated_arrival(self, batch, arrival, line):
        self._arrivals[batch, arrival] = line

    def arrivals(self, batch):
        return {arrival: line for (name, arrival), line in self._arrivals.items() if name == batch}

    def known_arrivals(self, places):
        return {place for place in places if place in self._arrivals}

    def lines_of_arrivals(self, places):
        named = {place: self._lines.get((place[0], self._arrivals[place])) for place in places if place in self._arrivals}
        return {place: line for place, line in named.items() if line is not None}

    def line_of_arrival(self, batch, arrival):
        return self._arrivals.get((batch, arrival))

    def line(self, batch, line):
        return self._lines.get((batch, line))

    def lines(self, batch, *, after=None):
        return iter([line for (name, each), line in sorted(self._lines.items()) if name == batch and each > (after or "")])

    def refused_lines(self, batch, *, limit):
        found = [line for line in self.lines(batch) if line.status in LOST and not line.part]
        return sorted(found, key=lambda line: (line.taken_at, line.line), reverse=True)[:limit]

    def batch_events(self, batch):
        return iter(sorted((event for event in self._events if event.batch == batch), key=lambda event: (event.at, event.line)))

    def line_events(self, batch, line):
        return (event for event in self.batch_events(batch) if event.line == line)
