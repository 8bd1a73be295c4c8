"""Origins of the local distribution: the site's bucket and the API's stage."""

import http.client
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from botocore.exceptions import ClientError

SECONDS_TO_ANSWER = 30
"""CloudFront's default origin timeout, in seconds."""
LONGEST_BODY = 10 * 1024 * 1024
"""API Gateway's payload limit, in bytes."""
_ONE_HOP = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade"}
)
"""Hop-by-hop headers (RFC 9110, 7.6.1)."""
_MADE_HERE = _ONE_HOP | {"content-length", "date", "server", "host"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request for an origin, after the behaviour's function."""

    method: str
    path: str
    """Percent-encoded."""
    query: str = ""
    headers: Sequence[tuple[str, str]] = ()
    """Lowercase names; a name may repeat."""
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response."""

    status: int
    headers: Sequence[tuple[str, str]] = field(default=())
    """Lowercase names; `set-cookie` may repeat."""
    body: bytes = b""

    def header(self, name: str) -> str:
        """A header's value; empty without one."""
        return next((value for each, value in self.headers if each == name), "")


class Origin(Protocol):
    """An origin."""

    def answer(self, asked: Asked) -> Answer:
        """Handle a request."""
        ...


class Site:
    """The site's bucket, readable by CloudFront alone."""

    def __init__(self, s3: Any, bucket: str) -> None:  # noqa: ANN401 - boto3's client
        """Set the S3 client."""
        self._s3 = s3
        self._bucket = bucket

    def answer(self, asked: Asked) -> Answer:
        """Return an object; 403 for an absent one, as S3 answers without the right to list."""
        try:
            found = self._s3.get_object(Bucket=self._bucket, Key=unquote(asked.path)[1:])
        except ClientError:
            text = b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>'
            return Answer(status=403, headers=(("content-type", "application/xml"),), body=text)
        headers = {
            "content-type": found["ContentType"],
            "cache-control": found.get("CacheControl", ""),
            "etag": found["ETag"],
            "last-modified": found["ResponseMetadata"]["HTTPHeaders"].get("last-modified", ""),
            "accept-ranges": "bytes",
            "content-encoding": found.get("ContentEncoding", "").removesuffix("aws-chunked").rstrip(","),
        }
        return Answer(status=200, headers=[(name, value) for name, value in headers.items() if value], body=found["Body"].read())


class Gateway:
    """The API's stage at the emulator; one kept connection per thread."""

    def __init__(self, address: str) -> None:
        """Set the stage's URL, to which the path below `/api` is appended."""
        parts = urlsplit(address)
        self._host, self._port, self._prefix = str(parts.hostname), parts.port, parts.path
        self._own = threading.local()

    def answer(self, asked: Asked) -> Answer:
        """Forward a request; once more where the connection was stale."""
        if len(asked.body) > LONGEST_BODY:  # the emulator would take it
            return Answer(status=413, headers=(("content-type", "application/json"),), body=b'{"message":"Request Too Long"}')
        try:
            return self._pass_on(asked, self._connection())
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self._own.connection = None
            return self._pass_on(asked, self._connection())

    def _connection(self) -> http.client.HTTPConnection:
        kept: http.client.HTTPConnection | None = getattr(self._own, "connection", None)
        if kept is None:
            kept = self._own.connection = http.client.HTTPConnection(self._host, self._port, timeout=SECONDS_TO_ANSWER)
        return kept

    def _pass_on(self, asked: Asked, connection: http.client.HTTPConnection) -> Answer:
        path = self._prefix + asked.path.removeprefix("/api") + (f"?{asked.query}" if asked.query else "")
        try:
            connection.putrequest(asked.method, path, skip_accept_encoding=True)
            for name, value in asked.headers:
                if name not in _MADE_HERE:
                    connection.putheader(name, value.encode("latin-1"))
            if asked.body or asked.method in {"POST", "PUT", "PATCH"}:
                connection.putheader("content-length", str(len(asked.body)))
            connection.endheaders(asked.body or None)
            answer = connection.getresponse()
            body = answer.read()
        except BaseException:
            connection.close()
            self._own.connection = None
            raise
        return Answer(status=answer.status, headers=_kept(answer.msg.items()), body=body)


def _kept(headers: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - of http.client
    """End-to-end headers, without the emulator's CORS headers."""
    lowered = [(name.lower(), value) for name, value in headers]
    return [(name, value) for name, value in lowered if name not in _MADE_HERE and not name.startswith("access-control-")]


def merged(headers: Sequence[tuple[str, str]], over: Mapping[str, str]) -> list[tuple[str, str]]:
    """Set headers over others of the same name.

    >>> merged([("a", "1"), ("b", "2")], {"a": "3"})
    [('b', '2'), ('a', '3')]
    """
    return [(name, value) for name, value in headers if name not in over] + list(over.items())
