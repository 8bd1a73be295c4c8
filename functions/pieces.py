"""REST, for servants and archivists: a piece, its text, links to the images of its pages and to its original."""

from chalicelib.access.pieces import link_original, link_page, read_piece, read_text
from chalicelib.model.errors import TransientError
from chalicelib.wiring import archive
from functions.powertools import Answer, logger
from functions.representations.access import original_link_json, page_image_link_json, piece_json, text_json
from functions.rest import Request, page_limit, page_of


def piece(request: Request) -> Answer:
    """Read the description of a piece; with `text=true` also the first pages of its text, which saves a page of the site one request."""
    description = piece_json(read_piece(request.reader, request.path["piece"], archive))
    return description | ({"text": _first_text(request)} if request.query.get("text") == "true" else {})


def text(request: Request) -> Answer:
    """Read some pages of a piece's text."""
    return _text(request)


def _text(request: Request) -> Answer:
    limit = page_limit(request, usual=10, most=100)
    return text_json(read_text(request.reader, request.path["piece"], archive, cursor=request.cursor, limit=limit))


def _first_text(request: Request) -> Answer | None:
    """Read the first pages of the text; None where a service is busy: the description is answered all the same."""
    try:
        return _text(request)
    except TransientError as error:
        logger.warning("text_left_out", code=error.code, detail=error.detail)
        return None


def page_image(request: Request) -> Answer:
    """Make a link to the image of one page."""
    return page_image_link_json(link_page(request.reader, request.path["piece"], page_of(request), archive))


def download(request: Request) -> Answer:
    """Make a link to the pages of a piece; with `whole=true`, for archivists, to its original with the pages of other pieces too."""
    whole = request.query.get("whole") == "true"
    return original_link_json(link_original(request.reader, request.path["piece"], archive, whole=whole))
