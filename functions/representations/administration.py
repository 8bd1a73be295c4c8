"""JSON of what the direction, auditors and administrators are given: figures, audit trail, roster, nomenclature."""

from dataclasses import asdict
from typing import TypeVar

from chalicelib.administration.audit import AuditPage
from chalicelib.administration.audit_names import PeopleNames
from chalicelib.administration.completeness_rounds import MinistriesCompleteness
from chalicelib.administration.roster_change import RosterChange
from chalicelib.administration.statistics import DayFigures, Figures, ReviewFigures, Roadmap
from chalicelib.administration.unusual_openings import UnusualReport
from chalicelib.model.audit import AuditEntry
from chalicelib.model.career_rules import CareerRules
from chalicelib.model.codec import stamp
from chalicelib.model.nomenclature import Nomenclature
from chalicelib.model.settings import Settings
from chalicelib.model.statistics import Totals
from chalicelib.text.checked_yaml import FileInForce
from functions.representations import Json, type_names_json

T = TypeVar("T")
_MOST_MISSING = 3
"""Types told of a ministry."""


def figures_json(value: Figures, completeness: MinistriesCompleteness | None, nomenclature: Nomenclature) -> Json:
    """Write the figures of some days, and how complete the case files of each ministry are."""
    return {
        "counted_at": stamp(value.counted_at),
        "from": value.period.first.isoformat(),
        "to": value.period.last.isoformat(),
        "casefiles": value.reached.casefiles,
        "pieces": value.reached.pieces,
        "pages": value.reached.pages,
        "days": [day_figures_json(each) for each in value.days],
        "added": totals_json(value.added),
        "previous": totals_json(value.previous),
        "places": [
            {"ministry": each.ministry or None, "province": each.province or None, "servants": each.servants, "casefiles": each.casefiles}
            for each in value.places
        ],
        "refused": [{"reason": reason, "files": files} for reason, files in value.refused.items()],
        "review": review_figures_json(value.review),
        "roadmap": roadmap_json(value.roadmap),
        "completeness": ministries_json(completeness, nomenclature) if completeness else None,
    }


def ministries_json(value: MinistriesCompleteness, nomenclature: Nomenclature) -> Json:
    """Write how complete the case files of each ministry are, and what is missing most."""
    return {
        "compared_at": stamp(value.at),
        "ministries": [
            {
                "ministry": each.ministry or None,
                "servants": each.servants,
                "begun": each.begun,
                "complete": each.complete,
                "missing": [
                    {"type": type_.code, "names": type_names_json(type_), "casefiles": casefiles}
                    for code, casefiles in each.most_missing(_MOST_MISSING)
                    if (type_ := nomenclature.named(code))
                ],
            }
            for each in value.sums
        ],
    }


def totals_json(value: Totals) -> Json:
    """Write sums of some days."""
    refused = sum(value.refused.values())
    return {"casefiles": value.casefiles, "pieces": value.pieces, "pages": value.pages, "refused": refused}


def day_figures_json(value: DayFigures) -> Json:
    """Write what came in on one day, and what had been reached by its end."""
    return {
        "day": value.day.isoformat(),
        "casefiles": value.added.casefiles,
        "pieces": value.added.pieces,
        "pages": value.added.pages,
        "refused": sum(value.added.refused.values()),
        "reached": value.reached,
        "planned": value.planned,
    }


def review_figures_json(value: ReviewFigures) -> Json:
    """Write how many pieces wait for a person, and in which ministries."""
    return {
        "waiting": value.waiting,
        "oldest": value.oldest,
        "median_age": value.median_age,
        "ministries": [{"ministry": each.ministry or None, "waiting": each.waiting, "oldest": each.oldest} for each in value.ministries],
    }


def roadmap_json(value: Roadmap) -> Json:
    """Write the roadmap, and how far it is kept."""
    return {
        "start": value.start.isoformat() if value.start else None,
        "end": value.end.isoformat() if value.end else None,
        "casefiles": value.casefiles,
        "a_working_day": value.casefiles_a_working_day,
        "planned": value.planned,
        "actual": value.actual,
        "difference": value.difference,
    }


def audit_page_json(value: AuditPage) -> Json:
    """Write a page of the audit trail, with the days that it is about."""
    question = value.question
    return {
        "from": question.first.isoformat() if question.first else None,
        "to": question.last.isoformat() if question.last else None,
        "journal": [audit_entry_json(each, value.names) for each in value.entries],
        "kinds": list(value.kinds),
        "next": value.next,
    }


def unusual_report_json(value: UnusualReport, settings: Settings) -> Json:
    """Write the unusual openings of some days, with the numbers of their rules."""
    return {
        "from": value.first.isoformat(),
        "to": value.last.isoformat(),
        "since": stamp(value.since),
        "rules": {"casefiles": settings.many_casefiles, "from_hour": settings.office_hours[0], "to_hour": settings.office_hours[1]},
        "openings": [
            {
                "day": each.day.isoformat(),
                "reader": each.reader,
                "person": value.names.of(each.reader),
                "rule": each.rule,
                "openings": each.openings,
                "casefiles": each.casefiles,
                "servants": [{"matricule": matricule, "name": value.names.of(matricule)} for matricule in each.matricules],
            }
            for each in value.findings
        ],
    }


def audit_entry_json(value: AuditEntry, names: PeopleNames) -> Json:
    """Write an entry of the audit trail with the names of its people."""
    return {
        "at": stamp(value.at),
        "kind": value.kind,
        "action": value.action,
        "reader": value.reader,
        "person": names.reader(value),
        "role": value.role,
        "matricule": value.matricule,
        "servant": names.servant(value),
        "piece": value.piece,
        "detail": value.detail,
        "note": value.note,
    }


def roster_change_json(value: RosterChange) -> Json:
    """Write the roster that is now in force, and what became of accounts."""
    pointer = value.pointer
    return {
        "generation": pointer.generation,
        "servants": pointer.count,
        "previous": pointer.previous,
        "accounts": asdict(value.accounts),
    }


def nomenclature_json(value: FileInForce[Nomenclature]) -> Json:
    """Write which nomenclature is in force, and every problem of newer ones that are not."""
    return {"version": value.value.version, "types": len(value.value.types)} | _file_json(value)


def career_rules_json(value: FileInForce[CareerRules]) -> Json:
    """Write which rules of careers are in force, and every problem of newer ones that are not."""
    return {"version": value.value.version, "rules": len(value.value.rules)} | _file_json(value)


def _file_json(value: FileInForce[T]) -> Json:
    return {
        "object": value.version,
        "shipped": value.version is None,
        "refused": [{"object": each.version, "problems": [problem.tell() for problem in each.problems]} for each in value.refused],
        "unreadable": value.unreadable,
    }
