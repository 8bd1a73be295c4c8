"""A schedule, every minute: takes up what lost events have left behind, archives the audit trail, counts."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from chalice.app import Blueprint

from chalicelib.administration.audit_archive import keep_accesses
from chalicelib.administration.statistics import count_archive
from chalicelib.administration.sweep import sweep as sweep_all
from chalicelib.model.errors import TransientError
from chalicelib.wiring import archive
from functions.powertools import Answer, entry, logger, metrics

blueprint = Blueprint(__name__)

_WHOLE_EVERY = 10
"""Minutes between two comparisons of the whole inbox with the register."""
_COUNTING = timedelta(seconds=20)
"""For counting, of each minute; the next sweep counts on."""


@blueprint.schedule("rate(1 minute)", name="sweep")
@entry
def sweep(event: Answer, context: Any) -> Answer:  # noqa: ANN401, ARG001 - Lambda's own
    """Take up open batches, stale readings and lost uploads; keep the audit trail in the vault; count; check the nomenclature."""
    found, wanted = archive.schema_versions()
    if found != wanted:
        logger.error("schema", found=found, wanted=wanted)
    done = sweep_all(archive, whole=archive.clock.now().minute % _WHOLE_EVERY == 0)
    kept = keep_accesses(archive)
    counted = _count()
    _watch_settings()
    _watch_nomenclature()
    numbers = asdict(done) | {"kept": kept, "counted": counted}
    logger.info("swept", **numbers)
    return numbers


def _count() -> int:
    """Bring the figures up to date; where a service is busy, or another sweep counts, the next sweep does."""
    try:
        return count_archive(archive, until=archive.clock.now() + _COUNTING)
    except TransientError as busy:
        logger.info("uncounted", code=busy.code)
        return 0


def _watch_settings() -> None:
    """Warn administrators of settings that cannot be read: the defaults apply in their place."""
    refused = archive.refused_settings()
    if refused:
        metrics.add_metric(name="SettingsRefused", unit=MetricUnit.Count, value=len(refused))
        logger.warning("settings_refused", settings=refused)


def _watch_nomenclature() -> None:
    """Warn administrators of a nomenclature that is refused; the action `nomenclature` lists all its problems."""
    try:
        found = archive.nomenclatures.current()
    except TransientError:
        return  # the next sweep looks again
    if found.refused or found.unreadable:
        problems = [f"line {each.line}: {each.reason}" for refused in found.refused[:1] for each in refused.problems[:20]]
        metrics.add_metric(name="NomenclatureRefused", unit=MetricUnit.Count, value=1)
        logger.warning("nomenclature_refused", refused=len(found.refused), problems=problems, unreadable=found.unreadable)
