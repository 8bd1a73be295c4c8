"""What the routes of the API share: the request, the reader and their right, the answer, and the HTTP status of each refusal.

The function of a route takes one `Request` and returns the body of a 200, or a `Reply`; `functions.routes` lists it with its right:

    def batch(request: Request) -> Answer: ...
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalice.app import Chalice, CognitoUserPoolAuthorizer, Response
from chalice.app import Request as ChaliceRequest

from chalicelib.model.cursor import SpreadsheetPage, limit_of
from chalicelib.model.errors import ArchiveError, ConflictError, NewerDataError, ReaderError, TransientError
from chalicelib.model.reader import Reader, Right, reader_of
from chalicelib.model.wording import MESSAGES, in_language
from chalicelib.text.download_name import disposition
from functions.metrics import Metric, publish_at_once
from functions.powertools import logger, refuse_newer_data
from functions.request_checks import Headers, body_of, check_request, cookies_of, headers_of, is_text, query_of, raw_body
from functions.routes import Route

NUMBERS = {
    "bad_field": 400,
    "plan_refused": 400,
    "batch_name": 400,
    "challenge_over": 400,
    "forbidden_word": 400,
    "invalid": 400,
    "no_owner": 400,
    "no_such_twin": 400,
    "still_forbidden": 400,
    "copy_too_long": 400,
    "casefile_too_large": 409,
    "nothing_to_copy": 409,
    "unknown_servant": 400,
    "unknown_type": 400,
    "same_password": 400,
    "weak_password": 400,
    "wrong_code": 400,
    "wrong_password": 400,
    "not_signed_in": 401,
    "sign_in_refused": 401,
    "not_through_the_site": 403,
    "staff_account": 403,
    "not_found": 404,
    "account_closed": 409,
    "account_exists": 409,
    "account_mismatched": 409,
    "already_filed": 409,
    "claim_first": 409,
    "closed_pages": 409,
    "guardians_alone": 409,
    "hides_text": 409,
    "no_picture": 409,
    "nothing_to_undo": 409,
    "reread_since": 409,
    "taken": 409,
    "no_account": 409,
    "not_entitled": 409,
    "conflict": 409,
    "too_large": 413,
    "too_many_pieces": 409,
    "not_json": 415,
    "photo_missing": 409,
    "photo_refused": 400,
    "too_many_reports": 409,
    "too_many_attempts": 429,
    "broken": 500,
    "busy": 503,
}
"""HTTP status of each code in `wording.MESSAGES`."""
_SIGN_IN_REFUSALS = {"sign_in_refused", "too_many_attempts", "wrong_code", "wrong_password"}
"""Codes by which somebody who gives a password or a code is refused."""
_UNTIL_UPDATED = 600
"""Seconds after which to ask again, where an earlier release runs over the data of a later one."""
_LONGEST_NOTE = 500
_LAST_EDITION = 10**9
_LONGEST_PAGE = 4
"""Digits of a page number."""
OWN = "me"
"""Stands for the reader's own matricule in a path; it can be no matricule, since those are normalised to capitals."""

UNGUARDED: frozenset[Right] = frozenset({"anybody", "open"})
"""Rights that need no sign-in."""

_pool: Any = {
    "Fn::If": [
        "NewUserPool",
        {"Fn::GetAtt": ["UserPool", "Arn"]},
        {"Fn::Sub": "arn:${AWS::Partition}:cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/${KeptUserPoolId}"},
    ]
}
_authorizer = CognitoUserPoolAuthorizer("readers", provider_arns=[_pool])


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request, after its reader and their right were checked."""

    reader: Reader
    """Without a name and roles where the route needs no sign-in."""
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    """A JSON object; empty without one."""
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)
    language: str = "fr"
    """`fr` or `en`."""
    address: str = ""
    """Of the viewer, as CloudFront saw it."""

    @property
    def cursor(self) -> str | None:
        """Cursor of the requested page; None for the first."""
        return self.query.get("cursor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer with another status than 200, or with headers."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def register(app: Chalice, route: Route) -> None:
    """Register a route in the app, behind Cognito unless nobody needs to be signed in for it."""

    def view(**path_values: str) -> Response:
        asked: Any = app.current_request  # Chalice sets it before it calls a view
        return _answered(route, asked, path_values)

    # Chalice's own check of the media type lets a missing one pass, and any that contains `*/*`: see request_checks.
    behind = {} if route.right in UNGUARDED else {"authorizer": _authorizer}
    app.route(route.path, methods=[route.method], content_types=["*/*"], name=route.resource, **behind)(view)


def _answered(route: Route, asked: ChaliceRequest, path: Mapping[str, str]) -> Response:
    language, reader = _language(asked.headers.get("accept-language", "")), Reader(name="")
    try:
        headers = headers_of(asked)
        check_request(asked, headers, through_the_site=route.right != "anybody")
        if route.right not in UNGUARDED:
            reader = _reader((asked.context.get("authorizer") or {}).get("claims") or {})
            _check_right(reader, route.right)
        request = _request(asked, headers, reader, path, language)
        _check_data(route)
        reply = route.function()(request)
    except ReaderError as refusal:
        logger.info("not_given", code=refusal.code, detail=refusal.detail)
        if refusal.code == "not_found" and reader.name:
            _count_refusal(reader)
        return _refusal(refusal.code, language, wait=refusal.wait, field=refusal.field)
    except ConflictError as conflict:
        logger.info("conflict", code=conflict.code, detail=conflict.detail)
        return _refusal("conflict", language)
    except (TransientError, NewerDataError) as busy:
        logger.warning("busy", code=busy.code, detail=busy.detail)
        return _refusal("busy", language, wait=_UNTIL_UPDATED if isinstance(busy, NewerDataError) else 2)
    except ArchiveError as error:
        logger.info("invalid", code=error.code, detail=error.detail)
        return _refusal("invalid", language)
    except Exception:  # the reader gets a message, the log the traceback
        logger.exception("broken")
        return _refusal("broken", language)
    if not isinstance(reply, Reply):
        reply = Reply(body=reply)
    return _response(reply.status, reply.body, reply.headers)


def _request(asked: ChaliceRequest, headers: Headers, reader: Reader, path: Mapping[str, str], language: str) -> Request:
    if not all(map(is_text, path.values())):
        raise ReaderError("not_found", "no text")
    return Request(
        reader=reader,
        path=path,
        query=query_of(asked),
        body=body_of(raw_body(asked)),
        cookies=cookies_of(headers) if asked.method not in {"GET", "HEAD"} else {},
        language=language,
        address=next(iter(headers.get("x-viewer-address", ())), ""),
    )


def _reader(claims: Mapping[str, Any]) -> Reader:
    """Reader of an ID token that API Gateway has verified; an access token, which carries no matricule, is refused."""
    if claims.get("token_use") != "id" or claims.get("aud") != os.environ["USER_POOL_CLIENT_ID"]:
        raise ReaderError("not_signed_in", "no ID token of ours")
    name, groups = str(claims.get("cognito:username", "")), str(claims.get("cognito:groups") or "")
    reader = reader_of(name, groups, claims.get("custom:matricule"), session=str(claims.get("jti", "")))
    if not reader.name:
        raise ReaderError("not_signed_in", "nameless")
    return reader


def _check_data(route: Route) -> None:
    """Refuse to answer from data of a later release; `health`, open to anybody, tells of them itself."""
    if route.right != "anybody":
        refuse_newer_data()


def _check_right(reader: Reader, right: Right) -> None:
    if not reader.may(right):
        raise ReaderError("not_found", f"lacks {right}")


def _count_refusal(reader: Reader) -> None:
    """Count a refused access in the audit trail; where the register is busy or newer, the access is refused all the same."""
    from chalicelib.identity.sign_in_attempts import record_refused_access
    from chalicelib.wiring import archive

    try:
        refuse_newer_data()
        record_refused_access(reader, archive)
    except (TransientError, NewerDataError) as busy:
        logger.warning("refusal_uncounted", code=busy.code, detail=busy.detail)


def text_of(body: Mapping[str, Any], name: str, *, longest: int = 256) -> str:
    """Text of a body's member: not empty, not too long.

    Raises:
        ReaderError: `invalid`.
    """
    value = body.get(name)
    if not isinstance(value, str) or not value or len(value) > longest:
        raise ReaderError("invalid", name)
    return value


def spreadsheet_reply(page: SpreadsheetPage) -> Reply:
    """Reply with a page of a spreadsheet; the header `X-Next` is the cursor of the next page."""
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": disposition(page.name, "csv")}
    return Reply(body=page.text, headers=headers | ({"X-Next": page.next} if page.next else {}))


def matricule_of(request: Request) -> str:
    """Matricule of the requested case file; empty, which names none, where a reader without one asks for their own."""
    written = request.path["matricule"]
    return request.reader.matricule or "" if written == OWN else written


def page_limit(request: Request, *, usual: int, most: int) -> int:
    """Most entries of the requested page.

    Raises:
        ReaderError: `invalid`.
    """
    return limit_of(request.query.get("limit"), usual=usual, most=most)


def page_of(request: Request) -> int:
    """Number of the requested page of a piece; 0, which no page has, where it is not a number."""
    written = request.path["page"]
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= _LONGEST_PAGE else 0


def refused(error: ReaderError | TransientError, language: str, headers: Mapping[str, str]) -> Reply:
    """Reply with a refusal and further headers, such as a renewed cookie."""
    code = error.code if isinstance(error, ReaderError) else "busy"
    logger.info("not_given", code=code, detail=error.detail)
    response = _refusal(code, language, wait=error.wait if isinstance(error, ReaderError) else 2)
    kept = {name: str(value) for name, value in response.headers.items()}
    return Reply(body=response.body, status=response.status_code, headers={**kept, **headers})


def _language(accepted: str) -> str:
    """French, unless English has the higher weight.

    >>> _language("en-GB,en;q=0.9,fr;q=0.5"), _language("rn, fr;q=0.9, en;q=0.1"), _language("")
    ('en', 'fr', 'fr')
    """
    weights = {"fr": 0.0, "en": 0.0}
    for part in accepted.split(","):
        tag, _, weight = part.strip().partition(";q=")
        name = tag.lower().partition("-")[0]
        if name in weights:
            try:
                weights[name] = max(weights[name], float(weight or 1))
            except ValueError:
                continue
    return "en" if weights["en"] > weights["fr"] else "fr"


def _refusal(code: str, language: str, *, wait: int | None = None, field: str | None = None) -> Response:
    if code in _SIGN_IN_REFUSALS:
        publish_at_once({Metric.SIGN_INS_REFUSED: 1})
    headers = {"Content-Language": language} | ({"Retry-After": str(wait)} if wait is not None else {})
    told = {"code": code, "message": in_language(MESSAGES[code], language)} | ({"field": field} if field else {})
    return _response(NUMBERS[code], told, headers)


def _response(status: int, body: Any, headers: Mapping[str, str]) -> Response:  # noqa: ANN401 - JSON
    fresh = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store", "Vary": "Accept-Language"}
    text = body if isinstance(body, str) else "" if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(body=text, status_code=status, headers={**fresh, **headers})


def edition_of(body: Mapping[str, Any]) -> int:
    """Read the edition of a piece, as the reader saw it."""
    edition = body.get("edition")
    if not isinstance(edition, int) or isinstance(edition, bool) or not 0 <= edition <= _LAST_EDITION:
        raise ReaderError("invalid", "edition")
    return edition


def note_of(body: Mapping[str, Any]) -> str:
    """Read a note in the reader's words; empty without one."""
    note = " ".join(text_of(body, "note", longest=_LONGEST_NOTE).split()) if body.get("note") else ""
    if not note.isprintable():
        raise ReaderError("invalid", "note")
    return note
