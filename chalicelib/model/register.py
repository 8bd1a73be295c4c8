"""Values that the register reads and writes in one request."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.model.batch import Batch
from chalicelib.model.decision import Decision
from chalicelib.model.event import Event
from chalicelib.model.piece import BatchLine, Original, Piece
from chalicelib.model.servant import Servant


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the register knows of some bytes before they are taken in, read at once."""

    line: BatchLine | None = None
    """The line of the same bytes under the same key."""
    original: Original | None = None
    piece: Piece | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """All that one arrival changes in the register, in one transaction."""

    arrival: str
    """`identifiers.arrival_id`."""
    line: BatchLine
    event: Event
    piece: Piece | None = None
    """A new piece."""
    original: Original | None = None
    """A new original; without it, the one that the piece speaks of must stand as `seen`."""
    seen: Original | None = None
    """The original as it was read before deciding."""
    revives: bool = False
    """The line stood as failed and unread; it is begun again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPointer:
    """Which roster is in force."""

    generation: str
    count: int
    """Servants in it."""
    shapes: frozenset[str]
    """Forms of its matricules, folded."""
    uploaded_at: datetime
    """Of the CSV: an older one that arrives late changes nothing."""
    previous: str | None = None
    """The generation before, for undo."""
    pending: str | None = None
    """A generation that waits for a confirmation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A servant under one word of the name, as a list of names has them."""

    heading: str
    """One of `names.headings_of`."""
    servant: Servant
    """As the roster told when it was last different: only the roster in force says who exists now."""

    @property
    def place(self) -> str:
        """Tell where it stands in the list."""
        return f"{self.heading}#{self.servant.matricule}"


Restored = Batch | BatchLine | Original | Piece | Event | Decision | tuple[str, str, str]
"""What a rebuild writes; a triple is an arrival: batch, arrival, line."""
