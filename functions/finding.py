"""REST: search of case files and of acts, for archivists, and of pieces in one case file, for its readers."""

from chalicelib.access.act_search import act_query, find_acts
from chalicelib.access.search import find_casefiles
from chalicelib.access.text_search import search_casefile, text_query
from chalicelib.wiring import archive
from functions.powertools import Answer
from functions.representations.access import act_hits_json, casefile_hits_json, piece_hits_json
from functions.rest import Request, matricule_of, page_limit


def casefiles(request: Request) -> Answer:
    """Find case files by name or matricule."""
    limit = page_limit(request, usual=20, most=50)
    return casefile_hits_json(find_casefiles(request.query.get("q", ""), archive, cursor=request.cursor, limit=limit))


def acts(request: Request) -> Answer:
    """Find acts by number, day, period, type and signatory."""
    limit = page_limit(request, usual=20, most=50)
    return act_hits_json(find_acts(request.reader, act_query(request.query), archive, cursor=request.cursor, limit=limit))


def search(request: Request) -> Answer:
    """Find pieces of a case file by text, type and year."""
    query = text_query(request.query.get("q"), request.query.get("type"), request.query.get("year"))
    return piece_hits_json(search_casefile(request.reader, matricule_of(request), query, archive, cursor=request.cursor))
