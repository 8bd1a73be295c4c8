"""Lambda <- the API's function, which waits for the answer: binds a copy of a case file, or copies some pages of an original."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.access.casefile_copies import bind_copy, copy_pages
from chalicelib.model.casefile_copy import CaseFileCopy, CopyPart, PagesCopy
from chalicelib.model.errors import PermanentError
from chalicelib.model.identifiers import is_digest
from chalicelib.text.download_name import MEDIA_TYPES
from chalicelib.wiring import archive
from functions.powertools import Answer, logger, prepared

blueprint = Blueprint(__name__)


@blueprint.lambda_function(name="bind")
@prepared
def bind(event: Answer, _: Any) -> Answer:  # noqa: ANN401 - Lambda's context
    """Bind the copy that an event describes, member by member as `CaseFileCopy`, or copy the pages that it describes as `PagesCopy`."""
    if "selection" in event:
        pages = _pages(event)
        copy_pages(pages, archive)
        logger.info("pages_copied", digest=pages.digest, pages=len(pages.selection))
        return {"lost": []}
    copy = _copy(event)
    lost = bind_copy(copy, archive)
    logger.info("casefile_bound", parts=len(copy.parts), lost=len(lost))
    return {"lost": lost}


def _copy(event: Answer) -> CaseFileCopy:
    """Parse a copy; this function may read every original, so a malformed name is refused."""
    try:
        parts = tuple(CopyPart(**each | {"selection": tuple(map(int, each.get("selection", ())))}) for each in event["parts"])
        copy = CaseFileCopy(matricule=str(event["matricule"]), name=str(event["name"]), day=str(event["day"]), parts=parts)
    except (KeyError, TypeError, ValueError) as error:
        raise PermanentError("bad_copy") from error
    if not parts or not all(is_digest(each.digest) and each.extension in MEDIA_TYPES for each in parts):
        raise PermanentError("bad_copy")
    return copy


def _pages(event: Answer) -> PagesCopy:
    """Parse the pages to copy; a malformed name is refused, as above."""
    try:
        selection = tuple(int(page) for page in event["selection"])
        copy = PagesCopy(digest=str(event["digest"]), extension=str(event["extension"]), of=int(event["of"]), selection=selection)
    except (KeyError, TypeError, ValueError) as error:
        raise PermanentError("bad_copy") from error
    named = is_digest(copy.digest) and copy.extension in MEDIA_TYPES
    if not named or not selection or not 1 <= min(selection) <= max(selection) <= copy.of:
        raise PermanentError("bad_copy")
    return copy
