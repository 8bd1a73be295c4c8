"""REST, open to all: says that the archive answers, over data that this release knows, with a boto3 that has the calls it makes."""

from chalicelib.model.errors import NewerDataError
from chalicelib.wiring import missing_calls
from functions.powertools import Answer, logger, refuse_newer_data
from functions.rest import Reply, Request


def health(request: Request) -> Answer | Reply:  # noqa: ARG001 - every resource is given its request
    """Say that the archive answers, and nothing else; 503 with the reason where it cannot."""
    missing = missing_calls()
    if missing:
        logger.error("boto3_too_old", missing=missing)
        return Reply(body={"status": "boto3_too_old"}, status=503)
    try:
        refuse_newer_data()
    except NewerDataError:
        return Reply(body={"status": "newer_data"}, status=503)
    except Exception:
        logger.exception("register_unreachable")
        return Reply(body={"status": "register_unreachable"}, status=503)
    return {"status": "ok"}
