"""The direction's figures as lists for French spreadsheets: day by day, by ministry and province, and how complete case files are."""

from datetime import date

from chalicelib.administration.completeness_rounds import MinistriesCompleteness
from chalicelib.administration.statistics import DayFigures, Figures
from chalicelib.model.completeness import MinistrySum
from chalicelib.model.cursor import SpreadsheetPage
from chalicelib.model.errors import ReaderError
from chalicelib.model.nomenclature import Nomenclature
from chalicelib.text.spreadsheet import to_spreadsheet

DAYS = ("jour", "pages lues", "pièces classées", "dossiers commencés", "fichiers refusés", "dossiers à la fin du jour", "dossiers prévus")
PLACES = ("ministère", "province", "agents", "dossiers commencés", "restent")
COMPLETENESS = ("ministère", "agents", "dossiers commencés", "dossiers complets", "part complète (%)")
"""Followed by a column for each type of piece: the case files in which it is not there yet."""


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


def export_completeness(found: MinistriesCompleteness, day: date, nomenclature: Nomenclature) -> SpreadsheetPage:
    """Write how complete the case files of each ministry are as CSV, with every type of piece that is missing somewhere.

    Args:
        found: by the latest round.
        day: on which it ended, for the name of the file.
        nomenclature: gives types their names and order; a type that it no longer has stays out, as on the page.
    """
    types = [each for each in nomenclature.types if any(each.code in sum_.missing for sum_ in found.sums)]
    headings = (*COMPLETENESS, *(f"pas encore au dossier : {each.code} {each.fr}" for each in types))
    rows = ((*_shares(each), *(each.missing.get(type_.code, 0) for type_ in types)) for each in found.sums)
    return SpreadsheetPage(text=to_spreadsheet(headings, rows), name=f"completude-par-ministere-{day.isoformat()}")


def _shares(each: MinistrySum) -> tuple[object, ...]:
    return each.ministry, each.servants, each.begun, each.complete, 100 * each.complete // max(1, each.servants)


def _day(each: DayFigures) -> tuple[object, ...]:
    added = each.added
    return each.day, added.pages, added.pieces, added.casefiles, sum(added.refused.values()), each.reached, each.planned
