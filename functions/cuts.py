"""REST, for archivists: where the pieces of a scan begin."""

from typing import Any

from chalicelib.model.errors import ReaderError
from chalicelib.review.cuts import CutsRequest, decide_cuts, read_cuts
from chalicelib.wiring import archive
from functions.powertools import Answer, logger
from functions.representations.cuts import cuts_json
from functions.rest import Request, edition_of, note_of

_MOST_STARTS = 3_000
"""Pages of a file."""


def read(request: Request) -> Answer:
    """Read how the scan that a piece comes from is divided, and what was proposed."""
    return cuts_json(read_cuts(request.reader, request.path["piece"], archive))


def decide(request: Request) -> Answer:
    """Divide a scan, `{"edition", "starts": [pages], "note"}`, or take the last division back, `{"edition", "undo": true}`."""
    body = request.body
    undo = body.get("undo", False)
    if not isinstance(undo, bool):
        raise ReaderError("invalid", "undo")
    in_order = body.get("in_proposed_order", False)
    if not isinstance(in_order, bool):
        raise ReaderError("invalid", "in_proposed_order")
    starts = None if undo else _starts(body.get("starts"))
    wanted = CutsRequest(edition=edition_of(body), starts=starts, in_proposed_order=in_order, note=note_of(body))
    view = decide_cuts(request.reader, request.path["piece"], wanted, archive)
    logger.info("decided", decision="undo" if undo else "cut", piece=view.file.piece, pieces=len(view.pieces))
    return cuts_json(view)


def _starts(said: Any) -> tuple[int, ...]:  # noqa: ANN401 - JSON
    is_list = isinstance(said, list) and len(said) <= _MOST_STARTS
    if not is_list or not all(isinstance(page, int) and not isinstance(page, bool) for page in said):
        raise ReaderError("invalid", "starts")
    return tuple(said)
