"""The plan in force, and its changes by the direction.

A change: 1. Check the members. 2. Refuse one made on a page that is no longer the latest. 3. Record who changes the plan. 4. Write a
version; the same plan is written once. To go back is to write an earlier version again: no version is ever lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.analysis.sensitivity.screening import check_words
from chalicelib.model.codec import to_plain
from chalicelib.model.errors import ConflictError, ReaderError
from chalicelib.model.reader import Reader
from chalicelib.model.roadmap import WEEK, Phase, Plan, SavedPlan
from chalicelib.model.settings import Settings
from chalicelib.ports.archive import Archive
from chalicelib.text.roadmap_file import RefusedPlan, read_plan, shipped_plan, write_plan

NONE_SAVED = "none"
"""Version that a page names while nobody has saved a plan."""
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInForce:
    """The plan that figures are held against."""

    plan: Plan
    source: Literal["saved", "settings", "shipped"]
    """Saved by the direction; made of the settings `roadmap-…`; or the one that ships, which nobody has adopted."""
    version: str = NONE_SAVED
    history: tuple[SavedPlan, ...] = ()
    """Versions that one may go back to, the newest first; the one in force is the first."""
    refused: tuple[RefusedPlan, ...] = ()
    """Newer versions with problems, that an administrator has put into the vault."""

    @property
    def is_adopted(self) -> bool:
        """Whether the ministry has decided on the plan."""
        return self.source != "shipped"


def plan_in_force(archive: Archive) -> PlanInForce:
    """Read the plan in force."""
    kept = archive.plans.current()
    if kept.in_force is not None:
        return PlanInForce(plan=kept.in_force.plan, source="saved", version=kept.in_force.version, history=kept.saved, refused=kept.refused)
    made = plan_of_settings(archive.settings)
    return PlanInForce(plan=made or shipped_plan(), source="settings" if made else "shipped", refused=kept.refused)


def plan_of_settings(settings: Settings) -> Plan | None:
    """Make a plan of one phase of the settings; None without a start."""
    if settings.roadmap_start is None:
        return None
    shipped, months = shipped_plan(), settings.roadmap_years * _MONTHS
    paper = next(each for each in reversed(shipped.phases) if not each.existing_scans)
    phase = Phase(
        name=f"{settings.roadmap_start.year}-{settings.roadmap_start.year + settings.roadmap_years}",
        months=months,
        casefiles_a_month=-(-settings.roadmap_casefiles // months),
        scanners=paper.scanners,
        staff=paper.staff,
        hours_a_day=paper.hours_a_day,
    )
    return Plan(
        start=settings.roadmap_start,
        casefiles=settings.roadmap_casefiles,
        pages_a_casefile=shipped.pages_a_casefile,
        page_kilobytes=shipped.page_kilobytes,
        pages_an_hour_of_a_scanner=shipped.pages_an_hour_of_a_scanner,
        pages_an_hour_of_a_person=shipped.pages_an_hour_of_a_person,
        phases=(phase,),
        working_days=WEEK,
        holidays=shipped.holidays,
    )


def save_plan(members: Mapping[str, Any], archive: Archive, reader: Reader, *, seen: str) -> PlanInForce:
    """Put a plan in force.

    Args:
        members: of the plan, in JSON types.
        archive: the ports.
        reader: the director.
        seen: version that the reader's page shows; `NONE_SAVED` where nobody had saved one.

    Raises:
        ConflictError: somebody has saved another version since.
        PlanError: the plan has problems.
        ReaderError: `forbidden_word` in the note or in the name of a phase.
    """
    body = write_plan(members)
    plan = read_plan(body)
    check_words(plan.note, "note")
    for at, phase in enumerate(plan.phases):
        check_words(phase.name, f"phases.{at}.name")
    return _write(body, plan, archive, reader, seen=seen)


def restore_plan(version: str, archive: Archive, reader: Reader, *, seen: str) -> PlanInForce:
    """Put an earlier version of the plan in force again.

    Raises:
        ConflictError: somebody has saved another version since.
        ReaderError: `not_found`: no such version.
    """
    found = next((each for each in archive.plans.current().saved if each.version == version), None)
    if found is None:
        raise ReaderError("not_found", "no such version of the plan")
    return _write(write_plan(to_plain(found.plan)), found.plan, archive, reader, seen=seen)


def _write(body: bytes, plan: Plan, archive: Archive, reader: Reader, *, seen: str) -> PlanInForce:
    before = plan_in_force(archive)
    if before.version != seen:
        raise ConflictError("conflict", "another version of the plan was saved")
    if before.source == "saved" and before.plan == plan:
        return before
    record_consultation("plan", reader, Subject(asked=plan.note), archive, role="director")
    archive.plans.save(body)
    return plan_in_force(archive)
