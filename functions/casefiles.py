"""REST, for servants and archivists: a case file, and who consulted it."""

from chalicelib.access.casefiles import read_casefile, read_consultations
from chalicelib.wiring import archive
from functions.powertools import Answer
from functions.representations.access import casefile_json, consultations_json
from functions.rest import Request, matricule_of, page_limit


def casefile(request: Request) -> Answer:
    """Read the pieces of a case file."""
    limit = page_limit(request, usual=50, most=100)
    return casefile_json(read_casefile(request.reader, matricule_of(request), archive, cursor=request.cursor, limit=limit))


def consultations(request: Request) -> Answer:
    """Read who consulted a case file."""
    limit = page_limit(request, usual=50, most=50)
    return consultations_json(read_consultations(request.reader, matricule_of(request), archive, cursor=request.cursor, limit=limit))
