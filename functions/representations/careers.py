"""JSON of careers: events with their citations, findings."""

from collections.abc import Mapping

from chalicelib.access.timelines import ServantTimeline
from chalicelib.model.career import CareerEvent, CareerFinding, Citation, EventFacts
from chalicelib.model.codec import stamp
from functions.representations import Json


def career_json(value: ServantTimeline) -> Json:
    """Write a timeline with its findings."""
    return {
        "matricule": value.timeline.matricule,
        "written": value.written,
        "name": value.person or None,
        "may_decide": value.may_decide,
        "events": [event_json(each, value.names) for each in value.timeline.events],
        "findings": [finding_json(each, value.names) for each in value.timeline.findings],
    }


def event_json(value: CareerEvent, names: Mapping[str, str]) -> Json:
    """Write an event."""
    return facts_json(value.facts) | {
        "id": value.id,
        "type": value.type,
        "act_number": value.act_number,
        "act_date": value.act_date.isoformat() if value.act_date else None,
        "citations": [citation_json(each, names) for each in value.citations],
        "confidence": value.confidence,
        "state": value.state,
        "known_at": stamp(value.known_at),
        "version": value.version,
        "found": facts_json(value.found) if value.found else None,
    }


def facts_json(value: EventFacts) -> Json:
    """Write what an event says."""
    return {"kind": value.kind, "day": value.day.isoformat() if value.day else None, "day_is": value.day_is, "details": dict(value.details)}


def finding_json(value: CareerFinding, names: Mapping[str, str]) -> Json:
    """Write a finding; its words are the site's."""
    cited = [citation_json(each, names) for each in value.citations]
    return {"rule": value.rule, "events": list(value.events), "citations": cited, "facts": dict(value.facts)}


def citation_json(value: Citation, names: Mapping[str, str]) -> Json:
    """Write a citation; without a name where the piece has left meanwhile."""
    return {"piece": value.piece, "name": names.get(value.piece), "page": value.page, "box": list(value.box) if value.box else None}
