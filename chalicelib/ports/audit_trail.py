"""Port of the audit trail."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from chalicelib.model.audit import AuditEntry


class AuditTrail(Protocol):
    """The journal as a whole, the latest first. `since` is where it ends, `before` where it begins: places, or the beginnings of such."""

    def entries_on(self, day: date, *, since: str = "", before: str = "~") -> Iterator[AuditEntry]:
        """Read what happened on a day of UTC."""

    def entries_of_reader(self, name: str, *, since: str = "", before: str = "~") -> Iterator[AuditEntry]:
        """Read what one reader did."""

    def entries_of_casefile(self, matricule: str, *, since: str = "", before: str = "~") -> Iterator[AuditEntry]:
        """Read who opened a case file, and what was done to its servant's account and reports; not what was decided of pieces."""
