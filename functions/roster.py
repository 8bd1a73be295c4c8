"""SQS <- dispatch: loads a roster that was dropped under `_roster/`."""

from datetime import datetime
from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from chalice.app import Blueprint

from chalicelib.aws.queues import read_arrival
from chalicelib.identity.deprovisioning import settle_accounts
from chalicelib.model.errors import TransientError
from chalicelib.personnel.loading import load_roster as load
from chalicelib.wiring import archive
from functions.powertools import Answer, arn_of, each_message, entry, logger, time_left

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue_arn=arn_of("RostersQueue"), batch_size=1, name="load_roster")
@entry
def load_roster(event: Answer, context: Any) -> Answer:  # noqa: ANN401 - Lambda's context
    """Read a roster, put it in force, and let accounts follow it."""
    until = archive.clock.now() + time_left(context)
    return each_message(event, context, lambda record: _load(record, until))


def _load(record: SQSRecord, until: datetime) -> None:
    report = load(read_arrival(record.body).upload, archive)
    logger.info("roster", generation=report.generation, status=report.status, servants=report.servants, refusal=report.refusal)
    if report.status == "in_force":
        _settle(until)


def _settle(until: datetime) -> None:
    """Close and open accounts; what the time did not allow for is done when the message comes again."""
    done = settle_accounts(archive, until=until)
    logger.info("accounts", closed=done.closed, reopened=done.reopened, left=done.left, waiting=done.waiting)
    if done.waiting:
        logger.error("accounts_waiting", waiting=done.waiting)
    if done.left:
        raise TransientError("accounts_left", str(done.left))
