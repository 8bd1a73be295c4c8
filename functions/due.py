"""REST, for the direction and archivists: what is due in careers, by kind, month, ministry and province, as of a day."""

from chalicelib.administration.due_lists import due_query, export_due, read_due
from chalicelib.wiring import archive
from functions.powertools import Answer
from functions.representations.due import due_page_json
from functions.rest import Reply, Request, page_limit, spreadsheet_reply

_PAGE, _LONGEST_PAGE = 50, 200


def due(request: Request) -> Answer:
    """Read a page of a due list: the latest, or the one of a day or before it."""
    limit = page_limit(request, usual=_PAGE, most=_LONGEST_PAGE)
    found = read_due(request.reader, due_query(request.query), archive, cursor=request.cursor, limit=limit)
    return due_page_json(found, archive.nomenclature)


def spreadsheet(request: Request) -> Reply:
    """Read the same as CSV, a thousand lines a page."""
    return spreadsheet_reply(export_due(request.reader, due_query(request.query), archive, cursor=request.cursor))
