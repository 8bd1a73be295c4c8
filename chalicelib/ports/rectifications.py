"""Port of rectification requests: what servants report as wrong in their case files."""

from collections.abc import Sequence
from typing import Protocol

from chalicelib.model.rectification import Rectification, RectificationEvent, RectificationStatus


class Rectifications(Protocol):
    """Rectification requests and their answers."""

    def submit(self, report: Rectification, event: RectificationEvent, *, max_open: int) -> bool:
        """Write a new request; return False if the servant has as many open ones as `max_open`."""

    def count_open(self, matricule: str) -> int:
        """Count a servant's open requests."""

    def list_for(self, matricule: str, *, before: str | None, limit: int) -> Sequence[Rectification]:
        """Return a servant's requests, the latest first; `before` is the name of one."""

    def find(self, report: str) -> Rectification | None:
        """Read one request."""

    def list_by_status(self, status: RectificationStatus, *, after: str | None, limit: int) -> Sequence[Rectification]:
        """Return requests of a status, the earliest first; `after` is a request's `place`."""

    def count_by_status(self, status: RectificationStatus, *, most: int) -> int:
        """Count the requests of a status, up to `most`."""

    def update(self, report: Rectification, event: RectificationEvent, *, seen: Rectification) -> None:
        """Write a changed request and its event; raise `ConflictError` if it is no longer as `seen`."""
