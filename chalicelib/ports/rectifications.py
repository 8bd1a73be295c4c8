"""Port of rectification requests."""

from collections.abc import Sequence
from typing import Protocol

from chalicelib.model.rectification import Rectification, RectificationEvent, RectificationStatus


class Rectifications(Protocol):
    """What servants report of their case files."""

    def submit(self, report: Rectification, event: RectificationEvent, *, most: int) -> bool:
        """Write a new one; False where so many of the same servant's are open already."""

    def list_of(self, matricule: str, *, before: str | None, limit: int) -> Sequence[Rectification]:
        """Read a servant's reports, the latest first; `before` is the name of one."""

    def find(self, report: str) -> Rectification | None:
        """Read one."""

    def list_by_status(self, status: RectificationStatus, *, after: str | None, limit: int) -> Sequence[Rectification]:
        """Read reports of a status, the oldest first; `after` is a report's `place`."""

    def update(self, report: Rectification, event: RectificationEvent, *, seen: Rectification) -> None:
        """Write what became of one; raise `ConflictError` if it no longer stands as seen."""
