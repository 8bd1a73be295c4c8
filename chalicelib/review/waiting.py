"""Counts of what waits for a reader, for the menu of the site: pieces to be verified, sealed pieces, reports of servants.

Each is counted up to a limit, so that the cost does not depend on how much waits. A count is no consultation: it names nothing.
"""

from dataclasses import dataclass

from chalicelib.model.reader import Reader
from chalicelib.model.review_queue import MOST_COUNTED, Count, counted
from chalicelib.ports.archive import Archive
from chalicelib.review.queue import ANY, decided_today

MOST_FEW = 100
"""Sealed pieces and reports up to which they are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for a reader; None where the reader has no right to it."""

    review: Count | None = None
    reports: Count | None = None
    """Open reports of servants."""
    sealed: Count | None = None
    decided_today: int | None = None
    """Decisions that the reader has taken today."""


def count_waiting(reader: Reader, archive: Archive) -> Waiting:
    """Count what waits for a reader."""
    reviews, seals = reader.may("review"), reader.may("decide_sealed_off")
    return Waiting(
        review=counted(archive.register.count_queued(ANY.selection, most=MOST_COUNTED)) if reviews else None,
        reports=counted(archive.rectifications.count_by_status("open", most=MOST_FEW), MOST_FEW) if reviews else None,
        sealed=counted(archive.register.count_sealed(most=MOST_FEW), MOST_FEW) if seals else None,
        decided_today=decided_today(reader, archive) if reviews else None,
    )
