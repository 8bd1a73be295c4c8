"""SQS <- ingest, transcribe, sweep: closes batches at rest."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.ingest.closing import close_batch as close
from chalicelib.model.identifiers import batch_mark
from chalicelib.wiring import archive
from functions.messages import SqsMessage, each_message
from functions.metrics import Metric, publish
from functions.powertools import Answer, arn_of, entry, logger

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue_arn=arn_of("ClosingsQueue"), batch_size=5, name="close_batch")
@entry
def close_batch(event: Answer, _: Any) -> Answer:  # noqa: ANN401 - Lambda's context
    """Close each batch that is at rest, and write its receipt."""
    return each_message(event, _close)


def _close(message: SqsMessage) -> None:
    asked = message.json()
    look = close(asked["batch"], archive, moves=asked.get("moves"))
    if look == "closed":
        publish({Metric.BATCHES_CLOSED: 1})
    logger.info("looked", batch=batch_mark(asked["batch"]), look=look)
