"""Port of the review: queues of pieces that wait for a person, leases and decisions."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

from chalicelib.model.decision import Decision, Lease
from chalicelib.model.piece import Piece, Status


class Reviews(Protocol):
    """Pieces that wait for a decision, who holds the lease of each, and the decisions made."""

    def pieces_awaiting_review(self, status: Status, *, after: str | None, limit: int) -> Sequence[tuple[Piece, Lease | None]]:
        """Return pieces of a review queue (`Piece.awaited`), the earliest registered first; `after` is a piece's `place`."""

    def piece_with_lease(self, piece: str) -> tuple[Piece, Lease | None] | None:
        """Read one piece with its latest lease, which may have expired."""

    def acquire_lease(self, piece: Piece, lease: Lease, *, now: datetime) -> None:
        """Lease a piece to a reader; raise `ConflictError` if it is no longer as given or another reader holds its lease."""

    def release_lease(self, piece: str, by: str) -> None:
        """End a reader's lease of a piece; nothing happens if the reader holds none."""

    def decisions(self, piece: str, *, limit: int) -> Sequence[Decision]:
        """Return the decisions on a piece, the latest first."""

    def decisions_on(self, day: date) -> Iterator[Decision]:
        """Read the decisions of a day of UTC in the order of time."""
