"""Sums over the whole archive, and what each file adds to them: rules without memory, so that counting again changes nothing.

What a line of a batch adds is written down beside it (`Counted`); when the line has moved, what it added is taken back and what it adds
now is put in. So no order of events and no repetition can make the sums wrong.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from chalicelib.model.event import Event
from chalicelib.model.identifiers import normalise
from chalicelib.model.piece import BatchLine

UNKNOWN = ""
"""Stands where a ministry's name stands, for a piece of which nobody knows whose it is."""
_SETTLING = frozenset({"filing", "review", "decision", "rereading", "redaction"})
"""Events after which a text is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What came in, on a day or altogether."""

    casefiles: int = 0
    """Case files that got their first piece."""
    pieces: int = 0
    """Pieces filed."""
    pages: int = 0
    """Pages of files whose text was read."""
    refused: Mapping[str, int] = field(default_factory=dict)
    """Files refused, by reason."""

    def plus(self, other: "Sum", sign: int = 1) -> "Sum":
        """Add, or with -1 take away.

        >>> Sum(pieces=3, refused={"type": 1}).plus(Sum(pieces=1, refused={"type": 1}), -1)
        Sum(casefiles=0, pieces=2, pages=0, refused={})
        """
        reasons = self.refused.keys() | other.refused.keys()
        refused = {reason: self.refused.get(reason, 0) + sign * other.refused.get(reason, 0) for reason in sorted(reasons)}
        return Sum(
            casefiles=self.casefiles + sign * other.casefiles,
            pieces=self.pieces + sign * other.pieces,
            pages=self.pages + sign * other.pages,
            refused={reason: count for reason, count in refused.items() if count},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What one line of a batch adds."""

    batch: str
    line: str
    filed_on: date | None = None
    matricule: str | None = None
    """Normalised: in whose case file, where it is filed."""
    read_on: date | None = None
    pages: int = 0
    refused_on: date | None = None
    reason: str | None = None
    waits_since: date | None = None
    """Day of arrival, of what waits for a person."""
    ministry: str | None = None
    """Where it waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """How many pieces are counted in a case file."""

    matricule: str
    pieces: int = 0
    since: date | None = None
    """Day of the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What waits for a person, of one ministry."""

    ministry: str
    days: Mapping[str, int] = field(default_factory=dict)
    """How much, by day of arrival."""

    @property
    def waiting(self) -> int:
        """How much in all."""
        return sum(self.days.values())

    @property
    def oldest(self) -> str | None:
        """Since when."""
        return min(self.days, default=None)

    def plus(self, day: date, count: int) -> "Queue":
        """Add to a day, or take away."""
        told = day.isoformat()
        days = dict(self.days) | {told: self.days.get(told, 0) + count}
        return replace(self, days={each: number for each, number in days.items() if number})


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """How far a batch is counted."""

    batch: str
    moves: int = 0
    """The tally's, when it was last looked at."""
    after: str = ""
    """Place of the last event that was looked at."""
    done: bool = False
    """Closed, and counted to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """The sums of all days, and how far they go."""

    total: Sum = field(default_factory=Sum)
    edition: int = 0
    """Of the sums: one counting at a time moves it."""
    counted_at: datetime | None = None
    """UTC, aware."""
    opened: str = ""
    """Place of the last batch that was looked at, among all batches."""


@dataclass(slots=True, kw_only=True)
class Book:
    """The sums that one step of counting touches, all written at once."""

    known_holdings: Mapping[str, Holding] = field(default_factory=dict)
    """As they stand."""
    known_queues: Mapping[str, Queue] = field(default_factory=dict)
    days: dict[date, Sum] = field(default_factory=dict)
    """Differences."""
    holdings: dict[str, Holding] = field(default_factory=dict)
    """As they become."""
    queues: dict[str, Queue] = field(default_factory=dict)
    lines: dict[str, Counted] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Items to be written."""
        return len(self.days) + len(self.holdings) + len(self.queues) + len(self.lines)

    def move(self, before: Counted | None, after: Counted) -> None:
        """Take back what a line added, and put in what it adds now."""
        self._add(after, 1)  # first, so that no case file seems to be emptied on the way
        if before is not None:
            self._add(before, -1)
        self.lines[after.line] = after

    def _add(self, line: Counted, sign: int) -> None:
        if line.filed_on is not None and line.matricule is not None:
            self._day(line.filed_on, Sum(pieces=1), sign)
            self._hold(line.matricule, line.filed_on, sign)
        if line.read_on is not None:
            self._day(line.read_on, Sum(pages=line.pages), sign)
        if line.refused_on is not None and line.reason is not None:
            self._day(line.refused_on, Sum(refused={line.reason: 1}), sign)
        if line.waits_since is not None and line.ministry is not None:
            queue = self.queues.get(line.ministry) or self.known_queues.get(line.ministry) or Queue(ministry=line.ministry)
            self.queues[line.ministry] = queue.plus(line.waits_since, sign)

    def _hold(self, matricule: str, day: date, sign: int) -> None:
        """A case file counts from its first piece on, for as long as it has one."""
        held = self.holdings.get(matricule) or self.known_holdings.get(matricule) or Holding(matricule=matricule)
        after = replace(held, pieces=held.pieces + sign)
        if not held.pieces and after.pieces > 0:
            after = replace(after, since=day)
            self._day(day, Sum(casefiles=1), 1)
        elif held.pieces > 0 and not after.pieces and held.since is not None:
            self._day(held.since, Sum(casefiles=1), -1)
        self.holdings[matricule] = after

    def _day(self, day: date, part: Sum, sign: int) -> None:
        self.days[day] = self.days.get(day, Sum()).plus(part, sign)


def count_line(
    line: BatchLine, events: Iterable[tuple[date, Event]], before: Counted | None, *, arrived_on: date, ministry: str
) -> Counted:
    """Tell what a line adds, as it stands.

    Days that are known stay: that a piece is decided of again does not file it anew.

    Args:
        line: as it stands.
        events: of it, that have not been looked at, each with its day, in time.
        before: what it added.
        arrived_on: the day.
        ministry: of whose it seems to be; see `UNKNOWN`.
    """
    seen = [(day, event.type) for day, event in events]
    settled = [day for day, kind in seen if kind in _SETTLING]
    last = seen[-1][0] if seen else arrived_on
    was = before or Counted(batch=line.batch, line=line.line)
    read_on = was.read_on or (settled[0] if settled and line.pages else None)
    filed_on = (was.filed_on or (settled[-1] if settled else None)) if line.status == "filed" else None
    refused = line.status == "refused"
    waits = line.status == "to_review"
    return Counted(
        batch=line.batch,
        line=line.line,
        filed_on=filed_on,
        matricule=(normalise(line.matricule or "") or None) if filed_on else None,
        read_on=read_on,
        pages=(was.pages or line.pages or 0) if read_on else 0,
        refused_on=(was.refused_on or last) if refused else None,
        reason=(line.reason or "by_review") if refused else None,
        waits_since=(was.waits_since or arrived_on) if waits else None,
        ministry=(was.ministry if was.ministry is not None else ministry) if waits else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """What one step of counting writes, all of it or nothing."""

    standing: Reached
    book: Book = field(default_factory=Book)
    turn: Turn | None = None
