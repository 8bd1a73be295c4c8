"""REST, for auditors: the journal, on the screen and for spreadsheets."""

from chalice.app import Blueprint

from chalicelib.administration.audit import ask, export_journal, read_journal
from chalicelib.model.cursor import limit_of
from chalicelib.wiring import archive
from functions.powertools import Answer
from functions.rest import Reply, Request, route

blueprint = Blueprint(__name__)


@route(blueprint, "GET", "/journal", "read_journal")
def journal(request: Request) -> Answer:
    """Read a page of the journal."""
    limit = limit_of(request.query.get("limit"), usual=50, most=100)
    question = ask(dict(request.query), archive)
    return read_journal(request.reader, question, archive, cursor=request.query.get("cursor"), limit=limit)


@route(blueprint, "GET", "/journal.csv", "read_journal")
def spreadsheet(request: Request) -> Reply:
    """Write a page of the journal for spreadsheets; `X-Next` says where the next begins."""
    question = ask(dict(request.query), archive)
    text, following = export_journal(request.reader, question, archive, cursor=request.query.get("cursor"))
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="journal.csv"'}
    return Reply(body=text, headers=headers | ({"X-Next": following} if following else {}))
