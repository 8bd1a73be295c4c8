"""Port of the audit trail: consultations, sign-ins, and what was done to accounts, pieces and rectifications."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from chalicelib.model.audit import AuditEntry


class AuditTrail(Protocol):
    """Entries of the audit trail, the latest first, from the place `since` up to but not including `before`.

    A place begins with the time of an entry, so that the beginning of a place is a place too.
    """

    def entries_on(self, day: date, *, since: str = "", before: str = "~") -> Iterator[AuditEntry]:
        """Read the entries of a day of UTC."""

    def entries_of_reader(self, name: str, *, since: str = "", before: str = "~") -> Iterator[AuditEntry]:
        """Read the entries of a reader's own actions."""

    def entries_of_casefile(self, matricule: str, *, since: str = "", before: str = "~") -> Iterator[AuditEntry]:
        """Read who consulted a case file and what was done to its servant's account and rectifications, without decisions on pieces."""
