"""REST, for auditors: the audit trail, as a list and as a spreadsheet."""

from chalicelib.administration.audit import export_journal, read_journal, read_question
from chalicelib.administration.unusual_openings import read_unusual_openings
from chalicelib.wiring import archive
from functions.powertools import Answer
from functions.representations.administration import audit_page_json, unusual_report_json
from functions.rest import Reply, Request, page_limit, spreadsheet_reply


def journal(request: Request) -> Answer:
    """Read a page of the audit trail."""
    limit = page_limit(request, usual=50, most=100)
    question = read_question(dict(request.query), archive)
    return audit_page_json(read_journal(request.reader, question, archive, cursor=request.query.get("cursor"), limit=limit))


def unusual(request: Request) -> Answer:
    """Read the unusual openings of case files."""
    return unusual_report_json(read_unusual_openings(request.reader, request.query, archive), archive.settings)


def spreadsheet(request: Request) -> Reply:
    """Read a page of the audit trail as CSV."""
    question = read_question(dict(request.query), archive)
    return spreadsheet_reply(export_journal(request.reader, question, archive, cursor=request.query.get("cursor")))
