"""Review queues, leases and decisions in memory."""

from chalicelib.model.errors import ConflictError
from tests.fakes.memory import RegisterMemory


class FakeReviews(RegisterMemory):
    """Leases and decisions under the same conditions as on DynamoDB."""

    def pieces_awaiting_review(self, status, *, after, limit):
        found = sorted((each for each in self._pieces.values() if each.awaited == status), key=lambda each: each.place)
        return [(each, self._leases.get(each.piece)) for each in found if each.place > (after or "")][:limit]

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
