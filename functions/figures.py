"""REST, for the direction and archivists: what came in, what waits, and how far the roadmap is kept."""

from chalicelib.administration.completeness_rounds import read_ministries
from chalicelib.administration.figures_export import export_figures
from chalicelib.administration.statistics import read_figures
from chalicelib.wiring import archive
from functions.powertools import Answer
from functions.representations.administration import figures_json
from functions.rest import Reply, Request, spreadsheet_reply


def spreadsheet(request: Request) -> Reply:
    """Read the figures of some days as CSV: the days, or ministries and provinces."""
    found = read_figures(archive, first=request.query.get("from"), last=request.query.get("to"))
    return spreadsheet_reply(export_figures(found, request.query.get("what", "days")))


def figures(request: Request) -> Answer:
    """Read the figures of some days."""
    found = read_figures(archive, first=request.query.get("from"), last=request.query.get("to"))
    return figures_json(found, read_ministries(archive), archive.nomenclature)
