"""REST, open to all: where and when the counter is open, which somebody who cannot sign in needs to know."""

from chalicelib.wiring import archive
from functions.powertools import Answer
from functions.rest import Request


def hours(request: Request) -> Answer:  # noqa: ARG001 - every resource is given its request
    """Say where and when the counter is open, as the administrators wrote it."""
    return {"counter": archive.settings.counter}
