"""SQS <- SNS <- Textract's completion notice: keeps the transcript and files its pieces, or divides a scan that came in long before."""

import json
from typing import Any

from chalice.app import Blueprint

from chalicelib.processing.late_division import DIVIDE, divide_late
from chalicelib.processing.ocr import transcribe as file_transcript
from chalicelib.wiring import archive
from functions.messages import SqsMessage, each_message
from functions.metrics import Metric, publish
from functions.powertools import Answer, arn_of, entry, logger

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue_arn=arn_of("TranscriptsQueue"), batch_size=5, name="transcribe")
@entry
def transcribe(event: Answer, _: Any) -> Answer:  # noqa: ANN401 - Lambda's context
    """Keep the transcript of each reading that has ended, and file its pieces."""
    return each_message(event, _file)


def _file(message: SqsMessage) -> None:
    notice = json.loads(message.json()["Message"])
    if notice["Status"] == DIVIDE:
        logger.info("divided_late", digest=notice["JobTag"], ending=divide_late(notice["JobTag"], archive))
        return
    ending = file_transcript(notice["JobTag"], notice["JobId"], notice["Status"], archive)
    publish({Metric.READINGS_ENDED: 1, Metric.READINGS_FAILED: ending == "failed"})
    logger.info("transcribed", digest=notice["JobTag"], job=notice["JobId"], status=notice["Status"], ending=ending)
