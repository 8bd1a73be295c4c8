"""Statistics of the archive: daily totals, case files, review queues, and what each batch line contributes.

The contribution of a line is stored (`Counted`). When the line changes, the stored contribution is subtracted and the new one added, so
neither the order of events nor a repetition can make the totals wrong.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from chalicelib.model.event import Event
from chalicelib.model.identifiers import normalise
from chalicelib.model.piece import BatchLine

UNKNOWN = ""
"""Ministry of a piece whose owner is unknown."""
_SETTLING = frozenset({"filing", "review", "decision", "rereading", "redaction", "division"})
"""Events after which the text of a line is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Totals of a day, or of all days."""

    casefiles: int = 0
    """Case files that got their first piece."""
    pieces: int = 0
    """Pieces filed."""
    pages: int = 0
    """Pages of files whose text was read."""
    refused: Mapping[str, int] = field(default_factory=dict)
    """Files refused, by reason."""

    def plus(self, other: "Totals", sign: int = 1) -> "Totals":
        """Sum of two totals; their difference with `sign=-1`.

        >>> Totals(pieces=3, refused={"type": 1}).plus(Totals(pieces=1, refused={"type": 1}), -1)
        Totals(casefiles=0, pieces=2, pages=0, refused={})
        """
        reasons = self.refused.keys() | other.refused.keys()
        refused = {reason: self.refused.get(reason, 0) + sign * other.refused.get(reason, 0) for reason in sorted(reasons)}
        return Totals(
            casefiles=self.casefiles + sign * other.casefiles,
            pieces=self.pieces + sign * other.pieces,
            pages=self.pages + sign * other.pages,
            refused={reason: count for reason, count in refused.items() if count},
        )


Place = tuple[str, str]
"""A ministry and a province, as the roster writes them; empty where it names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCount:
    """Number of case files, or of servants, of a ministry in a province."""

    ministry: str
    province: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Contribution of one batch line to the totals."""

    batch: str
    line: str
    filed_on: date | None = None
    matricule: str | None = None
    """Normalised matricule of the case file it is filed in."""
    read_on: date | None = None
    pages: int = 0
    refused_on: date | None = None
    reason: str | None = None
    waits_since: date | None = None
    """Day of arrival, while it waits for review."""
    ministry: str | None = None
    """Ministry whose review queue it is in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Number of counted pieces of a case file."""

    matricule: str
    pieces: int = 0
    since: date | None = None
    """Day of the first piece."""
    ministry: str | None = None
    """Ministry and province that it is counted under: the servant's when the first piece was filed."""
    province: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewQueue:
    """Review queue of one ministry."""

    ministry: str
    days: Mapping[str, int] = field(default_factory=dict)
    """Waiting lines by day of arrival."""

    @property
    def waiting(self) -> int:
        """Number of waiting lines."""
        return sum(self.days.values())

    @property
    def oldest(self) -> str | None:
        """Day of arrival of the oldest; None when empty."""
        return min(self.days, default=None)

    def ages(self, today: date) -> list[int]:
        """Age in days of each waiting line."""
        return [(today - date.fromisoformat(day)).days for day, count in self.days.items() for _ in range(count)]

    def plus(self, day: date, count: int) -> "ReviewQueue":
        """The queue after a change of one day's count."""
        told = day.isoformat()
        days = dict(self.days) | {told: self.days.get(told, 0) + count}
        return replace(self, days={each: number for each, number in days.items() if number})


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchProgress:
    """Progress of the count in one batch."""

    batch: str
    moves: int = 0
    """`Tally.moves` at the latest count."""
    after: str = ""
    """Sort key of the last counted event."""
    done: bool = False
    """Whether the batch is closed and counted to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveTotals:
    """Totals of all days, and progress of the count."""

    total: Totals = field(default_factory=Totals)
    edition: int = 0
    """Edition of the totals; one count at a time may advance it."""
    counted_at: datetime | None = None
    """UTC, aware."""
    opened: str = ""
    """Sort key of the last counted batch."""


@dataclass(slots=True, kw_only=True)
class CountingStep:
    """Changes of one counting step, written in one transaction."""

    known_holdings: Mapping[str, Holding] = field(default_factory=dict)
    """Case files before the step."""
    known_places: Mapping[str, Place] = field(default_factory=dict)
    """Ministry and province of servants, by normalised matricule."""
    known_queues: Mapping[str, ReviewQueue] = field(default_factory=dict)
    days: dict[date, Totals] = field(default_factory=dict)
    """Differences of daily totals."""
    holdings: dict[str, Holding] = field(default_factory=dict)
    """Case files after the step."""
    places: dict[Place, int] = field(default_factory=dict)
    """Differences of the case files of ministries in provinces."""
    queues: dict[str, ReviewQueue] = field(default_factory=dict)
    lines: dict[str, Counted] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Number of items to write."""
        return len(self.days) + len(self.holdings) + len(self.places) + len(self.queues) + len(self.lines)

    def move(self, before: Counted | None, after: Counted) -> None:
        """Replace a line's contribution."""
        self._add(after, 1)  # first: no case file may look empty in between
        if before is not None:
            self._add(before, -1)
        self.lines[after.line] = after

    def _add(self, line: Counted, sign: int) -> None:
        if line.filed_on is not None and line.matricule is not None:
            self._day(line.filed_on, Totals(pieces=1), sign)
            self._hold(line.matricule, line.filed_on, sign)
        if line.read_on is not None:
            self._day(line.read_on, Totals(pages=line.pages), sign)
        if line.refused_on is not None and line.reason is not None:
            self._day(line.refused_on, Totals(refused={line.reason: 1}), sign)
        if line.waits_since is not None and line.ministry is not None:
            queue = self.queues.get(line.ministry) or self.known_queues.get(line.ministry) or ReviewQueue(ministry=line.ministry)
            self.queues[line.ministry] = queue.plus(line.waits_since, sign)

    def _hold(self, matricule: str, day: date, sign: int) -> None:
        """Count a case file from its first piece, for as long as it has one."""
        held = self.holdings.get(matricule) or self.known_holdings.get(matricule) or Holding(matricule=matricule)
        after = replace(held, pieces=held.pieces + sign)
        if not held.pieces and after.pieces > 0:
            ministry, province = self.known_places.get(matricule, (held.ministry or "", held.province or ""))
            after = replace(after, since=day, ministry=ministry, province=province)
            self._day(day, Totals(casefiles=1), 1)
            self._place((ministry, province), 1)
        elif held.pieces > 0 and not after.pieces and held.since is not None:
            self._day(held.since, Totals(casefiles=1), -1)
            self._place((held.ministry or "", held.province or ""), -1)
        self.holdings[matricule] = after

    def _place(self, place: Place, count: int) -> None:
        self.places[place] = self.places.get(place, 0) + count

    def _day(self, day: date, part: Totals, sign: int) -> None:
        self.days[day] = self.days.get(day, Totals()).plus(part, sign)


def count_line(
    line: BatchLine, events: Iterable[tuple[date, Event]], before: Counted | None, *, arrived_on: date, ministry: str
) -> Counted:
    """Contribution of a line to the totals: of a divided file its pages, of each of its pieces the rest.

    Known days stay: a second decision on a piece does not file it again.

    Args:
        line: the current line.
        events: its events since the latest count, each with its day, in order.
        before: its stored contribution.
        arrived_on: day of arrival.
        ministry: ministry of the likely owner; see `UNKNOWN`.
    """
    seen = [(day, event.type) for day, event in events]
    settled = [day for day, kind in seen if kind in _SETTLING]
    last = seen[-1][0] if seen else arrived_on
    was = before or Counted(batch=line.batch, line=line.line)
    read_on = was.read_on or (settled[0] if settled and line.pages and not line.part else None)
    filed_on = (was.filed_on or (settled[-1] if settled else None)) if line.status == "filed" and not line.divided else None
    refused = line.status == "refused" and not line.part
    waits = line.status == "to_review" and not line.divided
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
    """Writes of one counting step: all or none."""

    totals: ArchiveTotals
    step: CountingStep = field(default_factory=CountingStep)
    progress: BatchProgress | None = None
