"""What a person changes of a piece: written down with before and after in the transaction that changes it, and never changed."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Literal

from chalicelib.piece import Candidate, Evidence, Field, Outcome, Piece, Status

Decision = Literal["file", "refuse", "duplicate", "undo", "release", "withdraw", "redact", "seal"]

GUARDED: frozenset[Decision] = frozenset({"release", "withdraw", "redact", "seal"})
"""A guardian's decisions: of what such a piece says, nothing is written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
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
class Change:
    """One thing that one person decided of one piece."""

    piece: str
    edition: int
    """Of the piece, once changed."""
    at: datetime
    """UTC, aware."""
    by: str
    """The user name."""
    decision: Decision
    note: str = ""
    """Why, in the person's own words."""
    before: State
    after: State

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


def state_of(piece: Piece) -> State:
    """Tell how a piece stands; of one that nobody may read, that alone."""
    if piece.closed_to_all:
        return State(status=piece.status, reason=piece.reason, decided=piece.decided)
    return State(**{each.name: getattr(piece, each.name) for each in fields(State)})


def outcome_of_state(state: State, *, confidence: float | None) -> Outcome:
    """Make the outcome that puts a state back."""
    return Outcome(**{each.name: getattr(state, each.name) for each in fields(State)}, confidence=confidence)
