"""Logger, metrics, SQS messages and decorators of the handlers; these adapt Chalice's one argument to Powertools' (event, context)."""

import json
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any

from aws_lambda_powertools import Logger, Metrics

from chalicelib.model.errors import ArchiveError

warnings.filterwarnings("ignore", "No application metrics to publish")  # an invocation that found no work has no metrics

logger = Logger()
metrics = Metrics()

Answer = dict[str, Any]

_ORDERLY_END = 120_000
"""Milliseconds kept of a function's time, to end a long task in order."""


def arn_of(resource: str) -> Any:  # noqa: ANN401 - Chalice's stub wants text, its packager passes CloudFormation's functions through
    """Refer to a resource of the template."""
    return {"Fn::GetAtt": [resource, "Arn"]}


def time_left(context: Any) -> timedelta:  # noqa: ANN401 - Lambda's context
    """Time that a long task may still take, so that it ends in order."""
    return timedelta(milliseconds=max(0, context.get_remaining_time_in_millis() - _ORDERLY_END))


def prepared(handle: Callable[[Answer, Any], Any]) -> Callable[[Answer, Any], Any]:
    """Decorate a handler of (event, context): its logs have Lambda's context, its metrics are flushed."""

    def measured(event: Answer, context: Any) -> Any:  # noqa: ANN401 - Lambda's context, the handler's answer
        try:
            return handle(event, context)
        finally:
            if metrics.metric_set:  # Powertools warns of a flush of nothing
                metrics.flush_metrics()

    return logger.inject_lambda_context(wraps(handle)(measured), clear_state=True)


def entry(handle: Callable[[Answer, Any], Any]) -> Callable[[Any], Any]:
    """Adapt a handler of (event, context) to Chalice, which gives its own event alone.

    Chalice's middleware does not run where a blueprint's function is the Lambda's handler (aws/chalice#1566).
    """
    ready = prepared(handle)

    @wraps(handle)
    def adapter(event: Any) -> Any:  # noqa: ANN401 - Chalice's event, whatever its kind
        return ready(event.to_dict(), event.context)

    return adapter


@dataclass(frozen=True, slots=True, kw_only=True)
class SqsMessage:
    """A message of an SQS event."""

    message_id: str
    body: str
    receives: str
    """How often SQS has delivered it, this time included."""

    def json(self) -> Any:  # noqa: ANN401 - JSON
        """The body, parsed."""
        return json.loads(self.body)


def messages_of(event: Answer) -> list[SqsMessage]:
    """The messages of an SQS event."""
    return [
        SqsMessage(message_id=each["messageId"], body=each["body"], receives=each["attributes"]["ApproximateReceiveCount"])
        for each in event["Records"]
    ]


def each_message(event: Answer, handle: Callable[[SqsMessage], Any]) -> Answer:
    """Handle every message of an event; SQS delivers those that failed again, and only those.

    Powertools' batch processor does the same, and imports its classes for the events of 30 services: 35 CPU ms of a cold start.
    """
    failed = []
    for message in messages_of(event):
        try:
            handle(message)
        except ArchiveError as error:
            logger.warning("postponed", code=error.code, detail=error.detail, message_id=message.message_id, receives=message.receives)
            failed.append(message)
        except Exception:
            logger.exception("broken", message_id=message.message_id)
            failed.append(message)
        finally:
            logger.remove_keys(["batch", "piece"])
    return {"batchItemFailures": [{"itemIdentifier": message.message_id} for message in failed]}
