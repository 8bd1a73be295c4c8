"""A schedule, every minute: takes up what lost events have left behind, archives the audit trail, counts, compares, reports."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

from chalice.app import Blueprint

from chalicelib.administration.audit_archive import keep_accesses
from chalicelib.administration.completeness_rounds import COMPLETENESS
from chalicelib.administration.due_rounds import DUE_LISTS
from chalicelib.administration.monitoring import observe
from chalicelib.administration.reconciliation_rounds import RECONCILIATION
from chalicelib.administration.roadmap_report import report_monthly
from chalicelib.administration.rounds import advance_monthly
from chalicelib.administration.statistics import count_archive
from chalicelib.administration.sweep import duties
from chalicelib.model import schema
from chalicelib.model.errors import TransientError
from chalicelib.text.checked_yaml import FileInForce
from chalicelib.wiring import archive
from functions.metrics import Metric, publish
from functions.powertools import Answer, deadline, entry, logger, on_known_data

blueprint = Blueprint(__name__)

_COUNTING = timedelta(seconds=20)
"""For counting, of each minute; the next sweep counts on."""
_COMPLETENESS = timedelta(seconds=8)
"""For the round of completeness, of each minute of the days that it takes once a month."""
_RECONCILIATION = timedelta(seconds=8)
"""For the round of the reconciliation, likewise."""
_DUE = timedelta(seconds=8)
"""For the round of due lists, likewise."""
_MARGIN = timedelta(seconds=8)
"""Kept of the Lambda's time, to log and return."""


class CheckedFiles(Protocol):
    """A file that the ministry may replace."""

    def current(self) -> FileInForce[Any]:
        """Return what is in force, and what is refused."""


class DutiesFailedError(Exception):
    """Duties of a sweep failed; the others were done."""


@blueprint.schedule("rate(1 minute)", name="sweep")
@entry
@on_known_data
def sweep(event: Answer, context: Any) -> Answer:  # noqa: ANN401, ARG001 - Lambda's own
    """Do every duty of the minute; one that fails keeps no other from its turn.

    Raises:
        DutiesFailedError: some failed; the alarm on errors counts it.
    """
    until = deadline(context, keep=_MARGIN)
    each = {
        "schema": _mark_schema,
        **duties(archive, until=until),
        "kept": lambda: keep_accesses(archive),
        "settings": _watch_settings,
        "nomenclature": _watch_nomenclature,
        "career_rules": _watch_career_rules,
        "counted": _count,
        "observed": _observe,
        "completeness": lambda: advance_monthly(COMPLETENESS, archive, until=min(until, archive.clock.now() + _COMPLETENESS)),
        "reconciliation": lambda: advance_monthly(RECONCILIATION, archive, until=min(until, archive.clock.now() + _RECONCILIATION)),
        "due": lambda: advance_monthly(DUE_LISTS, archive, until=min(until, archive.clock.now() + _DUE)),
        "roadmap": lambda: report_monthly(archive),
    }
    ends = {name: _done(name, duty) for name, duty in each.items()}
    numbers: Answer = {name: number for name, number in ends.items() if number is not None}
    logger.info("swept", **numbers)
    if len(numbers) < len(ends):
        raise DutiesFailedError(", ".join(ends.keys() - numbers.keys()))
    return numbers


def _done(name: str, duty: Callable[[], int]) -> int | None:
    """Do a duty; None where it failed."""
    try:
        return duty()
    except Exception:
        logger.exception("duty_failed", duty=name)
        return None


def _mark_schema() -> int:
    """Mark the register with the version that this code writes, so that an earlier release refuses it from then on; return the version."""
    archive.register.mark_schema(schema.REGISTER)
    publish({Metric.NEWER_DATA: 0})
    return schema.REGISTER


def _count() -> int:
    """Bring the figures up to date; where a service is busy, or another sweep counts, the next sweep does."""
    try:
        return count_archive(archive, until=archive.clock.now() + _COUNTING)
    except TransientError as busy:
        logger.info("uncounted", code=busy.code)
        return 0


def _observe() -> int:
    """Publish the figures of the moment; return how many they are."""
    seen = observe(archive)
    figures: dict[Metric, float] = {
        Metric.BATCHES_OPEN: seen.open_batches,
        Metric.PIECES_TO_REVIEW: seen.to_review,
        Metric.OLDEST_REVIEW: seen.oldest_review.total_seconds(),
        Metric.PAGES_THIS_MONTH: seen.pages,
        Metric.DOLLARS_THIS_MONTH: seen.dollars,
        Metric.BACKFILL_LEFT: seen.backfill_left,
    }
    if seen.most_pages is not None:
        figures[Metric.PAGES_CEILING] = seen.most_pages
    publish(figures)
    return len(figures)


def _watch_settings() -> int:
    """Warn administrators of settings that cannot be read: the defaults apply in their place; return their number."""
    refused = archive.refused_settings()
    publish({Metric.SETTINGS_REFUSED: len(refused)})
    if refused:
        logger.warning("settings_refused", settings=refused)
    return len(refused)


def _watch_nomenclature() -> int:
    """Warn administrators of a nomenclature that is refused; the action `nomenclature` lists all its problems. 0 or 1."""
    bad = _faults_of(archive.nomenclatures, Metric.NOMENCLATURE_REFUSED)
    if bad:
        logger.warning("nomenclature_refused", **bad)
    return int(bool(bad))


def _watch_career_rules() -> int:
    """Warn administrators of rules of careers that are refused; the action `career_rules` lists all their problems. 0 or 1."""
    bad = _faults_of(archive.career_rule_files, Metric.CAREER_RULES_REFUSED)
    if bad:
        logger.warning("career_rules_refused", **bad)
    return int(bool(bad))


def _faults_of(files: CheckedFiles, metric: Metric) -> Answer:
    """Publish whether a ministry's file is refused or cannot be read, and say why; nothing where all is well."""
    try:
        found = files.current()
    except TransientError:
        return {}  # the next sweep looks again
    bad = bool(found.refused or found.unreadable)
    publish({metric: bad})
    problems = [f"line {each.line}: {each.reason}" for refused in found.refused[:1] for each in refused.problems[:20]]
    return {"refused": len(found.refused), "problems": problems, "unreadable": found.unreadable} if bad else {}
