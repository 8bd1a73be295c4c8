"""Textract with results that are made up: no page is read."""

import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from chalicelib.formats.validation import inspect
from chalicelib.model.errors import Refusal
from tests.stage import ENVIRONMENT


class TextractDouble:
    """Textract's manners without its eyes: tokens, parts in the work bucket, notices, jobs that fail."""

    def __init__(self, s3, queues):
        self._s3, self._queues = s3, queues
        self.jobs, self.starts, self._tokens = {}, 0, {}
        self.busy, self.failing, self.losing_pages = 0, set(), set()
        self.notices = "after"
        self.texts = {}
        """What single scans say, line by line, by digest; or what tells it of each page."""
        self._owed = []

    def answer(self, operation, asked):
        """Answer Start or Get."""
        if operation == "GetDocumentTextDetection":
            job = self.jobs.get(asked["JobId"])
            return (200, {"JobStatus": job["standing"]}) if job else (400, {"__type": "InvalidJobIdException", "message": "Invalid"})
        self.starts += 1
        if self.busy:
            self.busy -= 1
            return 400, {"__type": "ProvisionedThroughputExceededException", "message": "Rate exceeded"}
        token = asked["ClientRequestToken"]
        if token not in self._tokens:
            self._tokens[token] = self._begin(asked)
        assert self.jobs[self._tokens[token]]["asked"] == asked, "one token, two questions"
        return 200, {"JobId": self._tokens[token]}

    def tell(self):
        """Send the notices that are owed: each job's once, or as often as the test wants."""
        owed, self._owed = self._owed, []
        for notice in owed:
            for _ in range({"never": 0, "twice": 2}.get(self.notices, 1)):
                self._notify(notice)

    def _begin(self, asked):
        job = hashlib.sha256(asked["ClientRequestToken"].encode()).hexdigest()
        assert asked["KMSKeyId"] == ENVIRONMENT["KEY_ARN"], "results are written under the archive's key"
        place = asked["DocumentLocation"]["S3Object"]
        body = self._s3.get_object(Bucket=place["Bucket"], Key=place["Name"])["Body"].read()
        number = len(self.jobs) + 1
        fails = number in self.failing
        self.jobs[job] = {"asked": asked, "standing": "FAILED" if fails else "SUCCEEDED", "digest": asked["JobTag"]}
        if not fails:
            pages = _pages_of(body) - (1 if number in self.losing_pages else 0)
            self._write(asked["OutputConfig"], job, [self._part(job, page) for page in range(1, pages + 1)] or [{"Blocks": []}])
        notice = {
            "JobId": job,
            "Status": self.jobs[job]["standing"],
            "API": "StartDocumentTextDetection",
            "JobTag": asked["JobTag"],
            "Timestamp": 1763884800000,
            "DocumentLocation": {"S3ObjectName": place["Name"], "S3Bucket": place["Bucket"]},
        }
        if self.notices == "first":
            self._notify(notice)
        else:
            self._owed.append(notice)
        return job

    def _write(self, output, job, parts):
        where = f"{output['S3Prefix']}/{job}"
        self._s3.put_object(Bucket=output["S3Bucket"], Key=f"{output['S3Prefix']}/.s3_access_check", Body=b"")
        for number, part in enumerate(parts, start=1):
            self._s3.put_object(Bucket=output["S3Bucket"], Key=f"{where}/{number}", Body=json.dumps(part).encode())

    def _part(self, job, page):
        said = self.texts.get(self.jobs[job]["digest"], WHAT_SCANS_SAY)
        return _part(job, page, said(page) if callable(said) else said)

    def _notify(self, notice):
        """Wrap a notice as SNS does."""
        envelope = {
            "Type": "Notification",
            "MessageId": str(uuid4()),
            "TopicArn": ENVIRONMENT["TEXTRACT_TOPIC_ARN"],
            "Message": json.dumps(notice),
            "Timestamp": "2026-11-23T08:00:00.000Z",
            "SignatureVersion": "1",
        }
        self._queues.put("transcripts", {"MessageBody": json.dumps(envelope)})


WHAT_SCANS_SAY = "Madame NDAYIZEYE Espérance est nommée"
"""What every scan says: it must appear in no log."""


def _part(job, page, text):
    box = {"BoundingBox": {"Left": 0.1, "Top": 0.1, "Width": 0.5, "Height": 0.02}, "Polygon": []}
    said = text.splitlines()
    lines, sheet = [f"{job[:8]}-l{page}-{number}" for number in range(len(said))], f"{job[:8]}-p{page}"
    blocks = [{"BlockType": "PAGE", "Id": sheet, "Geometry": box, "Page": page, "Relationships": [{"Type": "CHILD", "Ids": lines}]}]
    for number, (name, words) in enumerate(zip(lines, said, strict=True)):
        place = {"BoundingBox": box["BoundingBox"] | {"Top": 0.1 + 0.03 * number}, "Polygon": []}
        blocks.append({"BlockType": "LINE", "Id": name, "Geometry": place, "Page": page, "Text": words, "Confidence": 98.5})
    return {"JobStatus": "SUCCEEDED", "Blocks": blocks}


def _pages_of(body):
    with TemporaryDirectory() as folder:
        path = Path(folder, "scan")
        path.write_bytes(body)
        try:
            return inspect(path).pages
        except Refusal:
            return 1
