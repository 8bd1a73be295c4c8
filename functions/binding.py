"""Lambda <- the API's function, which waits for the answer: binds a copy of a case file."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.access.casefile_copies import bind_copy
from chalicelib.model.casefile_copy import CaseFileCopy, CopyPart
from chalicelib.model.errors import PermanentError
from chalicelib.model.identifiers import is_digest
from chalicelib.text.download_name import MEDIA_TYPES
from chalicelib.wiring import archive
from functions.powertools import Answer, logger, prepared

blueprint = Blueprint(__name__)


@blueprint.lambda_function(name="bind")
@prepared
def bind(event: Answer, _: Any) -> Answer:  # noqa: ANN401 - Lambda's context
    """Bind the copy that an event describes, member by member as `CaseFileCopy`."""
    copy = _copy(event)
    lost = bind_copy(copy, archive)
    logger.info("casefile_bound", parts=len(copy.parts), lost=len(lost))
    return {"lost": lost}


def _copy(event: Answer) -> CaseFileCopy:
    """Parse a copy; this function may read every original, so a malformed name is refused."""
    try:
        parts = tuple(CopyPart(**each) for each in event["parts"])
        copy = CaseFileCopy(matricule=str(event["matricule"]), name=str(event["name"]), day=str(event["day"]), parts=parts)
    except (KeyError, TypeError) as error:
        raise PermanentError("bad_copy") from error
    if not parts or not all(is_digest(each.digest) and each.extension in MEDIA_TYPES for each in parts):
        raise PermanentError("bad_copy")
    return copy
