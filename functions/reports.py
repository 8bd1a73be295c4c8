"""REST: a servant reports an error or a missing piece, an archivist answers; what is lacking, what is new."""

from chalice.app import Blueprint

from chalicelib.access.completeness import read_completeness
from chalicelib.access.news import read_news
from chalicelib.access.rectifications import Complaint, answer_report, file_report, list_own, list_reports
from chalicelib.model.cursor import limit_of
from chalicelib.model.errors import ReaderError
from chalicelib.model.rectification import LONGEST, RectificationKind
from chalicelib.wiring import archive
from functions.powertools import Answer, logger
from functions.rest import Reply, Request, route, text_of

blueprint = Blueprint(__name__)

_KINDS: dict[str, RectificationKind] = {"error": "error", "missing": "missing"}
OWN = "me"
"""Stands for the reader's own matricule."""


@route(blueprint, "POST", "/casefiles/{matricule}/reports", "read_casefile")
def report(request: Request) -> Reply:
    """Report an error or a missing piece of one's own case file."""
    _own(request)
    kind = _KINDS.get(text_of(request.body, "kind"))
    if kind is None:
        raise ReaderError("invalid", "kind")
    said = {name: text_of(request.body, name) for name in ("piece", "type") if request.body.get(name) is not None}
    complaint = Complaint(kind=kind, text=text_of(request.body, "text", longest=2 * LONGEST), **said)
    told = file_report(request.reader, complaint, archive)
    logger.info("reported", kind=kind)
    return Reply(body=told, status=201)


@route(blueprint, "GET", "/casefiles/{matricule}/reports", "read_casefile")
def own_reports(request: Request) -> Answer:
    """Read one's own reports, and what was answered."""
    _own(request)
    limit = limit_of(request.query.get("limit"), usual=20, most=50)
    return list_own(request.reader, archive, cursor=request.query.get("cursor"), limit=limit)


@route(blueprint, "GET", "/casefiles/{matricule}/news", "read_casefile")
def news(request: Request) -> Answer:
    """Read what is new since the last visit."""
    _own(request)
    return read_news(request.reader, archive, since=request.query.get("since"))


@route(blueprint, "GET", "/casefiles/{matricule}/completeness", "read_casefile")
def completeness(request: Request) -> Answer:
    """Compare a case file with the nomenclature."""
    said = request.path["matricule"]
    matricule = request.reader.matricule or "" if said == OWN else said
    return read_completeness(request.reader, matricule, archive)


@route(blueprint, "GET", "/reports", "review")
def reports(request: Request) -> Answer:
    """Read what servants report, the oldest first."""
    limit = limit_of(request.query.get("limit"), usual=20, most=50)
    return list_reports(archive, request.query.get("status", "open"), cursor=request.query.get("cursor"), limit=limit)


@route(blueprint, "POST", "/reports/{report}", "review")
def answer(request: Request) -> Answer:
    """Answer a report, or close it."""
    status = text_of(request.body, "status")
    words = text_of(request.body, "answer", longest=2 * LONGEST) if request.body.get("answer") else ""
    told = answer_report(request.reader, request.path["report"], status, words, archive)
    logger.info("report_moved", status=status)
    return told


def _own(request: Request) -> None:
    """Let nobody past who does not ask for their own case file."""
    own = request.reader.matricule
    if own is None or request.path["matricule"] not in (OWN, own):
        raise ReaderError("not_found", "not theirs")
