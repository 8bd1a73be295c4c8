"""Called by the API's function, which waits for the answer: draws the page that a reader is about to look at."""

from datetime import timedelta
from typing import Any

from chalice.app import Blueprint

from chalicelib.access.page_images import Scan, illustrate, make_redacted
from chalicelib.model.errors import PermanentError
from chalicelib.model.identifiers import is_digest
from chalicelib.text.download_name import MEDIA_TYPES
from chalicelib.wiring import archive
from functions.powertools import Answer, logger, prepared

blueprint = Blueprint(__name__)

AHEAD = timedelta(seconds=5)
"""Within which further pages of a large original may be begun: a reader waits for the first."""
_BOX = 4
"""Sides: left, top, width, height."""


@blueprint.lambda_function(name="illustrate")
@prepared
def draw_pages(event: Answer, _: Any) -> Answer:  # noqa: ANN401 - Lambda's context
    """Draw a page, `{"do": "draw", "digest", "extension", "pages", "page"}`, or make a copy with places painted black, `"do": "redact"`."""
    scan = _scan(event)
    if event.get("do") == "redact":
        key = make_redacted(scan, _boxes(event), archive)
        logger.info("redacted", digest=scan.digest)
        return {"key": key}
    page = event.get("page")
    if not isinstance(page, int) or not 1 <= page <= scan.pages:
        raise PermanentError("bad_page")
    pictures = illustrate(scan, page, archive, until=archive.clock.now() + AHEAD)
    logger.info("illustrated", digest=scan.digest, page=page, drawn=len(pictures), undrawable=sum(not each.size for each in pictures))
    return {"drawn": [each.page for each in pictures]}


def _scan(event: Answer) -> Scan:
    """Read of which original; the function may read every one, so that a wrong name must lead nowhere else."""
    digest, extension, pages = event.get("digest"), event.get("extension"), event.get("pages")
    if not isinstance(digest, str) or not is_digest(digest) or extension not in MEDIA_TYPES or not isinstance(pages, int):
        raise PermanentError("bad_scan")
    return Scan(digest=digest, extension=str(extension), pages=pages)


def _boxes(event: Answer) -> dict[int, list[tuple[float, float, float, float]]]:
    """Read what is to be painted black: `[{"page": 1, "box": [left, top, width, height]}]`."""
    found: dict[int, list[tuple[float, float, float, float]]] = {}
    for each in event.get("boxes") or ():
        box = tuple(float(side) for side in each["box"])
        if len(box) != _BOX or not all(0 <= side <= 1 for side in box):
            raise PermanentError("bad_box")
        found.setdefault(int(each["page"]), []).append((box[0], box[1], box[2], box[3]))
    if not found:
        raise PermanentError("no_boxes")
    return found
