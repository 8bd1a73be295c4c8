"""The wire between the archive's clients and AWS: every call is counted here, and may fail as networks, services and workers do."""

import base64
import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from threading import Lock
from uuid import uuid4

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectionClosedError
from moto.core.botocore_stubber import MockRawResponse
from moto.core.models import botocore_stubber

_LONGEST_PLACE = 1024
"""Bytes of a sort key."""
_ONE_AT_A_TIME = Lock()
"""moto loses writes of threads; DynamoDB does one after another, as it must."""


class WorkerKilledError(BaseException):
    """The Lambda is gone: nothing of ours catches this."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request that left for AWS."""

    service: str
    operation: str
    worker: str
    """The Lambda that made it."""
    asked: bytes = b""
    """Its body, where it is no file."""
    received: int = 0
    """Bytes of the answer."""


class Wire:
    """What lies between the archive's clients and AWS."""

    def __init__(self, queues, textract):
        self._queues, self._textract = queues, textract
        self.calls = []
        self.fault = None
        """Asked before every call: a word of `_strike`'s, or None."""
        self.worker = ""
        """The Lambda that runs."""
        self.change = None
        """Given every request before it leaves; the harness proves itself with it."""

    def __call__(self, *, event_name, request, **_):
        _, service, operation = event_name.split(".")
        word = self.fault(service, operation, request) if self.fault else None
        body = request.body if isinstance(request.body, bytes) else b""
        self.calls.append(Call(service=service, operation=operation, worker=self.worker, asked=body))
        if word:
            refused = self._strike(word, service, operation, event_name, request)
            if refused is not None:
                return refused
        return self._answer(service, operation, event_name, request)

    def _strike(self, word, service, operation, event_name, request):
        """Make one call fail; None where it is to be answered all the same."""
        if word == "killed before":
            raise WorkerKilledError(f"{service}.{operation}")
        if word == "killed after":
            self._answer(service, operation, event_name, request)
            raise WorkerKilledError(f"{service}.{operation}")
        if word == "reply lost":
            self._answer(service, operation, event_name, request)
            raise ConnectionClosedError(endpoint_url=request.url)
        return _refusal(word, service, operation, request)

    def _answer(self, service, operation, event_name, request):
        if service in {"sqs", "textract"}:
            played = self._queues if service == "sqs" else self._textract
            status, said = played.answer(operation, json.loads(request.body))
            return _respond(request, status, json.dumps(said), "application/x-amz-json-1.0")
        if self.change:
            self.change(service, operation, request)
        wrong = _wrong_bytes(operation, request) if service == "s3" else _wrong_keys(operation, request) if service == "dynamodb" else None
        with _ONE_AT_A_TIME:
            answer = wrong or botocore_stubber(event_name, request)
        self.calls[-1] = replace(self.calls[-1], received=int(answer.headers.get("content-length") or 0))
        return answer


def _wrong_bytes(operation, request):
    """Refuse, as S3 does and moto does not, bytes whose SHA-256 is not the one they came with."""
    claimed = request.headers.get("x-amz-checksum-sha256")
    if operation != "PutObject" or not claimed:
        return None
    claimed = claimed.decode() if isinstance(claimed, bytes) else claimed
    request.body.seek(0)
    digest = hashlib.sha256(request.body.read()).digest()
    request.body.seek(0)
    if base64.b64encode(digest).decode() == claimed:
        return None
    return _respond(request, 400, "<Error><Code>BadDigest</Code><Message>no</Message></Error>", "text/xml")


def _wrong_keys(operation, request):
    """Refuse, as DynamoDB does and moto does not, a range whose ends are not in order, and a sort key that is too long."""
    if operation not in {"Query", "GetItem"}:
        return None
    said = json.loads(request.body)
    values = {name: value["S"] for name, value in said.get("ExpressionAttributeValues", said.get("Key", {})).items() if "S" in value}
    places = [value for name, value in values.items() if name.lstrip(":") != "pk"]
    ends = re.findall(r"BETWEEN (:\w+) AND (:\w+)", said.get("KeyConditionExpression", ""))
    if all(values[low].encode() <= values[high].encode() for low, high in ends) and all(
        len(each.encode()) <= _LONGEST_PLACE for each in places
    ):
        return None
    return _respond(request, 400, json.dumps({"__type": "ValidationException", "message": "no"}), "application/x-amz-json-1.0")


def _refusal(word, service, operation, request):
    """Answer as a service does that is too busy, that met a rival, or that broke."""
    if service == "s3":
        status, code = (503, "SlowDown") if word == "throttled" else (500, "InternalError")
        return _respond(request, status, f"<Error><Code>{code}</Code><Message>no</Message></Error>", "text/xml")
    kind = "InternalServerError" if word == "broken" else "ThrottlingException"
    said = {"__type": kind, "message": "no"}
    if service == "dynamodb" and word == "throttled":
        said["__type"] = "ProvisionedThroughputExceededException"
        if operation == "TransactWriteItems":
            reasons = [{"Code": "None"}, {"Code": "TransactionConflict", "Message": "conflict"}]
            said = {"__type": "TransactionCanceledException", "Message": "cancelled", "CancellationReasons": reasons}
    return _respond(request, 500 if word == "broken" else 400, json.dumps(said), "application/x-amz-json-1.0")


def _respond(request, status, body, media_type):
    headers = {"content-type": media_type, "x-amzn-requestid": str(uuid4())}
    return AWSResponse(request.url, status, headers, MockRawResponse(body))


def counted(calls):
    """Count calls by service and operation."""
    sums = defaultdict(int)
    for call in calls:
        sums[call.service, call.operation] += 1
    return dict(sums)
