"""Port of the journal of consultations."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.model.audit import AccessRecord, Consultation


class Consultations(Protocol):
    """Who opened what."""

    def record(self, consultation: Consultation) -> None:
        """Write one consultation, once however often it is asked; raise `TransientError` where it cannot be written."""

    def list_for(self, subject: str, *, before: str | None, limit: int) -> Sequence[Consultation]:
        """Read who opened a case file, the latest first; `before` is a consultation's `place`."""

    def access_records(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, AccessRecord]]:
        """Read who opened what, who signed in, and what was done to accounts and reports, from a time on and before another.

        With the last comes how accounts and reports stand. Some are very new and may yet be missing.
        """

    def restore(self, accesses: Iterable[AccessRecord]) -> None:
        """Write again what `accesses` gave."""

    def archived_until(self) -> datetime | None:
        """Tell up to when the vault has them."""

    def set_archived_until(self, at: datetime, *, seen: datetime | None) -> None:
        """Remember up to when the vault has them; raise `ConflictError` if that is no longer as seen."""
