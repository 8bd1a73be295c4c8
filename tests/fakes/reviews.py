"""Review queues, leases and decisions in memory."""

from chalicelib.model.errors import ConflictError
from chalicelib.model.review_queue import selections_of
from tests.fakes.memory import RegisterMemory


class FakeReviews(RegisterMemory):
    """Leases and decisions under the same conditions as on DynamoDB."""

    def queued_pieces(self, selection, *, after, limit, latest_first=False):
        found = sorted(self._listed(selection), key=lambda each: each.place, reverse=latest_first)
        behind = [each for each in found if after is None or (each.place < after if latest_first else each.place > after)]
        return [(each.place, each, self._leases.get(each.piece)) for each in behind[:limit]]

    def count_queued(self, selection, *, most):
        return min(most, len(self._listed(selection)))

    def _listed(self, selection):
        return [each for each in self._pieces.values() if selection in selections_of(each)]

    def sealed_pieces(self, *, after, limit):
        found = sorted((each for each in self._pieces.values() if each.awaited == "sealed_off"), key=lambda each: each.place)
        return [each for each in found if each.place > (after or "")][:limit]

    def count_sealed(self, *, most):
        return min(most, len(self.sealed_pieces(after=None, limit=most)))

    def decisions_since(self, reader, since):
        own = [each for each in self._changes if each.by == reader and each.at >= since.replace(minute=0, second=0, microsecond=0)]
        return max(0, sum(-1 if each.decision == "undo" else 1 for each in own))

    def piece_with_lease(self, piece):
        return (self._pieces[piece], self._leases.get(piece)) if piece in self._pieces else None

    def acquire_lease(self, piece, lease, *, now):
        with self._lock:
            stands = self._pieces[piece.piece]
            if (stands.status, stands.edition) != (piece.status, piece.edition) or not self._is_free(piece.piece, lease.by, now):
                raise ConflictError("conflict")
            self._leases[piece.piece] = lease

    def release_lease(self, piece, by):
        with self._lock:
            if piece in self._leases and self._leases[piece].by == by:
                del self._leases[piece]

    def decisions(self, piece, *, limit):
        found = sorted((each for each in self._changes if each.piece == piece), key=lambda each: each.place, reverse=True)
        return found[:limit]

    def decisions_on(self, day):
        return iter(sorted((each for each in self._changes if each.at.date() == day), key=lambda each: each.place))

    def every_change(self):
        return list(self._changes)
