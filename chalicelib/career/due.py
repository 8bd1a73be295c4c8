"""What is due for one servant as of a day: retirement, advancement, end of probation, end of a position, ratings that are missing.

1. Take what was known at the end of the day: events with their citations, the roster's line, the rules with their days. 2. For each kind,
find the version of its rule that concerns the servant, and the day it gives. 3. Where the facts are missing or contradict each other, give
the range that is sure, or « unknown » with the type of piece that would tell.

No port is asked and no clock is read: the same facts give the same entries.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from chalicelib.career.intervals import RuleSpan, add_months, delayed, reached, span_on, spans_of
from chalicelib.career.states import ENDED
from chalicelib.model.career import CareerEvent, Citation, EventKind
from chalicelib.model.career_rules import CareerRules, RuleKind
from chalicelib.model.due import ColumnCitation, DueDoubt, DueEntry, DueState, RuleCitation, cite_rule
from chalicelib.model.identifiers import normalise
from chalicelib.model.nomenclature import CareerState, Nomenclature, Proof
from chalicelib.model.servant import Servant
from chalicelib.text.calendar import day_of

HORIZON: Final = 24
"""Months that a due list looks ahead."""
_TURN: Final = 4
"""A rating that names no year and is signed before this month may be of the year before."""
_LENGTH: Final = re.compile(r"P?\s*(\d{1,3})\s*(A|Y|MOIS|M|J|D)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthProof:
    """A day of birth in a filed birth certificate."""

    day: date
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCareer:
    """What is known of a servant at the end of a day."""

    servant: Servant
    generation: str
    """Of the roster that the servant's line is from."""
    states: frozenset[CareerState]
    """Those that the roster's word of status allows."""
    events: tuple[CareerEvent, ...] = ()
    """Those that the career has, in the order of time."""
    births: tuple[BirthProof, ...] = ()

    def of(self, *kinds: EventKind) -> list[CareerEvent]:
        """Events of some kinds that have a day, in the order of time."""
        return [each for each in self.events if each.kind in kinds and each.day is not None]

    def column(self, name: str) -> ColumnCitation:
        """Cite a column of the roster's line."""
        values = {"date_naissance": self.servant.birth_date, "date_entree": self.servant.entry_date, "statut": self.servant.status}
        return ColumnCitation(generation=self.generation, column=name, value=str(values[name] or ""))  # type: ignore[arg-type]


def due_entries(known: KnownCareer, rules: CareerRules, nomenclature: Nomenclature, day: date) -> tuple[DueEntry, ...]:
    """Find what is due for a servant.

    Args:
        known: what was known at the end of the day.
        rules: in force; each has its days.
        nomenclature: says which type of piece would tell what is not known.
        day: the one of the list.
    """
    exits = [each for each in known.events if each.kind == "exit" and (each.day is None or each.day <= day)]
    if exits or known.states <= ENDED:
        return ()
    career = _Career(known, rules, nomenclature, day)
    found = (career.retirement(), career.advancement(), career.probation(), *career.positions(), career.ratings())
    return tuple(each for each in found if each is not None)


class _Career:
    """One servant's facts, held against the rules."""

    def __init__(self, known: KnownCareer, rules: CareerRules, nomenclature: Nomenclature, day: date) -> None:
        self._known, self._rules, self._nomenclature, self._day = known, rules, nomenclature, day
        self._horizon = add_months(day, HORIZON)

    # -- retirement

    def retirement(self) -> DueEntry | None:
        """The day of the age of retirement; a birth of which the year alone is known gives a year."""
        span, doubt = self._birth()
        roster, pieces = (self._known.column("date_naissance"),), tuple(each.citation for each in self._known.births)
        if span is None:
            return DueEntry(kind="retirement", state="unknown", doubt=doubt, wanted=self._telling("birth"), roster=roster, pieces=pieces)
        spans = self._spans("retirement")
        ends = [reached(each, spans) for each in span]
        if not spans or ends[0] is None or ends[1] is None:
            return None
        (first, rule), (last, other) = ends[0], ends[1]
        sure = rule.is_sure and other.is_sure
        entry = DueEntry(
            kind="retirement",
            state="coming",
            first=first,
            last=last,
            doubt=doubt or ("" if sure else "status"),
            wanted=self._telling("birth") if doubt else "",
            pieces=pieces,
            roster=roster,
            rules=_cited(rule, other),
        )
        extension = span_on(self._spans("extension"), last)
        if extension:
            until = add_months(last, extension.rule.months)
            entry = replace(entry, until=until, rules=(*entry.rules, cite_rule(extension.rule)))
        return self._within(entry)

    def _birth(self) -> tuple[tuple[date, date] | None, DueDoubt]:
        """The first and last day on which the servant may be born, and why it is not sure."""
        told = self._known.servant.birth_date
        days = sorted({*([told] if told else []), *(each.day for each in self._known.births)})
        exact = [each for each in days if (each.month, each.day) != (1, 1)]
        if not days:
            return None, "no_birth"
        if len({each.year for each in days}) > 1 or len(exact) > 1:
            return (days[0], _year_end(days[-1]) if days[-1] not in exact else days[-1]), "births_differ"
        if exact:
            return (exact[0], exact[0]), ""
        return (days[0], _year_end(days[0])), "birth_year"

    # -- advancement

    def advancement(self) -> DueEntry | None:
        """The next step: some years after the last one, not counting frozen days."""
        spans = self._spans("advancement")
        if not spans:
            return None
        steps = self._until(self._known.of("advancement", "promotion")) or self._until(self._known.of("confirmation"))
        if not steps:
            return self._unknown("advancement", "no_step", "advancement", ("statut",), spans)
        step = steps[-1]
        assert step.day is not None  # noqa: S101 - `of` gives dated events alone
        found = reached(step.day, spans)
        if found is None:
            return None
        due, rule = found
        freezes = self._spans("freeze")
        delay = delayed(step.day, due, [(each.first, each.last) for each in freezes])
        met = [each for each in freezes if each.first < (delay or date.max) and (each.last is None or each.last >= step.day)]
        sure = rule.is_sure and all(each.is_sure for each in met)
        entry = DueEntry(
            kind="advancement",
            state="coming",
            first=delay,
            last=delay,
            doubt="" if sure else "status",
            pieces=step.citations,
            roster=(self._known.column("statut"),),
            rules=_cited(rule, *met),
        )
        return replace(entry, state="unknown", doubt="frozen") if delay is None else self._within(entry)

    # -- probation

    def probation(self) -> DueEntry | None:
        """The end of a probation that no act has confirmed."""
        spans = self._spans("probation")
        if not spans or self._until([each for each in self._known.events if each.kind == "confirmation"]):
            return None
        begun, pieces = self._entry()
        if begun is None:
            return self._unknown("probation", "no_entry", "entry", ("date_entree", "statut"), spans)
        found = reached(begun, spans)
        if found is None:
            return None
        end, rule = found
        roster = (self._known.column("date_entree"), self._known.column("statut"))
        entry = DueEntry(
            kind="probation",
            state="coming",
            first=end,
            last=end,
            wanted=self._telling("confirmation"),
            pieces=pieces,
            roster=roster,
            rules=_cited(rule),
        )
        if rule.is_sure:
            return self._within(entry)
        return None if end > self._horizon else replace(entry, state="unknown", doubt="no_confirmation")

    def _entry(self) -> tuple[date | None, tuple[Citation, ...]]:
        """The day of entry into service, by the pieces, else by the roster."""
        acts = self._until(self._known.of("entry")) or self._until(self._known.of("recruitment"))
        if acts:
            return acts[0].day, acts[0].citations
        return self._known.servant.entry_date, ()

    # -- positions

    def positions(self) -> Iterator[DueEntry]:
        """Positions that have begun and not ended: due at the end that their act tells."""
        opened: CareerEvent | None = None
        for event in self._until(self._known.of("position_start", "position_end")):
            opened = event if event.kind == "position_start" else None
        if opened is None:
            return
        end = _end_of(opened)
        if end is None:
            yield DueEntry(kind="position", state="unknown", doubt="no_end", wanted=opened.type, pieces=opened.citations)
            return
        found = self._within(DueEntry(kind="position", state="coming", first=end, last=end, wanted=opened.type, pieces=opened.citations))
        if found:
            yield found

    # -- ratings

    def ratings(self) -> DueEntry | None:
        """Whole years of service without a rating."""
        spans = self._spans("rating")
        if not spans:
            return None
        begun, pieces = self._entry()
        if begun is None:
            return self._unknown("rating", "no_entry", "entry", ("date_entree", "statut"), spans)
        due = [(year, span) for year in range(begun.year + 1, self._day.year) if (span := span_on(spans, date(year, 12, 31)))]
        rated, maybe = self._rated()
        left = [(year, span) for year, span in due if year not in rated]
        missing, unsure = [each for each in left if each[0] not in maybe], [each for each in left if each[0] in maybe]
        if not left:
            return None
        told = missing or unsure
        roster = (self._known.column("date_entree"), self._known.column("statut"))
        is_sure = bool(missing) and all(span.is_sure for _, span in missing)
        return DueEntry(
            kind="rating",
            state="passed" if is_sure else "unknown",
            first=date(told[0][0], 12, 31),
            last=date(told[-1][0], 12, 31),
            doubt="" if is_sure else "status" if missing else "rating_day",
            years=tuple(year for year, _ in told),
            wanted=self._telling("rating"),
            pieces=pieces,
            roster=roster,
            rules=_cited(*(span for _, span in told)),
        )

    def _rated(self) -> tuple[set[int], set[int]]:
        """Years that have a rating, and years that may have one: by acts that name no year."""
        rated, maybe = set[int](), set[int]()
        for event in self._known.events:
            said = event.details.get("rating_year", "") if event.kind == "rating" else None
            if said is None:
                continue
            if said.isdecimal():
                rated.add(int(said))
            elif event.day is None:
                maybe.update(range(1900, self._day.year))
            elif event.day.month < _TURN:
                maybe.update((event.day.year, event.day.year - 1))
            else:
                rated.add(event.day.year)
        return rated, maybe

    # -- common to all

    def _spans(self, kind: RuleKind) -> list[RuleSpan]:
        status = normalise(self._known.servant.status)
        return list(spans_of(self._rules.of(kind), lambda rule: rule.concerns(self._known.states, status)))

    def _until(self, events: Sequence[CareerEvent]) -> list[CareerEvent]:
        """Leave out events that have not taken effect by the day of the list."""
        return [each for each in events if each.day is None or each.day <= self._day]

    def _within(self, entry: DueEntry) -> DueEntry | None:
        """Leave out what is due beyond the horizon, and say what is over."""
        if entry.first is None or entry.last is None or entry.first > self._horizon:
            return None
        state: DueState = "passed" if entry.last < self._day else "coming"
        return replace(entry, state=state)

    def _telling(self, proof: Proof) -> str:
        """The type of piece that would tell what is not known; empty where the nomenclature has none."""
        return next(iter(self._nomenclature.proving(proof)), "")

    def _unknown(self, kind: RuleKind, doubt: DueDoubt, proof: Proof, columns: Sequence[str], spans: Sequence[RuleSpan]) -> DueEntry:
        span = span_on(spans, self._day) or spans[-1]
        roster = tuple(self._known.column(each) for each in columns)
        return DueEntry(kind=kind, state="unknown", doubt=doubt, wanted=self._telling(proof), roster=roster, rules=_cited(span))  # type: ignore[arg-type]


def _cited(*spans: RuleSpan) -> tuple[RuleCitation, ...]:
    return tuple(dict.fromkeys(cite_rule(each.rule) for each in spans))


def _year_end(day: date) -> date:
    return date(day.year, 12, 31)


def _end_of(event: CareerEvent) -> date | None:
    """The last day of a position, by its act: the day that it names, else the last of the length of time that it gives."""
    try:
        return day_of(event.details.get("end_date", ""))
    except ValueError:
        found = _LENGTH.search(event.details.get("duration", ""))
    if found is None or event.day is None:
        return None
    number, unit = int(found[1]), found[2].upper()[0]
    if unit in "JD":
        return event.day + timedelta(days=number - 1)
    return add_months(event.day, number * 12 if unit in "AY" else number) - timedelta(days=1)
