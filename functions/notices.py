"""A schedule, every hour: tells servants who want it by mail that a piece was added to their case file."""

from datetime import timedelta
from typing import Any

from chalice.app import Blueprint

from chalicelib.access.notices import send_notices
from chalicelib.wiring import archive
from functions.powertools import Answer, deadline, entry, logger, on_known_data

blueprint = Blueprint(__name__)

_MARGIN = timedelta(seconds=45)
"""Kept of the Lambda's time, for the turn of one servant and to return."""


class NoticesFailedError(Exception):
    """The turns of some servants failed; the others' were taken."""


@blueprint.schedule("rate(1 hour)", name="notify")
@entry
@on_known_data
def notify(event: Answer, context: Any) -> Answer:  # noqa: ANN401, ARG001 - Lambda's own
    """Send the notices of the day that are not sent yet; numbers alone are logged. An address that is refused is its servant's to mend.

    Raises:
        NoticesFailedError: some failed; the alarm on errors counts it.
    """
    until = deadline(context, keep=_MARGIN)
    done = send_notices(archive, until=until)
    numbers: Answer = {"looked": done.looked, "sent": done.sent, "refused": done.refused, "failed": len(done.failures)}
    logger.info("noticed", **numbers, codes=sorted(set(done.failures)))
    if done.failures:
        raise NoticesFailedError(f"{len(done.failures)} of {done.looked}")
    return numbers
