"""What a person changes of a piece: written down with before and after in the transaction that changes it, and never changed."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from chalicelib.model.codec import stamp
from chalicelib.model.identifiers import normalise
from chalicelib.model.piece import Candidate, Evidence, Field, Outcome, Piece, Status

DecisionKind = Literal["file", "refuse", "duplicate", "undo", "release", "withdraw", "redact", "seal"]

GUARDED: frozenset[DecisionKind] = frozenset({"release", "withdraw", "redact", "seal"})
"""A guardian's decisions: of what such a piece says, nothing is written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceState:
    """What may be changed of a piece, as it stood or as it became."""

    status: Status
    reason: str | None = None
    matricule: str | None = None
    """As the roster writes it."""
    type: str | None = None
    type_confidence: float | None = None
    fields: tuple[Field, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    duplicate_of: str | None = None
    like: str | None = None
    decided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One thing that one person decided of one piece."""

    piece: str
    edition: int
    """Of the piece, once changed."""
    at: datetime
    """UTC, aware."""
    by: str
    """The user name."""
    decision: DecisionKind
    note: str = ""
    """Why, in the person's own words."""
    before: PieceState
    after: PieceState

    @property
    def place(self) -> str:
        """Tell where it stands among the changes of its piece."""
        return f"{self.at.isoformat()}#{self.edition:06}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A piece that somebody has in hand: nobody else decides of it meanwhile."""

    by: str
    """The user name."""
    until: datetime
    """UTC, aware."""


def state_of(piece: Piece) -> PieceState:
    """Tell how a piece stands; of one that nobody may read, that alone."""
    if piece.closed_to_all:
        return PieceState(status=piece.status, reason=piece.reason, decided=piece.decided)
    return PieceState(**{each.name: getattr(piece, each.name) for each in fields(PieceState)})


def outcome_of_state(state: PieceState, *, confidence: float | None) -> Outcome:
    """Make the outcome that puts a state back."""
    return Outcome(**{each.name: getattr(state, each.name) for each in fields(PieceState)}, confidence=confidence)


def last_undoable(history: Sequence[Decision]) -> Decision | None:
    """Find the change that an undoing would put back: one that was undone, or that undoes, is passed over.

    Args:
        history: the latest first.
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


def told_change(change: Decision) -> dict[str, Any]:
    """Tell a change as the API does."""
    return {
        "at": stamp(change.at),
        "by": change.by,
        "decision": change.decision,
        "note": change.note or None,
        "before": told_state(change.before),
        "after": told_state(change.after),
    }


def told_state(state: PieceState) -> dict[str, Any]:
    """Tell a state as the API does; fields as values by name."""
    return {
        "status": state.status,
        "reason": state.reason,
        "matricule": normalise(state.matricule or "") or None,
        "type": state.type,
        "fields": {each.name: each.value for each in state.fields},
        "duplicate_of": state.duplicate_of,
    }
