"""Decisions of archivists on the events of a career: confirm, correct, set aside, undo.

1. Read the timeline, and the event in it. 2. Check that it still says what the archivist saw; the same decision once more changes nothing.
3. Check what a correction says, as any text that is kept. 4. Write the decision, unless another one came first.

Nobody decides on their own career.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chalicelib.access.timelines import ServantTimeline, view_career
from chalicelib.analysis.description.fields import DATES, LONGEST, may_be_kept
from chalicelib.analysis.sensitivity.screening import check_words
from chalicelib.model.career import (
    DETAILS,
    KINDS,
    CareerDecision,
    CareerEvent,
    EventDecisionKind,
    EventFacts,
    EventKind,
    decision_in_force,
)
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.reader import Reader
from chalicelib.ports.archive import Archive

_NUMBERS = frozenset({"echelon", "rating_year"})
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDecisionRequest:
    """What an archivist decides on an event."""

    decision: EventDecisionKind
    seen: str
    """`CareerEvent.version`, as the archivist saw the event."""
    kind: str | None = None
    """Of a correction; None leaves the kind."""
    day: str | None = None
    """Of a correction, in ISO 8601; empty: the day is not known; None leaves it."""
    details: Mapping[str, str] = field(default_factory=dict)
    """Of a correction, those that change; an empty value takes a detail away."""
    note: str = ""


def decide_event(reader: Reader, matricule: str, name: str, request: EventDecisionRequest, archive: Archive) -> ServantTimeline:
    """Decide on an event, and return the timeline as it stands then.

    Raises:
        ReaderError: `not_found`: no such event, or the archivist's own career; `bad_field`, `forbidden_word`, `nothing_to_undo`.
        ConflictError: the event says something else since the archivist saw it.
    """
    if matricule == reader.matricule:
        raise ReaderError("not_found", "their own career")
    career = view_career(reader, matricule, archive)
    event = next((each for each in career.timeline.events if each.id == name), None)
    if event is None:
        raise ReaderError("not_found", "no such event")
    check_words(request.note, "note")
    own = [each for each in archive.career_decisions.list_for(matricule) if each.event == name]
    facts = _facts(event, request)
    if event.version != request.seen:
        if own and own[-1].by == reader.name and own[-1].decision == request.decision and _says(event, own[-1], facts):
            return career
        raise ConflictError("conflict", "the event has moved")
    if request.decision == "undo" and decision_in_force(own) is None:
        raise ReaderError("nothing_to_undo")
    cited: dict[str, Any] = {name: getattr(event, name) for name in ("citations", "type", "act_number", "act_date")} if facts else {}
    decision = CareerDecision(
        matricule=matricule,
        event=event.id,
        number=len(own) + 1,
        at=archive.clock.now(),
        by=reader.name,
        decision=request.decision,
        facts=facts,
        note=request.note,
        **cited,
    )
    archive.career_decisions.add(decision)
    return view_career(reader, matricule, archive)


def _says(event: CareerEvent, last: CareerDecision, facts: EventFacts | None) -> bool:
    """Whether the last decision is the one that is asked for once more."""
    return facts is None or (last.facts == facts and event.facts == facts)


def _facts(event: CareerEvent, request: EventDecisionRequest) -> EventFacts | None:
    """What the event says by the decision; None for an undoing.

    Raises:
        ReaderError: `bad_field`, `forbidden_word`.
    """
    if request.decision == "undo":
        return None
    if request.decision != "correct":
        return event.facts
    day = event.day if request.day is None else _day(request.day, "day")
    details = dict(event.details)
    for name, value in request.details.items():
        text = _detail(name, value)
        details.pop(name, None)
        if text:
            details[name] = text
    day_is = None if day is None else event.day_is if day == event.day else event.day_is or "act"
    return EventFacts(kind=_kind(request.kind) if request.kind else event.kind, day=day, day_is=day_is, details=details)


def _kind(text: str) -> EventKind:
    for kind in KINDS:
        if text == kind:
            return kind
    raise ReaderError("bad_field", "kind", field="kind")


def _day(text: str, name: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ReaderError("bad_field", name, field=name) from error
    if day.year < _FIRST_YEAR or day.isoformat() != text:
        raise ReaderError("bad_field", name, field=name)
    return day


def _detail(name: str, value: str) -> str:
    """A detail's value, checked as any field's; empty takes it away."""
    text = " ".join(value.split())
    if name not in DETAILS or len(text) > LONGEST or not text.isprintable() or (name in _NUMBERS and text and not text.isdecimal()):
        raise ReaderError("bad_field", name, field=name)
    if name in DATES:
        _day(text, name)
    if not may_be_kept(text):
        raise ReaderError("forbidden_word", name, field=name)
    return text
