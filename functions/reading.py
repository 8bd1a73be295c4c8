"""SQS FIFO <- ingest and sweep: starts the readings that wait, one Lambda at a time."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from chalice.app import Blueprint

from chalicelib.processing.ocr import start_readings as start
from chalicelib.wiring import archive
from functions.messages import messages_of
from functions.metrics import Metric, publish
from functions.powertools import Answer, arn_of, deadline, entry, logger, on_known_data

blueprint = Blueprint(__name__)

MARGIN = timedelta(seconds=3)
"""Kept of the Lambda's time, to log and return."""


@blueprint.on_sqs_message(queue_arn=arn_of("ReadingsQueue"), batch_size=10, name="start_readings")
@entry
@on_known_data
def start_readings(event: Answer, context: Any) -> Answer:  # noqa: ANN401 - Lambda's context
    """Start the readings that wait; where time runs out, queue another wake-up."""
    until = deadline(context, keep=MARGIN)
    digests = (message.json().get("digest") for message in messages_of(event))
    done = start(archive, until=until, first=[digest for digest in digests if digest])
    if done.left:
        archive.queues.wake_ocr()
    counted = {
        Metric.READINGS_STARTED: done.started,
        Metric.PAGES_STARTED: done.pages,
        Metric.STARTS_THROTTLED: done.throttled,
        Metric.STARTS_REFUSED: done.refused,
        Metric.READINGS_PAUSED: done.held == "paused",
        Metric.CEILING_REACHED: done.held == "ceiling",
    }
    publish(counted)
    logger.info("started", **asdict(done))
    return {"batchItemFailures": []}
