"""SQS <- dispatch: loads a roster that was uploaded under `_roster/`."""

from datetime import datetime
from typing import Any

from chalice.app import Blueprint

from chalicelib.administration.roster_change import change_roster
from chalicelib.identity.deprovisioning import AccountChanges
from chalicelib.model.errors import TransientError
from chalicelib.wiring import archive
from functions.messages import SqsMessage, each_message
from functions.powertools import Answer, arn_of, deadline, entry, logger

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue_arn=arn_of("RostersQueue"), batch_size=1, name="load_roster")
@entry
def load_roster(event: Answer, context: Any) -> Answer:  # noqa: ANN401 - Lambda's context
    """Load each roster and put it in force; pieces and accounts follow it."""
    until = deadline(context)
    return each_message(event, lambda message: _load(message, until))


def _load(message: SqsMessage, until: datetime) -> None:
    report, accounts = change_roster(archive.arrival_of(message.body).upload, archive, until=until)
    logger.info("roster", generation=report.generation, status=report.status, servants=report.servants, refusal=report.refusal)
    if accounts is not None:
        _report_accounts(accounts)


def _report_accounts(accounts: AccountChanges) -> None:
    """Log the accounts' changes; those left when the time was over are made when the message comes again."""
    logger.info("accounts", closed=accounts.closed, reopened=accounts.reopened, left=accounts.left, waiting=accounts.waiting)
    if accounts.waiting:
        logger.error("accounts_waiting", waiting=accounts.waiting)
    if accounts.left:
        raise TransientError("accounts_left", str(accounts.left))
