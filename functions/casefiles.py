"""REST, for servants and archivists: a case file, and who opened it."""

from chalice.app import Blueprint

from chalicelib.access.casefiles import read_casefile, read_consultations
from chalicelib.model.cursor import limit_of
from chalicelib.wiring import archive
from functions.powertools import Answer
from functions.rest import Request, route

blueprint = Blueprint(__name__)

OWN = "me"
"""Stands for the reader's own matricule; no case file is called so, since matricules are written in capitals."""


@route(blueprint, "GET", "/casefiles/{matricule}", "read_casefile")
def casefile(request: Request) -> Answer:
    """Read the pieces of a case file."""
    limit = limit_of(request.query.get("limit"), usual=50, most=100)
    cursor = request.query.get("cursor")
    return read_casefile(request.reader, _matricule(request), archive, cursor=cursor, limit=limit)


@route(blueprint, "GET", "/casefiles/{matricule}/consultations", "read_casefile")
def consultations(request: Request) -> Answer:
    """Read who opened a case file."""
    limit = limit_of(request.query.get("limit"), usual=50, most=50)
    return read_consultations(request.reader, _matricule(request), archive, cursor=request.query.get("cursor"), limit=limit)


def _matricule(request: Request) -> str:
    """Tell which case file is meant; a reader who has none of their own means none."""
    said = request.path["matricule"]
    return request.reader.matricule or "" if said == OWN else said
