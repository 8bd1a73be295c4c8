"""REST, for archivists: batches and their receipts."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import unquote

from chalicelib.access.batches import ReceiptFilter, list_batches, read_batch, read_receipt, read_receipt_spreadsheet
from chalicelib.model.errors import ReaderError
from chalicelib.wiring import archive
from functions.powertools import Answer
from functions.representations.batches import batch_details_json, batches_json, receipt_page_json
from functions.rest import Reply, Request, page_limit, spreadsheet_reply

T = TypeVar("T")


def batches(request: Request) -> Answer:
    """Read all batches, the one opened last first."""
    return batches_json(list_batches(archive, cursor=request.cursor, limit=page_limit(request, usual=20, most=50)))


def batch(request: Request) -> Answer:
    """Read how far one batch has come."""
    return batch_details_json(_named(request, lambda name: read_batch(request.reader, name, archive)))


def receipt(request: Request) -> Answer:
    """Read a page of a batch's receipt."""
    limit = page_limit(request, usual=100, most=500)
    wanted = ReceiptFilter(status=request.query.get("status"), text=request.query.get("q"))
    page = _named(request, lambda name: read_receipt(request.reader, name, archive, wanted=wanted, cursor=request.cursor, limit=limit))
    return receipt_page_json(page, archive.settings.letterhead)


def spreadsheet(request: Request) -> Reply:
    """Read a page of a batch's receipt as CSV."""
    return spreadsheet_reply(_named(request, lambda name: read_receipt_spreadsheet(request.reader, name, archive, cursor=request.cursor)))


def _named(request: Request, read: Callable[[str], T]) -> T:
    """Read a batch by the name in the path: API Gateway passes it percent-encoded, other gateways decode it first."""
    encoded = request.path["batch"]
    try:
        decoded = unquote(encoded, errors="strict")
    except UnicodeDecodeError:
        decoded = encoded
    try:
        return read(decoded)
    except ReaderError as refusal:
        if refusal.code != "not_found" or decoded == encoded:
            raise
    return read(encoded)
