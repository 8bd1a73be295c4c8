"""Decisions of archivists laid over the events that the pieces tell.

A decision keeps what the event said when it was taken, so that a later reading of the piece changes nothing that a person has confirmed; it
holds as long as one of the cited pieces is in the case file, and comes to nothing once they have left it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.career.events import is_same_act
from chalicelib.model.career import CareerDecision, CareerEvent, Citation, EventDecisionKind, EventState, decision_in_force

_STATES: dict[EventDecisionKind, EventState] = {"confirm": "confirmed", "correct": "corrected", "reject": "rejected"}


def apply_decisions(
    events: Sequence[CareerEvent], decisions: Iterable[CareerDecision], pieces: Collection[str], *, as_of: datetime | None = None
) -> tuple[CareerEvent, ...]:
    """Lay decisions over events.

    Args:
        events: as the pieces tell them.
        decisions: on this case file, in any order.
        pieces: those that are in the case file and may tell an event.
        as_of: UTC; later decisions are left out.

    Returns:
        the events in the order of time, the rejected ones among them.
    """
    taken = sorted((each for each in decisions if as_of is None or each.at <= as_of), key=lambda each: each.place)
    found, decided = list(events), list[CareerEvent]()
    for name in dict.fromkeys(each.event for each in taken):
        own = [each for each in taken if each.event == name]
        event = next((each for each in found if name in each.pieces), None)
        held = decision_in_force(own)
        if event is not None:
            found.remove(event)
        if held is not None and (cited := tuple(each for each in held.citations if each.piece in pieces)):
            decided.append(_decided(event, held, cited, len(own)))
        elif event is not None:
            decided.append(replace(event, edition=event.edition + len(own)))
    return tuple(sorted(_joined(decided, found), key=lambda each: each.place))


def _decided(event: CareerEvent | None, decision: CareerDecision, cited: tuple[Citation, ...], edition: int) -> CareerEvent:
    """The event as a decision has it; the pieces may tell it otherwise by now, or not at all."""
    facts = decision.facts
    assert facts is not None  # noqa: S101 - every decision but `undo` has them
    more = tuple(each for each in event.citations if each.piece not in {one.piece for one in cited}) if event else ()
    return CareerEvent(
        id=decision.event,
        kind=facts.kind,
        day=facts.day,
        day_is=facts.day_is,
        details=facts.details,
        type=event.type if event else decision.type,
        act_number=(event.act_number if event else None) or decision.act_number,
        act_date=(event.act_date if event else None) or decision.act_date,
        citations=cited + more,
        confidence=1.0,
        state=_STATES[decision.decision],
        known_at=decision.at,
        edition=edition,
        found=event.facts if event and event.facts != facts else None,
    )


def _joined(decided: Sequence[CareerEvent], found: Sequence[CareerEvent]) -> list[CareerEvent]:
    """Join the events that tell the same: the one that was decided last stands, and the others are further citations of it."""
    joined: list[CareerEvent] = []
    for event in (*sorted(decided, key=lambda each: each.known_at, reverse=True), *found):
        place = next((index for index, each in enumerate(joined) if _stands_for(each, event)), None)
        if place is None:
            joined.append(event)
        else:
            stands = joined[place]
            cited = stands.citations + tuple(each for each in event.citations if each.piece not in stands.pieces)
            joined[place] = replace(stands, citations=cited)
    return joined


def _stands_for(decided: CareerEvent, event: CareerEvent) -> bool:
    """Whether an event is the one that an archivist has confirmed or corrected."""
    return decided.state in ("confirmed", "corrected") and event.state != "rejected" and is_same_act(decided, event)
