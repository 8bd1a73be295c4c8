"""Values that the register reads and writes in one request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from chalicelib.model.batch import Batch
from chalicelib.model.decision import Decision
from chalicelib.model.event import Event, EventType
from chalicelib.model.piece import BatchLine, Original, Outcome, Piece
from chalicelib.model.servant import Servant


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistingEntries:
    """Line, original and piece that exist for some bytes before their accession, read in one request."""

    line: BatchLine | None = None
    """Line of the same bytes under the same key."""
    original: Original | None = None
    piece: Piece | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessionEntry:
    """Everything that the accession of one arrival writes, in one transaction."""

    arrival: str
    """`identifiers.arrival_id`."""
    line: BatchLine
    event: Event
    piece: Piece | None = None
    """A new piece."""
    original: Original | None = None
    """A new original; without it, the existing original must still equal `seen`."""
    seen: Original | None = None
    """The existing original, as it was read."""
    revives: bool = False
    """Whether the line exists as failed and unread, and starts again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What becomes of a piece, and all that vault and register keep of the change."""

    piece: Piece
    """As it stands."""
    outcome: Outcome
    original: Original | None = None
    """Kept in the vault's record where its attempts matter: a token that Textract knows gives no second reading."""
    decision: Decision | None = None
    """None where no person decided."""
    event: EventType | None = None
    """Of the journal, where it does not follow from outcome and decision."""
    detail: str | None = None
    """Of the journal, likewise."""
    beside: tuple[str, ...] = ()
    """Other pieces of the same bytes that waited when the outcome was decided; they must still wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPointer:
    """Pointer to the roster in force."""

    generation: str
    count: int
    """Number of servants."""
    shapes: frozenset[str]
    """Folded shapes of its matricules."""
    uploaded_at: datetime
    """UTC: upload of the CSV; an older CSV that arrives late is ignored."""
    previous: str | None = None
    """Previous generation, for undo."""
    pending: str | None = None
    """Generation that waits for a confirmation."""
    pending_at: datetime | None = None
    """UTC: upload of the CSV that waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameIndexEntry:
    """Entry of the name index: a servant under one word of the name."""

    heading: str
    """One of `names.headings_of`."""
    servant: Servant
    """The servant as of the latest change; the index outlives rosters, so only the roster in force tells who exists."""

    @property
    def place(self) -> str:
        """Sort key in the name index."""
        return f"{self.heading}#{self.servant.matricule}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActEntry:
    """Entry of a list of acts: a filed piece under its number, its day, its type, or a word of its signatory's name."""

    heading: str
    """One of those of `act_headings`."""
    day: str
    """Of the act, in ISO 8601; `act_headings.UNDATED` where its text says none."""
    piece: str
    figures: str
    """Of its number, as `act_headings.figures_of` gives them; empty without a number."""
    signatory: str
    """As the text has the name; empty without one."""
    type: str = ""
    """Code of the nomenclature; empty where the type is unknown, or where earlier code wrote the entry."""

    @property
    def place(self) -> str:
        """Sort key in the list."""
        return f"{self.day}#{self.piece}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """How far a long duty has got."""

    place: str
    """Where it goes on; empty: it has come to its end."""
    at: datetime
    """UTC: its last step."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """What it has done since its beginning, as numbers by name."""


REBUILD: Final = "rebuild"
"""Duty under whose bookmark a rebuild keeps its place."""


Restored = Batch | BatchLine | Original | Piece | Event | Decision | tuple[str, str, str]
"""Values that a rebuild writes; a triple is an arrival: batch, arrival id, line id."""
