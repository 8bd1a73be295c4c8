"""Port of the decisions that archivists take on the events of careers."""

from collections.abc import Sequence
from typing import Protocol

from chalicelib.model.career import CareerDecision


class CareerDecisions(Protocol):
    """Decisions on events, few for each case file; the events themselves are derived and not kept."""

    def list_for(self, matricule: str) -> Sequence[CareerDecision]:
        """Return every decision on the events of a case file, the earliest first."""

    def add(self, decision: CareerDecision) -> None:
        """Write a decision; raise `ConflictError` if another one on the same event came first: its number is taken."""
