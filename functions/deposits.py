"""REST, for archivists: slots in the inbox for files that the browser uploads."""

import re
from typing import Any

from chalicelib.ingest.deposit import MOST, DepositRequest, open_slots
from chalicelib.model.errors import ReaderError
from chalicelib.wiring import archive
from functions.powertools import Answer, logger
from functions.representations.ingest import deposit_json
from functions.rest import Request, text_of

_DIGEST = re.compile(r"[0-9a-f]{64}")
_LONGEST_NAME = 1024


def deposit(request: Request) -> Answer:
    """Give slots for files of a batch."""
    batch, said = text_of(request.body, "batch"), request.body.get("files")
    if not isinstance(said, list) or len(said) > MOST:
        raise ReaderError("invalid", "files")
    found = open_slots(request.reader, batch, [_wanted(each) for each in said], archive)
    logger.info("deposit", files=len(said), slots=sum(each.slot is not None for each in found.files))
    return deposit_json(found, request.language)


def _wanted(said: Any) -> DepositRequest:  # noqa: ANN401 - JSON
    if not isinstance(said, dict):
        raise ReaderError("invalid", "file")
    size, digest = said.get("size"), said.get("digest")
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise ReaderError("invalid", "size")
    if digest is not None and not (isinstance(digest, str) and _DIGEST.fullmatch(digest)):
        raise ReaderError("invalid", "digest")
    return DepositRequest(name=text_of(said, "name", longest=_LONGEST_NAME), size=size, digest=digest)
