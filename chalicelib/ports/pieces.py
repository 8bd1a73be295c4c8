"""Port of the pieces: looked up, settled, left out as duplicates, listed by case file."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.model.decision import Decision
from chalicelib.model.event import Event
from chalicelib.model.piece import BatchLine, Original, Outcome, Piece
from chalicelib.model.register import ExistingEntries


class Pieces(Protocol):
    """Pieces with their status, type, case file and duplicates."""

    def look_up(self, batch: str, line: str, piece: str) -> ExistingEntries:
        """Read a line, a piece and its original in one request."""

    def piece(self, piece: str) -> Piece | None:
        """Read one piece."""

    def pieces_of_original(self, digest: str) -> Sequence[Piece]:
        """Return every piece that has this original."""

    def pieces_with_originals(self, pieces: Sequence[str]) -> Mapping[str, tuple[Piece, Original]]:
        """Read up to fifty pieces with their originals in one request; unknown pieces are left out."""

    def casefile_pieces(self, matricule: str, *, after: str | None, limit: int) -> Sequence[Piece]:
        """Return filed pieces of a case file in the order of their registration; `after` is a piece's `place`."""

    def recent_fingerprints(self, matricule: str) -> Mapping[str, str]:
        """Return the fingerprints of the pieces that came into a case file in the last days, by piece, without an index's delay.

        A piece may have left since.
        """

    def settle_piece(  # noqa: PLR0913 - what one transaction writes
        self,
        piece: Piece,
        line: BatchLine,
        outcome: Outcome,
        event: Event,
        decision: Decision | None = None,
        *,
        beside: Sequence[str] = (),
    ) -> bool:
        """Write the outcome of a piece, its line, the batch's sums and an event in one transaction.

        A decision of a person is written with it and ends that person's lease.

        Args:
            piece: as it was read.
            line: likewise.
            outcome: what it becomes.
            event: of the journal.
            decision: of a person.
            beside: pieces of the same bytes that waited when the outcome was decided: of two of them, one is filed and one its duplicate.

        Returns:
            False, and nothing is written, if the piece is no longer as given, if another person holds its lease, if it would become the
            duplicate of a piece that is not filed in that case file, or if a piece beside it waits no more.

        The line of a divided file moves with each of its pieces (`batch_line.file_line_after`), in the same transaction.
        """

    def register_parts(self, parts: Sequence[tuple[Piece, BatchLine, Event]]) -> None:
        """Write pieces of a divided file, each with its line and event; one that exists stays as it is."""

    def record_division(self, piece: Piece, line: BatchLine, at: datetime) -> None:
        """Record that the pieces of a file are registered as it says, and what its line says of them where it is divided.

        Nothing happens if the file was cut anew meanwhile.
        """

    def find_unfinished_divisions(self, before: datetime) -> Sequence[str]:
        """Return the files that were cut before a time and whose pieces may not all be registered as they say."""

    def retry_piece(self, piece: Piece, event: Event) -> None:
        """Put a failed piece and its line back to waiting; raise `ConflictError` if either is not failed."""

    def duplicates_of(self, piece: str) -> Sequence[Piece]:
        """Return every piece that is now a duplicate of this one."""

    def find_orphaning_pieces(self, before: datetime) -> Sequence[str]:
        """Return the pieces that left a case file before a time and whose duplicates have not been restored since."""

    def record_duplicates_restored(self, piece: Piece) -> None:
        """Record that the duplicates of a piece have been restored; nothing happens if the piece is no longer as given."""
