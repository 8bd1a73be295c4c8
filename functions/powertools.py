"""Logger, metrics and decorators of the handlers; these adapt Chalice's one argument to Powertools' (event, context)."""

import warnings
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from aws_lambda_powertools import Logger

from chalicelib.model.errors import NewerDataError
from chalicelib.wiring import archive
from functions.metrics import Metric, metrics, publish_at_once

warnings.filterwarnings("ignore", "No application metrics to publish")  # an invocation that found no work has no metrics

logger = Logger()

Answer = dict[str, Any]

ORDERLY_END = timedelta(seconds=120)
"""Kept of a function's time, to end a long task in order."""


def arn_of(resource: str) -> Any:  # noqa: ANN401 - Chalice's stub wants text, its packager passes CloudFormation's functions through
    """Refer to a resource of the template."""
    return {"Fn::GetAtt": [resource, "Arn"]}


def deadline(context: Any, *, keep: timedelta = ORDERLY_END) -> datetime:  # noqa: ANN401 - Lambda's context
    """When a task must end, UTC, so that some of the function's time is kept; now, where no more than that is left."""
    left = timedelta(milliseconds=context.get_remaining_time_in_millis()) - keep
    return archive.clock.now() + max(left, timedelta())


def prepared(handle: Callable[[Answer, Any], Any]) -> Callable[[Answer, Any], Any]:
    """Decorate a handler of (event, context): its logs have Lambda's context, its metrics are flushed."""

    def measured(event: Answer, context: Any) -> Any:  # noqa: ANN401 - Lambda's context, the handler's answer
        try:
            return handle(event, context)
        finally:
            if metrics.metric_set:  # Powertools warns of a flush of nothing
                metrics.flush_metrics()

    return logger.inject_lambda_context(wraps(handle)(measured), clear_state=True)


def refuse_newer_data() -> None:
    """Refuse to work on data of a later release: nothing of them is read or written, and an alarm rings.

    Raises:
        NewerDataError: the register holds such data.
    """
    try:
        archive.known_schema  # noqa: B018 - raises where the schema is not known
    except NewerDataError as error:
        publish_at_once({Metric.NEWER_DATA: 1})
        logger.error("newer_data", detail=error.detail)  # noqa: TRY400 - no fault of this code
        raise


def on_known_data(handle: Callable[[Answer, Any], Any]) -> Callable[[Answer, Any], Any]:
    """Decorate a handler of (event, context): it is not called while a later release's data are in the register."""

    @wraps(handle)
    def checked(event: Answer, context: Any) -> Any:  # noqa: ANN401 - as above
        refuse_newer_data()
        return handle(event, context)

    return checked


def entry(handle: Callable[[Answer, Any], Any]) -> Callable[[Any], Any]:
    """Adapt a handler of (event, context) to Chalice, which gives its own event alone.

    Chalice's middleware does not run where a blueprint's function is the Lambda's handler (aws/chalice#1566).
    """
    ready = prepared(handle)

    @wraps(handle)
    def adapter(event: Any) -> Any:  # noqa: ANN401 - Chalice's event, whatever its kind
        return ready(event.to_dict(), event.context)

    return adapter
