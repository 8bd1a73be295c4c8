"""The direction's figures as lists for French spreadsheets: day by day, or by ministry and province."""

from chalicelib.administration.statistics import DayFigures, Figures
from chalicelib.model.cursor import SpreadsheetPage
from chalicelib.model.errors import ReaderError
from chalicelib.text.spreadsheet import to_spreadsheet

DAYS = ("jour", "pages lues", "pièces classées", "dossiers commencés", "fichiers refusés", "dossiers à la fin du jour", "dossiers prévus")
PLACES = ("ministère", "province", "agents", "dossiers commencés", "restent")


def export_figures(figures: Figures, what: str) -> SpreadsheetPage:
    """Write figures as CSV.

    Args:
        figures: of some days.
        what: `days` or `places`.

    Raises:
        ReaderError: `invalid`: no such list.
    """
    span = f"{figures.period.first.isoformat()}_{figures.period.last.isoformat()}"
    if what == "days":
        return SpreadsheetPage(text=to_spreadsheet(DAYS, map(_day, figures.days)), name=f"chiffres-{span}")
    if what == "places":
        rows = ((each.ministry, each.province, each.servants, each.casefiles, each.remaining) for each in figures.places)
        return SpreadsheetPage(text=to_spreadsheet(PLACES, rows), name=f"ministeres-et-provinces-{figures.period.last.isoformat()}")
    raise ReaderError("invalid", "what")


def _day(each: DayFigures) -> tuple[object, ...]:
    added = each.added
    return each.day, added.pages, added.pieces, added.casefiles, sum(added.refused.values()), each.reached, each.planned
