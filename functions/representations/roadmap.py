"""JSON of the roadmap: the plan, the forecast, costs, and what would change them."""

from collections.abc import Sequence
from dataclasses import asdict
from math import isinf

from chalicelib.administration.plan import PlanInForce
from chalicelib.administration.roadmap import DatedForecast, RoadmapView
from chalicelib.administration.roadmap_costs import Costs
from chalicelib.model.codec import stamp, to_plain
from chalicelib.model.wording import MESSAGES, in_language
from chalicelib.text.roadmap_file import PlanProblem
from functions.representations import Json

_MOST_TOLD = 20
"""Problems of a refused plan that are told; a file that is no plan at all may have hundreds."""


def roadmap_json(value: RoadmapView, language: str) -> Json:
    """Write the roadmap."""
    needed = value.needed
    return {
        "day": value.day.isoformat(),
        "counted_at": stamp(value.counted_at),
        "plan": plan_in_force_json(value.in_force, language),
        "casefiles": value.reached.casefiles,
        "pages": value.reached.pages,
        "planned": value.planned,
        "remaining": value.remaining,
        "difference": value.difference,
        "phase": {"name": value.phase.phase.name, "first": value.phase.first.isoformat(), "last": value.phase.last.isoformat()},
        "pages_a_casefile": value.pages_a_casefile,
        "pages_are_counted": value.pages_are_counted,
        "months": [{"day": each.day.isoformat(), "planned": each.planned, "actual": each.actual} for each in value.months],
        "forecast": forecast_json(value.forecast) if value.forecast else None,
        "reached_on": value.reached_on.isoformat() if value.reached_on else None,
        "working_days_left": value.working_days_left,
        "what_ifs": [
            {
                "change": each.change,
                "binding": each.binding,
                "casefiles_a_day": each.casefiles_a_day,
                "forecast": forecast_json(each.forecast),
            }
            for each in value.what_ifs
        ],
        "what_if_phase": value.what_if_phase.name if value.what_if_phase else None,
        "needed": None
        if needed is None
        else {
            "casefiles_a_day": None if isinf(needed.casefiles_a_day) else round(needed.casefiles_a_day, 1),
            "scanners": needed.scanners,
            "staff": needed.staff,
        },
        "costs": {
            "to_date": costs_json(value.costs.to_date),
            "to_finish": costs_json(value.costs.to_finish) if value.costs.to_finish else None,
            "storage_a_month": value.costs.storage_a_month,
        },
        "places": [
            {"ministry": each.ministry or None, "province": each.province or None, "servants": each.servants, "casefiles": each.casefiles}
            for each in value.places
        ],
        "goals": [
            {"ministry": each.ministry or None, "province": each.province or None, "planned": each.planned, "actual": each.actual}
            for each in value.goals
        ],
    }


def plan_in_force_json(value: PlanInForce, language: str) -> Json:
    """Write the plan, with the versions that one may go back to."""
    plan = value.plan
    return {
        "source": value.source,
        "version": value.version,
        "end": plan.end.isoformat(),
        "casefiles_a_working_day": plan.casefiles_a_working_day,
        "phases": [
            {"name": each.phase.name, "first": each.first.isoformat(), "last": each.last.isoformat(), "casefiles": each.phase.casefiles}
            for each in plan.spans
        ],
        "members": to_plain(plan),
        "history": [{"version": each.version, "at": stamp(each.at), "note": each.plan.note} for each in value.history],
        "refused": [
            {
                "version": each.version,
                "at": stamp(each.at),
                "problems": len(each.problems),
                "told": _problems_json(each.problems[:_MOST_TOLD], language),
            }
            for each in value.refused
        ],
    }


def plan_refusal_json(problems: Sequence[PlanProblem], language: str) -> Json:
    """Write why a plan is refused."""
    told = _problems_json(problems, language)
    return {"code": "plan_refused", "message": in_language(MESSAGES["plan_refused"], language), "problems": told}


def _problems_json(problems: Sequence[PlanProblem], language: str) -> list[Json]:
    return [{"field": each.field, "line": each.line, "message": each.tell(language)} for each in problems]


def forecast_json(value: DatedForecast) -> Json:
    """Write a forecast."""
    days = {
        name: day.isoformat() if day else None
        for name, day in (("earliest", value.earliest), ("middle", value.middle), ("latest", value.latest))
    }
    return days | {"source": value.source, "in_time": value.in_time, "a_day": round(value.a_day, 1), "days": value.days}


def costs_json(value: Costs) -> Json:
    """Write costs."""
    return asdict(value) | {"dollars": value.dollars}
