"""S3 and SNS as Textract uses them: reads documents, writes results, publishes notices."""

import base64
import json
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.local.textract.blocks import MODEL_VERSION, Block
from infra.local.textract.errors import invalid_object, invalid_parameter, too_large, unsupported
from infra.local.textract.jobs import Job

PART_BLOCKS = 1000
"""Largest number of blocks in one response and in one result part."""
MOST_BYTES = {"image": 10 * 2**20, "document": 500 * 2**20}
MAGIC: Mapping[bytes, str] = {b"\xff\xd8\xff": "image", b"\x89PNG": "image", b"II*\0": "document", b"MM\0*": "document"}
TOKEN = re.compile(r"[a-zA-Z0-9_-]{1,64}")
TAG = re.compile(r"[a-zA-Z0-9_.:-]{1,64}")

Request = Mapping[str, Any]
Answer = dict[str, Any]


class Cloud:
    """Client of S3 and SNS for the service."""

    def __init__(self, *, s3: Any, sns: Any) -> None:  # noqa: ANN401 - boto3's clients
        """Set the boto3 clients."""
        self._s3 = s3
        self._sns = sns

    def check(self, request: Request) -> None:
        """Check that the document exists and has an accepted format and size.

        Raises:
            ServiceError: there is none.
        """
        try:
            answer = self._s3.get_object(**_place(request), Range="bytes=0-1023")
            start = answer["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] == "InvalidRange":
                raise unsupported() from error  # an empty object
            raise invalid_object() from error
        size = int(answer["ContentRange"].rpartition("/")[2])
        if size > MOST_BYTES[kind_of(start)]:
            raise too_large()

    def download(self, request: Request, path: Path) -> None:
        """Download the document.

        Raises:
            ServiceError: S3 does not give it.
        """
        try:
            body = self._s3.get_object(**_place(request))["Body"]
        except ClientError as error:
            raise invalid_object() from error
        with path.open("wb") as file:
            for chunk in body.iter_chunks(2**20):
                file.write(chunk)

    def write_parts(self, job: Job, blocks: list[Block]) -> None:
        """Write the result to the request's OutputConfig: `<prefix>/<job>/1`, `2`, ..., and `.s3_access_check`."""
        output = job.request.get("OutputConfig")
        if not output:
            return
        prefix = f"{output.get('S3Prefix', 'textract_output').rstrip('/')}/{job.id}"
        bucket = output["S3Bucket"]
        self._s3.put_object(Bucket=bucket, Key=f"{prefix}/.s3_access_check", Body=b"")
        for number, first in enumerate(range(0, max(len(blocks), 1), PART_BLOCKS), start=1):
            body = json.dumps(part_of(job, blocks, first, PART_BLOCKS)).encode()
            self._s3.put_object(Bucket=bucket, Key=f"{prefix}/{number}", Body=body, ContentType="application/json")

    def notify(self, job: Job) -> None:
        """Publish the notice of a finished job."""
        channel = job.request.get("NotificationChannel")
        if not channel:
            return
        location = job.request["DocumentLocation"]["S3Object"]
        notice = {
            "JobId": job.id,
            "Status": job.status,
            "API": "StartDocumentTextDetection",
            **({"JobTag": job.request["JobTag"]} if "JobTag" in job.request else {}),
            "Timestamp": int(time.time() * 1000),
            "DocumentLocation": {"S3ObjectName": location["Name"], "S3Bucket": location["Bucket"]},
        }
        self._sns.publish(TopicArn=channel["SNSTopicArn"], Message=json.dumps(notice))


def check_form(request: Request) -> None:
    """Check the parameters of a Start request.

    Raises:
        ServiceError: they have not.
    """
    for name, pattern in (("ClientRequestToken", TOKEN), ("JobTag", TAG)):
        if name in request and not pattern.fullmatch(str(request[name])):
            raise invalid_parameter()
    channel = request.get("NotificationChannel")
    if channel is not None and not (channel.get("SNSTopicArn") and channel.get("RoleArn")):
        raise invalid_parameter()
    if "OutputConfig" in request and not request["OutputConfig"].get("S3Bucket"):
        raise invalid_parameter()
    _place(request)


def _place(request: Request) -> dict[str, str]:
    place = (request.get("DocumentLocation") or {}).get("S3Object") or {}
    if not place.get("Bucket") or not place.get("Name"):
        raise invalid_parameter()
    version = {"VersionId": place["Version"]} if place.get("Version") else {}
    return {"Bucket": place["Bucket"], "Key": place["Name"], **version}


def kind_of(start: bytes) -> str:
    """`image` or `document`, by the first bytes of the file.

    >>> kind_of(b"%PDF-1.7")
    'document'
    """
    if b"%PDF-" in start:
        return "document"
    for magic, kind in MAGIC.items():
        if start.startswith(magic):
            return kind
    raise unsupported()


def next_token(identifier: str, first: int) -> str:
    """NextToken of the blocks from index `first`."""
    return base64.urlsafe_b64encode(f"{identifier}:{first}".encode()).decode()


def offset_of(identifier: str, token: str | None) -> int:
    """Index of the first block of a NextToken.

    Raises:
        ServiceError: it is not a token of this job.
    """
    if token is None:
        return 0
    try:
        owner, _, first = base64.urlsafe_b64decode(token).decode().partition(":")
        offset = int(first)
    except ValueError:
        owner = ""
    if owner != identifier:
        raise invalid_parameter("Request has invalid Next Token")
    return offset


def part_of(job: Job, blocks: list[Block], first: int, most: int) -> Answer:
    """A page of a finished job's blocks, with NextToken where more follow."""
    answer: Answer = {"JobStatus": job.status, "DetectDocumentTextModelVersion": MODEL_VERSION}
    if job.status == "FAILED":
        return {**answer, "StatusMessage": job.message}
    answer |= {"DocumentMetadata": {"Pages": job.pages}, "Blocks": blocks[first : first + most]}
    if first + most < len(blocks):
        answer["NextToken"] = next_token(job.id, first + most)
    return answer
