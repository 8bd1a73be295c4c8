"""Textract's HTTP: AWS JSON 1.1 on 127.0.0.1."""

import json
import threading
import uuid
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from infra.local.textract.errors import ServiceError
from infra.local.textract.service import Textract


class Server:
    """HTTP server of the service, in threads of this process."""

    def __init__(self, textract: Textract, *, port: int = 0) -> None:
        """Bind the port; requests are handled after `start`.

        Args:
            textract: the service.
            port: 0 for any free one.
        """
        self._textract = textract
        self._http = _Http(("127.0.0.1", port), _Handler, textract)
        self._thread = threading.Thread(target=self._http.serve_forever, name="textract", daemon=True)

    @property
    def url(self) -> str:
        """Value of `AWS_ENDPOINT_URL_TEXTRACT`."""
        return f"http://127.0.0.1:{self._http.server_port}"

    def start(self) -> None:
        """Handle requests, and resume open jobs."""
        self._thread.start()
        self._textract.start()

    def stop(self) -> None:
        """Stop the server."""
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
        self._http.server_close()
        self._textract.close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler], textract: Textract) -> None:
        super().__init__(address, handler)
        self.textract = textract


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Http

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            self._answer(200, self._call(body))
        except ServiceError as error:
            self._answer(error.status, {"__type": error.code, "Message": error.message})
        except Exception as error:
            self._answer(500, {"__type": "InternalServerError", "Message": type(error).__name__})
            raise

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Log nothing."""

    def _call(self, body: bytes) -> dict[str, Any]:
        if "AWS4-HMAC-SHA256" not in self.headers.get("Authorization", ""):
            raise ServiceError("MissingAuthenticationTokenException", "Missing Authentication Token", status=403)
        service, _, operation = self.headers.get("X-Amz-Target", "").partition(".")
        if service != "Textract":
            raise ServiceError("UnknownOperationException", service)
        try:
            request = json.loads(body or b"{}")
        except ValueError as error:
            raise ServiceError("SerializationException", "not JSON") from error
        return self.server.textract.call(operation, request)

    def _answer(self, status: int, answer: Mapping[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("x-amzn-RequestId", str(uuid.uuid4()))
        self.end_headers()
        self.wfile.write(body)
