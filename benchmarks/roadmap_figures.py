"""Every figure of the ministry's five-year roadmap, by name, as the document shows it, in French."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import ceil
from typing import Any, Final

from benchmarks.cost import TEXTRACT_CHEAP_FROM, TEXTRACT_CHEAP_PAGE, TEXTRACT_PAGE
from benchmarks.simulation.cases import textract_dollars
from benchmarks.simulation.page import RESULTS, duration, table
from benchmarks.simulation.page import number as whole
from chalicelib.model.prices import S3_GB_MONTH
from chalicelib.model.roadmap import Phase, PhaseSpan, Plan, means_of, month_after
from chalicelib.model.settings import Settings
from chalicelib.text.calendar import day_in_words

YEAR: Final = 12
"""Months."""
_LARGEST: Final = 4_600_000
"""Pages of the simulated case whose requests beside Textract are taken."""


@dataclass(frozen=True)
class Assumptions:
    """Numbers from outside, each with its source; those that were asked for are remembered."""

    entries: Mapping[str, Mapping[str, Any]]
    used: set[str] = field(default_factory=set)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a number or a text
        """Give a value by `section.name`."""
        self.used.add(name)
        return self.entries[name]["value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of the plan."""

    first: date
    phase: Phase
    casefiles: int
    pages: int


@dataclass(slots=True, kw_only=True)
class Budget:
    """Dollars of a year of the plan, by item."""

    textract: float = 0.0
    storage: float = 0.0
    requests: float = 0.0
    fixed: float = 0.0
    equipment: float = 0.0
    line: float = 0.0
    training: float = 0.0
    reserve: float = 0.0

    @property
    def total(self) -> float:
        """All items."""
        return self.textract + self.storage + self.requests + self.fixed + self.equipment + self.line + self.training + self.reserve


ITEMS: Final[Mapping[str, str]] = {
    "textract": "lecture (Textract)",
    "storage": "conservation (S3)",
    "requests": "requêtes aux autres services d'AWS",
    "fixed": "part fixe d'AWS",
    "equipment": "matériel",
    "line": "ligne",
    "training": "formation",
    "reserve": "imprévus",
    "total": "total",
}


def figures_of(plan: Plan, given: Assumptions) -> dict[str, str]:
    """Give every figure of the document, by name."""
    return {name: value for part in (_plan, _paper, _equipment, _people, _money, _archive, _tables) for name, value in part(plan, given)}


def months_of(plan: Plan) -> list[Month]:
    """Months of the plan with their case files, none beyond the goal."""
    found, left = [], plan.casefiles
    for span in plan.spans:
        for number in range(span.phase.months):
            casefiles = min(left, span.phase.casefiles_a_month)
            left -= casefiles
            pages = casefiles * plan.pages_a_casefile
            found.append(Month(first=month_after(span.first, number), phase=span.phase, casefiles=casefiles, pages=pages))
    return found


def budgets_of(plan: Plan, given: Assumptions) -> list[Budget]:
    """Reckon the budget of each year of the plan."""
    found: list[Budget] = []
    kept, scanned, replaced = 0, 0, 0
    monthly = plan.page_kilobytes / 1e6 * S3_GB_MONTH
    for number, month in enumerate(months_of(plan)):
        if number % YEAR == 0:
            found.append(Budget())
        year = found[-1]
        year.textract += textract_dollars(month.pages)
        year.requests += month.pages * _request_dollars()
        year.storage += (kept + month.pages / 2) * monthly
        year.fixed += given["cloud.fixed_dollars_month"]
        year.line += given["equipment.line_dollars_month"]
        kept += month.pages
        scanned += 0 if month.phase.existing_scans else month.pages
        while scanned // given["equipment.scanner_pages"] > replaced:
            replaced += 1
            year.equipment += given["equipment.scanner_dollars"]
    found[0].equipment += _equipment_dollars(plan, given)
    found[0].training += (
        sum(people * half_days for _, people, half_days in _trained(plan, given)) * given["people.training_dollars_half_day"]
    )
    for year in found:
        year.reserve = year.total * given["cloud.reserve_percent"] / 100
    return found


def _plan(plan: Plan, given: Assumptions) -> Iterator[tuple[str, str]]:
    months = sum(each.months for each in plan.phases)
    days = _days(plan, plan.start, plan.end)
    yield "debut", day_in_words(plan.start)
    yield "fin", day_in_words(plan.end)
    yield "annees", _decimal(months / YEAR)
    yield "dossiers", whole(plan.casefiles)
    yield "dossiers_jour", _decimal(plan.casefiles_a_working_day)
    yield "lots_jour", _decimal(plan.casefiles_a_working_day / given["archive.promise_dossiers"])
    yield "jours_ouvres", whole(days)
    yield "jours_feries", whole(len(plan.holidays))
    yield "pages_dossier", whole(plan.pages_a_casefile)
    yield "pages", whole(plan.casefiles * plan.pages_a_casefile)
    yield "page_ko", whole(plan.page_kilobytes)
    yield "volume", f"{whole(plan.casefiles * plan.pages_a_casefile * plan.page_kilobytes / 1e6)} Go"
    yield "phases_nombre", whole(len(plan.phases))
    yield from ((f"date.mois{number}", day_in_words(month_after(plan.start, number))) for number in (1, 2, 3, 6, 12, 18, 24, 36))
    for number, span in enumerate(plan.spans, 1):
        yield f"phase{number}.nom", span.phase.name
        yield f"phase{number}.debut", day_in_words(span.first)
        yield f"phase{number}.fin", day_in_words(span.last)
        yield f"phase{number}.dossiers", whole(span.phase.casefiles)
        yield f"phase{number}.dossiers_jour", _decimal(span.phase.casefiles / max(1, _days(plan, span.first, span.last)))


def _paper(plan: Plan, _: Assumptions) -> Iterator[tuple[str, str]]:
    """Case files whose pages are still to be scanned, and what the means carry."""
    existing = sum(each.casefiles for each in plan.phases if each.existing_scans)
    yield "papier", whole(plan.casefiles - existing)
    yield "existants", whole(existing)
    paper = max((each for each in plan.spans if not each.phase.existing_scans), key=lambda each: each.phase.casefiles)
    means = means_of(plan, paper.phase)
    wanted = paper.phase.casefiles / max(1, _days(plan, paper.first, paper.last))
    yield "papier.phase", paper.phase.name
    yield "papier.capacite", _decimal(means.casefiles_a_day)
    yield "papier.voulus", _decimal(wanted)
    yield "papier.marge", whole(100 * (means.casefiles_a_day / wanted - 1))
    yield "papier.limite", {"staff": "les personnes", "scanners": "les scanners"}[means.binding]
    yield "heure_scanner", whole(plan.pages_an_hour_of_a_scanner)
    yield "heure_personne", whole(plan.pages_an_hour_of_a_person)
    yield (
        "journees_papier",
        whole((plan.casefiles - existing) * plan.pages_a_casefile / (plan.pages_an_hour_of_a_person * paper.phase.hours_a_day)),
    )


def _equipment(plan: Plan, given: Assumptions) -> Iterator[tuple[str, str]]:
    yield "scanners", whole(max(each.scanners for each in plan.phases))
    yield "postes", whole(_desks(plan))
    yield "rechange", whole(given["equipment.spare_percent"])
    yield "debit", whole(given["equipment.line_mbits"])
    busiest = max(plan.spans, key=lambda each: each.phase.casefiles_a_month)
    daily = busiest.phase.casefiles / max(1, _days(plan, busiest.first, busiest.last)) * plan.pages_a_casefile * plan.page_kilobytes * 1000
    seconds = daily * 8 / (given["equipment.line_mbits"] * 1e6 * given["equipment.line_percent"] / 100)
    yield "envoi.phase", busiest.phase.name
    yield "envoi.jour", f"{whole(daily / 1e6)} Mo"
    yield "envoi.duree", duration(seconds)
    yield "materiel_dollars", _dollars(_equipment_dollars(plan, given))


def _people(plan: Plan, given: Assumptions) -> Iterator[tuple[str, str]]:
    yield "equipe", whole(max(each.staff for each in plan.phases))
    for name in ("archivists", "guardians", "auditors", "administrators"):
        yield f"personnes.{name}", whole(given[f"people.{name}"])
    yield "heures", whole(sum(_hours(plan, each) for each in plan.spans))
    pieces = plan.casefiles * plan.pages_a_casefile / given["people.pages_a_piece"]
    reviewed = pieces * given["people.review_percent"] / 100
    yield "pieces", whole(pieces)
    yield "a_verifier", whole(reviewed)
    yield "a_verifier_part", whole(given["people.review_percent"])
    yield "heures_verification", whole(reviewed * given["people.review_seconds"] / 3600)
    yield "verification_secondes", whole(given["people.review_seconds"])


def _money(plan: Plan, given: Assumptions) -> Iterator[tuple[str, str]]:
    budgets = budgets_of(plan, given)
    for name in ITEMS:
        yield f"budget.{name}", _dollars(sum(getattr(each, name) for each in budgets))
    total = sum(each.total for each in budgets)
    yield "budget.par_dossier", _dollars(total / plan.casefiles)
    yield "budget.premiere_annee", _dollars(budgets[0].total)
    yield "imprevus_part", whole(given["cloud.reserve_percent"])
    kept = plan.casefiles * plan.pages_a_casefile * plan.page_kilobytes / 1e6 * S3_GB_MONTH
    yield "conservation_mois", _dollars(kept)
    yield "prix.mille_pages", _dollars(1000 * TEXTRACT_PAGE)
    yield "prix.mille_pages_reduit", _dollars(1000 * TEXTRACT_CHEAP_PAGE)
    yield "prix.seuil", whole(TEXTRACT_CHEAP_FROM)
    at_once = textract_dollars(plan.casefiles * plan.pages_a_casefile)
    yield "lecture_un_mois", _dollars(at_once)
    yield "plafond_mois", _dollars(max(textract_dollars(each.pages) for each in months_of(plan)) * 1.2)


def _archive(_: Plan, given: Assumptions) -> Iterator[tuple[str, str]]:
    """What the archive bears and keeps, and what others have said."""
    stored = json.loads(RESULTS.read_text("utf-8"))
    batch, backlog = stored["cases"][1], stored["cases"][2]
    yield "lot.dossiers", whole(batch["volume"]["dossiers"])
    yield "lot.duree", duration(batch["seconds"])
    yield "reprise.dossiers", whole(backlog["volume"]["dossiers"])
    yield "reprise.duree", duration(backlog["seconds"])
    yield "numerises", whole(given["archive.digitised"])
    yield "solde", whole(given["archive.payroll"])
    yield "promesse.dossiers", whole(given["archive.promise_dossiers"])
    yield "promesse.minutes", whole(given["archive.promise_minutes"])
    yield "indus.2022", f"{whole(given['archive.unfiled_paid_2022'])} en 2022"
    yield "indus.2023", f"{whole(given['archive.unfiled_paid_2023'])} en 2023"
    yield "statut", str(given["archive.statute"])
    yield "retraite", whole(given["archive.retirement_age"])
    yield "traces", whole(given["archive.traces_years"])
    yield "verrou", whole(Settings().retention.days / 365)
    yield "casier_agents", whole(Settings().many_casefiles)
    for name in ("filed_percent", "review_days", "refused_percent", "restore_hours", "signed_in_percent", "board_months", "review_years"):
        yield f"cible.{name}", whole(given[f"targets.{name}"])


def _tables(plan: Plan, given: Assumptions) -> Iterator[tuple[str, str]]:
    yield "table.phases", _phases(plan)
    yield "table.trajectoire", _trajectory(plan)
    yield "table.materiel", _material(plan, given)
    yield "table.formation", _training(plan, given)
    yield "table.budget", _budget(plan, given)
    yield "table.sensibilite", _sensitivity(plan)
    yield "table.moyens", _means(plan)
    yield "table.hypotheses", _assumed(given)
    yield "table.sources", _sourced(given)


def _phases(plan: Plan) -> str:
    head = ["phase", "du", "au", "dossiers", "par jour ouvré", "pages", "scanners", "personnes", "heures de travail"]
    rows = [
        [
            each.phase.name + (" (pages déjà numérisées)" if each.phase.existing_scans else ""),
            day_in_words(each.first),
            day_in_words(each.last),
            whole(each.phase.casefiles),
            _decimal(each.phase.casefiles / max(1, _days(plan, each.first, each.last))),
            whole(each.phase.casefiles * plan.pages_a_casefile),
            whole(each.phase.scanners),
            whole(each.phase.staff),
            whole(_hours(plan, each)),
        ]
        for each in plan.spans
    ]
    return table(head, rows)


def _trajectory(plan: Plan) -> str:
    rows = []
    for year in range(1, ceil(sum(each.months for each in plan.phases) / YEAR) + 1):
        end = min(plan.end, month_after(plan.start, year * YEAR) - timedelta(days=1))
        reached = plan.planned_by(end)
        rows.append(
            [day_in_words(end), whole(reached), f"{whole(100 * reached / plan.casefiles)} %", whole(reached * plan.pages_a_casefile)]
        )
    return table(["fin de l'année de plan", "dossiers", "part du but", "pages"], rows)


def _material(plan: Plan, given: Assumptions) -> str:
    return table(
        ["matériel", "nombre", "prix d'un", "somme"],
        [[name, whole(count), _dollars(price), _dollars(count * price)] for name, count, price in _things(plan, given)],
    )


def _training(plan: Plan, given: Assumptions) -> str:
    rows = [[role, whole(people), whole(half_days), whole(people * half_days)] for role, people, half_days in _trained(plan, given)]
    return table(["rôle", "personnes", "demi-journées chacune", "demi-journées en tout"], rows)


def _budget(plan: Plan, given: Assumptions) -> str:
    budgets = budgets_of(plan, given)
    head = ["poste", *(f"année {number}" for number in range(1, len(budgets) + 1)), "en tout"]
    rows = []
    for name, said in ITEMS.items():
        sums = [getattr(each, name) for each in budgets]
        rows.append([said, *map(_dollars, (*sums, sum(sums)))])
    return table(head, rows)


def _sensitivity(plan: Plan) -> str:
    """What half and twice of the pages would change; no other assumption weighs as much."""
    existing = sum(each.casefiles for each in plan.phases if each.existing_scans)
    paper = next(each for each in plan.phases if not each.existing_scans)
    rows = []
    for factor in (0.5, 1, 2):
        pages = plan.pages_a_casefile * factor
        reading = sum(textract_dollars(round(each.casefiles * pages)) for each in months_of(plan))
        days = (plan.casefiles - existing) * pages / (plan.pages_an_hour_of_a_person * paper.hours_a_day)
        kept = plan.casefiles * pages * plan.page_kilobytes / 1e6
        rows.append([whole(pages), whole(plan.casefiles * pages), _dollars(reading), f"{whole(kept)} Go", whole(days)])
    return table(["pages par dossier", "pages en tout", "lecture", "volume", "journées d'une personne pour le papier"], rows)


def _means(plan: Plan) -> str:
    """What one more of each means brings in the phase that scans most paper."""
    span = max((each for each in plan.spans if not each.phase.existing_scans), key=lambda each: each.phase.casefiles)
    means = means_of(plan, span.phase)
    changed = {
        "comme prévu": means,
        "un scanner de plus": replace(means, scanners=means.scanners + 1),
        "une personne de plus": replace(means, staff=means.staff + 1),
        "une heure de plus par jour": replace(means, hours_a_day=means.hours_a_day + 1),
        "une personne de moins": replace(means, staff=max(0, means.staff - 1)),
    }
    words = {"staff": "les personnes", "scanners": "les scanners"}
    rows = []
    for name, each in changed.items():
        days = ceil(span.phase.casefiles / each.casefiles_a_day) if each.casefiles_a_day else None
        rows.append([name, _decimal(each.casefiles_a_day), words[each.binding], whole(days) if days is not None else "jamais"])
    return table(["moyens de la phase", "dossiers par jour ouvré", "ce qui décide du rythme", "jours ouvrés pour la phase"], rows)


def _assumed(given: Assumptions) -> str:
    rows = [[_value(each["value"]), each["source"]] for each in given.entries.values() if each.get("assumed")]
    return table(["valeur prise", "ce que c'est"], rows)


def _sourced(given: Assumptions) -> str:
    rows = [[_value(each["value"]), each["source"]] for each in given.entries.values() if not each.get("assumed")]
    return table(["valeur", "source"], rows)


def _things(plan: Plan, given: Assumptions) -> Iterator[tuple[str, int, float]]:
    """Equipment, with its spare."""
    share = 1 + given["equipment.spare_percent"] / 100
    scanners, desks = ceil(max(each.scanners for each in plan.phases) * share), ceil(_desks(plan) * share)
    yield "scanner A4 à chargeur, recto verso", scanners, given["equipment.scanner_dollars"]
    yield "poste de travail", desks, given["equipment.computer_dollars"]
    yield "onduleur et batteries", desks, given["equipment.power_dollars"]
    yield "table, chaise, bacs", desks, given["equipment.furniture_dollars"]


def _equipment_dollars(plan: Plan, given: Assumptions) -> float:
    return sum(count * price for _, count, price in _things(plan, given))


def _trained(plan: Plan, given: Assumptions) -> Iterator[tuple[str, int, int]]:
    """Roles with their people and half-days of training."""
    yield "salle de numérisation", max(each.staff for each in plan.phases), given["people.training_scanning"]
    yield "archivistes et gardiens", given["people.archivists"] + given["people.guardians"], given["people.training_archivist"]
    yield "exploitant et approbateur", given["people.administrators"], given["people.training_administrator"]
    yield "auditeurs et direction", given["people.auditors"] + 1, given["people.training_other"]


def _desks(plan: Plan) -> int:
    return max(each.staff for each in plan.phases)


def _hours(plan: Plan, span: PhaseSpan) -> float:
    return _days(plan, span.first, span.last) * span.phase.staff * span.phase.hours_a_day


def _days(plan: Plan, first: date, last: date) -> int:
    return sum(1 for _ in plan.working_days_between(first, last))


def _request_dollars() -> float:
    """Dollars of a page beside Textract, of a case file in one file, as the simulation has them."""
    stored = json.loads(RESULTS.read_text("utf-8"))
    case = next(each for each in stored["cases"] if each["volume"]["files"] * each["volume"]["pages"] == _LARGEST)
    return max(0.0, case["dollars"] - textract_dollars(_LARGEST)) / _LARGEST


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",").removesuffix(",0")


def _dollars(value: float) -> str:
    return f"{f'{value:.2f}'.replace('.', ',')} $" if 0 < value < 10 else f"{whole(value)} $"  # noqa: PLR2004 - cents matter below


def _value(value: object) -> str:
    return whole(value) if isinstance(value, int | float) else str(value)
