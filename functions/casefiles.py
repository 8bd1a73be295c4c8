"""REST, for servants and archivists: a case file, and who consulted it."""

from chalicelib.access.casefiles import read_casefile, read_consultations
from chalicelib.access.news import news_unless_busy
from chalicelib.wiring import archive
from functions.powertools import Answer
from functions.representations.access import casefile_json, consultations_json
from functions.rest import Request, matricule_of, page_limit


def casefile(request: Request) -> Answer:
    """Read the pieces of a case file."""
    limit = page_limit(request, usual=50, most=100)
    matricule = matricule_of(request)
    page = read_casefile(request.reader, matricule, archive, cursor=request.cursor, limit=limit)
    is_own_first = matricule == request.reader.matricule and not request.cursor
    return casefile_json(page, news_unless_busy(request.reader, archive) if is_own_first else None)


def consultations(request: Request) -> Answer:
    """Read who consulted a case file."""
    limit, others = page_limit(request, usual=50, most=50), request.query.get("others") == "true"
    return consultations_json(
        read_consultations(request.reader, matricule_of(request), archive, others=others, cursor=request.cursor, limit=limit)
    )
