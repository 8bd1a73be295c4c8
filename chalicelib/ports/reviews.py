"""Port of the review: queues of pieces that wait for a person, leases and decisions."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

from chalicelib.model.decision import Decision, Lease
from chalicelib.model.piece import Piece


class Reviews(Protocol):
    """Pieces that wait for a decision, who holds the lease of each, and the decisions made."""

    def queued_pieces(
        self, selection: str, *, after: str | None, limit: int, latest_first: bool = False
    ) -> Sequence[tuple[str, Piece, Lease | None]]:
        """Return pieces of a selection of the review queue (`model.review_queue`) with their place in it and their latest lease.

        The earliest registered comes first, or the latest; `after` is a place. A piece that was decided a moment ago may still be
        listed: what it is now stands in the piece.
        """

    def count_queued(self, selection: str, *, most: int) -> int:
        """Count the pieces of a selection, up to `most`; the cost does not depend on how many wait."""

    def sealed_pieces(self, *, after: str | None, limit: int) -> Sequence[Piece]:
        """Return the pieces that are sealed off, the earliest registered first; `after` is a piece's `place`."""

    def count_sealed(self, *, most: int) -> int:
        """Count the pieces that are sealed off, up to `most`."""

    def decisions_since(self, reader: str, since: datetime) -> int:
        """Number of decisions of a reader since the hour of a time, of the last two days at most; what was undone is taken off."""

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
