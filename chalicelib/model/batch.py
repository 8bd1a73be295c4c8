"""A batch: the files of one `aws s3 sync`, their counts, and the quiet time before the batch closes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.model.piece import Status

BatchStatus = Literal["open", "closing", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch in the register."""

    name: str
    opened_at: datetime
    """UTC, aware: start of the current revision."""
    first_opened_at: datetime | None = None
    """UTC, aware: start of the first revision, once another has begun."""
    status: BatchStatus = "open"
    revision: int = 0
    """Receipts written so far."""
    announced: int | None = None
    """Number of files that the manifest announces; None without a manifest."""
    manifest_key: str | None = None
    marked_at: datetime | None = None
    """When the `_COMPLETE` marker arrived, UTC."""
    closed_at: datetime | None = None
    """UTC, aware: end of the current revision; None while it is open."""
    closed_moves: int = 0
    """`Tally.moves` at the latest receipt."""
    missing_files: int = 0
    """Files without a line that the latest receipt lists as missing: announced by the manifest, and never come."""
    lost_files: int = 0
    """Uploads without a line that the latest receipt lists as failed."""

    @property
    def begun_at(self) -> datetime:
        """Start of the first revision."""
        return self.first_opened_at or self.opened_at

    @property
    def reopened_at(self) -> datetime | None:
        """Start of the current revision; None for the first."""
        return self.opened_at if self.first_opened_at else None

    @property
    def place(self) -> str:
        """Sort key among all batches: time of the latest opening."""
        return f"{self.opened_at.isoformat()}#{self.name}"

    def counts(self, tally: "Tally") -> Mapping[Status, int]:
        """Files by outcome, as a receipt counts them: the lines, and what the latest receipt lists without a line."""
        unlisted: dict[Status, int] = {"missing": self.missing_files, "failed": self.lost_files}
        return {**tally.counts, **{outcome: tally.counts.get(outcome, 0) + files for outcome, files in unlisted.items() if files}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of a batch, updated in the transaction that changes a line's status."""

    lines: int = 0
    waiting: int = 0
    """Lines that have no outcome yet."""
    moves: int = 0
    """Number of status changes; two equal values mean that nothing changed between them."""
    moved_at: datetime | None = None
    """UTC, aware: time of the latest status change."""
    pages: int = 0
    """Pages of the lines that have an outcome."""
    counts: Mapping[Status, int] = field(default_factory=dict)
    """Lines by outcome; a sealed piece counts as `to_review`."""
    sealed: int = 0
    """Pieces that are sealed off."""


def quiet_for(batch: Batch, tally: Tally, *, quiet: timedelta, marked_quiet: timedelta) -> timedelta:
    """Time without a status change after which a batch closes.

    A batch whose manifest is complete closes at once. A marker only shortens the quiet time: `aws s3 sync` sends files in any
    order, so the marker may arrive first.
    """
    if batch.announced and tally.lines >= batch.announced:
        return timedelta()
    return min(quiet, marked_quiet) if batch.marked_at else quiet
