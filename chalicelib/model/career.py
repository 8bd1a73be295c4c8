"""Careers as pieces tell them: events with their citations, what archivists decided on them, and what does not fit together.

Events are derived from the filed pieces each time they are asked for; decisions alone are kept.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final, Literal, get_args

from chalicelib.model.transcript import Box

EventKind = Literal[
    "recruitment",
    "entry",
    "confirmation",
    "rating",
    "advancement",
    "promotion",
    "posting",
    "position_start",
    "position_end",
    "discipline",
    "exit",
]
"""`recruitment`: the act by which the State engages or appoints; `entry`: entry on duty, which a certificate tells; `confirmation`: end of
probation; `position_start`, `position_end`: secondment, placement at disposal, availability, suspension."""

KINDS: Final[tuple[EventKind, ...]] = get_args(EventKind)
"""All kinds, in the order in which a career has them."""

EventState = Literal["found", "confirmed", "corrected", "rejected"]
"""`found`: as the text says it, and nobody has looked; the others: by an archivist's decision."""

DayMeaning = Literal["effect", "act"]
"""Which day an event has: the one from which the act takes effect, or, where it states none, its own."""

EventDecisionKind = Literal["confirm", "correct", "reject", "undo"]

DETAILS: Final = ("grade", "echelon", "posting", "position", "end_date", "duration", "rating", "rating_year", "sanction", "exit_reason")
"""Names of an event's details: those fields of its piece that tell what the event was, as `analysis.description.fields` reads them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a piece says something."""

    piece: str
    page: int = 1
    """From 1, of the piece's own pages."""
    box: Box | None = None
    """None where the piece as a whole is meant, or where the place is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts:
    """What an event says: the part that an archivist may correct."""

    kind: EventKind
    day: date | None = None
    """None where no piece tells it."""
    day_is: DayMeaning | None = None
    """None without a day."""
    details: Mapping[str, str] = field(default_factory=dict)
    """Value by name, of `DETAILS`; a detail that was not read is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerEvent(EventFacts):
    """One event of a servant's career, with the pieces that prove it."""

    id: str
    """Id of the first registered of its pieces: it stays when the piece is read again."""
    type: str
    """Code of that piece in the nomenclature."""
    act_number: str | None = None
    act_date: date | None = None
    """Of signature."""
    citations: tuple[Citation, ...]
    """Where the day is said, else the whole piece; two pieces of one act are two citations."""
    confidence: float
    """0 to 1: of the type and of the day; 1 where an archivist has decided."""
    state: EventState = "found"
    known_at: datetime
    """UTC: when the piece was filed, or the decision taken."""
    edition: int = 0
    """Number of decisions on it so far, undoings too."""
    found: EventFacts | None = None
    """What the pieces say, where a decision says something else; None where they say the same."""

    @property
    def facts(self) -> EventFacts:
        """What it says, without its proofs."""
        return EventFacts(kind=self.kind, day=self.day, day_is=self.day_is, details=self.details)

    @property
    def counts(self) -> bool:
        """Whether the career has this event: all but those that an archivist has rejected."""
        return self.state != "rejected"

    @property
    def version(self) -> str:
        """Short text that differs once the event says something else, or somebody has decided on it: what an archivist saw."""
        details = sorted(self.details.items())
        said = "\0".join((self.kind, str(self.day), str(self.day_is), *(f"{name}={value}" for name, value in details)))
        return f"{self.edition}-{hashlib.sha256(said.encode()).hexdigest()[:8]}"

    @property
    def pieces(self) -> tuple[str, ...]:
        """Pieces that it cites, each once."""
        return tuple(dict.fromkeys(each.piece for each in self.citations))

    @property
    def place(self) -> tuple[bool, date, int, str]:
        """Where it stands in the timeline: by day, those without a day last; on one day in the order of a career."""
        return self.day is None, self.day or date.max, KINDS.index(self.kind), self.id

    def with_facts(self, facts: EventFacts) -> "CareerEvent":
        """The same event with other facts."""
        return replace(self, kind=facts.kind, day=facts.day, day_is=facts.day_is, details=facts.details)


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerDecision:
    """A decision of one archivist on one event of a career, as the register keeps it."""

    matricule: str
    """Normalised, of the case file."""
    event: str
    """`CareerEvent.id`."""
    number: int
    """Of the decisions on this event, from 1."""
    at: datetime
    """UTC, aware."""
    by: str
    """The user name."""
    decision: EventDecisionKind
    facts: EventFacts | None = None
    """What the event says by this decision; None for `undo`."""
    citations: tuple[Citation, ...] = ()
    """Those of the event when it was decided on: it stays as long as one of their pieces is in the case file."""
    type: str = ""
    """As `CareerEvent.type`, then."""
    act_number: str | None = None
    act_date: date | None = None
    note: str = ""
    """Reason in the person's words."""

    @property
    def place(self) -> str:
        """Sort key among the decisions of its case file: by time."""
        return f"{self.at.isoformat()}#{self.event}#{self.number:06}"


FindingRule = Literal[
    "two_recruitments",
    "two_entries",
    "two_exits",
    "end_without_start",
    "position_open",
    "position_unclear",
    "under_age",
    "act_after_exit",
    "two_ratings",
    "grade_down",
    "erasure_unclear",
    "act_annulled",
    "copies_differ",
]
"""Conflicts between pieces, and rules of a career that do not hold; the words for readers stand in the site's files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerFinding:
    """A conflict between pieces, or a rule of careers that does not hold; nothing is put right by itself."""

    rule: FindingRule
    events: tuple[str, ...] = ()
    """Ids of the events concerned, in the order of time."""
    citations: tuple[Citation, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    """What the words of the rule need: days in ISO 8601, years, steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerTimeline:
    """The events of a servant's career in the order of time, with what does not fit together."""

    matricule: str
    """Normalised."""
    events: tuple[CareerEvent, ...]
    """Those that archivists rejected too: `counts` tells them."""
    findings: tuple[CareerFinding, ...] = ()
    born: date | None = None
    """By the roster in force."""
    as_of: datetime | None = None
    """UTC: what was filed and decided until then; None: now."""

    @property
    def standing(self) -> tuple[CareerEvent, ...]:
        """Events that the career has: without the rejected ones."""
        return tuple(each for each in self.events if each.counts)

    def of(self, *kinds: EventKind) -> tuple[CareerEvent, ...]:
        """Events of some kinds that the career has, in the order of time, those without a day last."""
        return tuple(each for each in self.standing if each.kind in kinds)


def decision_in_force(decisions: Sequence[CareerDecision]) -> CareerDecision | None:
    """Which of an event's decisions holds: the latest that is not undone; None where none does.

    Args:
        decisions: on one event, the earliest first.
    """
    stack: list[CareerDecision] = []
    for each in decisions:
        if each.decision != "undo":
            stack.append(each)
        elif stack:
            stack.pop()
    return stack[-1] if stack else None
