"""The timeline of a career for its readers, and the record of services that is printed from it.

1. Check that the reader may open the case file. 2. Read its filed pieces and the decisions on its events, and make the timeline of them.
3. Leave out what an archivist has set aside, for the servant. 4. Record the consultation, but of a servant's own timeline. 5. Return it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from chalicelib.access.casefiles import check_may_open
from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.career.filed_pieces import read_all_filed
from chalicelib.career.timeline import timeline_of
from chalicelib.model.audit import ConsultationAction
from chalicelib.model.career import CareerTimeline
from chalicelib.model.errors import ReaderError
from chalicelib.model.reader import Reader
from chalicelib.model.servant import Servant
from chalicelib.personnel.directory import servant_in_force
from chalicelib.ports.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class ServantTimeline:
    """The timeline of a servant, with what readers need to know beside it."""

    timeline: CareerTimeline
    servant: Servant | None
    """As the roster in force lists them."""
    names: Mapping[str, str]
    """File names of the pieces of the case file, by piece."""
    may_decide: bool
    """Whether the reader may confirm, correct and set aside events."""

    @property
    def written(self) -> str:
        """Matricule as the roster writes it."""
        return (self.servant.written if self.servant else "") or self.timeline.matricule

    @property
    def person(self) -> str:
        """Full name; empty where the roster in force does not list the servant."""
        return " ".join(filter(None, (self.servant.name, self.servant.first_names))) if self.servant else ""


def read_career(reader: Reader, matricule: str, archive: Archive, *, action: ConsultationAction = "career") -> ServantTimeline:
    """Read the timeline of a case file; a servant's own has no event that an archivist has set aside.

    Args:
        reader: who asks.
        matricule: normalised.
        archive: the ports.
        action: under which the consultation is recorded.

    Raises:
        ReaderError: `not_found`.
        TransientError: the consultation could not be recorded.
    """
    found = view_career(reader, matricule, archive)
    if matricule != reader.matricule:
        record_consultation(action, reader, Subject(matricule=matricule), archive)
    return found


def view_career(reader: Reader, matricule: str, archive: Archive) -> ServantTimeline:
    """As `read_career`, for a reader whose action is recorded otherwise.

    Raises:
        ReaderError: `not_found`.
    """
    check_may_open(reader, matricule)
    own = matricule == reader.matricule
    servant, pieces = servant_in_force(matricule, archive.register), read_all_filed(matricule, archive)
    if servant is None and not own and not pieces:
        raise ReaderError("not_found", "no such case file")
    decisions, born = archive.career_decisions.list_for(matricule), servant.birth_date if servant else None
    timeline = timeline_of(matricule, pieces, decisions, archive.nomenclature, born=born)
    may_decide = reader.may("review") and not own
    if not may_decide:
        timeline = replace(timeline, events=timeline.standing)
    names = {piece.piece: piece.name for piece in pieces}
    return ServantTimeline(timeline=timeline, servant=servant, names=names, may_decide=may_decide)
