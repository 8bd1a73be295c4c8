"""REST, for the direction and archivists: discrepancies between roster and archive, and what people decided on them."""

from chalicelib.reconciliation.decisions import decide_discrepancy, undo_decision
from chalicelib.reconciliation.listing import discrepancies_csv, filter_of, read_reconciliation
from chalicelib.wiring import archive
from functions.powertools import Answer, logger
from functions.representations.reconciliation import discrepancy_json, reconciliation_json
from functions.rest import Reply, Request, edition_of, note_of, page_limit, spreadsheet_reply, text_of


def discrepancies(request: Request) -> Answer:
    """Read a page of discrepancies: `kind`, `state`, `change`, `ministry`, `province`."""
    limit = page_limit(request, usual=20, most=100)
    found = read_reconciliation(request.reader, filter_of(request.query), archive, cursor=request.cursor, limit=limit)
    return reconciliation_json(found, archive.nomenclature)


def spreadsheet(request: Request) -> Reply:
    """Read a page of discrepancies as CSV."""
    return spreadsheet_reply(discrepancies_csv(request.reader, filter_of(request.query), archive, cursor=request.cursor))


def decide(request: Request) -> Answer:
    """Set the state of a discrepancy, `{"edition", "state": "explained" | "sent", "note"}`."""
    after = decide_discrepancy(
        request.reader,
        request.path["discrepancy"],
        text_of(request.body, "state"),
        note_of(request.body),
        archive,
        seen=edition_of(request.body),
    )
    logger.info("discrepancy_decided", kind=after.kind, state=after.state)
    return discrepancy_json(after, after.month, archive.nomenclature)


def undo(request: Request) -> Answer:
    """Take the last decision on a discrepancy back, `{"edition"}`."""
    after = undo_decision(request.reader, request.path["discrepancy"], archive, seen=edition_of(request.body))
    logger.info("discrepancy_decided", kind=after.kind, state=after.state)
    return discrepancy_json(after, after.month, archive.nomenclature)
