"""REST, for auditors: the audit trail, as a list and as a spreadsheet."""

from chalicelib.administration.audit import export_journal, read_journal, read_question
from chalicelib.model.cursor import limit_of
from chalicelib.wiring import archive
from functions.powertools import Answer
from functions.representations.administration import audit_page_json
from functions.rest import Reply, Request


def journal(request: Request) -> Answer:
    """Read a page of the audit trail."""
    limit = limit_of(request.query.get("limit"), usual=50, most=100)
    question = read_question(dict(request.query), archive)
    return audit_page_json(read_journal(request.reader, question, archive, cursor=request.query.get("cursor"), limit=limit))


def spreadsheet(request: Request) -> Reply:
    """Read a page of the audit trail as CSV; the header `X-Next` is the cursor of the next page."""
    question = read_question(dict(request.query), archive)
    page = export_journal(request.reader, question, archive, cursor=request.query.get("cursor"))
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="journal.csv"'}
    return Reply(body=page.text, headers=headers | ({"X-Next": page.next} if page.next else {}))
