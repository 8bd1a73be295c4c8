"""REST, open to all: says that the archive answers, with a boto3 that has the calls it makes."""

from chalicelib.wiring import missing_calls
from functions.powertools import Answer, logger
from functions.rest import Reply, Request


def health(request: Request) -> Answer | Reply:  # noqa: ARG001 - every resource is given its request
    """Say that the archive answers, and nothing else; 503 where Lambda's boto3 is too old for it."""
    missing = missing_calls()
    if missing:
        logger.error("boto3_too_old", missing=missing)
        return Reply(body={"status": "boto3_too_old"}, status=503)
    return {"status": "ok"}
