"""Metrics that the handlers publish, in CloudWatch's embedded metric format: one line of the log carries their values.

Each metric is on a dashboard (infra/dashboards/) or watched by an alarm; each beyond the tenth of an account costs $0.30 a month.
"""

from collections.abc import Mapping
from enum import StrEnum

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit

metrics = Metrics()


class Metric(StrEnum):
    """Names of the metrics."""

    # counts of what was done
    FILES_TAKEN = "FilesTaken"
    FILES_REFUSED = "FilesRefused"
    FILES_FAILED = "FilesFailed"
    READINGS_STARTED = "ReadingsStarted"
    READINGS_ENDED = "ReadingsEnded"
    READINGS_FAILED = "ReadingsFailed"
    PAGES_STARTED = "PagesStarted"
    STARTS_THROTTLED = "StartsThrottled"
    STARTS_REFUSED = "StartsRefused"
    BATCHES_CLOSED = "BatchesClosed"
    SIGN_INS_REFUSED = "SignInsRefused"
    # reasons why something waits or was passed over: 0 while there is none
    READINGS_PAUSED = "ReadingsPaused"
    CEILING_REACHED = "CeilingReached"
    SETTINGS_REFUSED = "SettingsRefused"
    NOMENCLATURE_REFUSED = "NomenclatureRefused"
    CAREER_RULES_REFUSED = "CareerRulesRefused"
    NEWER_DATA = "NewerData"
    # state of the archive at each sweep
    BATCHES_OPEN = "BatchesOpen"
    PIECES_TO_REVIEW = "PiecesToReview"
    OLDEST_REVIEW = "OldestReview"
    PAGES_THIS_MONTH = "PagesThisMonth"
    DOLLARS_THIS_MONTH = "DollarsThisMonth"
    PAGES_CEILING = "PagesCeiling"
    BACKFILL_LEFT = "BackfillLeft"


_UNITS = {Metric.OLDEST_REVIEW: MetricUnit.Seconds, Metric.DOLLARS_THIS_MONTH: MetricUnit.NoUnit}
"""Of those that are no counts."""


def publish(values: Mapping[Metric, float]) -> None:
    """Publish values at the end of the invocation; a metric that is published twice in it has both values."""
    for name, value in values.items():
        metrics.add_metric(name=name.value, unit=_UNITS.get(name, MetricUnit.Count), value=float(value))


def publish_at_once(values: Mapping[Metric, float]) -> None:
    """Publish values outside of a handler that publishes at its end (`powertools.prepared`)."""
    publish(values)
    metrics.flush_metrics()
