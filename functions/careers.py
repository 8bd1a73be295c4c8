"""REST: the timeline of a career, for its servant and for archivists, who decide on its events; the record of services."""

from typing import get_args

from chalicelib.access.statement import print_statement
from chalicelib.access.timelines import read_career
from chalicelib.model.career import DETAILS, EventDecisionKind
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import is_piece
from chalicelib.review.career_decisions import EventDecisionRequest, decide_event
from chalicelib.wiring import archive
from functions.powertools import Answer, logger
from functions.representations.careers import career_json
from functions.rest import Request, matricule_of, note_of, text_of

_LONGEST_VALUE = 200
_DECISIONS: dict[str, EventDecisionKind] = {each: each for each in get_args(EventDecisionKind)}


def career(request: Request) -> Answer:
    """Read the timeline of a case file."""
    return career_json(read_career(request.reader, matricule_of(request), archive))


def statement(request: Request) -> Answer:
    """Render the record of services."""
    return {"statement": print_statement(request.reader, matricule_of(request), archive)}


def decide(request: Request) -> Answer:
    """Confirm, correct or set aside an event, or undo the last decision on it."""
    decision = _DECISIONS.get(text_of(request.body, "decision"))
    if decision is None:
        raise ReaderError("invalid", "decision")
    if not is_piece(request.path["event"]):
        raise ReaderError("not_found", "no such event")
    wanted = EventDecisionRequest(
        decision=decision,
        seen=text_of(request.body, "seen"),
        kind=_optional(request, "kind"),
        day=_optional(request, "day"),
        details=_details(request),
        note=note_of(request.body),
    )
    decided = decide_event(request.reader, matricule_of(request), request.path["event"], wanted, archive)
    logger.info("career_decided", decision=decision)
    return career_json(decided)


def _optional(request: Request, name: str) -> str | None:
    """Text of a member that may be empty, or absent."""
    value = request.body.get(name)
    if value is not None and (not isinstance(value, str) or len(value) > _LONGEST_VALUE):
        raise ReaderError("invalid", name)
    return value


def _details(request: Request) -> dict[str, str]:
    given = request.body.get("details") or {}
    if not isinstance(given, dict) or not all(isinstance(each, str) and len(each) <= _LONGEST_VALUE for each in given.values()):
        raise ReaderError("invalid", "details")
    if not given.keys() <= set(DETAILS):
        raise ReaderError("invalid", "details")
    return given
