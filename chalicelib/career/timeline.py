"""A servant's career in the order of time, from the pieces filed now and the decisions of archivists.

1. Read the filed pieces of the case file, and the decisions on its events. 2. Derive the events (`events`). 3. Lay the decisions over them
(`decided`). 4. Hold the rules of a career against what stands (`invariants`).
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from chalicelib.career.decided import apply_decisions
from chalicelib.career.events import derive_events
from chalicelib.career.filed_pieces import read_all_filed
from chalicelib.career.invariants import check_career
from chalicelib.model.career import CareerDecision, CareerTimeline
from chalicelib.model.nomenclature import FORBIDDEN, Nomenclature
from chalicelib.model.piece import Piece
from chalicelib.personnel.directory import servant_in_force
from chalicelib.ports.archive import Archive


def read_timeline(matricule: str, archive: Archive, *, as_of: datetime | None = None) -> CareerTimeline:
    """Read the timeline of a case file; whether the reader may have it is checked by those who ask.

    Args:
        matricule: normalised.
        archive: the ports.
        as_of: UTC; what was filed and decided until then. A piece that has left since tells nothing of earlier days either.
    """
    servant = servant_in_force(matricule, archive.register)
    pieces = read_all_filed(matricule, archive)
    decisions = archive.career_decisions.list_for(matricule)
    born = servant.birth_date if servant else None
    return timeline_of(matricule, pieces, decisions, archive.nomenclature, born=born, as_of=as_of)


def timeline_of(  # noqa: PLR0913 - all that a timeline is made of
    matricule: str,
    pieces: Iterable[Piece],
    decisions: Sequence[CareerDecision],
    nomenclature: Nomenclature,
    *,
    born: date | None = None,
    as_of: datetime | None = None,
) -> CareerTimeline:
    """Make a timeline from what was read, without a port: for many servants, or a test.

    Args:
        matricule: normalised.
        pieces: filed in the case file.
        decisions: on its events.
        nomenclature: says which type proves what.
        born: by the roster.
        as_of: UTC; see `read_timeline`.
    """
    pieces = list(pieces)
    derived = derive_events(pieces, nomenclature, as_of=as_of)
    there = {each.piece for each in pieces if each.status == "filed" and each.type != FORBIDDEN}
    events = apply_decisions(derived.events, decisions, there, as_of=as_of)
    standing = [each for each in events if each.counts]
    told = [each for each in derived.findings if not each.events or any(event.id in each.events for event in standing)]
    findings = (*check_career(standing, born=born), *told)
    return CareerTimeline(matricule=matricule, events=events, findings=findings, born=born, as_of=as_of)
