"""Record of services (« état des services »): a career on paper, in French, each line with the pieces that prove it (statement.html).

It is made from the archive's pieces and decides nothing, which it says of itself. What does not fit together is listed below the lines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from chalicelib.access.timelines import ServantTimeline, read_career
from chalicelib.model.career import CareerEvent, CareerFinding, DayMeaning, EventKind, EventState, FindingRule
from chalicelib.model.reader import Reader
from chalicelib.ports.archive import Archive
from chalicelib.text.calendar import day_in_words, zone_of
from chalicelib.text.print_page import render

EVENTS: Final[Mapping[EventKind, str]] = {
    "recruitment": "Recrutement",
    "entry": "Prise de service",
    "confirmation": "Titularisation",
    "rating": "Notation",
    "advancement": "Avancement de traitement",
    "promotion": "Avancement de grade",
    "posting": "Affectation",
    "position_start": "Changement de position",
    "position_end": "Fin de position",
    "discipline": "Sanction",
    "exit": "Fin de service",
}
_MEANINGS: Final[Mapping[DayMeaning, str]] = {"effect": "date d'effet", "act": "date de l'acte"}
_DETAILS: Final[Mapping[str, str]] = {
    "position": "{}",
    "exit_reason": "{}",
    "sanction": "{}",
    "grade": "grade : {}",
    "echelon": "échelon {}",
    "posting": "{}",
    "rating": "mention : {}",
    "rating_year": "exercice {}",
    "end_date": "jusqu'au {}",
}
"""Details that a line has, in this order, in words."""
_STATES: Final[Mapping[EventState, str]] = {
    "found": "lu dans la pièce, non vérifié",
    "confirmed": "vérifié par un archiviste",
    "corrected": "corrigé par un archiviste",
}
RULES: Final[Mapping[FindingRule, str]] = {
    "two_recruitments": "Deux recrutements à des dates différentes : {first} et {second}.",
    "two_entries": "Deux prises de service à des dates différentes : {first} et {second}.",
    "two_exits": "Deux sorties qui ne concordent pas : {first} et {second}.",
    "end_without_start": "Une position prend fin le {first} sans que son début soit dans le dossier.",
    "position_open": "La position prise le {first} n'était pas close le {second}.",
    "position_unclear": "Une pièce de position ne dit pas si elle commence ou prend fin.",
    "under_age": "Entrée le {first}, avant dix-huit ans.",
    "act_after_exit": "Un acte du {second} suit la sortie du {first}.",
    "two_ratings": "Deux notations de l'exercice {year}.",
    "grade_down": "L'échelon descend de {higher} à {lower} sans sanction ni nouveau grade.",
    "erasure_unclear": "Un effacement ne dit pas quelle sanction il efface.",
    "act_annulled": "Un acte en annule un autre.",
    "copies_differ": "Deux copies du même acte disent des dates d'effet différentes : {first} et {second}.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """A line of the record of services."""

    day: str
    meaning: str
    """Which day it is; empty without one."""
    event: str
    details: tuple[str, ...]
    standing: str
    """Whether somebody has looked."""
    act: str
    """Number and date of the act."""
    pieces: tuple[str, ...]
    """File names of the cited pieces."""


def print_statement(reader: Reader, matricule: str, archive: Archive) -> str:
    """Render the record of services of a case file.

    Raises:
        ReaderError: `not_found`.
        TransientError: the consultation could not be recorded.
    """
    career = read_career(reader, matricule, archive, action="statement")
    events = career.timeline.standing
    at = archive.clock.now().astimezone(zone_of(archive.settings.time_zone))
    return render(
        "access/statement.html",
        letterhead=archive.settings.letterhead,
        person=career.person,
        written=career.written,
        born=day_in_words(career.timeline.born) if career.timeline.born else "",
        lines=[line_of(each, career) for each in events],
        remarks=remarks_of(career.timeline.findings),
        cited=len({piece for each in events for piece in each.pieces}),
        version=archive.nomenclature.version,
        day=day_in_words(at),
    )


def line_of(event: CareerEvent, career: ServantTimeline) -> StatementLine:
    """Write one event as a line."""
    said = [_DETAILS[name].format(_shown(name, event.details[name])) for name in _DETAILS if name in event.details]
    number = f"n° {event.act_number}" if event.act_number else ""
    signed = f"du {_short(event.act_date)}" if event.act_date else ""
    return StatementLine(
        day=_short(event.day) if event.day else "inconnue",
        meaning=_MEANINGS[event.day_is] if event.day_is else "",
        event=EVENTS[event.kind],
        details=tuple(said),
        standing=_STATES[event.state],
        act=" ".join(("Acte", *filter(None, (number, signed)))) if number or signed else "",
        pieces=tuple(career.names.get(piece, piece) for piece in event.pieces),
    )


def remarks_of(findings: Sequence[CareerFinding]) -> list[str]:
    """Write what does not fit together, each once."""
    return list(dict.fromkeys(map(_remark, findings)))


def _remark(finding: CareerFinding) -> str:
    return RULES[finding.rule].format(**{name: _shown(name, text) for name, text in finding.facts.items()})


def _shown(name: str, value: str) -> str:
    """Write a value: days as French papers do."""
    return _short(date.fromisoformat(value)) if name in ("end_date", "first", "second", "born") else value


def _short(day: date) -> str:
    return day.strftime("%d/%m/%Y")
