"""SQS <- dispatch, small and large files apart: ingests uploaded scans."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.ingest.accession import ingest
from chalicelib.model.identifiers import batch_mark
from chalicelib.wiring import archive
from functions.messages import SqsMessage, each_message
from functions.metrics import Metric, publish
from functions.powertools import Answer, arn_of, entry, logger

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue_arn=arn_of("IngestSmallQueue"), batch_size=2, name="ingest_small")
@entry
def ingest_small(event: Answer, _: Any) -> Answer:  # noqa: ANN401 - Lambda's context
    """Ingest small files."""
    return each_message(event, _take)


@blueprint.on_sqs_message(queue_arn=arn_of("IngestLargeQueue"), batch_size=1, name="ingest_large")
@entry
def ingest_large(event: Answer, _: Any) -> Answer:  # noqa: ANN401 - as above
    """Ingest large files, which may take minutes, in a queue of their own."""
    return each_message(event, _take)


def _take(message: SqsMessage) -> None:
    arrival = archive.arrival_of(message.body)
    logger.append_keys(batch=batch_mark(arrival.batch))
    line = ingest(arrival, archive)
    if line is None:
        logger.info("known")
        return
    publish({Metric.FILES_TAKEN: 1, Metric.FILES_REFUSED: line.status == "refused", Metric.FILES_FAILED: line.status == "failed"})
    logger.info("taken", line=line.line, piece=line.piece, status=line.status, reason=line.reason, pages=line.pages, size=line.size)
