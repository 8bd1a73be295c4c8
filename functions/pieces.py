"""REST, for servants and archivists: a piece, its text, links to the pictures of its pages and to its original."""

from chalice.app import Blueprint

from chalicelib.consultation import link_original, link_page, read_piece, read_text
from chalicelib.paging import limit_of
from chalicelib.wiring import archive
from functions.powertools import Answer
from functions.rest import Request, page_of, route

blueprint = Blueprint(__name__)


@route(blueprint, "GET", "/pieces/{piece}", "read_casefile")
def piece(request: Request) -> Answer:
    """Read what is known of a piece."""
    return read_piece(request.reader, request.path["piece"], archive, session=request.session)


@route(blueprint, "GET", "/pieces/{piece}/text", "read_casefile")
def text(request: Request) -> Answer:
    """Read some pages of a piece's text."""
    limit = limit_of(request.query.get("limit"), usual=10, most=100)
    cursor = request.query.get("cursor")
    return read_text(request.reader, request.path["piece"], archive, cursor=cursor, limit=limit, session=request.session)


@route(blueprint, "GET", "/pieces/{piece}/pages/{page}", "read_casefile")
def picture(request: Request) -> Answer:
    """Give a link to the picture of one page."""
    return link_page(request.reader, request.path["piece"], page_of(request), archive, session=request.session)


@route(blueprint, "GET", "/pieces/{piece}/download", "read_casefile")
def download(request: Request) -> Answer:
    """Give a link to a piece's original."""
    return link_original(request.reader, request.path["piece"], archive, session=request.session)
