"""REST, open to all: says that the archive answers."""

from chalice.app import Blueprint

from functions.powertools import Answer
from functions.rest import Request, route

blueprint = Blueprint(__name__)


@route(blueprint, "GET", "/health", "anybody")
def health(request: Request) -> Answer:  # noqa: ARG001 - every resource is given its request
    """Say that the archive answers, and nothing else."""
    return {"status": "ok"}
