"""Port of the register."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from chalicelib.model.batch import Batch, Tally
from chalicelib.model.decision import Decision, Lease
from chalicelib.model.event import Event
from chalicelib.model.piece import BatchLine, Original, Outcome, Piece, Status
from chalicelib.model.register import Entry, Heading, Known, Restored, RosterPointer
from chalicelib.model.servant import Servant


class Register(Protocol):
    """The one table."""

    def schema_version(self) -> int:
        """Tell the version of the table's keys, and write ours into a table that has none."""

    def roster_pointer(self) -> RosterPointer | None:
        """Tell which roster is in force."""

    def find_servants(self, generation: str, folded: str) -> Sequence[Servant]:
        """Find the servants whose folded matricule is this."""

    def roster_page(self, generation: str, after: str | None, limit: int) -> tuple[Sequence[Servant], str | None]:
        """Read some servants of a generation in a fixed order; then the place to go on `after`, None at the end."""

    def put_servants(self, generation: str, servants: Iterable[Servant]) -> None:
        """Write a generation; repeatable."""

    def servants_by_matricule(self, generation: str, matricules: Sequence[str]) -> Mapping[str, Servant]:
        """Read up to a hundred servants by their exact matricules, in one request; who is not in the roster is left out."""

    def put_name_index(self, servants: Iterable[Servant]) -> None:
        """Write servants in the lists of names, which outlive rosters: who has left is still found; repeatable."""

    def find_names(self, beginning: str, *, after: str | None, limit: int) -> Sequence[Heading]:
        """Read some headings that begin so (two letters or more), in their order; `after` is a heading's `place`."""

    def find_born_on(self, day: date, *, limit: int) -> Sequence[Servant]:
        """Read some servants who were born on a day."""

    def find_spellings(self, keys: Iterable[str], *, limit: int) -> Sequence[str]:
        """Read words of names that have one of the spellings (`names.spellings_of`), at most so many a spelling."""

    def put_roster_in_force(self, pointer: RosterPointer, *, seen: RosterPointer | None) -> None:
        """Put a roster in force; raise `ConflictError` if the pointer is no longer as seen."""

    def open_batch(self, name: str, at: datetime) -> None:
        """Open a batch unless it exists."""

    def record_manifest(self, name: str, key: str, announced: int) -> None:
        """Remember what a batch announces."""

    def record_marker(self, name: str, at: datetime) -> None:
        """Remember that a batch was said to be complete."""

    def batch(self, name: str) -> tuple[Batch, Tally] | None:
        """Read a batch and its sums."""

    def open_batches(self) -> Sequence[str]:
        """Name the batches that are not closed."""

    def reopen_batch(self, batch: Batch, at: datetime) -> None:
        """Begin a new revision of a closed batch."""

    def close_batch(self, batch: Batch, *, moves: int, at: datetime) -> Batch:
        """Fix the next revision; raise `ConflictError` if another did."""

    def record_receipt(self, batch: Batch, *, moves: int) -> None:
        """Say that the receipt of the revision is written, and of which moves it speaks; raise `ConflictError` if that was said before."""

    def arrivals(self, batch: str) -> Mapping[str, str]:
        """Read every arrival of a batch: its id and its line."""

    def line_of_arrival(self, batch: str, arrival: str) -> str | None:
        """Tell the line that took an arrival."""

    def line(self, batch: str, line: str) -> BatchLine | None:
        """Read one line."""

    def lines(self, batch: str, *, after: str | None = None) -> Iterator[BatchLine]:
        """Read every line of a batch, in the order of their ids; those behind one, where it is named."""

    def refused_lines(self, batch: str, *, limit: int) -> Sequence[BatchLine]:
        """Read some files of a batch that were refused or failed, the latest first; what has just happened may be left out."""

    def look_up(self, batch: str, line: str, piece: str) -> Known:
        """Read a line, a piece and its original in one request."""

    def original(self, digest: str) -> Original | None:
        """Read one original."""

    def originals(self, digests: Sequence[str]) -> Sequence[Original]:
        """Read many originals in few requests, in the order asked for."""

    def pieces_of_original(self, digest: str) -> Sequence[Piece]:
        """Read every piece that an original is."""

    def piece(self, piece: str) -> Piece | None:
        """Read one piece."""

    def register_arrival(self, entry: Entry) -> None:
        """Register one arrival; raise `ConflictError` if anything it relied on has moved."""

    def record_repeated_arrival(self, batch: str, arrival: str, line: str) -> None:
        """Take an arrival that brought nothing new."""

    def waiting_readings(self, batch: str, limit: int) -> Sequence[str]:
        """Digests whose reading has not begun, oldest first."""

    def reading_count(self) -> int:
        """Count the readings under way."""

    def stale_readings(self, before: datetime) -> Sequence[str]:
        """Digests whose reading began before a time and has not ended."""

    def reading_started(self, original: Original, job: str, at: datetime) -> None:
        """Note that a reading has begun; nothing happens if it has already ended."""

    def reading_succeeded(self, original: Original, confidence: float | None) -> Original:
        """Note that a reading has ended well, and tell what stands now."""

    def retry_reading(self, original: Original) -> None:
        """Put an original back to be read in a new attempt."""

    def reread_original(self, original: Original) -> None:
        """Put an original that has been read back to be read once more, in its own queue; raise `ConflictError` if it is in work."""

    def rereading_failed(self, original: Original) -> Original:
        """Note that a reading anew has ended badly: what was read before stands; tell what stands now."""

    def reading_failed(self, original: Original) -> None:
        """Note that a reading has ended badly."""

    def settle_piece(self, piece: Piece, line: BatchLine, outcome: Outcome, event: Event, change: Decision | None = None) -> bool:
        """Move a piece that stands as given, its line, the sums and the journal at once; False when it had been moved already.

        A person's change is written with it and ends their lease; False also where somebody else has one, and where a piece becomes the
        duplicate of one that is not filed in that case file.
        """

    def duplicates_of(self, piece: str) -> Sequence[Piece]:
        """Read every piece that is a duplicate of one, as it stands."""

    def find_orphaning_pieces(self, before: datetime) -> Sequence[str]:
        """Name the pieces that left a case file before a time, and whose duplicates have not been looked at since."""

    def record_duplicates_restored(self, piece: Piece) -> None:
        """Note that the duplicates of a piece that stands as given have been looked at; nothing where it has moved."""

    def retry_piece(self, piece: Piece, event: Event) -> None:
        """Put a failed piece and its line back to waiting."""

    def batch_events(self, batch: str) -> Iterator[Event]:
        """Read the events of a batch."""

    def casefile_pieces(self, matricule: str, *, after: str | None, limit: int) -> Sequence[Piece]:
        """Read some pieces of a case file, in the order of their registration; `after` is a piece's `place`."""

    def pieces_with_originals(self, pieces: Sequence[str]) -> Mapping[str, tuple[Piece, Original]]:
        """Read up to fifty pieces with their originals, in one request; what is not there is left out."""

    def latest_batches(self, *, before: str | None, limit: int) -> Sequence[tuple[Batch, Tally]]:
        """Read some batches with their sums, the one opened last first; `before` is a batch's `place`."""

    def pieces_awaiting_review(self, status: Status, *, after: str | None, limit: int) -> Sequence[tuple[Piece, Lease | None]]:
        """Read some pieces that wait for a person (`Piece.awaited`), the oldest first; `after` is a piece's `place`."""

    def piece_with_lease(self, piece: str) -> tuple[Piece, Lease | None] | None:
        """Read one piece, and who has it in hand or had it last."""

    def acquire_lease(self, piece: Piece, lease: Lease, *, now: datetime) -> None:
        """Put a piece that stands as given in somebody's hand; raise `ConflictError` where it has moved or is in another's."""

    def release_lease(self, piece: str, by: str) -> None:
        """Take a piece out of somebody's hand; nothing where it is not in it."""

    def decisions(self, piece: str, *, limit: int) -> Sequence[Decision]:
        """Read what people changed of a piece, the latest first."""

    def decisions_on(self, day: date) -> Iterator[Decision]:
        """Read what people changed on a day of UTC, in time."""

    def earliest_batches(self, *, after: str | None, limit: int) -> Sequence[Batch]:
        """Read some batches, the one opened first first; `after` is a batch's `place`."""

    def restore(self, values: Iterable[Restored]) -> None:
        """Write what a rebuild found: values, and arrivals as (batch, arrival, line); the sums follow from lines and events."""
