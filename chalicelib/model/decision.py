"""Decisions of people on a piece: each with the state before and after, written in the transaction that changes the piece."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Literal

from chalicelib.model.identifiers import normalise
from chalicelib.model.piece import Outcome, Piece, PieceFacts, Status

DecisionKind = Literal["file", "refuse", "duplicate", "cut", "undo", "release", "withdraw", "redact", "seal"]

GUARDIAN_DECISIONS: frozenset[DecisionKind] = frozenset({"release", "withdraw", "redact", "seal"})
"""Decisions of guardians; nothing that such a piece says is recorded with them."""
MOST_DECISIONS = 100
"""Decisions read of one piece: more than people take, and one read of the register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceState(PieceFacts):
    """State of a piece before or after a decision."""

    decided: tuple[str, ...] = ()

    @property
    def summary(self) -> "StateSummary":
        """The state as people read it."""
        return StateSummary(
            status=self.status,
            reason=self.reason,
            matricule=normalise(self.matricule or "") or None,
            type=self.type,
            fields={each.name: each.value for each in self.fields},
            duplicate_of=self.duplicate_of,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StateSummary:
    """State of a piece as people read it: without places on the page, confidences and evidence."""

    status: Status
    reason: str | None
    matricule: str | None
    """Normalised."""
    type: str | None
    fields: Mapping[str, str]
    """Value by name."""
    duplicate_of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision of one person on one piece."""

    piece: str
    edition: int
    """Edition of the piece after the change."""
    at: datetime
    """UTC, aware."""
    by: str
    """The user name."""
    decision: DecisionKind
    note: str = ""
    """Reason in the person's words."""
    before: PieceState
    after: PieceState

    @property
    def place(self) -> str:
        """Sort key among the decisions on its piece."""
        return f"{self.at.isoformat()}#{self.edition:06}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Lease of a piece: until it ends, only its holder may decide on the piece."""

    by: str
    """The user name."""
    until: datetime
    """UTC, aware."""


def state_of(piece: Piece) -> PieceState:
    """State of a piece; of a piece closed to all readers, status and reason only."""
    if piece.closed_to_all:
        return PieceState(status=piece.status, reason=piece.reason, decided=piece.decided)
    return PieceState(**{each.name: getattr(piece, each.name) for each in fields(PieceState)})


def outcome_of_state(state: PieceState, *, confidence: float | None) -> Outcome:
    """Outcome that restores a state."""
    return Outcome(**{each.name: getattr(state, each.name) for each in fields(PieceState)}, confidence=confidence)


def last_undoable(history: Sequence[Decision]) -> Decision | None:
    """The latest decision that can be undone: undone decisions and undoings are skipped.

    Args:
        history: decisions, latest first.
    """
    undone = 0
    for change in history:
        if change.decision == "undo":
            undone += 1
        elif undone:
            undone -= 1
        else:
            return change
    return None
