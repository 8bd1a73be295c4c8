"""REST, for the direction and archivists: what came in, what waits, and how far the roadmap is kept."""

from chalicelib.administration.statistics import read_figures
from chalicelib.wiring import archive
from functions.powertools import Answer
from functions.representations.administration import figures_json
from functions.rest import Request


def figures(request: Request) -> Answer:
    """Read the figures of some days."""
    return figures_json(read_figures(archive, first=request.query.get("from"), last=request.query.get("to")))
