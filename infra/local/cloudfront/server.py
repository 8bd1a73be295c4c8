"""HTTP server of the site on this machine: one origin for pages and API, as behind CloudFront (docs/decisions/front.md).

Its routes come from the packaged template (`distribution`); requests are forwarded by `origins`.
"""

import gzip
import re
import threading
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import brotli

from infra.local.cloudfront.distribution import Behaviour, Edge
from infra.local.cloudfront.origins import LONGEST_BODY, Answer, Asked, Origin, merged

SMALLEST_COMPRESSED, LARGEST_COMPRESSED = 1_000, 10_000_000
"""Sizes that CloudFront compresses, in bytes."""
LONGEST_ADDRESS = 8_192
COMPRESSED_TYPES = frozenset(
    {
        "application/javascript",
        "application/json",
        "application/wasm",
        "application/xml",
        "image/svg+xml",
        "text/css",
        "text/csv",
        "text/html",
        "text/javascript",
        "text/plain",
        "text/xml",
    }
)
"""Media types that CloudFront compresses, as far as the site has them."""
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class Front:
    """The server; it handles requests from `start` to `stop`."""

    def __init__(self, edge: Edge, origins: Mapping[str, Origin], port: int) -> None:
        """Listen on 127.0.0.1.

        Args:
            edge: what the template says.
            origins: by the names that it gives them.
            port: 0 takes any that is free.
        """
        handler = type("Handler", (_Handler,), {"edge": edge, "origins": origins})
        self._server = _Server(("127.0.0.1", port), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, name="front", daemon=True)

    @property
    def url(self) -> str:
        """The site's address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        """Start."""
        self._thread.start()

    def stop(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Log nothing: a closed connection is no error."""


class _Handler(BaseHTTPRequestHandler):
    """A connection."""

    protocol_version = "HTTP/1.1"
    timeout = 65
    edge: Edge
    origins: Mapping[str, Origin]

    def _serve(self) -> None:
        path, _, query = self.path.partition("?")
        behaviour = self.edge.behaviour(path)
        answer = self._refusal(path, behaviour) or self._answer(behaviour, path, query)
        if self.command in {"GET", "HEAD"} and behaviour.origin == "site":
            answer = _as_wanted(answer, self.headers.get("if-none-match", ""), self.headers.get("range", ""))
        self._send(replace(answer, headers=merged(answer.headers, behaviour.headers)))

    do_GET = do_HEAD = do_OPTIONS = do_PUT = do_POST = do_PATCH = do_DELETE = do_TRACE = _serve  # noqa: N815 - names of http.server

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer requests that http.server refuses: malformed HTTP, unknown methods, oversized headers."""
        del explain
        self.close_connection = True
        page = _page(405 if code == HTTPStatus.NOT_IMPLEMENTED else code, message or "")
        self._send(replace(page, headers=merged(page.headers, self.edge.behaviour("/").headers)))

    def _refusal(self, path: str, behaviour: Behaviour) -> Answer | None:
        """Requests that CloudFront itself refuses."""
        if len(self.path) > LONGEST_ADDRESS:
            return _page(414, "URI Too Long")
        # CloudFront resolves them before it chooses; here they could lead out of the stage, to the emulator's other services.
        if not path.startswith("/") or {"..", "."} & set(unquote(path).split("/")):
            return _page(400, "Bad Request")
        if self.command not in behaviour.methods:
            return _page(403, "This distribution is not configured to allow the HTTP request method that was used for this request.")
        if self.headers.get("transfer-encoding"):
            return _page(411, "Length Required")
        return None

    def _answer(self, behaviour: Behaviour, path: str, query: str) -> Answer:
        headers = [(name.lower(), value) for name, value in self.headers.items()]
        viewer = str(self.client_address[0])
        if path == "/":
            path += self.edge.root
        if behaviour.function:
            path, headers = _through(behaviour, self.command, path, headers, viewer)
            if not path:
                return _page(502, "The function answered by itself, which this front cannot do.")
        length = self.headers.get("content-length", "0")
        if not length.isdigit():
            return _page(400, "Bad Request")
        body = self.rfile.read(min(int(length), LONGEST_BODY + 1))
        if int(length) > len(body):
            self.close_connection = True  # the rest stays unread
        told = {**self.edge.origin_headers.get(behaviour.origin, {}), "x-forwarded-for": viewer, "via": "1.1 front (CloudFront)"}
        asked = Asked(method=self.command, path=path, query=query, headers=merged(headers, told), body=body)
        try:
            answer = self.origins[behaviour.origin].answer(asked)
        except TimeoutError:
            return _page(504, "The origin did not answer in time.")
        except OSError:
            return _page(502, "The origin could not be reached.")
        return self._compressed(answer, behaviour)

    def _compressed(self, answer: Answer, behaviour: Behaviour) -> Answer:
        """Compress as CloudFront does for cached responses, and API Gateway for its own."""
        liked = {part.partition(";")[0].strip().lower() for part in self.headers.get("accept-encoding", "").split(",")}
        kind = answer.header("content-type").partition(";")[0].strip().lower()
        by_edge = behaviour.compresses and kind in COMPRESSED_TYPES and SMALLEST_COMPRESSED <= len(answer.body) <= LARGEST_COMPRESSED
        least = self.edge.gateway_compresses
        by_gateway = behaviour.origin == "api" and bool(least) and len(answer.body) >= least
        ways = (["br"] if by_edge else []) + ["gzip"]
        way = next((each for each in ways if each in liked), None)
        if not (by_edge or by_gateway) or way is None or answer.header("content-encoding") or self.headers.get("range"):
            return answer
        told = {"content-encoding": way}
        if by_edge:
            told["vary"] = "Accept-Encoding"
        if tag := answer.header("etag"):
            told["etag"] = tag if tag.startswith("W/") else f"W/{tag}"
        return replace(answer, body=_squeezed(answer.body, way), headers=merged(answer.headers, told))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status not in {204, 304}:
            self.send_header("content-length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        if self.command != "HEAD" and answer.status not in {204, 304}:
            self.wfile.write(answer.body)

    def version_string(self) -> str:
        """No Server header of Python."""
        return "CloudFront"

    def log_message(self, *_: object) -> None:
        """Log nothing: paths contain identifiers of pieces."""


def _through(
    behaviour: Behaviour, method: str, path: str, headers: list[tuple[str, str]], viewer: str
) -> tuple[str, list[tuple[str, str]]]:
    """Run a behaviour's function; an empty path where it responds itself."""
    assert behaviour.function  # noqa: S101 - for the type alone
    given = {name: {"value": value} for name, value in headers if name != "cookie"}
    request = {"method": method, "uri": path, "querystring": {}, "headers": given, "cookies": {}}
    changed = behaviour.function(request, viewer)
    if "statusCode" in changed:
        return "", []
    told = {name: said["value"] for name, said in changed["headers"].items() if said != given.get(name)}
    return changed["uri"], merged([pair for pair in headers if pair[0] in changed["headers"] or pair[0] == "cookie"], told)


def _as_wanted(answer: Answer, known: str, span: str) -> Answer:
    """Answer conditional and range requests."""
    tag = answer.header("etag")
    if answer.status != 200 or not tag:  # noqa: PLR2004 - HTTP's
        return answer
    if known.strip() == "*" or tag.removeprefix("W/") in {each.strip().removeprefix("W/") for each in known.split(",")}:
        return replace(answer, status=304, body=b"", headers=[pair for pair in answer.headers if pair[0] != "content-type"])
    found = _RANGE.fullmatch(span.strip())
    if not found or found[0] == "bytes=-":
        return answer
    size = len(answer.body)
    first = int(found[1]) if found[1] else max(0, size - int(found[2]))
    last = min(int(found[2]), size - 1) if found[1] and found[2] else size - 1
    if first >= size or first > last:
        return Answer(status=416, headers=(("content-range", f"bytes */{size}"),))
    told = {"content-range": f"bytes {first}-{last}/{size}"}
    return replace(answer, status=206, body=answer.body[first : last + 1], headers=merged(answer.headers, told))


def _squeezed(body: bytes, way: str) -> bytes:
    return brotli.compress(body, quality=5) if way == "br" else gzip.compress(body, mtime=0)


def _page(status: int, words: str) -> Answer:
    """CloudFront's own error page."""
    text = f"<!DOCTYPE html>\n<html lang=en><title>{status}</title><h1>{status}</h1><p>{escape(words)}</p></html>\n"
    return Answer(status=status, headers=(("content-type", "text/html"), ("cache-control", "no-store")), body=text.encode())
