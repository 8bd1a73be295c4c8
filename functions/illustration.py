"""Lambda <- the API's function, which waits for the answer: renders a page image, makes a redacted copy, or takes a report's photo."""

from datetime import timedelta
from typing import Any

from chalice.app import Blueprint

from chalicelib.access.page_images import Scan, make_redacted_copy, render_pages
from chalicelib.access.report_photos import take_photo
from chalicelib.model.codec import to_plain
from chalicelib.model.errors import PermanentError, ReaderError
from chalicelib.model.identifiers import is_digest
from chalicelib.model.rectification import is_photo_name
from chalicelib.text.download_name import MEDIA_TYPES
from chalicelib.wiring import archive
from functions.powertools import Answer, logger, prepared

blueprint = Blueprint(__name__)

AHEAD = timedelta(seconds=5)
"""Time within which further pages of a large original may be begun, while the reader waits for the first."""
_BOX = 4
"""Sides: left, top, width, height."""


@blueprint.lambda_function(name="illustrate")
@prepared
def draw_pages(event: Answer, _: Any) -> Answer:  # noqa: ANN401 - Lambda's context
    """Do what an event asks for.

    `{"do": "draw", "digest", "extension", "pages", "page"}` renders a page, `{"do": "redact", …, "boxes"}` makes a redacted copy,
    `{"do": "photo", "draft", "photo", "digest"}` takes what a servant sent with a report.
    """
    if event.get("do") == "photo":
        return _photo(event)
    scan = _scan(event)
    if event.get("do") == "redact":
        key = make_redacted_copy(scan, _boxes(event), archive)
        logger.info("redacted", digest=scan.digest)
        return {"key": key}
    page = event.get("page")
    if not isinstance(page, int) or not 1 <= page <= scan.pages:
        raise PermanentError("bad_page")
    images = render_pages(scan, page, archive, until=archive.clock.now() + AHEAD)
    logger.info("illustrated", digest=scan.digest, page=page, drawn=len(images), undrawable=sum(not each.size for each in images))
    return {"drawn": [each.page for each in images]}


def _photo(event: Answer) -> Answer:
    """Take a photo; why it is refused is an answer, since the servant is told."""
    draft, photo, digest = (str(event.get(name)) for name in ("draft", "photo", "digest"))
    if not (is_photo_name(draft) and is_photo_name(photo) and is_digest(digest)):
        raise PermanentError("bad_photo")
    try:
        taken = take_photo(draft, photo, digest, archive)
    except ReaderError as refusal:
        logger.info("photo_refused", code=refusal.code, detail=refusal.detail)
        return {"refused": refusal.code}
    logger.info("photo_taken", kind=taken.kind, pages=taken.pages, size=taken.size)
    return to_plain(taken)  # type: ignore[no-any-return]


def _scan(event: Answer) -> Scan:
    """Parse the original's digest, extension and pages; this function may read every original, so a malformed name is refused."""
    digest, extension, pages = event.get("digest"), event.get("extension"), event.get("pages")
    if not isinstance(digest, str) or not is_digest(digest) or extension not in MEDIA_TYPES or not isinstance(pages, int):
        raise PermanentError("bad_scan")
    selection = tuple(int(page) for page in event.get("selection") or ())
    if selection and not 1 <= min(selection) <= max(selection) <= pages:
        raise PermanentError("bad_page")
    return Scan(digest=digest, extension=str(extension), pages=pages, selection=selection)


def _boxes(event: Answer) -> dict[int, list[tuple[float, float, float, float]]]:
    """Parse the boxes to paint black: `[{"page": 1, "box": [left, top, width, height]}]`."""
    found: dict[int, list[tuple[float, float, float, float]]] = {}
    for each in event.get("boxes") or ():
        box = tuple(float(side) for side in each["box"])
        if len(box) != _BOX or not all(0 <= side <= 1 for side in box):
            raise PermanentError("bad_box")
        found.setdefault(int(each["page"]), []).append((box[0], box[1], box[2], box[3]))
    if not found:
        raise PermanentError("no_boxes")
    return found
