"""Checks of every request before its reader is looked at: where it comes from, in what form, and that nothing is said twice.

`functions.rest` calls `check_request` and `body_of` for every route, so that no route can be written without them.
"""

import hmac
import json
import math
import os
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from aws_lambda_powertools.utilities import parameters
from chalice.app import Request as ChaliceRequest

from chalicelib.model.errors import ReaderError

LONGEST_BODY = 65_536
"""Bytes; no request of the site is longer."""
_SECRET_AGE = 300
"""Seconds for which CloudFront's secret is kept in memory."""
_MEDIA_TYPES = frozenset({"application/json", "application/json;charset=utf-8"})
"""Without blanks, in small letters. No form of another site can send them, and no script of one without being asked for by CORS."""

Headers = Mapping[str, Sequence[str]]
"""Every value of each header, by its name in small letters."""


def headers_of(asked: ChaliceRequest) -> Headers:
    """Read the headers with all their values; API Gateway gives the last value alone beside them."""
    event = asked.to_original_event()
    single = {name: [value] for name, value in asked.headers.items()}
    found: dict[str, list[str]] = {}
    for name, values in ((event.get("multiValueHeaders") or {}) or single).items():
        found.setdefault(name.lower(), []).extend(values)
    return found


def check_request(asked: ChaliceRequest, headers: Headers, *, through_the_site: bool) -> None:
    """Refuse a request that another site may have made, or that can be read in two ways.

    1. It passed CloudFront, where the route asks for that. 2. A request that changes something comes from the site's own pages, as
    JSON, with one cookie of a name. 3. No parameter of the query has two values.

    Raises:
        ReaderError: `not_through_the_site`, `not_json`, `invalid`.
    """
    if through_the_site:
        _check_through_the_site(headers)
    if asked.method not in {"GET", "HEAD"}:
        _check_same_site(headers)
        _check_media_type(headers, has_body=bool(raw_body(asked)))
        cookies_of(headers)
    query_of(asked)


def cookies_of(headers: Headers) -> dict[str, str]:
    """Read the cookies by name.

    Raises:
        ReaderError: `invalid` where one name has two values: a neighbouring site can set a cookie of the same name.
    """
    found: dict[str, str] = {}
    for pair in ";".join(headers.get("cookie", ())).split(";"):
        name, _, value = pair.strip().partition("=")
        if found.setdefault(name.strip(), value.strip()) != value.strip():
            raise ReaderError("invalid", "two cookies of one name")
    return found


def query_of(asked: ChaliceRequest) -> dict[str, str]:
    """Read the parameters of the query by name.

    Raises:
        ReaderError: `invalid` where one has two values, or a sign that no text has.
    """
    query: Mapping[str, list[str]] = asked.to_original_event().get("multiValueQueryStringParameters") or {}
    if any(len(set(values)) != 1 or not is_text(name + values[0]) for name, values in query.items()):
        raise ReaderError("invalid", "query")
    return {name: values[0] for name, values in query.items()}


def raw_body(asked: ChaliceRequest) -> bytes:
    """Read the body.

    Raises:
        ReaderError: `invalid` where it cannot be decoded; `too_large`.
    """
    try:
        raw = asked.raw_body
        raw = raw.encode() if isinstance(raw, str) else raw or b""
    except ValueError as error:
        raise ReaderError("invalid", "no bytes") from error
    if len(raw) > LONGEST_BODY:
        raise ReaderError("too_large")
    return raw.strip()


def body_of(raw: bytes) -> dict[str, Any]:
    """Parse a JSON object, empty without a body; every text in it can be written as UTF-8, every number is finite.

    >>> body_of(b'{"a": 1}'), body_of(b"")
    ({'a': 1}, {})

    Raises:
        ReaderError: `invalid`: no object; nested too deep; NaN, infinite or of thousands of digits; a member twice.
    """
    if not raw:
        return {}
    try:
        body = json.loads(raw, parse_constant=_finite, parse_float=_finite, object_pairs_hook=_members)
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise ReaderError("invalid", "no JSON") from error
    if not isinstance(body, dict):
        raise ReaderError("invalid", "no JSON object")
    return body


def is_text(text: str) -> bool:
    """Whether a text can be written as UTF-8 and holds no NUL."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _check_through_the_site(headers: Headers) -> None:
    """Refuse a request that did not pass CloudFront: its `X-Viewer-Address` could be forged, and attempts are limited by it."""
    secret = str(parameters.get_secret(os.environ["ORIGIN_SECRET_ARN"], max_age=_SECRET_AGE))
    given = headers.get("x-origin-secret", ())
    if not given or not all(hmac.compare_digest(each.encode("utf-8", "replace"), secret.encode()) for each in given):
        raise ReaderError("not_through_the_site")


def _check_same_site(headers: Headers) -> None:
    """Refuse a request that another site made the browser send, by the browser's headers; SameSite keeps the cookie from it too."""
    hosts = set(headers.get("x-viewer-host", ()))
    are_own = all(_host_of(origin) in hosts for origin in headers.get("origin", ()))
    if not are_own or not set(headers.get("sec-fetch-site", ())) <= {"same-origin"}:
        raise ReaderError("not_through_the_site", "another site")


def _host_of(origin: str) -> str | None:
    """Host and port of an origin; None where it is no address of a site, as `null`."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    return parts.netloc if parts.scheme in {"http", "https"} and not parts.path and not parts.query else None


def _check_media_type(headers: Headers, *, has_body: bool) -> None:
    """Refuse a body that is not said to be JSON."""
    said = {"".join(each.split()).lower() for each in headers.get("content-type", ())}
    if not said <= _MEDIA_TYPES or (has_body and not said):
        raise ReaderError("not_json")


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError("no finite number")
    return number


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member twice")
    return members
