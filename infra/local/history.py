"""Invented past of the local stack: daily totals of eight months, and a plan that began with them, so that the roadmap has a forecast.

No case file, piece or batch stands behind these numbers: they come from a seed, and are added to the register as a count adds them
(docs/pile-locale.md). A day that has totals is left alone, so that every step may run twice.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp
from pathlib import Path
from random import Random
from typing import Final

from chalicelib.model.errors import ConflictError
from chalicelib.model.roadmap import Plan, month_after
from chalicelib.model.statistics import CountingStep, Recount, Totals
from chalicelib.ports.statistics import Statistics
from chalicelib.text import roadmap_file
from chalicelib.text.print_page import number
from chalicelib.text.roadmap_file import read_plan

_MONTHS: Final = 8
_NOTE: Final = "Plan de la pile locale, qui commence avec le passé inventé ; ce n'est le plan d'aucun ministère."
_PACE: Final = 0.78
"""Case files that came in, of those that the plan wanted."""
_SPREAD: Final = 0.3
"""Standard deviation of the logarithm of a day's case files."""
_FOLLOWING: Final = 0.4
"""Autocorrelation of days."""
_PAGES: Final = (34, 46)
"""Of a case file, at least and at most, in the mean of a day."""
_PIECES: Final = 14
"""Of a case file."""
_DAYS_AT_ONCE: Final = 90
"""A transaction of DynamoDB has 100 items at most."""
_ATTEMPTS: Final = 20
"""The count of each minute may be quicker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An invented past."""

    plan: bytes
    """YAML of the plan."""
    days: tuple[tuple[date, Totals], ...]

    @property
    def casefiles(self) -> int:
        """Sum of all days."""
        return sum(each.casefiles for _, each in self.days)


def invent_past(last: date, *, seed: int = 1) -> Past:
    """Invent the past up to a day; the same day and seed give the same past.

    >>> past = invent_past(date(2026, 11, 30))
    >>> past.days[0][0], past.days[-1][0], past.casefiles > 10_000
    (datetime.date(2026, 4, 1), datetime.date(2026, 11, 30), True)
    """
    start = month_after(last.replace(day=1), 1 - _MONTHS)
    text = Path(roadmap_file.__file__).with_name("roadmap.yaml").read_text(encoding="utf-8")
    text = re.sub("(?m)^start: .*$", f"start: {start}", re.sub("(?m)^note: .*$", f"note: {_NOTE}", text))
    plan = read_plan(text.encode())
    return Past(plan=text.encode(), days=tuple(_days(plan, last, Random(seed))))  # noqa: S311 - no secret


def _days(plan: Plan, last: date, rng: Random) -> Iterator[tuple[date, Totals]]:
    """Give each working day, which is like the one before it; some have more and some fewer than the plan wants."""
    wave = 0.0
    for day in plan.working_days_between(plan.start, last):
        wave = _FOLLOWING * wave + rng.gauss(0, _SPREAD)
        wanted = plan.planned_by(day) - plan.planned_by(day - timedelta(days=1))
        casefiles = round(wanted * _PACE * exp(wave))
        if casefiles:
            pages = round(casefiles * rng.uniform(*_PAGES))
            yield day, Totals(casefiles=casefiles, pieces=casefiles * _PIECES, pages=pages)


def seed_past(statistics: Statistics, keep_plan: Callable[[bytes], None], *, kept: Path, today: date) -> str:
    """Add the past to the register and the plan to the vault, each unless it is there.

    Args:
        statistics: of the register.
        keep_plan: puts the plan into the vault, unless one is there.
        kept: file that keeps the last day of the past: it does not grow from one start to the next.
        today: the past ends the day before, the first time.

    Returns:
        What was added, for a person; nothing when it was there already.
    """
    is_new = not kept.exists()
    last = today - timedelta(days=1) if is_new else date.fromisoformat(json.loads(kept.read_text(encoding="utf-8"))["last"])
    past = invent_past(last)
    known = {day for day, _ in statistics.days(past.days[0][0], last)}
    missing = [(day, added) for day, added in past.days if day not in known]
    if is_new:
        keep_plan(past.plan)
    for begin in range(0, len(missing), _DAYS_AT_ONCE):
        _add(statistics, missing[begin : begin + _DAYS_AT_ONCE])
    kept.write_text(json.dumps({"last": last.isoformat()}), encoding="utf-8")
    if not missing:
        return ""
    return (
        f"Passé inventé : {number(past.casefiles)} dossiers du {past.days[0][0]:%d/%m/%Y} au {last:%d/%m/%Y}, et un plan. "
        "Aucune pièce n'est derrière ; ils donnent à la feuille de route de quoi prévoir."
    )


def _add(statistics: Statistics, days: Sequence[tuple[date, Totals]]) -> None:
    """Add days in one transaction, as a count does."""
    added = Totals()
    for _, each in days:
        added = added.plus(each)
    for attempt in range(_ATTEMPTS):
        standing = statistics.totals()
        after = replace(standing, total=standing.total.plus(added), edition=standing.edition + 1)
        try:
            statistics.apply(Recount(totals=after, step=CountingStep(days=dict(days))), seen=standing.edition)
        except ConflictError:
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            return
