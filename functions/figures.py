"""REST, for the direction and archivists: what came in, what waits, and how far the roadmap is kept."""

from chalicelib.administration.completeness_rounds import read_ministries
from chalicelib.administration.figures_export import export_completeness, export_figures
from chalicelib.administration.statistics import read_figures
from chalicelib.model.errors import ReaderError
from chalicelib.text.calendar import local_day
from chalicelib.wiring import archive
from functions.powertools import Answer
from functions.representations.administration import figures_json
from functions.rest import Reply, Request, spreadsheet_reply


def spreadsheet(request: Request) -> Reply:
    """Read the figures of some days as CSV: the days, or ministries and provinces; or how complete each ministry's case files are."""
    if request.query.get("what") == "completeness":
        return _completeness_reply()
    found = read_figures(archive, first=request.query.get("from"), last=request.query.get("to"))
    return spreadsheet_reply(export_figures(found, request.query.get("what", "days")))


def _completeness_reply() -> Reply:
    found = read_ministries(archive)
    if found is None:
        raise ReaderError("not_found", "no round of completeness is finished")
    return spreadsheet_reply(export_completeness(found, local_day(found.at, archive.settings.time_zone), archive.nomenclature))


def figures(request: Request) -> Answer:
    """Read the figures of some days."""
    found = read_figures(archive, first=request.query.get("from"), last=request.query.get("to"))
    return figures_json(found, read_ministries(archive), archive.nomenclature)
