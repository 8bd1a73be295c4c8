"""REST, for archivists: how batches stand, and their receipts."""

from collections.abc import Callable
from urllib.parse import unquote

from chalice.app import Blueprint

from chalicelib.access.batches import list_batches, read_batch, read_receipt
from chalicelib.model.cursor import limit_of
from chalicelib.model.errors import ReaderError
from chalicelib.wiring import archive
from functions.powertools import Answer
from functions.rest import Request, route

blueprint = Blueprint(__name__)


@route(blueprint, "GET", "/batches", "read_batches")
def batches(request: Request) -> Answer:
    """Read all batches, the one opened last first."""
    limit = limit_of(request.query.get("limit"), usual=20, most=50)
    return list_batches(archive, cursor=request.query.get("cursor"), limit=limit)


@route(blueprint, "GET", "/batches/{batch}", "read_batches")
def batch(request: Request) -> Answer:
    """Read how one batch stands."""
    return _named(request, lambda name: read_batch(name, archive))


@route(blueprint, "GET", "/batches/{batch}/receipt", "read_batches")
def receipt(request: Request) -> Answer:
    """Read what became of every file of a batch."""
    limit = limit_of(request.query.get("limit"), usual=100, most=500)
    cursor = request.query.get("cursor")
    return _named(request, lambda name: read_receipt(request.reader, name, archive, cursor=cursor, limit=limit))


def _named(request: Request, read: Callable[[str], Answer]) -> Answer:
    """Read a batch by the name in the path: API Gateway hands it over as it was encoded, other gateways decode it first."""
    said = request.path["batch"]
    try:
        decoded = unquote(said, errors="strict")
    except UnicodeDecodeError:
        decoded = said
    try:
        return read(decoded)
    except ReaderError as refusal:
        if refusal.code != "not_found" or decoded == said:
            raise
    return read(said)
