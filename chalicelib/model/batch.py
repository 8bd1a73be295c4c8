"""What one `aws s3 sync` brings in, and how far it has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.model.piece import Status

BatchStatus = Literal["open", "closing", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch as the register holds it."""

    name: str
    opened_at: datetime
    """UTC, aware: when the revision in work began."""
    status: BatchStatus = "open"
    revision: int = 0
    """Receipts written so far."""
    announced: int | None = None
    """Lines of the manifest, once one came."""
    manifest_key: str | None = None
    marked_at: datetime | None = None
    """When `_COMPLETE` came."""
    closed_at: datetime | None = None
    closed_moves: int = 0
    """The tally's `moves` that the last receipt speaks of."""

    @property
    def place(self) -> str:
        """Tell where it stands among all batches: by the time of its last opening."""
        return f"{self.opened_at.isoformat()}#{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The sums of a batch, moved in the same transaction as each line's status."""

    lines: int = 0
    waiting: int = 0
    """Lines still in work."""
    moves: int = 0
    """Transitions so far: two equal readings mean that nothing happened between them."""
    moved_at: datetime | None = None
    """UTC, aware: of the last transition."""
    pages: int = 0
    """Of the lines that are no longer in work."""
    counts: Mapping[Status, int] = field(default_factory=dict)
    """Lines by outcome."""


def quiet_for(batch: Batch, tally: Tally, *, quiet: timedelta, marked_quiet: timedelta) -> timedelta:
    """How long a batch must rest before it may close.

    A manifest whose lines have all come closes it at once; a marker shortens the quiet time, for `aws s3 sync` sends files in
    any order and the marker may land first.
    """
    if batch.announced is not None and tally.lines >= batch.announced:
        return timedelta()
    return min(quiet, marked_quiet) if batch.marked_at else quiet
