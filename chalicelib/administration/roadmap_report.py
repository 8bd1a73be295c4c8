"""The monthly report of the roadmap, for the direction: a page to print and a PDF in the outbox, under `reports/feuille-de-route/`.

1. Read the roadmap at the end of the month. 2. Put it into words, in French. 3. Write the page, then the PDF. Each step may be repeated:
the same month is written again over itself, with what is known by then. The sweep does it as a month begins, for the one before.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from chalicelib.administration.roadmap import Change, DatedForecast, MonthPoint, RoadmapView, read_roadmap
from chalicelib.model.errors import PermanentError
from chalicelib.model.register import Bookmark
from chalicelib.ports.archive import Archive
from chalicelib.processing.closing_schedule import is_being_rebuilt
from chalicelib.text.calendar import day_in_words, local_day, zone_of
from chalicelib.text.months import MONTHS
from chalicelib.text.pdf_report import report_pdf
from chalicelib.text.print_page import number
from chalicelib.text.report import Chart, ChartLine, Report, ReportTable, Section, report_html

FOLDER: Final = "reports/feuille-de-route"
CHANGE_WORDS: Final[dict[Change, str]] = {
    "none": "rien",
    "scanner": "un scanner de plus",
    "person": "une personne de plus",
    "people": "trois personnes de plus",
    "hour": "une heure de plus par jour",
    "pages": "un dixième de pages en moins",
    "scanner_people": "un scanner et trois personnes de plus",
}
BINDING_WORDS: Final = {"scanners": "les scanners", "staff": "les personnes"}
_DUTY: Final = "roadmap-report"
_MONTH: Final = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_PLACES: Final = 40
"""Ministries and provinces of the table, those with most to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReport:
    """The files of a report."""

    month: str
    """As `2026-11`."""
    files: tuple[str, ...]
    """Keys in the outbox."""


def write_report(archive: Archive, *, month: str | None = None) -> WrittenReport:
    """Write the report of a month.

    Args:
        archive: the ports.
        month: as `2026-11`; the one before the present one where it is None.

    Raises:
        PermanentError: `bad_month`: no month, or one to come.
    """
    today = local_day(archive.clock.now(), archive.settings.time_zone)
    first = _first_of(month) if month else (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    if first > today:
        raise PermanentError("bad_month")
    last = min((first + timedelta(days=31)).replace(day=1) - timedelta(days=1), today)
    report = report_of(read_roadmap(archive, day=last.isoformat()), archive)
    key = f"{FOLDER}/{first:%Y-%m}"
    archive.outbox.put(f"{key}.html", report_html(report, zone_of(archive.settings.time_zone)), "text/html; charset=utf-8")
    archive.outbox.put(f"{key}.pdf", report_pdf(report), "application/pdf")
    return WrittenReport(month=f"{first:%Y-%m}", files=(f"{key}.html", f"{key}.pdf"))


def report_monthly(archive: Archive) -> int:
    """Write the report of the month before, once a month; return the number of files.

    An archive begins with the month after its first case file: there is nothing to report before.
    """
    if is_being_rebuilt(archive):
        return 0
    now = archive.clock.now()
    month = f"{local_day(now, archive.settings.time_zone):%Y-%m}"
    done = archive.register.bookmark(_DUTY)
    if done is not None and done.place == month:
        return 0
    written = 0
    if done is not None or archive.statistics.days(date(2000, 1, 1), _first_of(month) - timedelta(days=1)):
        written = len(write_report(archive).files)
    archive.register.put_bookmark(_DUTY, Bookmark(place=month, at=now))
    return written


def report_of(view: RoadmapView, archive: Archive) -> Report:
    """Put a roadmap into words."""
    plan = view.in_force.plan
    sections = (
        Section(title="Où en est la numérisation", paragraphs=tuple(_standing(view)), chart=_chart(view)),
        Section(title="Mois par mois", table=_months(view)),
        *_what_ifs(view),
        _costs(view),
        *_places(view),
        Section(
            title="Le plan",
            paragraphs=tuple(_plan(view)),
            table=ReportTable(
                caption="Phases",
                headings=("phase", "du", "au", "dossiers", "scanners", "personnes"),
                rows=tuple(
                    (
                        each.phase.name,
                        day_in_words(each.first),
                        day_in_words(each.last),
                        number(each.phase.casefiles),
                        number(each.phase.scanners),
                        number(each.phase.staff),
                    )
                    for each in plan.spans
                ),
                words=(1, 2),
                widths=(3, 2.2, 2.2, 1.3, 1.2, 1.3),
            ),
        ),
    )
    said = f"{MONTHS[view.day.month - 1]} {view.day.year}"
    return Report(
        letterhead=archive.settings.letterhead,
        title=f"Feuille de route : {said}",
        subtitle="Ububiko — archive électronique des dossiers de carrière",
        foot=f"Feuille de route au {day_in_words(view.day)}",
        sections=sections,
        made_at=archive.clock.now(),
    )


def _plan(view: RoadmapView) -> Iterator[str]:
    plan = view.in_force.plan
    span = f"Du {day_in_words(plan.start)} au {day_in_words(plan.end)}"
    yield f"{span} : {number(plan.casefiles)} dossiers, {number(plan.casefiles_a_working_day)} par jour ouvré."
    if plan.note and view.in_force.is_adopted:
        yield f"« {plan.note} »"


def _first_of(month: str) -> date:
    found = _MONTH.fullmatch(month)
    if found is None:
        raise PermanentError("bad_month")
    return date(int(found[1]), int(found[2]), 1)


def _standing(view: RoadmapView) -> Iterator[str]:
    plan = view.in_force.plan
    if not view.in_force.is_adopted:
        yield "Le plan est le projet livré avec l'archive : personne ne l'a encore adopté."
    if view.forecast is None:
        yield f"Le but de {number(plan.casefiles)} dossiers est atteint" + (
            f" depuis le {day_in_words(view.reached_on)}." if view.reached_on else "."
        )
    else:
        yield _told(view.forecast, plan.end)
    side = "de plus" if view.difference >= 0 else "de moins"
    yield (
        f"Dossiers commencés au {day_in_words(view.day)} : {number(view.reached.casefiles)} sur {number(plan.casefiles)}, "
        f"soit {number(abs(view.difference))} {side} que les {number(view.planned)} prévus. Phase en cours : {view.phase.phase.name}."
    )


def _told(found: DatedForecast, end: date) -> str:
    if found.source == "means":
        when = f"vers le {day_in_words(found.middle)}" if found.middle else "pas avant trente ans"
        return f"Fin prévue {when}, d'après les moyens du plan : {found.days} jours ouvrés de travail ne suffisent pas pour une fourchette."
    return (
        f"Fin prévue {_range(found)}, huit chances sur dix. Chances de finir dans le plan, le {day_in_words(end)} au plus tard : "
        f"{number(round(100 * (found.in_time or 0)))} %. D'après {number(found.days)} jours ouvrés, {number(found.a_day)} dossiers "
        "par jour."
    )


def _range(found: DatedForecast) -> str:
    if found.earliest is None:
        return "pas avant trente ans" if found.middle is None else f"vers le {day_in_words(found.middle)}"
    if found.latest is None:
        return f"pas avant le {day_in_words(found.earliest)}"
    return f"entre le {day_in_words(found.earliest)} et le {day_in_words(found.latest)}"


def _chart(view: RoadmapView) -> Chart:
    """Draw the burn-up; what lies beyond the plan by more than half of its length is cut."""
    goal, months = view.in_force.plan.casefiles, view.months
    first, here = months[0].day, max((each for each in months if each.actual is not None), key=lambda each: each.day)
    ends = [each for each in (view.forecast.earliest, view.forecast.latest) if each] if view.forecast else []
    longest = first + (view.in_force.plan.end - first) * 3 // 2
    last = max(months[-1].day, min(longest, max(ends, default=first)))
    most = max(goal, here.actual or 0) * 1.05

    def x(day: date) -> float:
        return (day - first).days / max(1, (last - first).days)

    def reach(end: date | None) -> tuple[float, float]:
        """Where the line from today to the goal ends, or leaves the frame."""
        days = (end - here.day).days if end else 10_000
        share = min(1.0, (last - here.day).days / max(1, days))
        return min(1.0, x(here.day) + share * days / max(1, (last - first).days)), (
            (here.actual or 0) + share * (goal - (here.actual or 0))
        ) / most

    def line(name: str, points: Sequence[MonthPoint], what: str) -> ChartLine:
        return ChartLine(
            name=name,
            points=tuple((x(each.day), getattr(each, what) / most) for each in points),
            style="solid" if what == "actual" else "dashed",
        )

    start = (x(here.day), (here.actual or 0) / most)
    lines = [line("prévus", months, "planned"), line("réalisés", [each for each in months if each.actual is not None], "actual")]
    if view.forecast and view.forecast.middle:
        lines.append(ChartLine(name="prévision", points=(start, reach(view.forecast.middle)), style="dotted"))
    if view.forecast and view.forecast.earliest:
        fan = (start, reach(view.forecast.earliest), reach(view.forecast.latest))
        lines.insert(0, ChartLine(name="fourchette de 80 %", points=fan, style="area"))
    return Chart(
        title="Dossiers prévus et réalisés",
        told=f"But : {number(goal)} dossiers, le {day_in_words(view.in_force.plan.end)}.",
        lines=tuple(lines),
        across=((0.0, day_in_words(first)), (1.0, day_in_words(last))),
        up=((0.0, "0"), (0.5 * goal / most, number(goal // 2)), (goal / most, number(goal))),
    )


def _months(view: RoadmapView) -> ReportTable:
    """Months that are past, the last year alone, and the goal."""
    past = [each for each in view.months if each.actual is not None][-13:]
    rows = [
        (day_in_words(each.day), number(each.planned), number(each.actual), _signed((each.actual or 0) - each.planned))
        for each in reversed(past)
    ]
    return ReportTable(
        caption="Dossiers à la fin du mois", headings=("fin de mois", "prévus", "réalisés", "écart"), rows=tuple(rows), widths=(2, 1, 1, 1)
    )


def _signed(value: int) -> str:
    return f"{'-' if value < 0 else '+' if value else ''}{number(abs(value))}"


def _many(count: int, word: str) -> str:
    return f"{number(count)} {word}{'s' if count > 1 else ''}"


def _what_ifs(view: RoadmapView) -> Iterator[Section]:
    if not view.what_ifs or view.what_if_phase is None:
        return
    needed, paragraphs = view.needed, [f"Moyens de la phase « {view.what_if_phase.name} ». Chaque ligne change une chose."]
    if needed is not None and needed.scanners is not None and needed.staff is not None:
        paragraphs.append(
            f"Pour finir le {day_in_words(view.in_force.plan.end)} : {number(round(needed.casefiles_a_day, 1))} dossiers par jour ouvré "
            f"({number(view.working_days_left)} restent), soit {_many(needed.scanners, 'scanner')} et {_many(needed.staff, 'personne')}."
        )
    rows = tuple(
        (CHANGE_WORDS[each.change], _range(each.forecast), _chances(each.forecast), BINDING_WORDS[each.binding]) for each in view.what_ifs
    )
    yield Section(
        title="Ce qu'il faut pour finir à temps",
        paragraphs=tuple(paragraphs),
        table=ReportTable(
            caption="Fin, huit chances sur dix",
            headings=("ce qui change", "fin", "à temps", "ce qui décide"),
            rows=rows,
            words=(1, 3),
            widths=(2.5, 3.6, 0.8, 1.6),
        ),
    )


def _chances(found: DatedForecast) -> str:
    return "—" if found.in_time is None else f"{number(round(100 * found.in_time))} %"


def _costs(view: RoadmapView) -> Section:
    costs = view.costs
    sides = [("à ce jour", costs.to_date), *([("jusqu'à la fin", costs.to_finish)] if costs.to_finish else [])]
    rows = (
        ("pages lues", *(number(each.pages) for _, each in sides)),
        ("lecture (Textract), au plus", *(_dollars(each.textract) for _, each in sides)),
        ("conservation (S3)", *(_dollars(each.storage) for _, each in sides)),
        ("heures de travail, selon le plan", *(number(round(each.hours)) for _, each in sides)),
    )
    known = "comptées" if view.pages_are_counted else "supposées par le plan"
    told = f"{number(view.pages_a_casefile).removesuffix(',0')} pages par dossier, {known}."
    return Section(
        title="Coûts",
        paragraphs=(f"{told} Une fois tout conservé : {_dollars(costs.storage_a_month)} par mois.",),
        table=ReportTable(
            caption="Dollars, au prix catalogue d'AWS",
            headings=("poste", *(name for name, _ in sides)),
            rows=rows,
            widths=(2, *(1,) * len(sides)),
        ),
    )


def _dollars(value: float) -> str:
    return f"{number(round(value, 2) if value < 100 else round(value))} $"  # noqa: PLR2004 - cents matter below


def _places(view: RoadmapView) -> Iterator[Section]:
    found = sorted(view.places, key=lambda each: (-each.remaining, each.ministry, each.province))
    if not found:
        return
    rows = tuple(
        (
            each.ministry or "ministère inconnu",
            each.province or "province inconnue",
            number(each.servants),
            number(each.casefiles),
            number(each.remaining),
        )
        for each in found[:_PLACES]
    )
    more = (f"Et {number(len(found) - _PLACES)} autres : page « Chiffres » du site, liste CSV.",) if len(found) > _PLACES else ()
    yield Section(
        title="Ce qui reste",
        paragraphs=more,
        table=ReportTable(
            caption="Par ministère et par province",
            headings=("ministère", "province", "agents", "commencés", "restent"),
            rows=rows,
            words=(1,),
            widths=(3, 2, 1, 1.2, 1),
        ),
    )
