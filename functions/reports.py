"""REST: reports of errors and missing pieces, filed by servants and answered by archivists; completeness and news of a case file."""

from chalicelib.access.completeness import read_completeness
from chalicelib.access.letter import print_letter
from chalicelib.access.news import read_news
from chalicelib.access.rectifications import RectificationRequest, answer_report, file_report, list_own, list_reports
from chalicelib.access.report_photos import add_photo, link_photo_page, offer_slot
from chalicelib.model.errors import ReaderError
from chalicelib.model.identifiers import is_digest
from chalicelib.model.rectification import LONGEST, PhotoKind, RectificationKind
from chalicelib.wiring import archive
from functions.powertools import Answer, logger
from functions.representations.access import page_image_link_json
from functions.representations.ingest import slot_json
from functions.representations.reports import completeness_json, news_json, own_reports_json, report_json, reports_json
from functions.rest import OWN, Reply, Request, matricule_of, page_limit, page_of, text_of

_KINDS: dict[str, RectificationKind] = {"error": "error", "missing": "missing"}
_PHOTO_KINDS: dict[str, PhotoKind] = {"jpeg": "jpeg", "pdf": "pdf"}


def report(request: Request) -> Reply:
    """Report an error or a missing piece of the reader's own case file."""
    _check_own(request)
    kind = _KINDS.get(text_of(request.body, "kind"))
    if kind is None:
        raise ReaderError("invalid", "kind")
    wanted = RectificationRequest(
        kind=kind,
        text=text_of(request.body, "text", longest=2 * LONGEST),
        piece=_optional(request, "piece"),
        type=_optional(request, "type"),
        photo=_optional(request, "photo"),
    )
    if wanted.photo is not None and not is_digest(wanted.photo):
        raise ReaderError("invalid", "photo")
    filed = file_report(request.reader, wanted, archive)
    logger.info("reported", kind=kind, photo=filed.photo is not None)
    return Reply(body={"report": filed.report}, status=201)


def photo_slot(request: Request) -> Answer:
    """Give a slot for the photo of a report that the reader is about to file."""
    _check_own(request)
    kind, size = _PHOTO_KINDS.get(text_of(request.body, "kind")), request.body.get("size")
    if kind is None or not isinstance(size, int) or isinstance(size, bool):
        raise ReaderError("invalid", "photo")
    return slot_json(offer_slot(request.reader, kind, size, archive))


def photo_page(request: Request) -> Answer:
    """Make a link to the image of a page of a report's photo."""
    return page_image_link_json(link_photo_page(request.reader, request.path["report"], page_of(request), archive))


def photo_added(request: Request) -> Answer:
    """Add a report's photo to the case file of the servant who sent it."""
    added = add_photo(request.reader, request.path["report"], archive)
    logger.info("photo_added")
    return report_json(added)


def own_reports(request: Request) -> Answer:
    """Read the reader's own reports with their answers."""
    _check_own(request)
    limit = page_limit(request, usual=20, most=50)
    return own_reports_json(list_own(request.reader, archive, cursor=request.cursor, limit=limit))


def news(request: Request) -> Answer:
    """Read what is new since the last visit."""
    _check_own(request)
    return news_json(read_news(request.reader, archive, since=request.query.get("since")))


def completeness(request: Request) -> Answer:
    """Compare a case file with the nomenclature."""
    return completeness_json(read_completeness(request.reader, matricule_of(request), archive))


def letter(request: Request) -> Answer:
    """Render the letter that says what to bring."""
    return {"letter": print_letter(request.reader, matricule_of(request), archive)}


def reports(request: Request) -> Answer:
    """Read reports of a status, the oldest first."""
    limit = page_limit(request, usual=20, most=50)
    return reports_json(list_reports(request.reader, archive, request.query.get("status", "open"), cursor=request.cursor, limit=limit))


def answer(request: Request) -> Answer:
    """Answer a report, or close it."""
    status = text_of(request.body, "status")
    words = text_of(request.body, "answer", longest=2 * LONGEST) if request.body.get("answer") else ""
    answered = answer_report(request.reader, request.path["report"], status, words, archive)
    logger.info("report_moved", status=status)
    return report_json(answered)


def _optional(request: Request, name: str) -> str | None:
    return text_of(request.body, name) if request.body.get(name) is not None else None


def _check_own(request: Request) -> None:
    """Refuse a request for another case file than the reader's own."""
    own = request.reader.matricule
    if own is None or request.path["matricule"] not in (OWN, own):
        raise ReaderError("not_found", "not theirs")
