"""REST: an archivist finds a case file, and whoever may read one finds a piece in it."""

from chalice.app import Blueprint

from chalicelib.access.search import find_casefiles, search_casefile, wanted_of
from chalicelib.model.cursor import limit_of
from chalicelib.wiring import archive
from functions.powertools import Answer
from functions.rest import Request, route

blueprint = Blueprint(__name__)

OWN = "me"
"""Stands for the reader's own matricule."""


@route(blueprint, "GET", "/casefiles", "review")
def casefiles(request: Request) -> Answer:
    """Find case files by name or matricule."""
    limit = limit_of(request.query.get("limit"), usual=20, most=50)
    return find_casefiles(request.query.get("q", ""), archive, cursor=request.query.get("cursor"), limit=limit)


@route(blueprint, "GET", "/casefiles/{matricule}/search", "read_casefile")
def search(request: Request) -> Answer:
    """Find pieces of a case file by text, type and year."""
    said = request.path["matricule"]
    matricule = request.reader.matricule or "" if said == OWN else said
    wanted = wanted_of(request.query.get("q"), request.query.get("type"), request.query.get("year"))
    return search_casefile(request.reader, matricule, wanted, archive, cursor=request.query.get("cursor"))
