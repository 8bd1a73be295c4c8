"""Port of the record of consultations: who read which case file, piece or receipt."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.model.audit import AccessRecord, Consultation


class Consultations(Protocol):
    """Consultations, and their copies in the vault."""

    def record(self, consultation: Consultation) -> None:
        """Write a consultation; a repeated write changes nothing. Raise `TransientError` if it cannot be written."""

    def list_for(self, subject: str, *, before: str | None, limit: int) -> Sequence[Consultation]:
        """Return the consultations of a case file, piece or receipt, the latest first; `before` is a consultation's `place`."""

    def access_records(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, AccessRecord]]:
        """Read consultations, sign-ins and events of accounts and rectifications of a period, each with its time.

        Events come with the present state of their account or rectification. Records of the last moments may be absent.
        """

    def restore(self, accesses: Iterable[AccessRecord]) -> None:
        """Write records of `access_records` again."""

    def archived_until(self) -> datetime | None:
        """Return the time up to which the vault has the records."""

    def set_archived_until(self, at: datetime, *, seen: datetime | None) -> None:
        """Set the time up to which the vault has the records; raise `ConflictError` if it is no longer `seen`."""
