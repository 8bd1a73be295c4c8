"""REST, for servants and archivists: a case file, and who consulted it."""

from chalicelib.access.casefiles import read_casefile, read_consultations
from chalicelib.access.news import News, read_news
from chalicelib.model.errors import ReaderError, TransientError
from chalicelib.model.reader import Reader
from chalicelib.wiring import archive
from functions.powertools import Answer, logger
from functions.representations.access import casefile_json, consultations_json
from functions.rest import Request, matricule_of, page_limit


def casefile(request: Request) -> Answer:
    """Read the pieces of a case file."""
    limit = page_limit(request, usual=50, most=100)
    matricule = matricule_of(request)
    page = read_casefile(request.reader, matricule, archive, cursor=request.cursor, limit=limit)
    return casefile_json(page, _news(request.reader) if matricule == request.reader.matricule and not request.cursor else None)


def first_page(reader: Reader) -> Answer | None:
    """Read the first page of a servant's own case file; None where it fails, for the sign-in that asks for it succeeds all the same."""
    if reader.matricule is None:
        return None
    try:
        return casefile_json(read_casefile(reader, reader.matricule, archive), _news(reader))
    except (ReaderError, TransientError) as error:
        logger.warning("casefile_left_out", code=error.code, detail=error.detail)
        return None


def _news(reader: Reader) -> News | None:
    """Read what is new for a servant; None where a service is busy: the case file is answered all the same."""
    try:
        return read_news(reader, archive)
    except TransientError as error:
        logger.warning("news_left_out", code=error.code, detail=error.detail)
        return None


def consultations(request: Request) -> Answer:
    """Read who consulted a case file."""
    limit, others = page_limit(request, usual=50, most=50), request.query.get("others") == "true"
    return consultations_json(
        read_consultations(request.reader, matricule_of(request), archive, others=others, cursor=request.cursor, limit=limit)
    )
