"""SQS FIFO <- ingest and sweep: starts the readings that wait, one Lambda at a time."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from chalice.app import Blueprint

from chalicelib.processing.ocr import start_readings as start
from chalicelib.wiring import archive
from functions.messages import messages_of
from functions.powertools import Answer, arn_of, entry, logger, metrics

blueprint = Blueprint(__name__)

_MARGIN = timedelta(seconds=3)
"""Kept of the Lambda's time, to log and return."""


@blueprint.on_sqs_message(queue_arn=arn_of("ReadingsQueue"), batch_size=10, name="start_readings")
@entry
def start_readings(event: Answer, context: Any) -> Answer:  # noqa: ANN401 - Lambda's context
    """Start the readings that wait; where time runs out, queue another wake-up."""
    until = archive.clock.now() + timedelta(milliseconds=context.get_remaining_time_in_millis()) - _MARGIN
    digests = (message.json().get("digest") for message in messages_of(event))
    done = start(archive, until=until, first=[digest for digest in digests if digest])
    if done.left:
        archive.queues.wake_ocr()
    counted = {
        "ReadingsStarted": done.started,
        "PagesStarted": done.pages,
        "StartsThrottled": done.throttled,
        "StartsRefused": done.refused,
        "ReadingsPaused": int(done.held == "paused"),
        "CeilingReached": int(done.held == "ceiling"),
    }
    for name, value in counted.items():
        metrics.add_metric(name=name, unit=MetricUnit.Count, value=value)
    logger.info("started", **asdict(done))
    return {"batchItemFailures": []}
