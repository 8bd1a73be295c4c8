"""The roadmap of the play: the archive's own use cases over a year and a half of invented days."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from fake_work import Refused

from chalicelib.administration.plan import plan_in_force, restore_plan, save_plan
from chalicelib.administration.roadmap import read_roadmap
from chalicelib.model.codec import to_plain
from chalicelib.model.errors import ConflictError
from chalicelib.model.reader import Reader
from chalicelib.model.register import RosterPointer
from chalicelib.model.statistics import ArchiveTotals, CountingStep, PlaceCount, Recount, Totals
from chalicelib.text.roadmap_file import PlanError, shipped_plan
from functions.representations.roadmap import plan_in_force_json, plan_refusal_json, roadmap_json
from tests.fakes import FakeArchive

TODAY = datetime(2028, 11, 20, 9, tzinfo=UTC)
PLACES = {
    ("Éducation nationale", "Gitega"): (61_000, 0.5),
    ("Santé publique", "Ngozi"): (24_000, 0.3),
    ("Justice", "Bujumbura"): (30_000, 0.2),
}
DIRECTOR = Reader(name="directeur", roles=frozenset({"director"}))


def roadmap_archive() -> FakeArchive:
    """An archive in its second year, somewhat behind a plan that was saved twice."""
    archive = FakeArchive()
    archive.clock.pause((TODAY - archive.clock.now()).total_seconds())
    for note in ("Premier plan", "Moins de dossiers par mois après l'essai"):
        save_plan(to_plain(shipped_plan()) | {"note": note}, archive, DIRECTOR, seen=plan_in_force(archive).version)
        archive.clock.pause(3600)
    draws, plan, step = random.Random(5), shipped_plan(), CountingStep()  # noqa: S311 - invented days
    day = plan.start
    while day < TODAY.date():
        if plan.is_working_day(day):
            existing = plan.span_of(day).phase.existing_scans
            number = round((355 if existing else 40 if day > date(2028, 4, 3) else 12) * draws.uniform(0.6, 1.3))
            step.days[day] = Totals(casefiles=number, pieces=7 * number, pages=38 * number)
        day += timedelta(days=1)
    total = Totals()
    for each in step.days.values():
        total = total.plus(each)
    step.places = {place: round(total.casefiles * share) for place, (_, share) in PLACES.items()}
    archive.statistics.apply(Recount(totals=ArchiveTotals(total=total, edition=1, counted_at=archive.clock.now()), step=step), seen=0)
    servants = [PlaceCount(ministry=place[0], province=place[1], count=count) for place, (count, _) in PLACES.items()]
    archive.statistics.expect_places("g1", servants)
    archive.register.put_roster_in_force(RosterPointer(generation="g1", count=115_000, shapes=(), uploaded_at=TODAY), seen=None)
    return archive


def asked_of_the_roadmap(archive: FakeArchive, method: str, path: str, body: dict[str, Any]) -> Any:
    """Answer a question of the roadmap; a plan with problems is refused with them."""
    try:
        match [method, *path.strip("/").split("/")]:
            case ["POST", "roadmap", "plan"]:
                archive.clock.pause(60)
                return plan_in_force_json(save_plan(body["plan"], archive, DIRECTOR, seen=body["seen"]), "fr")
            case ["POST", "roadmap", "plan", "restore"]:
                archive.clock.pause(60)
                return plan_in_force_json(restore_plan(body["version"], archive, DIRECTOR, seen=body["seen"]), "fr")
            case _:
                return roadmap_json(read_roadmap(archive), "fr")
    except PlanError as error:
        raise Refused(400, "plan_refused", answer=plan_refusal_json(error.problems, "fr")) from error
    except ConflictError as error:
        raise Refused(409, "conflict") from error
