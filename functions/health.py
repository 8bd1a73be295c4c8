"""REST, open to all: says that the archive answers."""

from functions.powertools import Answer
from functions.rest import Request


def health(request: Request) -> Answer:  # noqa: ARG001 - every resource is given its request
    """Say that the archive answers, and nothing else."""
    return {"status": "ok"}
