"""REST, for servants and archivists: a piece, its text, links to the pictures of its pages and to its original."""

from chalice.app import Blueprint

from chalicelib.access.pieces import link_original, link_page, read_piece, read_text
from chalicelib.model.cursor import limit_of
from chalicelib.model.errors import TransientError
from chalicelib.wiring import archive
from functions.powertools import Answer, logger
from functions.representations.access import original_link_json, page_image_link_json
from functions.rest import Request, page_of, route

blueprint = Blueprint(__name__)


@route(blueprint, "GET", "/pieces/{piece}", "read_casefile")
def piece(request: Request) -> Answer:
    """Read what is known of a piece; with its first pages' text where a page is opened that would ask for it next."""
    told = read_piece(request.reader, request.path["piece"], archive)
    return told | ({"text": _first_text(request)} if request.query.get("text") == "true" else {})


@route(blueprint, "GET", "/pieces/{piece}/text", "read_casefile")
def text(request: Request) -> Answer:
    """Read some pages of a piece's text."""
    return _text(request)


def _text(request: Request) -> Answer:
    limit = limit_of(request.query.get("limit"), usual=10, most=100)
    cursor = request.query.get("cursor")
    return read_text(request.reader, request.path["piece"], archive, cursor=cursor, limit=limit)


def _first_text(request: Request) -> Answer | None:
    """Read the text ahead: a question less on a slow line. A piece is told without it, and it is asked for again."""
    try:
        return _text(request)
    except TransientError as error:
        logger.warning("text_left_out", code=error.code, detail=error.detail)
        return None


@route(blueprint, "GET", "/pieces/{piece}/pages/{page}", "read_casefile")
def picture(request: Request) -> Answer:
    """Give a link to the picture of one page."""
    return page_image_link_json(link_page(request.reader, request.path["piece"], page_of(request), archive))


@route(blueprint, "GET", "/pieces/{piece}/download", "read_casefile")
def download(request: Request) -> Answer:
    """Give a link to a piece's original."""
    return original_link_json(link_original(request.reader, request.path["piece"], archive))
