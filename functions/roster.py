"""SQS <- dispatch: loads a roster that was dropped under `_roster/`."""

from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from chalice.app import Blueprint

from chalicelib.aws.sqs import read_arrival
from chalicelib.enrolment import load_roster as load
from chalicelib.wiring import archive
from functions.powertools import Answer, arn_of, each_message, entry, logger

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue_arn=arn_of("RostersQueue"), batch_size=1, name="load_roster")
@entry
def load_roster(event: Answer, context: Any) -> Answer:  # noqa: ANN401 - Lambda's context
    """Read a roster and put it in force."""
    return each_message(event, context, _load)


def _load(record: SQSRecord) -> None:
    report = load(read_arrival(record.body).upload, archive)
    logger.info("roster", generation=report.generation, status=report.status, servants=report.servants, refusal=report.refusal)
