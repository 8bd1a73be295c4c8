"""SQS <- S3 ObjectCreated (inbox): sorts announced uploads into the ingest queues."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

from chalice.app import Blueprint

from chalicelib.ingest.dispatch import sort_arrivals
from chalicelib.model.upload import Upload
from chalicelib.wiring import archive
from functions.messages import SqsMessage, each_message
from functions.powertools import Answer, arn_of, entry, logger

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue_arn=arn_of("ArrivalsQueue"), batch_size=10, name="dispatch")
@entry
def dispatch(event: Answer, _: Any) -> Answer:  # noqa: ANN401 - Lambda's context
    """Sort every announced upload by its key."""
    return each_message(event, _sort)


def _sort(message: SqsMessage) -> None:
    for role, count in sort_arrivals(list(_uploads(message.json())), archive).items():
        logger.info("sorted", role=role, count=count)


def _uploads(body: dict[str, Any]) -> Iterator[Upload]:
    """Read the uploads of an S3 event: keys are URL-encoded, and `s3:TestEvent` has no records."""
    if "Records" not in body:
        return
    for record in body["Records"]:
        if not record["eventName"].startswith("ObjectCreated"):
            continue
        announced = record["s3"]["object"]
        yield Upload(
            key=unquote_plus(announced["key"]),
            version=announced.get("versionId") or "null",
            size=int(announced.get("size") or 0),
            uploaded_at=datetime.fromisoformat(record["eventTime"]),
        )
