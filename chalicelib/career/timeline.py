"""A servant's career in the order of time, from the pieces filed now and the decisions of archivists.

1. Derive the events of the pieces (`events`). 2. Lay the decisions over them (`decided`). 3. Hold the rules of a career against what stands
(`invariants`).
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from chalicelib.career.decided import apply_decisions
from chalicelib.career.events import derive_events
from chalicelib.career.invariants import check_career
from chalicelib.model.career import CareerDecision, CareerTimeline
from chalicelib.model.nomenclature import FORBIDDEN, Nomenclature
from chalicelib.model.piece import Piece


def timeline_of(  # noqa: PLR0913 - all that a timeline is made of
    matricule: str,
    pieces: Iterable[Piece],
    decisions: Sequence[CareerDecision],
    nomenclature: Nomenclature,
    *,
    born: date | None = None,
    as_of: datetime | None = None,
) -> CareerTimeline:
    """Make the timeline of a case file from what was read of it.

    Args:
        matricule: normalised.
        pieces: filed in the case file.
        decisions: on its events.
        nomenclature: says which type proves what.
        born: by the roster.
        as_of: UTC; what was filed and decided until then. A piece that has left since tells nothing of earlier days either.
    """
    pieces = list(pieces)
    derived = derive_events(pieces, nomenclature, as_of=as_of)
    there = {each.piece for each in pieces if each.status == "filed" and each.type != FORBIDDEN}
    events = apply_decisions(derived.events, decisions, there, as_of=as_of)
    standing = [each for each in events if each.counts]
    told = [each for each in derived.findings if not each.events or any(event.id in each.events for event in standing)]
    findings = (*check_career(standing, born=born), *told)
    return CareerTimeline(matricule=matricule, events=events, findings=findings, born=born, as_of=as_of)
