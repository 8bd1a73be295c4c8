"""Printed example of a career: the case file of a batch whose pieces tell most, with the piece behind each event."""

from collections.abc import Callable, Iterable, Sequence

from chalicelib.access.statement import EVENTS
from chalicelib.career.timeline import timeline_of
from chalicelib.model.career import CareerEvent, CareerTimeline
from chalicelib.model.identifiers import normalise
from chalicelib.model.nomenclature import Nomenclature
from chalicelib.model.piece import Piece
from infra.local.run.progress import counted
from infra.local.run.summary import Entry, Section

EVENTS_SHOWN = 5

FindFiled = Callable[[str], Sequence[Piece]]
"""From a normalised matricule to the pieces of its case file."""


def career_example(files: Iterable[Entry], find: FindFiled, nomenclature: Nomenclature, *, site: str) -> Section | None:
    """Show the career of one servant; None where no filed piece proves an event.

    Args:
        files: of receipts.
        find: reads a case file.
        nomenclature: says which type proves what.
        site: address of the site, without a stroke at its end.
    """
    matricules = sorted({normalise(file["matricule"]) for file in files if file["status"] in ("filed", "duplicate") and file["matricule"]})
    careers = [(pieces, timeline_of(each, pieces, (), nomenclature)) for each in matricules if (pieces := find(each))]
    told = [(pieces, timeline) for pieces, timeline in careers if timeline.standing]
    if not told:
        return None
    pieces, fullest = max(told, key=lambda each: (len(each[1].standing), -len(each[1].findings)))
    names = {piece.piece: piece.name for piece in pieces}
    address = f"{site}/#/career/{fullest.matricule}"
    return Section(
        sentence=f"Une carrière, lue dans {counted(len(pieces), 'pièce')}, chaque ligne avec sa preuve : {address}",
        examples=[_row(event, fullest, names) for event in fullest.standing[:EVENTS_SHOWN]],
    )


def _row(event: CareerEvent, timeline: CareerTimeline, names: dict[str, str]) -> tuple[str, ...]:
    cited = event.citations[0]
    day = f"{event.day:%d/%m/%Y}" if event.day else "date inconnue"
    doubt = "à vérifier" if any(event.id in each.events for each in timeline.findings) else ""
    return day, EVENTS[event.kind], f"{names.get(cited.piece, cited.piece)}, page {cited.page}", doubt
